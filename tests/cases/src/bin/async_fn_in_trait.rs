//! Async functions in a trait without any macro.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Memory {
    async fn load(&self) -> Outcome;
    async fn load_with(&self, consent: Consent<Recall>) -> Outcome;
}

impl Memory for Agent {
    async fn load(&self) -> Outcome {
        self.vectors.query("colour").await?; //~ AG101
        Ok(())
    }

    async fn load_with(&self, consent: Consent<Recall>) -> Outcome {
        self.vectors.query("colour").await?; //~ guarded
        Ok(())
    }
}

async fn answer<M: Memory>(memory: &M, consent: Consent<Recall>) -> Outcome {
    memory.load_with(consent).await
}

async fn greet<M: Memory>(memory: &M) -> Outcome {
    memory.load().await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Agent::new();
    let _ = greet(&agent).await;
    if let Ok(consent) = agent.ask() {
        let _ = answer(&agent, consent).await;
    }
}
