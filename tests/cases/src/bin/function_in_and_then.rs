//! A function that takes the token, handed to a combinator.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::ConsentDenied;
use support::{Agent, Outcome, Recall};

fn load(consent: Consent<Recall>) -> Result<(), ConsentDenied> {
    let agent = Agent::new();
    let _ = agent.notes.get("colour"); //~ guarded
    Ok(())
}

fn load_anyway(denied: ConsentDenied) -> Result<(), ConsentDenied> {
    let agent = Agent::new();
    let _ = agent.notes.get("colour"); //~ AG101
    Err(denied)
}

fn run(agent: &Agent) -> Outcome {
    let _ = Consent::<Recall>::require(&agent.ledger, &agent.user).and_then(load).or_else(load_anyway);
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
