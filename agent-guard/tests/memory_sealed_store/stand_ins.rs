//! The stand-in for Qdrant is that of the example agents, which are a workspace of their own.

#[path = "../../../examples/stand-ins/src/qdrant.rs"]
#[expect(dead_code, reason = "some of it only the tests of the examples use")]
pub mod qdrant;
#[path = "../../../examples/stand-ins/src/serve.rs"]
mod serve;
