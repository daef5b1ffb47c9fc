//! A function that takes a token is proven by its signature, whoever calls it.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::{rc::Rc, sync::Arc};
use support::{Agent, Outcome, Recall};

fn by_value(agent: &Agent, consent: Consent<Recall>) {
    let _ = agent.notes.get("colour"); //~ guarded
}

fn by_reference(agent: &Agent, _: &Consent<Recall>) {
    let _ = agent.notes.get("colour"); //~ guarded
}

fn by_mutable_reference(agent: &Agent, consent: &mut Consent<Recall>) {
    let _ = agent.notes.get("colour"); //~ guarded
}

fn in_arc(agent: &Agent, consent: Arc<Consent<Recall>>) {
    let _ = agent.notes.get("colour"); //~ guarded
}

fn in_box_in_rc(agent: &Agent, consent: &Rc<Box<Consent<Recall>>>) {
    let _ = agent.notes.get("colour"); //~ guarded
}

fn main() {
    let agent = Agent::new();
    let ask = || agent.ask().unwrap();
    by_value(&agent, ask());
    by_reference(&agent, &ask());
    by_mutable_reference(&agent, &mut ask());
    in_arc(&agent, Arc::new(ask()));
    in_box_in_rc(&agent, &Rc::new(Box::new(ask())));
}
