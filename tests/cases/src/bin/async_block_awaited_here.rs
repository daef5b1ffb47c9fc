//! An async block that is made and awaited in one body runs with what is held where it is awaited.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    let read = async { agent.vectors.query("colour").await }; //~ guarded
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    read.await?;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
