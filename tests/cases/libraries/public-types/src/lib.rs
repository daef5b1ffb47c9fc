//! A library's public types and traits: their public methods are its API as much as its functions are.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

/// A store of notes.
pub struct Notes {
    agent: Agent,
}

impl Notes {
    /// Anybody can call this.
    pub fn load(&self) -> Outcome {
        self.agent.notes.get("colour")?; //~ AG101
        Ok(())
    }

    /// Hands out what cannot exist without a token.
    pub fn open(&self) -> Outcome<Session<'_>> {
        let consent = Consent::<Recall>::require(&self.agent.ledger, &self.agent.user)?;
        Ok(Session { notes: self, consent })
    }

    fn private(&self) -> Outcome {
        self.agent.notes.get("colour")?; //~ guarded
        Ok(())
    }
}

/// Notes that somebody has agreed to.
pub struct Session<'a> {
    notes: &'a Notes,
    consent: Consent<Recall>,
}

impl Session<'_> {
    /// Whoever has a session has a token.
    pub fn load(&self) -> Outcome {
        self.notes.private()
    }
}

/// What an agent may remember with.
pub trait Memory {
    /// Whoever implements this decides.
    fn agent(&self) -> &Agent;

    /// Anybody can call this on any implementation.
    fn load(&self) -> Outcome {
        self.agent().notes.get("colour")?; //~ AG101
        Ok(())
    }
}

impl Memory for Notes {
    fn agent(&self) -> &Agent {
        let _ = self.agent.notes.insert("seen", "now"); //~ AG102
        &self.agent
    }
}

/// A generic function that anybody can instantiate.
pub fn load_all<M: Memory>(memories: &[M]) -> Vec<bool> {
    memories.iter().map(|memory| memory.load().is_ok()).collect()
}

/// How somebody stands to the agent. A case has an enum of the same name with fewer variants.
pub enum Standing {
    /// Nobody knows who it is.
    Anonymous,
    /// They have agreed.
    Given(Consent<Recall>),
    /// They have refused.
    Refused,
}

/// How the agent's person stands to it.
pub fn standing(agent: &Agent) -> Standing {
    agent.ask().map_or(Standing::Refused, Standing::Given)
}

/// The same, by hand.
pub fn standing_or_anonymous(agent: &Agent) -> Standing {
    match agent.ask() {
        Ok(consent) => Standing::Given(consent),
        Err(_) => Standing::Anonymous,
    }
}
