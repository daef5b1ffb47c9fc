//! What people can agree to: every purpose of the companion, and nothing else. The descriptions are what they are shown.

use agent_guard::{Purpose, PurposeInfo};

/// Send what you say to a language model, which somebody else runs, to answer you. Your name, and the mail addresses, numbers and keys that I
/// recognise, are replaced before.
#[derive(Purpose)]
#[purpose(id = "answers", expires_after = "365 days", renew_before = "30 days")]
pub(crate) struct Answers;

/// Remember what you say, encrypted on this computer, and show the model what of it fits when you talk to me again.
#[derive(Purpose)]
#[purpose(id = "memory", expires_after = "365 days", renew_before = "30 days")]
pub(crate) struct Memory;

pub(crate) const ALL: [PurposeInfo; 2] = [PurposeInfo::of::<Answers>(), PurposeInfo::of::<Memory>()];
