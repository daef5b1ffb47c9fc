//! `panic!`, `unreachable!`, `exit` and `assert!` end the path without a token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    match Consent::<Recall>::require(&agent.ledger, &agent.user) {
        Ok(_) => {}
        Err(_) => panic!("not agreed"),
    }
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn exits(agent: &Agent) -> Outcome {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user).unwrap_or_else(|_| std::process::exit(1));
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn asserts(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    assert!(answer.is_ok());
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn asserts_the_wrong_thing(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    assert!(answer.is_err() || agent.is_verbose);
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (run(&agent), exits(&agent), asserts(&agent), asserts_the_wrong_thing(&agent));
}
