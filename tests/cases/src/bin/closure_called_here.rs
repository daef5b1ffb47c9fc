//! A closure that never leaves the body runs with what is held where it is called.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn called_after(agent: &Agent) -> Outcome {
    let read = || agent.notes.get("colour"); //~ guarded
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    read()?;
    Ok(())
}

fn called_before(agent: &Agent) -> Outcome {
    let read = || agent.notes.get("colour"); //~ AG101
    read()?;
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    Ok(())
}

fn called_twice(agent: &Agent) -> Outcome {
    let mut count = 0;
    let mut read = || {
        count += 1;
        agent.notes.get("colour") //~ AG101: the first call comes before consent
    };
    read()?;
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    read()?;
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (called_after(&agent), called_before(&agent), called_twice(&agent));
}
