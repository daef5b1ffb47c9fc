//! An async gate that waits, and grants.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::{AsyncConsentGate, Decision, GateError, PurposeInfo, Receipt, SubjectId};
use support::{Agent, Outcome, Recall};

struct Yes;

impl AsyncConsentGate for Yes {
    //~v AG104
    async fn decide_async(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        tokio::task::yield_now().await;
        Ok(Decision::Granted(Receipt::new("always")))
    }
}

async fn run(agent: &Agent) -> Outcome {
    Consent::<Recall>::require_async(&Yes, &agent.user).await?;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
