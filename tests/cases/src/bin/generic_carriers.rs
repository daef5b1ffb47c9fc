//! Generic types around a token, around an optional one, and around its type only.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::marker::PhantomData;
use support::{Agent, Outcome, Recall};

struct Wrapper<T>(T);
struct Slot<T>(Option<T>);
struct Tagged<A, B>(A, PhantomData<B>);

fn wrapped(agent: &Agent, _: &Wrapper<Consent<Recall>>) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn wrapped_option(agent: &Agent, _: &Wrapper<Option<Consent<Recall>>>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn slot(agent: &Agent, _: &Slot<Consent<Recall>>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn tagged(agent: &Agent, _: &Tagged<u32, Consent<Recall>>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = wrapped_option(&agent, &Wrapper(None));
    let _ = slot(&agent, &Slot(None));
    let _ = tagged(&agent, &Tagged(1, PhantomData));
    if let (Ok(first), Ok(second), Ok(third)) = (agent.ask(), agent.ask(), agent.ask()) {
        let _ = wrapped(&agent, &Wrapper(first));
        let _ = slot(&agent, &Slot(Some(second)));
        let _ = tagged(&agent, &Tagged(1, PhantomData));
        let _real: Tagged<Consent<Recall>, u32> = Tagged(third, PhantomData);
    }
}
