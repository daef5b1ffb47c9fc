//! Types that mention a token and hold none.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::{marker::PhantomData, mem::MaybeUninit, rc::Weak};
use support::{Agent, Outcome, Recall};

struct Session {
    proof: PhantomData<Consent<Recall>>,
}

fn phantom(agent: &Agent, session: &Session) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn function(agent: &Agent, with: fn(Consent<Recall>)) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn weak(agent: &Agent, consent: Weak<Consent<Recall>>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn raw(agent: &Agent, consent: *const Consent<Recall>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn uninitialised(agent: &Agent, consent: MaybeUninit<Consent<Recall>>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = phantom(&agent, &Session { proof: PhantomData });
    let _ = function(&agent, drop);
    let _ = weak(&agent, Weak::new());
    let _ = raw(&agent, std::ptr::null());
    let _ = uninitialised(&agent, MaybeUninit::uninit());
}
