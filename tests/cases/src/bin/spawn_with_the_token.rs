//! A task that owns the token, and one that asks by itself.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::sync::Arc;
use support::{Agent, Outcome, Recall};

async fn run(agent: Arc<Agent>) -> Outcome {
    let consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    let owner = agent.clone();
    tokio::spawn(async move {
        let _consent = consent;
        let _ = owner.vectors.query("colour").await; //~ guarded
    });
    Ok(())
}

fn start(agent: Arc<Agent>) {
    tokio::spawn(async move {
        let Ok(_consent) = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await else { return };
        let _ = agent.vectors.query("colour").await; //~ guarded
    });
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Arc::new(Agent::new());
    start(agent.clone());
    let _ = run(agent).await;
}
