//! A closure that is called by another name before consent.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn by_reference(agent: &Agent) -> Outcome {
    let read = || agent.notes.get("colour").is_ok(); //~ AG101
    let same = &read;
    same();
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    read();
    Ok(())
}

fn by_copy(agent: &Agent) -> Outcome {
    let read = || agent.notes.get("colour").is_ok(); //~ AG101
    let copy = read;
    copy();
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    read();
    Ok(())
}

fn by_copy_after(agent: &Agent) -> Outcome {
    let read = || agent.notes.get("colour").is_ok(); //~ guarded
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    let copy = read;
    copy();
    Ok(())
}

fn in_a_struct(agent: &Agent) -> Outcome {
    struct Tool<F>(F);
    let tool = Tool(|| agent.notes.get("colour").is_ok()); //~ AG101
    (tool.0)();
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (by_reference(&agent), by_copy(&agent), by_copy_after(&agent), in_a_struct(&agent));
}
