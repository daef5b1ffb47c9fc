//! `#[derive(Purpose)]`: the id, and the description that people are shown.
#![deny(warnings)]

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

fn main() {
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
