//! Accesses as branches of `select!`.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::time::Duration;
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    tokio::select! {
        _note = agent.vectors.query("colour") => {} //~ AG101
        _ = tokio::time::sleep(Duration::from_secs(1)) => {}
    }
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    tokio::select! {
        _note = agent.vectors.query("colour") => {} //~ guarded
        _ = tokio::time::sleep(Duration::from_secs(1)) => {}
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
