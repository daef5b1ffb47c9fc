mod builder;

pub use builder::{Agent, AgentBuilder};
