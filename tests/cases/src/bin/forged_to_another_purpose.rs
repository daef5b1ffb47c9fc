//! A real token for one purpose, turned into one for another.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::Remember;
use support::{Agent, Outcome, Recall};

fn main() {
    let agent = Agent::new();
    let Ok(consent) = agent.ask() else { return };
    let _forged: Consent<Remember> = unsafe { std::mem::transmute(consent) }; //~ AG106
}
