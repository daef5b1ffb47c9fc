//! A token that comes through a channel, an `Any`, a cell, a loop that breaks: held where it is taken out.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::{any::Any, cell::RefCell, ops::ControlFlow, sync::mpsc};
use support::{Agent, Outcome, Recall};

fn any(agent: &Agent, it: &dyn Any) -> Outcome {
    if it.is::<Consent<Recall>>() {
        agent.notes.get("colour")?; //~ AG101
    }
    if let Some(_consent) = it.downcast_ref::<Consent<Recall>>() {
        agent.notes.get("colour")?; //~ guarded
    }
    Ok(())
}

fn channel(agent: &Agent, tokens: mpsc::Receiver<Consent<Recall>>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    while let Ok(_consent) = tokens.recv() {
        agent.notes.get("colour")?; //~ guarded
    }
    for _consent in tokens.iter() {
        agent.notes.get("colour")?; //~ guarded
    }
    Ok(())
}

fn flow(agent: &Agent, keys: &[&str]) -> Outcome {
    let found = keys.iter().try_for_each(|key| match agent.ask() {
        Ok(consent) => ControlFlow::Break(consent),
        Err(_) => ControlFlow::Continue(()),
    });
    if found.is_continue() {
        agent.notes.get("colour")?; //~ AG101
    }
    if let ControlFlow::Break(_consent) = found {
        agent.notes.get("colour")?; //~ guarded
    }
    Ok(())
}

fn cell(agent: &Agent, slot: &RefCell<Option<Consent<Recall>>>) -> Outcome {
    if slot.borrow().is_some() {
        agent.notes.get("colour")?; //~ guarded
    }
    let guard = slot.borrow();
    let Some(_consent) = guard.as_ref() else { return Ok(()) };
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = any(&agent, &1);
    let (_, receiver) = mpsc::channel();
    let _ = channel(&agent, receiver);
    let _ = flow(&agent, &["colour"]);
    let _ = cell(&agent, &RefCell::new(None));
}
