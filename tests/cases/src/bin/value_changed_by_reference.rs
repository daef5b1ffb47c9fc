//! An answer that is changed through a reference, by a method or by a closure says nothing any more.
#![allow(dead_code, unused)]

use agent_guard::{Consent, ConsentDenied};
use support::{Agent, Outcome, Recall};

fn set(flag: &mut bool) {
    *flag = true;
}

fn by_a_function(agent: &Agent) -> Outcome {
    let mut is_allowed = agent.ask().is_ok();
    if is_allowed {
        agent.notes.get("colour")?; //~ guarded
    }
    set(&mut is_allowed);
    if is_allowed {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn by_a_pointer(agent: &Agent) -> Outcome {
    let mut is_allowed = agent.ask().is_ok();
    let flag = &mut is_allowed;
    *flag = agent.is_verbose;
    if is_allowed {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn by_a_closure(agent: &Agent) -> Outcome {
    let mut answer = agent.ask().map(drop);
    let mut grant = || answer = Ok(());
    grant();
    if answer.is_ok() {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn by_a_method(agent: &Agent) -> Outcome {
    let mut answer = agent.ask().ok().map(drop);
    answer.get_or_insert(());
    if answer.is_some() {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn by_a_swap(agent: &Agent) -> Outcome {
    let mut answer = agent.ask().map(drop);
    let mut other = Ok(());
    std::mem::swap(&mut answer, &mut other);
    if answer.is_ok() {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn by_an_operator(agent: &Agent) -> Outcome {
    let mut is_allowed = agent.ask().is_ok();
    is_allowed &= agent.is_verbose;
    if is_allowed {
        agent.notes.get("colour")?; //~ guarded
    }
    is_allowed |= agent.is_verbose;
    if is_allowed {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn by_a_field(agent: &Agent) -> Outcome {
    let mut state = (agent.ask().is_ok(), 0);
    state.0 = agent.is_verbose;
    if state.0 {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (by_a_function(&agent), by_a_pointer(&agent), by_a_closure(&agent), by_a_method(&agent));
    let _ = (by_a_swap(&agent), by_an_operator(&agent), by_a_field(&agent));
}
