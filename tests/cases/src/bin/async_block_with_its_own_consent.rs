//! An async block that asks by itself.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

async fn run(agent: &Agent) -> Outcome {
    let read = async {
        let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
        agent.vectors.query("colour").await?; //~ guarded
        Outcome::Ok(())
    };
    read.await?;
    agent.vectors.query("colour").await?; //~ AG101
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
