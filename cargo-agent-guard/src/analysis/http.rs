//! How a request over HTTP asks: its method, and what is put into it.

use std::collections::BTreeSet;

use super::constants::{self, Value};
use crate::{
    catalogue::Catalogue,
    index::{Block, Local},
    mir::{Aggregate, BasicBlock, Body, Call, Operand, Place, Rvalue, Terminator},
    path::Callee,
};

/// More calls than this before the one that has the address are not looked at.
const LONGEST_CHAIN: usize = 6;

/// Whether a function may be one of a library for requests over HTTP, by its crate.
pub fn may_be_of_a_library(callee: &Callee<'_>, catalogue: &Catalogue) -> bool {
    let (Callee::Path { root, .. } | Callee::Trait { root, .. }) = *callee;
    !matches!(root, "std" | "core" | "alloc") && catalogue.is_root(root)
}

/// The method of a request: the argument that it is, the name of the function (`post`), or what a builder was told
/// before or is told after (`method(…)`).
/// `""` where it is not known.
pub fn method<'a>(body: &Body<'a>, call: &'a Call<'a>, callee: &Callee<'a>, argument: Option<usize>) -> String {
    const VERBS: &[&str] = &["delete", "get", "head", "options", "patch", "post", "put"];
    match argument {
        Some(number) => call.arguments.get(number).and_then(|&argument| named(body, argument)).unwrap_or_default(),
        None if VERBS.contains(&callee.name()) => callee.name().to_uppercase(),
        None => told_before(body, call).or_else(|| told_after(body, call)).unwrap_or_default(),
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

/// `builder.uri(…).method("POST")`
fn told_after<'a>(body: &Body<'a>, call: &'a Call<'a>) -> Option<String> {
    let is_it = |block: &BasicBlock<'a>| matches!(block.terminator, Terminator::Call(known) if std::ptr::eq(known, call));
    let here = Block::from_usize(body.blocks.iter().position(is_it)?);
    body.blocks.iter().find_map(|block| {
        let Terminator::Call(after) = block.terminator else { return None };
        let is_method = after.function?.name() == "method";
        let is_made_here = || after.arguments.first().is_some_and(|&receiver| made_by(body, receiver).calls.contains(&here));
        (is_method && is_made_here()).then(|| named(body, *after.arguments.get(1)?)).flatten()
    })
}

/// Where a request or builder may come from.
#[derive(Debug, Default)]
pub struct MadeBy<'a> {
    /// The blocks that end with the calls that made it, and those that made that of it.
    pub calls: BTreeSet<Block>,
    /// The places of the body's arguments and captures that it may be, or may be made of.
    pub given: Vec<Place<'a>>,
}

/// Where an operand may come from, if it is a request or builder.
pub fn made_by<'a>(body: &Body<'a>, operand: Operand<'a>) -> MadeBy<'a> {
    let mut found = MadeBy::default();
    let mut seen = BTreeSet::new();
    let mut pending: Vec<Place<'a>> = operand.place().into_iter().collect();
    while let Some(place) = pending.pop() {
        let local = place.local;
        if (1..=body.argument_count).contains(&local.index()) {
            found.given.push(place);
        }
        if !seen.insert(local) {
            continue;
        }
        for (at, block) in body.blocks.iter().enumerate() {
            for statement in block.statements.iter().filter(|statement| statement.place.local == local) {
                pending.extend(match statement.rvalue {
                    Rvalue::Use(operand) | Rvalue::Cast(operand, ..) => operand.place(),
                    Rvalue::Ref(place) => Some(place),
                    _ => None,
                });
                if let Rvalue::Aggregate(Aggregate::Tuple, members) = statement.rvalue {
                    pending.extend(members.iter().filter_map(|member| member.place()));
                }
            }
            let Terminator::Call(call) = block.terminator else { continue };
            if is_told(body, call, local) {
                found.calls.insert(Block::from_usize(at));
            }
            if call.destination.is_some_and(|place| place.local == local) {
                found.calls.insert(Block::from_usize(at));
                // Its receiver, and what is of the same type: `signed(client.post(address))`.
                let ty = body.locals[local.index()].ty;
                let leads_on = |(number, place): &(usize, Place<'a>)| *number == 0 || body.locals[place.local.index()].ty == ty;
                let places = call.arguments.iter().enumerate().filter_map(|(number, argument)| Some((number, argument.place()?)));
                pending.extend(places.filter(leads_on).map(|(_, place)| place));
            }
        }
    }
    found
}

/// Whether a call is given a mutable reference to a local as its receiver: `handle.url(address)`.
fn is_told<'a>(body: &Body<'a>, call: &'a Call<'a>, local: Local) -> bool {
    let Some(receiver) = call.arguments.first().and_then(|receiver| receiver.place()).and_then(Place::as_local) else { return false };
    if !body.locals[receiver.index()].ty.starts_with("&mut ") {
        return false;
    }
    receiver == local
        || body.blocks.iter().flat_map(|block| &block.statements).any(|statement| {
            statement.place.as_local() == Some(receiver) && matches!(statement.rvalue, Rvalue::Ref(place) if place.local == local)
        })
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
