//! Type parameters that have names, and not letters.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

trait Memory {
    fn recall(&self) -> Outcome;
}

struct Notes(Agent);

impl Memory for Notes {
    fn recall(&self) -> Outcome {
        self.0.notes.get("colour")?; //~ AG101
        Ok(())
    }
}

/// It is called as a parameter is.
mod remote {
    pub struct Backend;

    impl super::Memory for Backend {
        fn recall(&self) -> super::Outcome {
            Ok(())
        }
    }
}

struct Session<Backend> {
    backend: Backend,
}

impl<Backend: Memory> Session<Backend> {
    fn ask(&self) -> Outcome {
        self.backend.recall()
    }
}

fn with_consent(notes: &Notes, consent: &Consent<Recall>) -> Outcome {
    notes.recall()
}

/// For whatever there is.
trait Peek {
    fn peek(&self) -> Outcome;
}

impl<Anything: Sized> Peek for Anything {
    fn peek(&self) -> Outcome {
        Agent::new().notes.get("colour")?; //~ AG101
        Ok(())
    }
}

fn peek_with_consent(notes: &Notes, consent: &Consent<Recall>) -> Outcome {
    remote::Backend.peek()
}

/// It carries consent, and not everything of its name does.
struct Ticket {
    consent: Consent<Recall>,
}

fn ticket(agent: &Agent) -> Outcome<Ticket> {
    Ok(Ticket { consent: agent.ask()? })
}

fn by_ticket(agent: &Agent, ticket: &Ticket) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn by_any<Ticket: Clone>(agent: &Agent, ticket: &Ticket) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let _ = Notes(Agent::new()).peek();
    let _ = by_any(&Agent::new(), &1);
    let _ = remote::Backend.recall();
    let _ = Session { backend: Notes(Agent::new()) }.ask();
}
