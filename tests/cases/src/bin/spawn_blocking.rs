//! A closure for the blocking pool, and a set of tasks.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::sync::Arc;
use support::{Agent, Outcome, Recall};
use tokio::task::JoinSet;

async fn run(agent: Arc<Agent>) -> Outcome {
    let mut tasks = JoinSet::new();
    let early = agent.clone();
    tasks.spawn(async move {
        let _ = early.notes.insert("colour", "blue"); //~ AG102
    });
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    let late = agent.clone();
    tasks.spawn_blocking(move || {
        let _ = late.notes.insert("colour", "blue"); //~ guarded
    });
    while tasks.join_next().await.is_some() {}
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(Arc::new(Agent::new())).await;
}
