//! Requests over HTTP: how they ask, and as accesses of which the linker finds out whether they are any.

use super::{
    Analysis,
    constants::{self, Value},
    query::Piece,
    sites,
};
use crate::{
    facts::{Access, Effect, Span},
    index::{FunctionId, HeldId, Local},
    mir::{Body, Call, Operand, Place, Terminator},
    path::{Callee, last_segment},
};

/// More calls than this before the one that has the address are not looked at.
const LONGEST_CHAIN: usize = 6;

impl Analysis<'_> {
    /// A request of a function, with its method and the texts that reach its address.
    pub(super) fn request(
        &mut self,
        id: FunctionId,
        library: &str,
        callee: &Callee<'_>,
        (method, address): (&str, Vec<Piece<'_>>),
        (held, span): (HeldId, Option<Span>),
    ) -> Access {
        Access {
            store: self.text(library),
            operation: self.text(&sites::operation(callee)),
            effect: Effect::Request,
            language: self.text(method),
            query: self.query(id, address),
            through: self.through(callee),
            held,
            span,
        }
    }
}

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

/// The method that an operand names, if it is one only: `"POST"`, `Method::POST`.
fn named<'a>(body: &Body<'a>, operand: Operand<'a>) -> Option<String> {
    match constants::values_reaching(body, operand, &[]).as_slice() {
        [Value::Text(name)] => Some(name.to_uppercase()),
        [Value::Constant(path)] => Some(last_segment(path).to_uppercase()),
        _ => None,
    }
}

/// `builder.method("POST").uri(…)`
fn told_before<'a>(body: &Body<'a>, call: &'a Call<'a>) -> Option<String> {
    let mut call = call;
    for _ in 0..LONGEST_CHAIN {
        let receiver = call.arguments.first()?.place().and_then(Place::as_local)?;
        call = maker(body, receiver)?;
        let Operand::Fn(text) = call.callee else { return None };
        if Callee::parse(text)?.name() == "method" {
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
