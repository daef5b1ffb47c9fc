//! What the agents talk to in their tests: servers on this machine, reached by the agents' own clients over the network, that keep what they
//! are told and answer predictably. A test can then ask what left the agent, which is what consent is about.

pub mod conversation;
mod llm;
mod process;
mod qdrant;
mod record;
mod search;
mod serve;

pub use llm::Llm;
pub use process::Process;
pub use qdrant::Qdrant;
pub use search::{blobs_in, bytes_of_files, has_part, traces_of_text, traces_of_vector};
