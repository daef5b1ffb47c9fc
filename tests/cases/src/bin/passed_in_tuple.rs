//! A token in a tuple, as a parameter and as a part that nobody names.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn in_tuple(agent: &Agent, pair: (u32, Consent<Recall>)) {
    let _ = agent.notes.get("colour"); //~ guarded
}

fn in_tuple_of_references(agent: &Agent, (_, _): (&str, &Consent<Recall>)) {
    let _ = agent.notes.get("colour"); //~ guarded
}

fn in_tuple_of_options(agent: &Agent, pair: (u32, Option<Consent<Recall>>)) {
    let _ = agent.notes.get("colour"); //~ AG101
}

fn main() {
    let agent = Agent::new();
    in_tuple_of_options(&agent, (1, None));
    let (Ok(first), Ok(second)) = (agent.ask(), agent.ask()) else { return };
    in_tuple(&agent, (1, first));
    in_tuple_of_references(&agent, ("ada", &second));
}
