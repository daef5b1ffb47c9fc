//! Generic functions: over the key, over the purpose, over the gate.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::{ConsentGate, Purpose, SubjectId};
use support::{Agent, Outcome, Recall};

fn by_key<K: AsRef<[u8]>>(agent: &Agent, key: K) -> Outcome {
    agent.notes.get(key)?; //~ AG101
    Ok(())
}

fn by_purpose<P: Purpose>(agent: &Agent, consent: &Consent<P>) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn by_gate<G: ConsentGate>(agent: &Agent, gate: &G) -> Outcome {
    Consent::<Recall>::require(gate, &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn by_dyn_gate(agent: &Agent, gate: &dyn ConsentGate) -> Outcome {
    Consent::<Recall>::require(gate, &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = by_key(&agent, "colour");
    let _ = by_gate(&agent, &agent.ledger);
    let _ = by_dyn_gate(&agent, &agent.ledger);
    if let Ok(consent) = agent.ask() {
        let _ = by_purpose(&agent, &consent);
    }
}
