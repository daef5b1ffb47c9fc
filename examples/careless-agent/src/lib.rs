//! A companion that you can talk to and that remembers: what was said in SQLite, what it was about in Qdrant.

mod agent;
mod config;
mod consent;
mod diary;
mod llm;
mod memory;
mod sharing;
mod vectors;

pub use agent::Agent;
pub use config::Config;
