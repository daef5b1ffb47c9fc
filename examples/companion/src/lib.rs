//! A companion that asks in plain words before it does anything with what you say, and keeps your answers for good.
//!
//! The answers are in a `SqliteLedger`: they are there at the next start, end after a time, and can be taken back, looked at,
//! exported and forgotten. It remembers nothing beyond the conversation.

mod agent;
mod config;
mod conversation;
mod llm;
mod purposes;

pub use agent::Companion;
pub use config::Config;
