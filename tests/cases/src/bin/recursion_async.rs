//! Async recursion through a box.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::{future::Future, pin::Pin};
use support::{Agent, Outcome, Recall};

fn walk(agent: &Agent, depth: u32) -> Pin<Box<dyn Future<Output = Outcome> + '_>> {
    Box::pin(async move {
        agent.vectors.query("colour").await?; //~ AG101
        if depth > 0 {
            walk(agent, depth - 1).await?;
        }
        Ok(())
    })
}

async fn walk_with<'a>(agent: &'a Agent, depth: u32, consent: &'a Consent<Recall>) -> Outcome {
    agent.vectors.query("colour").await?; //~ guarded
    if depth > 0 {
        Box::pin(walk_with(agent, depth - 1, consent)).await?;
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Agent::new();
    let _ = walk(&agent, 3).await;
    if let Ok(consent) = agent.ask() {
        let _ = walk_with(&agent, 3, &consent).await;
    }
}
