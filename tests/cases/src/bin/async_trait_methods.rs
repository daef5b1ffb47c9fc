//! `#[async_trait]`: the body is a boxed async block.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use async_trait::async_trait;
use support::{Agent, Outcome, Recall};

#[async_trait]
trait Memory {
    async fn load(&self, consent: &Consent<Recall>) -> Outcome;
    async fn count(&self) -> Outcome;
    async fn ask_and_load(&self) -> Outcome;
}

#[async_trait]
impl Memory for Agent {
    async fn load(&self, consent: &Consent<Recall>) -> Outcome {
        self.vectors.query("colour").await?; //~ guarded
        Ok(())
    }

    async fn count(&self) -> Outcome {
        self.vectors.query("colour").await?; //~ AG101
        Ok(())
    }

    async fn ask_and_load(&self) -> Outcome {
        Consent::<Recall>::require_async(&self.ledger, &self.user).await?;
        self.vectors.query("colour").await?; //~ guarded
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let memory: Box<dyn Memory> = Box::new(Agent::new());
    let _ = memory.count().await;
    let _ = memory.ask_and_load().await;
    if let Ok(consent) = Agent::new().ask() {
        let _ = memory.load(&consent).await;
    }
}
