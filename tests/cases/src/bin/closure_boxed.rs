//! Closures behind `dyn Fn`, alone and in a list.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn tools(agent: &Agent) -> Vec<Box<dyn Fn() -> bool + '_>> {
    vec![
        Box::new(|| agent.notes.get("colour").is_ok()), //~ AG101
        Box::new(|| match Consent::<Recall>::require(&agent.ledger, &agent.user) {
            Ok(_consent) => agent.notes.insert("colour", "blue").is_ok(), //~ guarded
            Err(_) => false,
        }),
    ]
}

fn run(agent: &Agent) -> Outcome {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    let read: Box<dyn FnOnce() -> bool> = Box::new(|| agent.notes.get("colour").is_ok()); //~ guarded
    read();
    Ok(())
}

fn main() {
    let agent = Agent::new();
    for tool in tools(&agent) {
        tool();
    }
    let _ = run(&agent);
}
