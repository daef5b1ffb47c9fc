//! What people can agree to: every purpose of the agent, and nothing else. The descriptions are what they are shown.

use agent_guard::{Purpose, PurposeInfo};

/// Remember what you say.
#[derive(Purpose)]
#[purpose(id = "memory.remember", expires_after = "365 days")]
pub(crate) struct Remember;

/// Use what you said earlier to answer you.
#[derive(Purpose)]
#[purpose(id = "memory.recall", expires_after = "365 days")]
pub(crate) struct Recall;

/// Send you a weekly newsletter.
#[derive(Purpose)]
#[purpose(id = "newsletter", expires_after = "365 days")]
pub(crate) struct Newsletter;

pub(crate) const ALL: [PurposeInfo; 3] = [PurposeInfo::of::<Remember>(), PurposeInfo::of::<Recall>(), PurposeInfo::of::<Newsletter>()];

/// The purpose of this id.
pub(crate) fn named(id: &str) -> Option<PurposeInfo> {
    ALL.into_iter().find(|purpose| purpose.id == id)
}
