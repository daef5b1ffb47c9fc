//! The whole workspace: the facts of all crates joined into one call graph, and what follows from it.
//!
//! *Invariant*: nothing here has ever seen MIR. What reaches this floor are facts.

use crate::{
    facts::{Access, Effect, Facts, Note, Span},
    finding::{Location, Step},
    index::FunctionId,
};

/// A function of the workspace: which facts, and which function in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionRef {
    /// The position of its crate's facts.
    pub unit: usize,
    /// The function in it.
    pub function: FunctionId,
}

/// The linked workspace.
#[derive(Debug)]
pub struct Program<'f> {
    /// The facts it is made of.
    pub units: &'f [Facts],
    /// Every access to a store, in the order of its place.
    pub accesses: Vec<LinkedAccess<'f>>,
    /// Every implementation of a consent gate that cannot deny.
    pub idle_gates: Vec<IdleGate>,
    /// Every note, with the function that has it.
    pub notes: Vec<(FunctionRef, &'f Note)>,
}

/// An access and what the whole workspace says of it.
#[derive(Debug)]
pub struct LinkedAccess<'f> {
    /// The function it is in.
    pub function: FunctionRef,
    /// The access.
    pub access: &'f Access,
    /// What it does, with the query's text taken into account. Never `Query`; `FileRead` and `FileWrite` are resolved to `Read` and `Write`.
    pub effect: Effect,
    /// The tables (collections, keys, files) it names, as far as they are known.
    pub targets: Vec<String>,
    /// The ids of the purposes that the policy asks for; empty where any will do.
    pub required: Vec<String>,
    /// What is proven.
    pub verdict: Verdict,
}

/// What is proven of an access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A token is held on every path from every root. The purposes that are held there, as far as they are known here.
    Guarded,
    /// The access needs no consent (it erases).
    Exempt,
    /// There is a path from a root on which no token at all is held.
    Unconsented(Vec<Step>),
    /// There is a path from a root on which tokens are held, but of none of the required purposes: what is held, and the path.
    OtherPurpose(Vec<String>, Vec<Step>),
}

/// An implementation of a consent gate that cannot deny.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdleGate {
    /// The implementation.
    pub function: FunctionRef,
    /// The gate's type.
    pub ty: String,
    /// Why it cannot, in words.
    pub reason: String,
    /// Where it is.
    pub span: Option<Span>,
    /// How many requests for consent are made of it.
    pub requests: usize,
}

impl<'f> Program<'f> {
    /// A span of a unit as a location.
    pub fn location(&self, unit: usize, span: Option<Span>) -> Option<Location> {
        let span = span?;
        Some(Location {
            file: self.units[unit].text(span.file).to_owned(),
            line: span.line,
            column: span.column,
            end_line: span.end_line,
            end_column: span.end_column,
        })
    }
}
