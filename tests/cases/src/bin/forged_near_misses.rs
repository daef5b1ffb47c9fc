//! The same tools, used on something else, and safe tools used on tokens.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::{
    mem::{MaybeUninit, replace, size_of, swap, transmute, zeroed},
    ptr,
};
use support::{Agent, Outcome, Recall};

fn run(agent: &Agent) -> Outcome {
    let number: u32 = unsafe { transmute([0u8; 4]) };
    let number: u64 = unsafe { zeroed() };
    let number = unsafe { MaybeUninit::<u8>::zeroed().assume_init() };
    let number = unsafe { ptr::read(&number) };
    let size = size_of::<Consent<Recall>>();
    let mut first = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    let mut second = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    swap(&mut first, &mut second);
    let third = replace(&mut first, second);
    let shared = std::sync::Arc::new(third);
    let _place: *const Consent<Recall> = &*shared;
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn main() {
    let _ = run(&Agent::new());
}
