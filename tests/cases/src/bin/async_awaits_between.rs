//! Awaits between consent and access change nothing.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::time::Duration;
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    tokio::time::sleep(Duration::from_millis(1)).await;
    agent.vectors.query("colour").await?; //~ guarded
    tokio::task::yield_now().await;
    agent.vectors.upsert_points("blue").await?; //~ guarded
    Ok(())
}

async fn too_early(agent: &Agent) -> Outcome {
    agent.vectors.upsert_points("blue").await?; //~ AG102
    tokio::task::yield_now().await;
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    agent.vectors.query("colour").await?; //~ guarded
    agent.vectors.delete_points("blue").await?; //~ erase
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Agent::new();
    let _ = run(&agent).await;
    let _ = too_early(&agent).await;
}
