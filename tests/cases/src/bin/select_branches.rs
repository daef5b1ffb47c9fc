//! `select!`: which branch runs decides what is held.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::time::Duration;
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    tokio::select! {
        answer = Consent::<Recall>::require_async(&agent.ledger, &agent.user) => {
            let _consent = answer?;
            agent.vectors.query("colour").await?; //~ guarded
        }
        _ = tokio::time::sleep(Duration::from_secs(1)) => {
            agent.vectors.query("colour").await?; //~ AG101
        }
    }
    agent.vectors.query("colour").await?; //~ AG101
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
