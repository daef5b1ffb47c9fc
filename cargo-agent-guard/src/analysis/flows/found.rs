//! What was found in a body, and how it is put in order.

use std::{borrow::Cow, cmp::Ordering};

use super::{
    Flows,
    state::Value,
    table::{Origin, OriginId, OriginNumbers, Parts, PartsTable},
};
use crate::{
    facts::flows::{Form, Handed, SinkKind, Stored},
    mir::{Maker, Span},
    path::Callee,
};

/// The flows of a body, with what is still text.
#[derive(Debug, Default)]
pub struct BodyFlows<'a> {
    /// From, its parts, to, its parts, whether parts stay parts, and what is left.
    pub edges: Vec<(From<'a>, Parts, To<'a>, Parts, bool, Form)>,
    pub calls: Vec<Called<'a>>,
    /// What something is sealed under.
    pub names: Vec<String>,
    /// Where writers lie.
    pub kept: Vec<Kept<'a>>,
    pub sources: Vec<(Cow<'static, str>, Span<'a>)>,
    /// Where they go, by what, how they are stored there, and where that stands.
    pub sinks: Vec<(SinkKind, String, Option<Stored>, Span<'a>)>,
    /// The requests and builders that calls are given.
    pub handed: Vec<Handed>,
    /// Fields that a witness marks: type, part, category, name.
    pub marked: Vec<(&'a str, String, &'a str, String)>,
}

/// See [`Origin`](crate::facts::flows::Origin).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum From<'a> {
    Parameter(u32),
    Result(u32),
    Written(u32, u32),
    WrittenOut(u32, u32),
    GivenWriter,
    /// See [`BodyFlows::kept`].
    KeptWriter(u32),
    /// The type's path without its arguments, the variant, the field.
    Field(&'a str, &'a str, u32),
    Source(u32),
    Static(&'a str),
    /// A value of the type with this name, as it is.
    Whole(&'a str),
    Made(u32),
    Sealed,
    /// See [`BodyFlows::names`].
    Opened(u32),
}

/// See [`Destination`](crate::facts::flows::Destination).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum To<'a> {
    Return,
    Parameter(u32),
    Writer(u32),
    GivenWriter(u32),
    /// See [`BodyFlows::kept`].
    KeptWriter(u32),
    Argument(u32, u32),
    Sink(u32),
    Access(u32),
    Begun(u32),
    Given,
    Request(u32),
    Static(&'a str),
    /// See [`BodyFlows::names`].
    Sealed(u32),
}

/// Where something lies that somebody else may come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kept<'a> {
    /// As [`From::Field`].
    Field(&'a str, &'a str, u32),
    /// In a static.
    Static(&'a str),
}

/// A call that may lead to workspace code.
#[derive(Debug, Clone, Copy)]
pub struct Called<'a> {
    pub target: CalledTarget<'a>,
    pub span: Span<'a>,
}

/// What is called.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CalledTarget<'a> {
    /// A function: as printed, and taken apart.
    Function(&'a str, Callee<'a>),
    /// A closure or coroutine that is made in this body.
    Made(Maker<'a>),
    /// A closure, by the span in its type.
    Closure(&'a str),
    /// The closure or function that a value is, which was made elsewhere.
    Value,
    /// A method of a foreign trait, for a type of the workspace, called by foreign code: type, trait, method.
    Foreign(&'a str, &'a str, &'a str),
}

impl<'a> Flows<'a, '_, '_, '_> {
    /// Notes that a value gets somewhere.
    pub(super) fn flow(&mut self, value: &Value, to: To<'a>) {
        value.from.iter().for_each(|&(parts, origin)| self.edge(origin, to, parts));
    }

    /// Notes that what comes from an origin gets somewhere.
    pub(super) fn edge(&mut self, origin: OriginId, to: To<'a>, parts: Parts) {
        if self.edges.len() == self.edges.capacity() {
            // Loops find the same again and again.
            self.edges.sort_unstable();
            self.edges.dedup();
            self.edges.reserve(self.edges.len());
        }
        self.edges.push((origin, to, parts));
    }

    /// What was found, in an order that does not depend on how.
    pub(super) fn finish(mut self) -> (BodyFlows<'a>, PartsTable, OriginNumbers) {
        let text = |parts: Parts| self.table.text(parts);
        // In the order of the texts: parts have their numbers by accident.
        let compare_parts = |one: Parts, other: Parts| if one == other { Ordering::Equal } else { text(one).cmp(text(other)) };
        // Origins are compared once, and not with each edge that begins there.
        let place = self.origins.in_order(self.edges.iter().map(|&(origin, ..)| origin), |one, other| {
            one.from.cmp(&other.from).then_with(|| compare_parts(one.parts, other.parts))
        });
        let look = |origin: OriginId| {
            let Origin { keeps_parts, form, .. } = self.origins.get(origin);
            (keeps_parts, form)
        };
        let mut edges = std::mem::take(&mut self.edges);
        edges.sort_unstable_by(|one, other| {
            (place[one.0.index()].cmp(&place[other.0.index()]))
                .then_with(|| one.1.cmp(&other.1))
                .then_with(|| compare_parts(one.2, other.2))
                .then_with(|| look(one.0).cmp(&look(other.0)))
        });
        edges.dedup();
        let edges = edges.into_iter().map(|(origin, to, to_parts)| {
            let Origin { from, parts, keeps_parts, form } = self.origins.get(origin);
            (from, parts, to, to_parts, keeps_parts, form)
        });
        self.found.edges = edges.collect();
        (self.found, self.table, self.origins.into_numbers())
    }
}
