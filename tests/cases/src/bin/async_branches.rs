//! Branches with awaits in them.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await;
    if answer.is_err() {
        tokio::task::yield_now().await;
    } else {
        agent.vectors.query("colour").await?; //~ guarded
    }
    agent.vectors.query("colour").await?; //~ AG101
    let Ok(_consent) = answer else {
        tokio::task::yield_now().await;
        return Ok(());
    };
    agent.vectors.query("colour").await?; //~ guarded
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
