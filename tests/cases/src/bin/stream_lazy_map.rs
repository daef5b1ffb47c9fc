//! A stream of accesses that is made here and driven here.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use futures::{StreamExt, stream};
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    let _early: Vec<_> = stream::iter(["colour", "city"])
        .then(|key| async move { agent.vectors.query(key).await }) //~ AG101
        .collect()
        .await;
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    let _late: Vec<_> = stream::iter(["colour", "city"])
        .map(|key| async move { agent.vectors.query(key).await }) //~ guarded
        .buffered(2)
        .collect()
        .await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
