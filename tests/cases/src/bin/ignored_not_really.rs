//! Answers that are looked at, each in its own way: nothing is discarded.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::ConsentDenied;
use support::{Agent, Outcome, Recall};

fn returned(agent: &Agent) -> Result<Consent<Recall>, ConsentDenied> {
    Consent::<Recall>::require(&agent.ledger, &agent.user)
}

fn as_statement(agent: &Agent) -> Outcome {
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    let _ = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    Ok(())
}

fn passed_on(agent: &Agent) {
    report(Consent::<Recall>::require(&agent.ledger, &agent.user));
}

fn report(answer: Result<Consent<Recall>, ConsentDenied>) {
    println!("{}", answer.is_ok());
}

fn stored(agent: &Agent) -> Vec<Result<Consent<Recall>, ConsentDenied>> {
    let mut answers = Vec::new();
    answers.push(Consent::<Recall>::require(&agent.ledger, &agent.user));
    answers
}

fn main() {
    let agent = Agent::new();
    let _ = (returned(&agent), as_statement(&agent), stored(&agent));
    passed_on(&agent);
}
