//! Chains that carry the token on, drop it, or go on without it.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Failure, Outcome, Recall};

fn carried(agent: &Agent) -> Outcome<usize> {
    let (_consent, count) = agent
        .ask()
        .and_then(|consent| Ok((consent, agent.notes.get("count")?))) //~ guarded
        .map(|(consent, _)| (consent, 1))?;
    agent.notes.get("colour")?; //~ guarded
    Ok(count)
}

fn dropped_in_the_chain(agent: &Agent) -> Outcome {
    agent.ask().map(|consent| drop(consent))?;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn replaced(agent: &Agent) -> Outcome {
    agent.ask().map(drop).or_else(|_| Ok::<(), Failure>(()))?;
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn rescued(agent: &Agent) -> bool {
    agent.ask().map(|_| true).unwrap_or_else(|_| agent.notes.get("colour").is_ok()) //~ AG101
}

fn both_ways(agent: &Agent) -> bool {
    agent.ask().map_or_else(
        |_| agent.notes.get("colour").is_ok(), //~ AG101
        |_| agent.notes.get("colour").is_ok(), //~ guarded
    )
}

fn folded(agent: &Agent, keys: &[&str]) -> Outcome<usize> {
    keys.iter().try_fold(0, |known, key| {
        agent.notes.get(key)?; //~ AG101
        Ok::<_, Failure>(known + 1)
    })?;
    keys.iter().try_fold(0, |known, key| {
        let _consent = agent.ask()?;
        agent.notes.get(key)?; //~ guarded
        Ok(known + 1)
    })
}

fn left_early(agent: &Agent) -> Outcome {
    let read = |key: &str| {
        if key.is_empty() {
            return None;
        }
        let _consent = agent.ask().ok()?;
        agent.notes.get(key).ok() //~ guarded
    };
    let read_again = |key: &str| {
        let Ok(_consent) = agent.ask() else {
            return agent.notes.get(key).is_ok(); //~ AG101
        };
        agent.notes.get(key).is_ok() //~ guarded
    };
    let _ = (read("colour"), read_again("colour"));
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn transposed(agent: &Agent) -> Outcome {
    let consent = agent.is_verbose.then(|| agent.ask()).transpose()?;
    if consent.is_some() {
        agent.notes.get("colour")?; //~ guarded
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (carried(&agent), dropped_in_the_chain(&agent), replaced(&agent), rescued(&agent), both_ways(&agent));
    let _ = (folded(&agent, &["colour"]), left_early(&agent), transposed(&agent));
}
