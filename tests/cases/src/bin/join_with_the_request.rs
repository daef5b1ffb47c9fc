//! What is joined with the request for consent runs beside it, not after it.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::time::Duration;
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    let (answer, _note) = tokio::join!(
        Consent::<Recall>::require_async(&agent.ledger, &agent.user),
        agent.vectors.query("colour"), //~ AG101
    );
    agent.vectors.query("colour").await?; //~ AG101
    answer?;
    agent.vectors.query("colour").await?; //~ guarded
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
