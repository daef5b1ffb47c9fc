//! The same on async functions: plain, in a trait, and under `#[async_trait]`.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::user_consent_required;
use async_trait::async_trait;
use support::{Agent, Outcome, Recall};

#[user_consent_required(Recall, gate = agent.ledger, subject = agent.user)]
async fn free(agent: &Agent) -> Outcome {
    agent.vectors.query("colour").await?; //~ guarded
    Ok(())
}

trait Load {
    async fn load(&self) -> Outcome;
}

impl Load for Agent {
    #[user_consent_required(Recall, gate = self.ledger, subject = self.user)]
    async fn load(&self) -> Outcome {
        self.vectors.query("colour").await?; //~ guarded
        Ok(())
    }
}

#[async_trait]
trait Memory {
    async fn recall(&self) -> Outcome;
}

#[async_trait]
impl Memory for Agent {
    #[user_consent_required(Recall, gate = self.ledger, subject = self.user)]
    async fn recall(&self) -> Outcome {
        self.vectors.query("colour").await?; //~ guarded
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Agent::new();
    let _ = free(&agent).await;
    let _ = agent.load().await;
    let _ = agent.recall().await;
}
