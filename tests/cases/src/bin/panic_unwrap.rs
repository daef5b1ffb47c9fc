//! `unwrap` and `expect` go on only with the token; `unwrap_err` only without.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn unwraps(agent: &Agent) {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user).unwrap();
    let _ = agent.notes.get("colour"); //~ guarded
}

fn expects(agent: &Agent) {
    Consent::<Recall>::require(&agent.ledger, &agent.user).expect("the person has agreed");
    let _ = agent.notes.get("colour"); //~ guarded
}

fn unwraps_the_denial(agent: &Agent) {
    let _denied = Consent::<Recall>::require(&agent.ledger, &agent.user).unwrap_err();
    let _ = agent.notes.get("colour"); //~ AG101
}

fn main() {
    let agent = Agent::new();
    unwraps(&agent);
    expects(&agent);
    unwraps_the_denial(&agent);
}
