//! A future that is pinned and polled before consent, and finished after it.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::{pin::pin, time::Duration};
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    let read = async { agent.vectors.query("colour").await }; //~ AG101
    tokio::pin!(read);
    tokio::select! {
        _ = &mut read => return Ok(()),
        _ = tokio::time::sleep(Duration::from_secs(1)) => {}
    }
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    read.await?;
    Ok(())
}

async fn with_macro_of_std(agent: &Agent) -> Outcome {
    let mut read = pin!(async { agent.vectors.query("colour").await }); //~ AG101
    let _ = read.as_mut().await;
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    Ok(())
}

async fn moved(agent: &Agent) -> Outcome {
    let read = async { agent.vectors.query("colour").await }; //~ AG101
    let same = read;
    same.await?;
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Agent::new();
    let _ = (run(&agent).await, with_macro_of_std(&agent).await, moved(&agent).await);
}
