//! A function that takes an `impl Trait` is called by another one that does: with a token in one place, without in the other.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn load(agent: &Agent, key: impl AsRef<str>) -> Outcome {
    agent.notes.get(key.as_ref())?; //~ AG101
    Ok(())
}

fn peek(agent: &Agent, key: impl AsRef<str>) -> Outcome {
    agent.notes.get(key.as_ref())?; //~ guarded
    Ok(())
}

fn by_consent(agent: &Agent, key: impl AsRef<str>, _: &Consent<Recall>) -> Outcome {
    load(agent, &key)?;
    peek(agent, key)
}

fn by_itself(agent: &Agent, key: impl AsRef<str>) -> Outcome {
    load(agent, key)
}

fn main() {
    let _ = by_itself(&Agent::new(), "colour");
}
