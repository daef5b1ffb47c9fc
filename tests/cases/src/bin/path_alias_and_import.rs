//! Types by other names: an alias, a renaming import, a glob.
#![allow(dead_code, unused)]

use agent_guard::Consent as Permission;
use support::*;

type Token = Permission<Recall>;
type Answer = Result<Token, agent_guard::ConsentDenied>;

fn by_alias(agent: &Agent, _: &Token) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn by_answer(agent: &Agent, answer: &Answer) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    if answer.is_ok() {
        agent.notes.get("colour")?; //~ guarded
    }
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = by_answer(&agent, &Permission::require(&agent.ledger, &agent.user));
    if let Ok(consent) = agent.ask() {
        let _ = by_alias(&agent, &consent);
    }
}
