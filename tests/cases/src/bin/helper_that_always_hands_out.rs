//! A helper that returns the token itself, and one that returns it beside something else.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn insist(agent: &Agent) -> Consent<Recall> {
    loop {
        if let Ok(consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) {
            return consent;
        }
    }
}

fn both(agent: &Agent) -> Outcome<(Consent<Recall>, u32)> {
    Ok((Consent::<Recall>::require(&agent.ledger, &agent.user)?, 3))
}

fn run(agent: &Agent) -> Outcome {
    let _ = insist(agent);
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn with_pair(agent: &Agent) -> Outcome {
    let (_, count) = both(agent)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (run(&agent), with_pair(&agent));
}
