//! A union one of whose fields is a token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::mem::ManuallyDrop;
use support::{Agent, Outcome, Recall};

union Disguise {
    bytes: [u8; 128],
    token: ManuallyDrop<Consent<Recall>>,
}

fn main() {
    let disguise = Disguise { bytes: [0; 128] };
    let _token = unsafe { disguise.token }; //~ AG106
}
