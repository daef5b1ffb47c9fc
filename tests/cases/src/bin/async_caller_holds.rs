//! The token is held by the function that awaits.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

async fn load(agent: &Agent) -> Outcome {
    agent.vectors.query("colour").await?; //~ guarded
    Ok(())
}

async fn run(agent: &Agent) -> Outcome {
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    load(agent).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
