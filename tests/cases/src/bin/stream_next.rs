//! A loop over a stream.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use futures::{StreamExt, stream};
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    let mut keys = stream::iter(["colour", "city"]);
    while let Some(key) = keys.next().await {
        if key.is_empty() {
            agent.vectors.query(key).await?; //~ AG101
            continue;
        }
        let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
        agent.vectors.query(key).await?; //~ guarded
    }
    agent.vectors.query("colour").await?; //~ AG101
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
