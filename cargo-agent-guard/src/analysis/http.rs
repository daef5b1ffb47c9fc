//! How a request over HTTP asks: its method.

use super::constants::{self, Value};
use crate::{
    index::Local,
    mir::{Body, Call, Operand, Place, Terminator},
    path::Callee,
};

/// More calls than this before the one that has the address are not looked at.
const LONGEST_CHAIN: usize = 6;

/// The method of a request: the argument that it is, the name of the function (`post`), or what a builder was told before (`method(…)`).
/// `""` where it is not known.
pub fn method<'a>(body: &Body<'a>, call: &'a Call<'a>, callee: &Callee<'a>, argument: Option<usize>) -> String {
    const VERBS: &[&str] = &["delete", "get", "head", "options", "patch", "post", "put"];
    match argument {
        Some(number) => call.arguments.get(number).and_then(|&argument| named(body, argument)).unwrap_or_default(),
        None if VERBS.contains(&callee.name()) => callee.name().to_uppercase(),
        None => told_before(body, call).unwrap_or_default(),
    }
}

/// The method that an operand names, if it is one only: `"POST"`, `Method::POST`; or the hole that it is, which others know.
fn named<'a>(body: &Body<'a>, operand: Operand<'a>) -> Option<String> {
    match constants::values_reaching(body, operand, &[]).as_slice() {
        [only @ (Value::Text(_) | Value::Constant(_) | Value::Captured(_) | Value::Parameter(_))] => Some(constants::text_of(only)),
        _ => None,
    }
}

/// `builder.method("POST").uri(…)`
fn told_before<'a>(body: &Body<'a>, call: &'a Call<'a>) -> Option<String> {
    let mut call = call;
    for _ in 0..LONGEST_CHAIN {
        let receiver = call.arguments.first()?.place().and_then(Place::as_local)?;
        call = maker(body, receiver)?;
        if call.function?.name() == "method" {
            return named(body, *call.arguments.get(1)?);
        }
    }
    None
}

/// The only call that gives a local its value.
fn maker<'a>(body: &Body<'a>, local: Local) -> Option<&'a Call<'a>> {
    let mut calls = body.blocks.iter().filter_map(|block| match block.terminator {
        Terminator::Call(call) if call.destination.and_then(Place::as_local) == Some(local) => Some(call),
        _ => None,
    });
    let call = calls.next()?;
    calls.next().is_none().then_some(call)
}
