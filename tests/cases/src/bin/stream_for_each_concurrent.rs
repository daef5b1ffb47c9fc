//! Futures that a stream's combinator drives.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use futures::{StreamExt, stream};
use support::{Agent, Outcome, Recall};

async fn unguarded(agent: &Agent) {
    stream::iter(["colour", "city"])
        .for_each_concurrent(2, |key| async move {
            let _ = agent.vectors.query(key).await; //~ AG101
        })
        .await;
}

async fn guarded(agent: &Agent) -> Outcome {
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    stream::iter(["colour", "city"])
        .for_each_concurrent(2, |key| async move {
            let _ = agent.vectors.query(key).await; //~ guarded
        })
        .await;
    Ok(())
}

async fn each_asks(agent: &Agent) {
    stream::iter(["colour", "city"])
        .for_each_concurrent(2, |key| async move {
            let Ok(_consent) = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await else { return };
            let _ = agent.vectors.query(key).await; //~ guarded
        })
        .await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Agent::new();
    unguarded(&agent).await;
    let _ = guarded(&agent).await;
    each_asks(&agent).await;
}
