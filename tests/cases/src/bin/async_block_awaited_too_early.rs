//! The same, awaited before consent.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    let read = async { agent.vectors.query("colour").await }; //~ AG101
    read.await?;
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    let read_again = async { agent.vectors.query("colour").await }; //~ guarded
    read_again.await?;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
