//! An array of tokens whose length is a parameter may be empty; one of a known length is not.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

const SEATS: usize = 2;

struct Table<const N: usize>([Consent<Recall>; N]);

fn of_any_length<const N: usize>(agent: &Agent, tokens: [Consent<Recall>; N]) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    for _consent in &tokens {
        agent.notes.get("colour")?; //~ guarded
    }
    let Some(_consent) = tokens.first() else { return Ok(()) };
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn around_a_table<const N: usize>(agent: &Agent, table: &Table<N>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    let [_consent, ..] = &table.0[..] else { return Ok(()) };
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn around_nobody(agent: &Agent, table: &Table<0>) -> Outcome {
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn of_two(agent: &Agent, tokens: [Consent<Recall>; SEATS]) -> Outcome {
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = of_any_length(&agent, []);
    let _ = around_a_table(&agent, &Table([]));
    let _ = around_nobody(&agent, &Table([]));
    if let (Ok(one), Ok(other)) = (agent.ask(), agent.ask()) {
        let _ = of_two(&agent, [one, other]);
    }
    if let Ok(one) = agent.ask() {
        let _ = around_a_table(&agent, &Table([one]));
    }
}
