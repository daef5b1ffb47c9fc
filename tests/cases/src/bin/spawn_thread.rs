//! Threads, scoped and not.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::sync::Arc;
use support::{Agent, Outcome, Recall};

fn run(agent: Arc<Agent>) -> Outcome {
    let early = agent.clone();
    std::thread::spawn(move || {
        let _ = early.notes.get("colour"); //~ AG101
    });
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let _ = agent.notes.get("colour"); //~ guarded
        });
    });
    Ok(())
}

fn main() {
    let _ = run(Arc::new(Agent::new()));
}
