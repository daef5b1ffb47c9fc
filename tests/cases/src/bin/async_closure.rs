//! Async closures.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    let early = async |key: &'static str| agent.vectors.query(key).await; //~ AG101
    let _ = early("colour").await;
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    let late = async |key: &'static str| agent.vectors.query(key).await; //~ guarded
    let _ = late("colour").await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
