//! What people can agree to: every purpose of the agent, and nothing else. The descriptions are what they are shown.

use agent_guard::Purpose;

/// Remember what you say.
#[derive(Purpose)]
#[purpose(id = "memory.remember")]
pub(crate) struct Remember;

/// Use what you said earlier to answer you.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
pub(crate) struct Recall;

/// Send you a weekly newsletter.
#[derive(Purpose)]
#[purpose(id = "newsletter")]
pub(crate) struct Newsletter;
