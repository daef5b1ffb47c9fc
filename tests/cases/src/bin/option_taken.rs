//! A token taken out of an `Option`.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

struct Session {
    agent: Agent,
    consent: Option<Consent<Recall>>,
}

impl Session {
    fn take(&mut self) -> Outcome {
        let Some(_consent) = self.consent.take() else { return Ok(()) };
        self.agent.notes.get("colour")?; //~ guarded
        Ok(())
    }

    fn borrow(&self) -> Option<()> {
        let _consent = self.consent.as_ref()?;
        self.agent.notes.get("colour").ok()?; //~ guarded
        Some(())
    }

    fn unwrap(self) -> Outcome {
        let _consent = self.consent.unwrap();
        self.agent.notes.get("colour")?; //~ guarded
        Ok(())
    }

    fn take_and_forget(&mut self) -> Outcome {
        let _ = self.consent.take();
        self.agent.notes.get("colour")?; //~ AG101
        Ok(())
    }
}

fn main() {
    let mut session = Session { agent: Agent::new(), consent: None };
    let _ = session.take();
    let _ = session.borrow();
    let _ = session.take_and_forget();
    let _ = session.unwrap();
}
