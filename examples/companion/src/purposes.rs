//! What people can agree to: every purpose of the companion, and nothing else. The descriptions are what they are shown.

use agent_guard::{Purpose, PurposeInfo};

/// Send what you say to a language model, which is run by somebody else, to answer you.
#[derive(Purpose)]
#[purpose(id = "companion.answer", expires_after = "365 days", renew_before = "30 days")]
pub(crate) struct Answer;

/// Show the model what you said earlier in this conversation, too, so that you need not repeat it.
#[derive(Purpose)]
#[purpose(id = "companion.context", expires_after = "365 days", renew_before = "30 days")]
pub(crate) struct Context;

/// The purpose of this id.
pub(crate) fn named(id: &str) -> Option<PurposeInfo> {
    all().into_iter().find(|purpose| purpose.id == id)
}

pub(crate) fn all() -> [PurposeInfo; 2] {
    [PurposeInfo::of::<Answer>(), PurposeInfo::of::<Context>()]
}
