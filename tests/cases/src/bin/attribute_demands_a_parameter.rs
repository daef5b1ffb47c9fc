//! Without a gate the attribute demands a parameter that is a token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::user_consent_required;
use support::{Agent, Outcome, Recall};

#[user_consent_required(Recall)]
fn by_reference(agent: &Agent, consent: &Consent<Recall>) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

#[user_consent_required(Recall)]
fn by_value(agent: &Agent, consent: Consent<Recall>) -> bool {
    agent.notes.get("colour").is_ok() //~ guarded
}

#[user_consent_required(Recall)]
async fn in_async(agent: &Agent, consent: &Consent<Recall>) -> Outcome {
    agent.vectors.query("colour").await?; //~ guarded
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Agent::new();
    let (Ok(first), Ok(second)) = (agent.ask(), agent.ask()) else { return };
    let _ = by_reference(&agent, &first);
    let _ = in_async(&agent, &first).await;
    by_value(&agent, second);
}
