//! Enums of other crates: `Either`, `Poll`, `ControlFlow`.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use futures::future::Either;
use std::{ops::ControlFlow, task::Poll};
use support::{Agent, Outcome, Recall};

fn either(agent: &Agent, either: Either<Consent<Recall>, u32>) -> Outcome {
    match either {
        Either::Left(consent) => {
            drop(consent);
            agent.notes.get("colour")?; //~ guarded
        }
        Either::Right(_) => {
            agent.notes.get("colour")?; //~ AG101
        }
    }
    Ok(())
}

fn poll(agent: &Agent, poll: Poll<Consent<Recall>>) -> Outcome {
    match poll {
        Poll::Ready(_) => {
            agent.notes.get("colour")?; //~ guarded
        }
        Poll::Pending => {
            agent.notes.get("colour")?; //~ AG101
        }
    }
    Ok(())
}

fn flow(agent: &Agent, flow: ControlFlow<Consent<Recall>, u32>) -> Outcome {
    if let ControlFlow::Break(_consent) = flow {
        agent.notes.get("colour")?; //~ guarded
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = either(&agent, Either::Right(1));
    let _ = poll(&agent, Poll::Pending);
    let _ = flow(&agent, ControlFlow::Continue(1));
}
