//! A token made of bytes.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::mem::{size_of, transmute, transmute_copy};
use support::{Agent, Outcome, Recall};

fn transmuted(bytes: [u8; size_of::<Consent<Recall>>()]) -> Consent<Recall> {
    unsafe { transmute::<[u8; size_of::<Consent<Recall>>()], Consent<Recall>>(bytes) } //~ AG106
}

fn copied(bytes: &[u8; size_of::<Consent<Recall>>()]) -> Consent<Recall> {
    unsafe { transmute_copy(bytes) } //~ AG106
}

fn main() {
    std::mem::forget(transmuted([0; size_of::<Consent<Recall>>()]));
    std::mem::forget(copied(&[0; size_of::<Consent<Recall>>()]));
}
