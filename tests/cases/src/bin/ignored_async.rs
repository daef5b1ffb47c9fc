//! The answer of an async gate, thrown away.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    let _ = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await; //~ AG105
    agent.vectors.query("colour").await?; //~ AG101
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
