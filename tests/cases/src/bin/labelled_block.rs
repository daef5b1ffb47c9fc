//! `break` out of a labelled block.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn with_token(agent: &Agent) -> Outcome {
    let _consent = 'ask: {
        if let Ok(consent) = Consent::<Recall>::require(&agent.ledger, &agent.user) {
            break 'ask consent;
        }
        return Ok(());
    };
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn around_the_request(agent: &Agent) -> Outcome {
    'ask: {
        if agent.is_verbose {
            break 'ask;
        }
        Consent::<Recall>::require(&agent.ledger, &agent.user)?;
        agent.notes.get("colour")?; //~ guarded
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (with_token(&agent), around_the_request(&agent));
}
