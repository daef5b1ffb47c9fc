//! `continue` for those who have not agreed.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::SubjectId;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    for user in [SubjectId::new("ada"), SubjectId::new("bo")] {
        let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &user) else { continue };
        agent.notes.get("colour")?; //~ guarded
    }
    for user in [SubjectId::new("ada"), SubjectId::new("bo")] {
        if Consent::<Recall>::require(&agent.ledger, &user).is_ok() {
            continue;
        }
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
