//! `#[async_trait]` methods that are only called with consent.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use async_trait::async_trait;
use std::sync::Arc;
use support::{Agent, Outcome, Recall};

#[async_trait]
trait Memory: Send + Sync {
    async fn load(&self, agent: &Agent) -> Outcome;
}

struct Notes;

#[async_trait]
impl Memory for Notes {
    async fn load(&self, agent: &Agent) -> Outcome {
        agent.vectors.query("colour").await?; //~ guarded
        Ok(())
    }
}

async fn answer(agent: &Agent, memory: Arc<dyn Memory>) -> Outcome {
    let _consent = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?;
    memory.load(agent).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = answer(&Agent::new(), Arc::new(Notes)).await;
}
