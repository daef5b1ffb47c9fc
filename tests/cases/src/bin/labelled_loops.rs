//! `continue` and `break` of an outer loop.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    'people: for _person in 0..3 {
        for key in ["colour", "city"] {
            if Consent::<Recall>::require(&agent.ledger, &agent.user).is_err() {
                continue 'people;
            }
            agent.notes.get(key)?; //~ guarded
        }
        agent.notes.get("colour")?; //~ AG101: the inner loop may not have run
    }
    'outer: loop {
        loop {
            if agent.is_verbose {
                break 'outer;
            }
            Consent::<Recall>::require(&agent.ledger, &agent.user)?;
            break;
        }
        agent.notes.get("colour")?; //~ guarded
        break;
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
