//! What is numbered in the facts of a function before its flows are looked for: accesses, requests for consent, and what is put into requests over
//! HTTP.

use rustc_hash::FxHashMap;

use crate::index::Block;

/// What a block ends with, in place of a statement's number.
pub const TERMINATOR: usize = usize::MAX;

/// The numbers that accesses and requests for consent have in the facts of their function, by the block that ends with them.
#[derive(Debug, Default)]
pub struct Numbers {
    pub accesses: FxHashMap<Block, u32>,
    pub requests: FxHashMap<Block, u32>,
    /// What is put into requests over HTTP: by the call that is given the address, and by those that what it makes is given to.
    pub sent: FxHashMap<Block, Vec<Sent>>,
    /// What calls of the workspace are given, and closures and coroutines capture, that something may be put into: by the block, and the statement
    /// in it or [`TERMINATOR`].
    pub handed: FxHashMap<(Block, usize), Vec<SentTo>>,
}

/// What a call puts into a request over HTTP.
#[derive(Debug, Clone, Copy)]
pub struct Sent {
    /// The request.
    pub to: SentTo,
    /// The argument that is its content.
    pub content: Option<usize>,
    /// What is said by it.
    pub says: Says,
}

/// A request over HTTP, or an access that has a builder, that something is put into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentTo {
    /// Its number among the accesses of the function.
    Access(u32),
    /// It was begun by another function, which gave it back to the call that this block ends with.
    Begun(Block),
    /// The body was given it.
    Given,
}

/// What the parts of a request say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// What is asked for or stored.
    What,
    /// Where, and by whom: the address, a credential. It may name the person, and need not.
    How,
}
