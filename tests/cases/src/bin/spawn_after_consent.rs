//! A task that is spawned with the token held, and one that is spawned before.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::sync::Arc;
use support::{Agent, Outcome, Recall};

async fn run(agent: Arc<Agent>) -> Outcome {
    let early = agent.clone();
    tokio::spawn(async move {
        let _ = early.vectors.query("colour").await; //~ AG101
    });
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    let late = agent.clone();
    let task = tokio::spawn(async move {
        let _ = late.vectors.query("colour").await; //~ guarded
    });
    let _ = task.await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(Arc::new(Agent::new())).await;
}
