//! `join!` of accesses, before consent and after.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    let (_a, _b) = tokio::join!(
        agent.vectors.query("colour"),                       //~ AG101
        async { agent.vectors.upsert_points("blue").await }, //~ AG102
    );
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    let (_a, _b) = futures::join!(
        agent.vectors.query("colour"),                       //~ guarded
        async { agent.vectors.upsert_points("blue").await }, //~ guarded
    );
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
