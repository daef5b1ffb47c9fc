//! An async function with a token among its parameters.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

async fn load(agent: &Agent, consent: &Consent<Recall>) -> Outcome {
    tokio::task::yield_now().await;
    agent.vectors.query("colour").await?; //~ guarded
    Ok(())
}

async fn load_if_any(agent: &Agent, consent: Option<&Consent<Recall>>) -> Outcome {
    agent.vectors.query("colour").await?; //~ AG101
    Ok(())
}

async fn run(agent: &Agent) -> Outcome {
    let consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    load(agent, &consent).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Agent::new();
    let _ = run(&agent).await;
    let _ = load_if_any(&agent, None).await;
}
