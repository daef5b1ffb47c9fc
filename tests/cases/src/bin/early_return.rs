//! A function that leaves early for one reason and goes on for another.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn for_lack_of_consent(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    if let Err(denied) = answer {
        return Err(denied.into());
    }
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn for_another_reason(agent: &Agent) -> Outcome {
    if agent.is_verbose {
        return Ok(());
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (for_lack_of_consent(&agent), for_another_reason(&agent));
}
