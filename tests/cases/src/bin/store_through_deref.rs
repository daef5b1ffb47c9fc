//! A store behind a `Deref`, a wrapper of one's own, an `Arc` and a field.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::{ops::Deref, sync::Arc};
use support::{Agent, Outcome, Recall};

struct Memory(Arc<sled::Db>);

impl Deref for Memory {
    type Target = sled::Db;

    fn deref(&self) -> &sled::Db {
        &self.0
    }
}

fn run(agent: &Agent) -> Outcome {
    let memory = Memory(Arc::new(sled::open("memory")?));
    memory.get("colour")?; //~ AG101
    memory.0.insert("colour", "blue")?; //~ AG102
    let tree = memory.open_tree("people")?;
    tree.remove("ada")?; //~ erase
    Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    tree.get("ada")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
