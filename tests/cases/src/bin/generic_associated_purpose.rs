//! The purpose is an associated type, and the token whatever can be borrowed as one.
#![allow(dead_code, unused)]

use agent_guard::{Consent, ConsentGate, Purpose};
use std::borrow::Borrow;
use support::{Agent, Outcome, Recall, Remember};

trait Task {
    type Purpose: Purpose;

    const KEY: &'static str;

    fn ask(&self, agent: &Agent) -> Outcome<Consent<Self::Purpose>> {
        Ok(Consent::<Self::Purpose>::require(&agent.ledger, &agent.user)?)
    }

    fn run(&self, agent: &Agent, consent: &Consent<Self::Purpose>) -> Outcome
    where
        Self: Sized,
    {
        agent.notes.get(Self::KEY)?; //~ guarded
        Ok(())
    }

    fn skip(&self, agent: &Agent) -> Outcome
    where
        Self: Sized,
    {
        agent.notes.get(Self::KEY)?; //~ AG101
        Ok(())
    }
}

struct Colour;
struct City;

impl Task for Colour {
    type Purpose = Recall;
    const KEY: &'static str = "colour";
}

impl Task for City {
    type Purpose = Remember;
    const KEY: &'static str = "city";

    fn skip(&self, agent: &Agent) -> Outcome {
        let _consent = self.ask(agent)?;
        agent.notes.get(Self::KEY)?; //~ guarded
        Ok(())
    }
}

fn through<T: Task>(agent: &Agent, task: &T) -> Outcome {
    let Ok(consent) = task.ask(agent) else { return Ok(()) };
    agent.notes.get(T::KEY)?; //~ guarded
    task.run(agent, &consent)
}

fn borrowed<B: Borrow<Consent<Recall>>>(agent: &Agent, consent: B) -> Outcome {
    let _consent: &Consent<Recall> = consent.borrow();
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

/// Whoever can make one has not made it yet.
fn never_borrowed(agent: &Agent, make: impl FnOnce() -> Consent<Recall>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    let _consent = make();
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (through(&agent, &Colour), through(&agent, &City));
    let _ = never_borrowed(&agent, || Agent::new().ask().unwrap());
    let _ = (Colour.skip(&agent), City.skip(&agent));
    if let (Ok(one), Ok(other)) = (agent.ask(), agent.ask()) {
        let _ = borrowed(&agent, one);
        let _ = never_borrowed(&agent, move || other);
    }
}
