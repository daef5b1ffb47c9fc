//! Functions in the root of a crate that are called as the crates are that it depends on.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

/// Both who calls it have asked.
fn sled(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn by_name(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    sled(agent)
}

fn as_a_value(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    [agent].into_iter().try_for_each(sled)
}

/// One of two has not.
fn rusqlite(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn asked(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    rusqlite(agent)
}

fn not_asked(agent: &Agent) -> Outcome {
    rusqlite(agent)
}

/// What it gives back holds the token.
fn tokio(agent: &Agent) -> Outcome<Consent<Recall>> {
    Ok(Consent::<Recall>::require(&agent.ledger, &agent.user)?)
}

fn after_it(agent: &Agent) -> Outcome {
    let _consent = tokio(agent)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = by_name(&agent);
    let _ = as_a_value(&agent);
    let _ = asked(&agent);
    let _ = not_asked(&agent);
    let _ = after_it(&agent);
}
