//! A companion that remembers you, if you let it: small, complete, and meant to be copied.
//!
//! It asks in plain words before it does anything with what you say. Your answers are in a `SqliteLedger`: they are there at the next
//! start, end after a time, and can be taken back. What it remembers is in a `SqliteMemory`, sealed under a key of your own, and no function
//! reaches it without a `Consent<Memory>`. What the model is sent goes through a `Redactor` first.
//!
//! | | where | made readable for |
//! |---|---|---|
//! | consent ledger, memory | the data folder | its owner; sealed |
//! | the key of each | the keys folder | its owner (0600) |

mod agent;
mod config;
mod consent;
mod files;
mod llm;
mod purposes;

pub use agent::Companion;
pub use config::Config;
