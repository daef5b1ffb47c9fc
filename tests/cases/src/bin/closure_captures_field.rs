//! A closure that captures single fields: one of them is the token, the other is not.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

struct Session {
    agent: Agent,
    consent: Consent<Recall>,
    city: String,
}

fn keep(session: Session) -> Box<dyn Fn() -> bool> {
    Box::new(move || {
        let _consent = &session.consent;
        let _city = &session.city;
        session.agent.notes.get("colour").is_ok() //~ guarded
    })
}

struct Visit {
    agent: Agent,
    consent: Option<Consent<Recall>>,
    city: String,
}

fn visit(visit: Visit) -> Box<dyn Fn() -> bool> {
    Box::new(move || {
        let _city = &visit.city;
        let _consent = &visit.consent;
        visit.agent.notes.get("colour").is_ok() //~ AG101
    })
}

fn main() {
    visit(Visit { agent: Agent::new(), consent: None, city: String::new() })();
    let agent = Agent::new();
    let Ok(consent) = agent.ask() else { return };
    keep(Session { agent, consent, city: String::new() })();
}
