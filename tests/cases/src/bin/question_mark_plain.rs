//! `?` leaves with the denial.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

fn reads(agent: &Agent) -> Outcome {
    let consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn reads_before_the_question_mark(agent: &Agent) -> Outcome {
    let answer = Consent::<Recall>::require(&agent.ledger, &agent.user);
    agent.notes.get("colour")?; //~ AG101
    answer?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = reads(&agent);
    let _ = reads_before_the_question_mark(&agent);
}
