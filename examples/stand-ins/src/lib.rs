//! What the agents talk to in their tests: servers on this machine, reached by the agents' own clients over the network, that keep what they
//! are told and answer predictably. A test can then ask what left the agent, which is what consent is about.

mod llm;
mod qdrant;
mod serve;

pub use llm::Llm;
pub use qdrant::Qdrant;
