//! The discriminants are neither in the order of the variants nor without gaps.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

#[repr(u8)]
enum Held {
    Nothing = 5,
    Token(Consent<Recall>) = 2,
    Refused = 0,
}

fn read(agent: &Agent, held: &Held) -> Outcome {
    match held {
        Held::Refused => {
            agent.notes.get("colour")?; //~ AG101
        }
        Held::Token(_) if agent.is_verbose => {
            agent.notes.get("colour")?; //~ guarded
        }
        Held::Token(_) => {
            agent.notes.get("colour")?; //~ guarded
        }
        Held::Nothing => {
            agent.notes.get("colour")?; //~ AG101
        }
    }
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = (read(&agent, &Held::Nothing), read(&agent, &Held::Refused));
    if let Ok(consent) = agent.ask() {
        let _ = read(&agent, &Held::Token(consent));
    }
}
