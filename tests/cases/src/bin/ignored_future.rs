//! The request is never awaited, so nobody is asked at all.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    let _ = Consent::<Recall>::require_async(&agent.ledger, &agent.user); //~ AG105
    agent.vectors.query("colour").await?; //~ AG101
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
