//! A companion that remembers you, if you let it: small, complete, and meant to be copied.
//!
//! It asks in plain words before it does anything with what you say. Your answers are in a `SqliteLedger`: they are there at the next
//! start, end after a time, and can be taken back. What it remembers is in a `SqliteMemory`, sealed under a key of your own, and no function
//! reaches it without a `Consent<Memory>`. What the model is sent goes through a `Redactor` first.
//!
//! | folder | holds |
//! |---|---|
//! | data (`~/.companion`) | the consent ledger and the memory, of no use without their keys |
//! | keys (`~/.companion-keys`) | the key of each, in a file that only its owner can read (0600) |
//!
//! A backup of the one folder should not lie beside a backup of the other.

mod agent;
mod config;
mod consent;
mod files;
mod llm;
mod purposes;

pub use agent::Companion;
pub use config::Config;
