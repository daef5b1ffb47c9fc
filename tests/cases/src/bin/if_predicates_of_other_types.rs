//! Predicates of a trait of one's own, and the standard ones where the token lies in the other variant.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Failure, Outcome, Recall};

trait Given {
    fn given(&self) -> bool;
    fn or_leave(self) -> Result<Consent<Recall>, Failure>;
}

impl Given for Option<Consent<Recall>> {
    fn given(&self) -> bool {
        self.is_some()
    }
    fn or_leave(self) -> Result<Consent<Recall>, Failure> {
        self.ok_or(Failure::Store(String::new()))
    }
}

fn extended(agent: &Agent) -> Outcome {
    let consent = agent.ask().ok();
    if consent.given() {
        agent.notes.get("colour")?; //~ AG101
    }
    let _consent = consent.or_leave()?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

type Answer = Result<Consent<Recall>, Failure>;
fn alias(agent: &Agent, answer: &Answer) -> Outcome {
    if let Err(_) = answer {
        return Ok(());
    }
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn swapped(agent: &Agent, answer: Result<Failure, Consent<Recall>>) -> Outcome {
    if answer.is_ok() {
        agent.notes.get("colour")?; //~ AG101
    }
    if answer.is_err() {
        agent.notes.get("colour")?; //~ guarded
    }
    let Err(_consent) = answer else { return Ok(()) };
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (extended(&agent), alias(&agent, &agent.ask()), swapped(&agent, Ok(Failure::Store(String::new()))));
}
