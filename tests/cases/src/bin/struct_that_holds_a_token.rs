//! A struct with a token in it cannot exist without it: its methods are guarded.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

struct Session<'a> {
    agent: &'a Agent,
    consent: Consent<Recall>,
}

impl<'a> Session<'a> {
    fn open(agent: &'a Agent) -> Outcome<Self> {
        Ok(Session { agent, consent: Consent::<Recall>::require(&agent.ledger, &agent.user)? })
    }

    fn by_reference(&self) -> Outcome {
        self.agent.notes.get("colour")?; //~ guarded
        Ok(())
    }

    fn by_value(self) -> Outcome {
        self.agent.notes.get("colour")?; //~ guarded
        Ok(())
    }
}

fn main() {
    let agent = Agent::new();
    let Ok(session) = Session::open(&agent) else { return };
    let _ = session.by_reference();
    let _ = session.by_value();
}
