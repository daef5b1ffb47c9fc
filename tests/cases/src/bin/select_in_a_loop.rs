//! An agent's main loop.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};
use tokio::sync::mpsc::Receiver;

async fn serve(agent: &Agent, mut questions: Receiver<String>, mut facts: Receiver<String>) -> Outcome {
    loop {
        tokio::select! {
            Some(question) = questions.recv() => {
                let Ok(_consent) = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await else { continue };
                agent.vectors.query(question.as_str()).await?; //~ guarded
            }
            Some(fact) = facts.recv() => {
                agent.vectors.upsert_points(fact.as_str()).await?; //~ AG102
            }
            else => return Ok(()),
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (_questions, questions) = tokio::sync::mpsc::channel(1);
    let (_facts, facts) = tokio::sync::mpsc::channel(1);
    let _ = serve(&Agent::new(), questions, facts).await;
}
