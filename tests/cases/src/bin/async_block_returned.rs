//! An async block that leaves the function that made it.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::future::Future;
use support::{Agent, Outcome, Recall};

fn guarded(agent: &Agent) -> Outcome<impl Future<Output = ()>> {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    Ok(async move {
        let _ = agent.vectors.query("colour").await; //~ guarded
    })
}

fn unguarded(agent: &Agent) -> impl Future<Output = ()> {
    async move {
        let _ = agent.vectors.query("colour").await; //~ AG101
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Agent::new();
    if let Ok(read) = guarded(&agent) {
        read.await;
    }
    unguarded(&agent).await;
}
