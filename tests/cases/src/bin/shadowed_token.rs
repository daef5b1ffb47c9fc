//! A name that is used again for something else changes nothing; a token that shadows a denial does not reach back.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    let consent = "a text";
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn answer_shadowed_by_token(agent: &Agent) -> Outcome {
    let consent = Consent::<Recall>::require(&agent.ledger, &agent.user);
    agent.notes.get("colour")?; //~ AG101
    let consent = consent?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (run(&agent), answer_shadowed_by_token(&agent));
}
