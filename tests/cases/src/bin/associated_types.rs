//! Types that other types have: they are called as types are, and may be any.
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

struct Diary(Agent);

impl Memory for Diary {
    fn recall(&self) -> Outcome {
        self.0.notes.get("colour")?; //~ AG101
        Ok(())
    }
}

struct Letters(Agent);

impl Memory for Letters {
    fn recall(&self) -> Outcome {
        Ok(())
    }
}

/// It is called as what assistants have.
mod remote {
    pub struct Backend;

    impl super::Memory for Backend {
        fn recall(&self) -> super::Outcome {
            Ok(())
        }
    }
}

trait Assistant {
    type Backend: Memory;

    fn backend(&self) -> &Self::Backend;

    fn by_itself(&self) -> Outcome {
        self.backend().recall()
    }
}

struct Butler(Notes);

impl Assistant for Butler {
    type Backend = Notes;

    fn backend(&self) -> &Notes {
        &self.0
    }
}

struct Maid(Diary);

impl Assistant for Maid {
    type Backend = Diary;

    fn backend(&self) -> &Diary {
        &self.0
    }
}

fn ask<A: Assistant>(assistant: &A) -> Outcome {
    assistant.backend().recall()
}

fn with_consent(notes: &Notes, diary: &Diary, consent: &Consent<Recall>) -> Outcome {
    notes.recall()?;
    diary.recall()
}

fn main() {
    let _ = remote::Backend.recall();
    let _ = ask(&Butler(Notes(Agent::new())));
    let _ = Maid(Diary(Agent::new())).by_itself();
}
