//! A companion that you can talk to and that remembers, if you let it: what was said in SQLite, what it was about in Qdrant.
//!
//! It does what the careless agent does. The difference is that no function here reaches a store without a `Consent<P>`, and that the
//! conversation goes on, without memory, where there is none.

mod agent;
mod config;
mod llm;
mod memory;
mod purposes;
mod vectors;

pub use agent::Agent;
pub use config::Config;
