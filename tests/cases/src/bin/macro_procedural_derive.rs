//! A derive that gives a type a method with an access.
#![allow(dead_code, unused)]

use macros::Load;
use support::Agent;

#[derive(Load)] //~ AG101
struct Memory {
    agent: Agent,
}

fn main() {
    Memory { agent: Agent::new() }.load();
}
