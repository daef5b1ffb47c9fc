//! `#[derive(Purpose)]`: the id, and the description that people are shown.
#![deny(warnings)]

use std::time::Duration;

use agent_guard::{Purpose, PurposeInfo};

/// Recall what you told me earlier,
/// so that you need not say it twice.
///
/// Nothing leaves this machine.
#[derive(Purpose, Debug, Clone, Copy)]
#[purpose(id = "memory.recall")]
pub struct Recall;

/// A note for developers.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.long_term.store2", description = "Remember what you tell me.")]
struct Store;

/**
 * Written as a block,
 * with stars.
 */
#[derive(Purpose)]
#[purpose(id = "profile", crate = agent_guard)]
struct Block;

mod inner {
    /// In a module, out of sight.
    #[derive(agent_guard::Purpose)]
    #[purpose(id = "inner")]
    pub(crate) struct Hidden;
}

/// One for each language.
macro_rules! purpose {
    ($name:ident, $id:literal, $text:literal) => {
        #[derive(Purpose)]
        #[purpose(id = $id, description = $text)]
        struct $name;
    };
}
purpose!(ByMacro, "by.macro", "Made by a macro.");

/// Ends.
#[derive(Purpose)]
#[purpose(id = "ends", expires_after = "365 days", renew_before = "2 weeks")]
struct Ends;

/// Ends soon.
#[derive(Purpose)]
#[purpose(id = "ends.soon", expires_after = "1 hour", renew_before = "5 minutes")]
struct EndsSoon;

fn main() {
    const HOUR: u64 = 60 * 60;
    assert_eq!((Ends::EXPIRES_AFTER, Ends::RENEW_BEFORE), (Some(Duration::from_secs(365 * 24 * HOUR)), Duration::from_secs(14 * 24 * HOUR)));
    assert_eq!((EndsSoon::EXPIRES_AFTER, EndsSoon::RENEW_BEFORE), (Some(Duration::from_secs(HOUR)), Duration::from_secs(300)));
    assert_eq!((Recall::EXPIRES_AFTER, Recall::RENEW_BEFORE), (None, Duration::ZERO));
    assert_eq!(PurposeInfo::of::<Ends>().expires_after, Ends::EXPIRES_AFTER);
    assert_eq!(Recall::ID, "memory.recall");
    assert_eq!(Recall::DESCRIPTION, "Recall what you told me earlier, so that you need not say it twice.\n\nNothing leaves this machine.");
    assert_eq!(PurposeInfo::of::<Store>().id, "memory.long_term.store2");
    assert_eq!(PurposeInfo::of::<Store>().description, "Remember what you tell me.");
    assert_eq!(Block::DESCRIPTION, "Written as a block, with stars.");
    assert_eq!(inner::Hidden::DESCRIPTION, "In a module, out of sight.");
    assert_eq!(ByMacro::ID, "by.macro");
    /// A purpose of one function.
    #[derive(Purpose)]
    #[purpose(id = "local")]
    struct Local;
    assert_eq!(Local::ID, "local");
}
