//! A type of this crate that is named like the token proves nothing, wherever it is defined.
#![allow(dead_code, unused)]

use support::{Agent, Outcome, Recall};

mod agent_guard {
    pub struct Consent<P>(pub P);
}

struct Consent<P>(P);

fn by_namesake(agent: &Agent, _: &crate::agent_guard::Consent<Recall>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn by_local_type(agent: &Agent, _: &Consent<Recall>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn by_the_real_one(agent: &Agent, _: &::agent_guard::Consent<Recall>) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = by_namesake(&agent, &crate::agent_guard::Consent(Recall));
    let _ = by_local_type(&agent, &Consent(Recall));
    if let Ok(consent) = agent.ask() {
        let _ = by_the_real_one(&agent, &consent);
    }
}
