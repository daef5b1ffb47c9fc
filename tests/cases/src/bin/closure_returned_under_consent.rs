//! A function that makes an unguarded closure, called by those only who hold a token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn reader(agent: &Agent) -> impl Fn() -> bool {
    || agent.notes.get("colour").is_ok() //~ guarded
}

fn run(agent: &Agent) -> Outcome {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    let read = reader(agent);
    read();
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
