//! A rig tool: the framework calls it, so it is a root.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use rig_core::tool::Tool;
use std::{convert::Infallible, sync::Arc};
use support::{Agent, Outcome, Recall};

struct Careless(Arc<Agent>);
struct Careful(Arc<Agent>);

impl Tool for Careless {
    const NAME: &'static str = "careless";
    type Error = Infallible;
    type Args = String;
    type Output = bool;

    async fn call(&self, key: String) -> Result<bool, Infallible> {
        Ok(self.0.vectors.query(key.as_str()).await.is_ok()) //~ AG101
    }
}

impl Tool for Careful {
    const NAME: &'static str = "careful";
    type Error = Infallible;
    type Args = String;
    type Output = bool;

    async fn call(&self, key: String) -> Result<bool, Infallible> {
        let Ok(_consent) = Consent::<Recall>::require_async(&self.0.ledger, &self.0.user).await else { return Ok(false) };
        Ok(self.0.vectors.query(key.as_str()).await.is_ok()) //~ guarded
    }
}

fn main() {
    let agent = Arc::new(Agent::new());
    rig_core::agent::AgentBuilder::new().tool(Careless(agent.clone())).tool(Careful(agent)).build();
}
