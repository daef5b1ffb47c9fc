//! `#[user_consent_required]` with a gate: the body begins with the token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::{SubjectId, user_consent_required};
use support::{Agent, Outcome, Recall};

#[user_consent_required(Recall, gate = agent.ledger, subject = agent.user)]
fn free(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

#[user_consent_required(Recall, gate = agent.ledger, subject = user, as consent)]
fn bound(agent: &Agent, user: &SubjectId) -> Outcome {
    println!("{:?}", consent.obtained_at());
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

struct Memory(Agent);

impl Memory {
    #[user_consent_required(Recall, gate = self.0.ledger, subject = self.0.user)]
    fn method(&self) -> Outcome {
        self.0.notes.get("colour")?; //~ guarded
        Ok(())
    }

    fn method_without(&self) -> Outcome {
        self.0.notes.get("colour")?; //~ AG101
        Ok(())
    }
}

fn main() {
    let memory = Memory(Agent::new());
    let _ = (free(&memory.0), bound(&memory.0, &memory.0.user), memory.method(), memory.method_without());
}
