use crate::{tool::Tool, vector_store::VectorStoreIndex};

#[derive(Default)]
pub struct AgentBuilder;

pub struct Agent;

impl AgentBuilder {
    pub fn new() -> Self {
        AgentBuilder
    }

    pub fn preamble(self, _text: &str) -> Self {
        self
    }

    pub fn dynamic_context(self, _sample: usize, _index: impl VectorStoreIndex + 'static) -> Self {
        self
    }

    pub fn tool(self, _tool: impl Tool + 'static) -> Self {
        self
    }

    pub fn build(self) -> Agent {
        Agent
    }
}
