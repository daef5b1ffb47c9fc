//! An async `main` is a root as well.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Agent::new();
    let _ = agent.vectors.query("colour").await; //~ AG101
    let Ok(_consent) = Consent::<Recall>::require_async(&agent.ledger, &agent.user).await else { return };
    let _ = agent.vectors.query("colour").await; //~ guarded
}
