//! `try_join!` hands out the token or leaves; what is joined with it runs beside it.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

async fn greeting() -> Result<&'static str, agent_guard::ConsentDenied> {
    Ok("hello")
}

async fn run(agent: &Agent) -> Outcome {
    let (_consent, _greeting) = tokio::try_join!(Consent::<Recall>::require_async(&agent.ledger, &agent.user), greeting(),)?;
    agent.vectors.query("colour").await?; //~ guarded
    Ok(())
}

async fn beside(agent: &Agent) -> Outcome {
    let (_consent, _note) = tokio::try_join!(
        async { Outcome::Ok(Consent::<Recall>::require_async(&agent.ledger, &agent.user).await?) },
        async { Outcome::Ok(agent.vectors.query("colour").await?) }, //~ AG101
    )?;
    agent.vectors.query("colour").await?; //~ guarded
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Agent::new();
    let _ = run(&agent).await;
    let _ = beside(&agent).await;
}
