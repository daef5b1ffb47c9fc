//! The answer comes from helpers that can deny: one returns the decision, one a `bool`.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::{AsyncConsentGate, ConsentGate, Decision, Denial, GateError, PurposeInfo, Receipt, SubjectId};
use support::{Agent, Outcome, Recall};

struct Form(Vec<String>);

impl Form {
    fn look_up(&self, name: &str) -> Decision {
        if self.has_agreed(name) { Decision::Granted(Receipt::new("form")) } else { Decision::Denied(Denial::Refused) }
    }

    fn has_agreed(&self, name: &str) -> bool {
        self.0.iter().any(|known| known == name)
    }
}

impl ConsentGate for Form {
    fn decide(&self, subject: &SubjectId, _: &PurposeInfo) -> Result<Decision, GateError> {
        Ok(self.look_up(subject.as_str()))
    }
}

impl AsyncConsentGate for Form {
    async fn decide_async(&self, subject: &SubjectId, _: &PurposeInfo) -> Result<Decision, GateError> {
        tokio::task::yield_now().await;
        let has_agreed = self.has_agreed(subject.as_str());
        Ok(if has_agreed { Decision::Granted(Receipt::new("form")) } else { Decision::Denied(Denial::Refused) })
    }
}

async fn run(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&Form(Vec::new()), &agent.user)?;
    agent.vectors.query("colour").await?; //~ guarded
    Consent::<Recall>::require_async(&Form(Vec::new()), &agent.user).await?;
    agent.vectors.query("colour").await?; //~ guarded
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
