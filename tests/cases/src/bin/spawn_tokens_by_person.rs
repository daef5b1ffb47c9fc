//! Tokens of many people in one map; the work is done on other threads, with the token or without it.
#![allow(dead_code, unused)]

use agent_guard::{Consent, SubjectId};
use std::{collections::BTreeMap, sync::Arc};
use support::{Agent, Outcome, Recall};

type Tokens = BTreeMap<SubjectId, Consent<Recall>>;

async fn in_the_pool(agent: Arc<Agent>, mut tokens: Tokens) -> Outcome {
    let without = agent.clone();
    let _ = tokio::task::spawn_blocking(move || without.notes.get("colour").is_ok()).await; //~ AG101
    let with = agent.clone();
    if let Some(consent) = tokens.remove(&agent.user) {
        let _ = tokio::task::spawn_blocking(move || {
            let _consent = consent;
            with.notes.get("colour").is_ok() //~ guarded
        })
        .await;
    }
    let everybodys = agent.clone();
    let _ = tokio::task::spawn_blocking(move || {
        let _ = everybodys.notes.get("colour"); //~ AG101
        for (_, _consent) in tokens {
            let _ = everybodys.notes.get("colour"); //~ guarded
        }
    })
    .await;
    Ok(())
}

fn in_a_scope(agent: &Agent, tokens: &Tokens) -> Outcome {
    std::thread::scope(|scope| {
        for consent in tokens.values() {
            scope.spawn(move || {
                let _consent = consent;
                let _ = agent.notes.get("colour"); //~ guarded
            });
        }
        scope.spawn(|| agent.notes.get("colour").is_ok()); //~ AG101
    });
    let waiting = std::thread::scope(|scope| scope.spawn(|| agent.ask()).join());
    let Ok(Ok(_consent)) = waiting else { return Ok(()) };
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn after_a_panic(agent: &Agent, tokens: &Tokens) -> Outcome {
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| &tokens[&agent.user]));
    if caught.is_err() {
        agent.notes.get("colour")?; //~ AG101
    }
    let _consent = caught.map_err(|_| support::Failure::Store(String::new()))?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Arc::new(Agent::new());
    let _ = in_the_pool(agent.clone(), Tokens::new()).await;
    let _ = in_a_scope(&agent, &Tokens::new());
    let _ = after_a_panic(&agent, &Tokens::new());
}
