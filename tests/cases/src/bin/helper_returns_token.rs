//! A helper that hands out the token, in this crate and in another.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn ask(agent: &Agent) -> Outcome<Consent<Recall>> {
    let consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    Ok(consent)
}

fn run(agent: &Agent) -> Outcome {
    let _consent = ask(agent)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn of_another_crate(agent: &Agent) -> Outcome {
    agent.ask()?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (run(&agent), of_another_crate(&agent));
}
