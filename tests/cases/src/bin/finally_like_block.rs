//! The same with a labelled block.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let outcome: Outcome = 'body: {
        let Ok(_consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) else { break 'body Ok(()) };
        let _ = agent.notes.get("colour"); //~ guarded
        Ok(())
    };
    agent.notes.insert("colour", "blue")?; //~ AG102
    outcome
}

fn main() {
    let _ = run(&Agent::new());
}
