//! A token read through a raw pointer: `ptr::read`, a method of the pointer, and `Box::from_raw`.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::{mem::forget, ptr};
use support::{Agent, Outcome, Recall};

fn read(place: *const Consent<Recall>) {
    forget(unsafe { ptr::read(place) }); //~ AG106
    forget(unsafe { place.read() }); //~ AG106
}

fn boxed(place: *mut Consent<Recall>) {
    forget(unsafe { Box::from_raw(place) }); //~ AG106
}

fn main() {
    let mut bytes = [0u8; size_of::<Consent<Recall>>()];
    read(bytes.as_ptr().cast());
    boxed(bytes.as_mut_ptr().cast());
}
