//! A function that returns a lazy iterator over accesses, called by those only who hold a token; and one that anybody calls.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn notes(agent: &Agent) -> impl Iterator<Item = bool> {
    ["colour", "city"].into_iter().map(|key| agent.notes.get(key).is_ok()) //~ guarded
}

fn all(agent: &Agent) -> impl Iterator<Item = bool> {
    ["colour", "city"].into_iter().map(|key| agent.notes.get(key).is_ok()) //~ AG101
}

fn run(agent: &Agent) -> Outcome {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    let _known = notes(agent).count();
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = run(&agent);
    let _ = all(&agent).count();
}
