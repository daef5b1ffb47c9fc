//! A variable that is initialised in both branches, and one that is in none of the paths that matter.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let consent;
    if agent.is_verbose {
        consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    } else {
        consent = agent.ask()?;
    }
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn never(agent: &Agent) -> Outcome {
    let consent: Consent<Recall>;
    if agent.is_verbose {
        consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (run(&agent), never(&agent));
}
