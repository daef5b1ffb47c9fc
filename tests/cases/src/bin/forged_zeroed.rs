//! A token of zeros, and one of whatever was there.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::mem::{MaybeUninit, forget, zeroed};
use support::{Agent, Outcome, Recall};

fn main() {
    let token: Consent<Recall> = unsafe { zeroed() }; //~ AG106
    forget(token);
    let token = unsafe { MaybeUninit::<Consent<Recall>>::zeroed().assume_init() }; //~ AG106
    forget(token);
}
