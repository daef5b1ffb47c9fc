//! Macros by example around an access that the caller wrote.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

macro_rules! logged {
    ($result:expr) => {{
        let result = $result;
        println!("{}", result.is_ok());
        result
    }};
}

fn run(agent: &Agent) -> Outcome {
    logged!(agent.notes.get("colour"))?; //~ AG101
    println!("{:?}", agent.notes.get("colour")); //~ AG101
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    logged!(agent.notes.get("colour"))?; //~ guarded
    println!("{:?}", agent.notes.get("colour")); //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
