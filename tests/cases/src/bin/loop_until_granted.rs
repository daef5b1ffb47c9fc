//! A loop that only ends with a token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn by_value(agent: &Agent) -> Outcome {
    let _consent = loop {
        if let Ok(consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) {
            break consent;
        }
    };
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn by_match(agent: &Agent) -> Outcome {
    loop {
        match Consent::<Recall>::require(&agent.ledger, &agent.user) {
            Ok(_) => break,
            Err(_) => continue,
        }
    }
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn by_condition(agent: &Agent) -> Outcome {
    while Consent::<Recall>::require(&agent.ledger, &agent.user).is_err() {
        agent.notes.get("colour")?; //~ AG101
    }
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (by_value(&agent), by_match(&agent), by_condition(&agent));
}
