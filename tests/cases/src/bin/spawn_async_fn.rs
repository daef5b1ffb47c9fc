//! A task made of an async function.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::sync::Arc;
use support::{Agent, Outcome, Recall};

async fn load(agent: Arc<Agent>) {
    let _ = agent.vectors.query("colour").await; //~ AG101
}

async fn store(agent: Arc<Agent>) {
    let _ = agent.vectors.upsert_points("blue").await; //~ guarded
}

async fn run(agent: Arc<Agent>) -> Outcome {
    tokio::spawn(load(agent.clone()));
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    tokio::spawn(store(agent.clone()));
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(Arc::new(Agent::new())).await;
}
