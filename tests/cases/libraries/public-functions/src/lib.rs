//! A library's public API: whoever depends on it may call any of its public functions.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

/// Anybody can call this.
pub fn load(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

/// Nobody can call this without a token.
pub fn load_with(agent: &Agent, _: &Consent<Recall>) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

/// Anybody can call this, and it asks.
pub fn ask_and_load(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    private(agent)
}

fn private(agent: &Agent) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

/// Anybody can call this, and what it calls asks nobody.
pub async fn load_all(agent: &Agent) -> Outcome {
    for key in ["colour", "city"] {
        of_one(agent, key).await?;
    }
    Ok(())
}

async fn of_one(agent: &Agent, key: &str) -> Outcome {
    agent.vectors.query(key).await?; //~ AG101
    Ok(())
}

mod hidden {
    use support::{Agent, Outcome};

    /// Can be named through the re-export below.
    pub fn exported(agent: &Agent) -> Outcome {
        agent.notes.get("colour")?; //~ AG101
        Ok(())
    }
}

pub use hidden::exported;
