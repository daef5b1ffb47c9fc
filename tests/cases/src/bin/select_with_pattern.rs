//! A branch of `select!` with a pattern: only a token gets in.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::time::Duration;
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    tokio::select! {
        Ok(_consent) = Consent::<Recall>::require_async(&agent.ledger, &agent.user) => {
            agent.vectors.query("colour").await?; //~ guarded
        }
        else => {
            agent.vectors.query("colour").await?; //~ AG101
        }
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
