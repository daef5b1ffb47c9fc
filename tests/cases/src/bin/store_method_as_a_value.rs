//! A store's own method as a value: whoever gets it calls it.
#![allow(dead_code, unused)]

use sled::{IVec, Tree};
use support::{Agent, Outcome};

type Found = sled::Result<Option<IVec>>;

fn count(agent: &Agent, keys: &[&'static str], work: impl Fn(&Tree, &'static str) -> Found) -> usize {
    keys.iter().filter(|key| work(&agent.notes, key).is_ok()).count()
}

fn known(agent: &Agent, keys: &[&'static str]) -> usize {
    count(agent, keys, Tree::get) //~ AG101
}

fn known_under_consent(agent: &Agent, keys: &[&'static str]) -> Outcome<usize> {
    let consent = agent.ask()?;
    Ok(count(agent, keys, Tree::get)) //~ guarded
}

fn forget(agent: &Agent, keys: &[&'static str]) -> usize {
    let remove: fn(&Tree, &'static str) -> Found = Tree::remove; //~ erase
    count(agent, keys, remove)
}

fn names(trees: &[Tree]) -> Vec<IVec> {
    trees.iter().map(Tree::name).collect()
}

fn main() {
    let agent = Agent::new();
    let keys = ["colour"];
    known(&agent, &keys);
    if known_under_consent(&agent, &keys).is_ok() {
        forget(&agent, &keys);
    }
    names(&[Tree::default()]);
}
