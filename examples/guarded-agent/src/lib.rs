//! A companion that you can talk to and that remembers, if you let it: what was said in SQLite, what it was about in Qdrant.
//!
//! It does what the careless agent does, file by file. There are two differences. No function here reaches a store without a `Consent<P>`,
//! and the conversation goes on, without memory, where there is none. And nothing leaves the agent in plain: what is stored is sealed under a key
//! of the person's own, and what the model is sent goes through a `Redactor`.

mod agent;
mod config;
mod llm;
mod memory;
mod purposes;
mod vectors;

pub use agent::Agent;
pub use config::Config;
