//! A request with a timeout: two layers of results.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::time::Duration;
use support::{Agent, Outcome, Recall};

async fn both_layers(agent: &Agent) -> Outcome {
    let request = Consent::<Recall>::require_async(&agent.ledger, &agent.user);
    let Ok(answer) = tokio::time::timeout(Duration::from_secs(1), request).await else { return Ok(()) };
    agent.vectors.query("colour").await?; //~ AG101: nobody has looked at the answer yet
    answer?;
    agent.vectors.query("colour").await?; //~ guarded
    Ok(())
}

async fn by_pattern(agent: &Agent) -> Outcome {
    let request = Consent::<Recall>::require_async(&agent.ledger, &agent.user);
    match tokio::time::timeout(Duration::from_secs(1), request).await {
        Ok(Ok(_)) => {
            agent.vectors.query("colour").await?; //~ guarded
        }
        Ok(Err(_)) => {
            agent.vectors.query("colour").await?; //~ AG101
        }
        Err(_) => {
            agent.vectors.query("colour").await?; //~ AG101
        }
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Agent::new();
    let _ = (both_layers(&agent).await, by_pattern(&agent).await);
}
