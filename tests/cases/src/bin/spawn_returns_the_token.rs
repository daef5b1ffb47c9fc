//! A task that asks and hands the token back.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::sync::Arc;
use support::{Agent, Outcome, Recall};

async fn run(agent: Arc<Agent>) -> Outcome {
    let asker = agent.clone();
    let task = tokio::spawn(async move { Consent::<Recall>::require_async(&asker.ledger, &asker.user).await });
    agent.vectors.query("colour").await?; //~ AG101
    let Ok(Ok(_consent)) = task.await else { return Ok(()) };
    agent.vectors.query("colour").await?; //~ guarded
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(Arc::new(Agent::new())).await;
}
