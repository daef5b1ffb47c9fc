//! A reference to a token that is not there.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let bytes = [0u8; size_of::<Consent<Recall>>()];
    let place = bytes.as_ptr().cast::<Consent<Recall>>();
    let _consent: &Consent<Recall> = unsafe { &*place }; //~ AG106
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
