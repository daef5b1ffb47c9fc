//! The test gate where it belongs: this is not compiled without `--tests`.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}

#[cfg(test)]
mod tests {
    use super::*;
    use agent_guard::testing::AllowAll;

    #[test]
    fn recalls() {
        let agent = Agent::new();
        assert!(Consent::<Recall>::require(&AllowAll, &agent.user).is_ok());
    }
}
