//! A token kept in an option over the rounds of a loop, and labelled jumps out of the round.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

struct Session {
    agent: Agent,
    consent: Option<Consent<Recall>>,
}

impl Session {
    fn rounds(&mut self, keys: &[&str]) -> Outcome {
        'rounds: for key in keys {
            let Some(_consent) = self.consent.as_ref() else {
                self.consent = self.agent.ask().ok();
                continue 'rounds;
            };
            self.agent.notes.get(key)?; //~ guarded
        }
        self.agent.notes.get("colour")?; //~ AG101: perhaps each round has only asked
        Ok(())
    }

    fn value_of_a_loop(&self) -> Outcome {
        let mut attempts = 0;
        let _consent = loop {
            match self.agent.ask() {
                Ok(consent) if consent.subject() == &self.agent.user => break consent,
                Ok(_) | Err(_) if attempts > 3 => return Ok(()),
                _ => attempts += 1,
            }
        };
        self.agent.notes.get("colour")?; //~ guarded
        Ok(())
    }

    fn value_of_a_loop_or_none(&self) -> Outcome {
        let mut attempts = 0;
        let consent = loop {
            match self.agent.ask() {
                Ok(consent) => break Some(consent),
                Err(_) if attempts > 3 => break None,
                Err(_) => attempts += 1,
            }
        };
        if consent.is_none() {
            self.agent.notes.get("colour")?; //~ AG101
        }
        let _consent = match consent {
            Some(consent) => consent,
            None => return Ok(()),
        };
        self.agent.notes.get("colour")?; //~ guarded
        Ok(())
    }

    fn filled_on_demand(&mut self) -> Outcome {
        if self.consent.is_none() {
            self.agent.notes.get("colour")?; //~ AG101
            self.consent = Some(self.agent.ask()?);
        }
        let Some(_consent) = &self.consent else { unreachable!() };
        self.agent.notes.get("colour")?; //~ guarded
        Ok(())
    }
}

fn main() {
    let mut session = Session { agent: Agent::new(), consent: None };
    let _ = session.rounds(&["colour", "city"]);
    let _ = session.value_of_a_loop();
    let _ = session.value_of_a_loop_or_none();
    let _ = session.filled_on_demand();
}
