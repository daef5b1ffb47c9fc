//! A variable that once held a predicate's answer and then something else.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    let mut is_allowed = answer.is_ok();
    if is_allowed {
        agent.notes.get("colour")?; //~ guarded
    }
    is_allowed = agent.is_verbose;
    if is_allowed {
        agent.notes.get("colour")?; //~ AG101
    }
    let mut may_read = true;
    for key in ["colour", "city"] {
        if may_read {
            agent.notes.get(key)?; //~ AG101: the first time round nobody has looked
        }
        may_read = answer.is_ok();
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
