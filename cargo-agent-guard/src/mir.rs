//! rustc's built MIR, as far as text can give it.
//!
//! A [`Body`] borrows from the text that rustc printed (`-Zdump-mir=built`) and from an arena that holds the lists. Types, paths,
//! spans and literals stay the slices of text they are: most of them are never looked at.
//!
//! *Invariant*: this module never fails and never guesses. [`parse`] returns the body and the [`Gap`]s; a statement that it does not
//! know is a gap, and the callers treat what has a gap as not understood.

mod lexer;
mod parser;
pub mod text;

pub use parser::{Parsed, parse};

use crate::{
    index::{Block, Local},
    path::Callee,
};

/// One body: a function, closure, coroutine, constant or static.
#[derive(Debug, Clone)]
pub struct Body<'a> {
    /// The definition path as rustc names the dump's file: unique within a crate. `agent-{impl#0}-ask-{closure#0}`.
    pub name: &'a str,
    /// What kind of item the header declares.
    pub kind: BodyKind,
    /// The path that the header prints: `agent::<impl at src/agent.rs:3:1: 3:11>::ask::{closure#0}`.
    pub path: &'a str,
    /// How many of the locals after `_0` are arguments.
    pub argument_count: usize,
    /// Whether the body is a coroutine (it has a `yields` line): an async body, or an async closure's.
    pub is_coroutine: bool,
    /// All locals, `_0` first, at their number. A number that no `let` declares has an empty type.
    pub locals: Vec<LocalDecl<'a>>,
    /// The `debug NAME => PLACE` lines, in order.
    pub debug: Vec<VarDebugInfo<'a>>,
    /// The basic blocks, at their number.
    pub blocks: Vec<BasicBlock<'a>>,
    /// The allocations that are statics, by name and path: `alloc5`, `agent::STATEMENTS`.
    pub statics: Vec<(&'a str, &'a str)>,
}

/// The item a body belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// `fn PATH(…) -> TYPE`
    Fn,
    /// `const PATH: TYPE =`
    Const,
    /// `static PATH: TYPE =`
    Static,
    /// `PATH: TYPE =`: an anonymous or inline constant, or a promoted one.
    AnonConst,
}

/// A variable slot.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalDecl<'a> {
    /// The type as printed, without the `as UserTypeProjection …` that may follow it.
    pub ty: &'a str,
    /// Where it is declared.
    pub span: Span<'a>,
}

/// `debug NAME => PLACE`: which place a source variable stands for. Constants are left out.
#[derive(Debug, Clone, Copy)]
pub struct VarDebugInfo<'a> {
    /// The name of the variable or capture.
    pub name: &'a str,
    /// Where its value is.
    pub place: Place<'a>,
}

/// Straight-line code and the instruction that ends it.
#[derive(Debug, Clone)]
pub struct BasicBlock<'a> {
    /// The statements that compute. `StorageLive`, `StorageDead`, `FakeRead`, `PlaceMention`, `AscribeUserType` and the like are
    /// recognised and dropped, and so are assignments of `&fake PLACE`: they neither use nor change a value.
    pub statements: Vec<Statement<'a>>,
    /// How the block ends.
    pub terminator: Terminator<'a>,
    /// Where the terminator stands in the source.
    pub span: Span<'a>,
    /// Whether it is reached by unwinding only.
    pub is_cleanup: bool,
}

/// `PLACE = RVALUE`
#[derive(Debug, Clone, Copy)]
pub struct Statement<'a> {
    /// What is assigned.
    pub place: Place<'a>,
    /// To what.
    pub rvalue: Rvalue<'a>,
    /// Where it stands in the source.
    pub span: Span<'a>,
}

/// A memory path: a local and what is selected from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<'a> {
    /// The variable the path starts at.
    pub local: Local,
    /// The steps from there, outermost last.
    pub projection: &'a [Projection<'a>],
}

/// One step of a [`Place`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Projection<'a> {
    /// `(*PLACE)`
    Deref,
    /// `(PLACE.N: TYPE)`
    Field(u32, &'a str),
    /// `(PLACE as Variant)`, also `(PLACE as variant#N)`
    Downcast(&'a str),
    /// `PLACE[_N]`
    Index(Local),
    /// `PLACE[k of n]`, `PLACE[-k of n]`
    ConstantIndex,
    /// `PLACE[a:]`, `PLACE[:-b]`, `PLACE[a..b]`
    Subslice,
    /// `(PLACE as TYPE)`, `unwrap_binder!(PLACE; TYPE)`
    Cast(&'a str),
}

/// A value that is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Operand<'a> {
    /// `copy PLACE`
    Copy(Place<'a>),
    /// `move PLACE`
    Move(Place<'a>),
    /// `const LITERAL`, without the `const`.
    Const(&'a str),
    /// A function item, printed without `const`: `agent::load::<T>`.
    Fn(&'a str),
}

/// The right-hand side of an assignment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rvalue<'a> {
    /// The operand itself.
    Use(Operand<'a>),
    /// `&PLACE`, `&mut PLACE`
    Ref(Place<'a>),
    /// `&raw const PLACE`, `&raw mut PLACE`
    RawPtr(Place<'a>),
    /// `discriminant(PLACE)`
    Discriminant(Place<'a>),
    /// `Not(OPERAND)`
    Not(Operand<'a>),
    /// `Eq(OPERAND, OPERAND)` and the other operators of two values; the name as printed.
    Binary(&'a str, Operand<'a>, Operand<'a>),
    /// `Neg`, `PtrMetadata` and the other operators of one value; the name as printed.
    Unary(&'a str, Operand<'a>),
    /// `Len(PLACE)` and what else reads a place without moving it.
    Inspect(Place<'a>),
    /// `OPERAND as TYPE (KIND)`: the operand, the type, and the kind as printed: `Transmute`, `PointerCoercion(ReifyFnPointer(Safe), Implicit)`.
    Cast(Operand<'a>, &'a str, &'a str),
    /// A value made of others.
    Aggregate(Aggregate<'a>, &'a [Operand<'a>]),
    /// `[OPERAND; N]`
    Repeat(Operand<'a>),
    /// `&/*tls*/ PATH`, and what else has no operand (`SizeOf(TYPE)`).
    Nullary,
}

/// What an [`Rvalue::Aggregate`] makes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Aggregate<'a> {
    /// `(A, B)`, `()`
    Tuple,
    /// `[A, B]`
    Array,
    /// `Path::<Args>`, `Path::<Args>(A)`, `Path::<Args> { field: A }`: the head as printed; an enum's ends in the variant.
    Adt(&'a str),
    /// `{closure@SPAN} { … }`. The operands are the captures: by position, for the printed names are wrong before Rust 1.100.
    Closure(Maker<'a>),
    /// `{coroutine@SPAN (#0)} { … }`, an async block or an async fn's body.
    Coroutine(Maker<'a>),
    /// `*const T from (A, B)`
    RawPtr,
}

/// What the text says of a closure or coroutine where it is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Maker<'a> {
    /// The span in the braces.
    pub span: Span<'a>,
    /// The definition path from the `+ def_id` comment, without crate: `agent::{impl#0}::ask::{closure#0}`. Absent for async closures.
    pub def_path: Option<&'a str>,
}

/// The end of a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Terminator<'a> {
    /// `goto -> bb1`, and `falseEdge`, `falseUnwind`, of which only the real edge counts.
    Goto(Block),
    /// `switchInt(OPERAND) -> [V: bb1, …, otherwise: bb2]`
    SwitchInt {
        /// What is compared.
        operand: Operand<'a>,
        /// The values and their blocks. A `u128` beyond `i128::MAX` has its bits as an `i128`.
        targets: &'a [(i128, Block)],
        /// Where every other value goes.
        otherwise: Option<Block>,
    },
    /// `return`
    Return,
    /// `unreachable`, `resume`, `terminate`, `coroutine_drop`
    End,
    /// `drop(PLACE) -> …`
    Drop {
        /// What is dropped (if it has not been moved out of).
        place: Place<'a>,
        /// The block after it.
        target: Option<Block>,
        /// The block on unwinding.
        unwind: Option<Block>,
        /// The block when the coroutine is dropped during it (from Rust 1.90).
        drop: Option<Block>,
    },
    /// `PLACE = FUNC(…) -> …`, and `tailcall FUNC(…)`
    Call(&'a Call<'a>),
    /// `assert(…) -> …`
    Assert {
        /// The condition.
        operand: Operand<'a>,
        /// The block after it.
        target: Block,
        /// The block on unwinding.
        unwind: Option<Block>,
    },
    /// `PLACE = yield(OPERAND) -> [resume: bb1, drop: bb2]`
    Yield {
        /// Where the resume argument goes.
        destination: Place<'a>,
        /// What is yielded.
        operand: Operand<'a>,
        /// The block after it.
        resume: Block,
        /// The block when the coroutine is dropped instead.
        drop: Option<Block>,
    },
    /// `asm!(…) -> …`: its possible successors.
    Asm(&'a [Block]),
}

/// A call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Call<'a> {
    /// The function: [`Operand::Fn`] where it is known, a place for function pointers.
    pub callee: Operand<'a>,
    /// The function's path, taken apart: nearly everybody asks for it.
    pub function: Option<Callee<'a>>,
    /// The arguments.
    pub arguments: &'a [Operand<'a>],
    /// Where the result goes. `None` for `tailcall`.
    pub destination: Option<Place<'a>>,
    /// The block after it, if it returns.
    pub target: Option<Block>,
    /// The block on unwinding.
    pub unwind: Option<Block>,
    /// The block when the coroutine is dropped during it.
    pub drop: Option<Block>,
    /// The span of the callee's constant (the first `+ span:` after the call): for a method call the method's name.
    pub callee_span: Span<'a>,
    /// The span of the first constant among the arguments that is in a file of the workspace (what a macro was given, in what it expands to).
    pub argument_span: Span<'a>,
    /// The callee's whole type (from `+ const_: Const { ty: … }`), empty where none is printed: `for<'a> fn(&'a T) -> U {path}`.
    pub callee_type: &'a str,
}

/// A range of source as rustc prints it: `src/main.rs:3:5: 3:12`, `no-location`, or empty. Read with [`Span::resolve`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span<'a>(pub &'a str);

/// A piece of text that the reader did not understand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// What could not be read, in words.
    pub reason: String,
    /// The line, 1-based, within the dump.
    pub line: usize,
    /// The line's text, cut to a sensible length.
    pub text: String,
}

impl<'a> Span<'a> {
    /// File, start line, start column, end line, end column; lines and columns 1-based, columns in characters, end exclusive.
    /// `None` for `no-location` and for text that is no span.
    pub fn resolve(self) -> Option<(&'a str, u32, u32, u32, u32)> {
        // Read from the right: a file name may contain colons.
        let (rest, end_column) = last_number(self.0, ":")?;
        let (rest, end_line) = last_number(rest, ": ")?;
        let (rest, column) = last_number(rest, ":")?;
        let (file, line) = last_number(rest, ":")?;
        Some((file, line, column, end_line, end_column))
    }
}

/// The number that a text ends in, and what stands before it and a separator.
fn last_number<'t>(text: &'t str, separator: &str) -> Option<(&'t str, u32)> {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (rest, number) = text.split_at(text.len() - digits);
    Some((rest.strip_suffix(separator)?, number.parse().ok()?))
}

impl Span<'_> {
    /// Whether it lies in a file of the workspace: those print relative to its root, the standard library and the registry do not.
    pub fn is_of_the_user(self) -> bool {
        // What ends in no column is no place.
        let is_absolute = || self.0.starts_with('/') || self.0.as_bytes().windows(2).any(|pair| pair == b":\\");
        self.0.ends_with(|last: char| last.is_ascii_digit()) && !is_absolute()
    }
}

impl<'a> Body<'a> {
    /// The static that a constant refers to (`{alloc5: &[&str; 2]}`), if its value never changes.
    pub fn static_behind(&self, constant: &str) -> Option<&'a str> {
        let (name, ty) = constant.strip_prefix('{')?.strip_suffix('}')?.split_once(": ")?;
        // A `static mut` is referred to by pointer.
        let changes = !ty.starts_with('&') || ["::sync::", "::cell::", "Cell<", "Lazy", "Once"].iter().any(|part| ty.contains(part));
        self.statics.iter().find(|(known, _)| *known == name && !changes).map(|&(_, path)| path)
    }
}

impl<'a> Place<'a> {
    /// The local itself, if nothing is selected from it.
    pub fn as_local(self) -> Option<Local> {
        self.projection.is_empty().then_some(self.local)
    }
}

impl<'a> Operand<'a> {
    /// The place that is read, if it is one.
    pub fn place(self) -> Option<Place<'a>> {
        match self {
            Operand::Copy(place) | Operand::Move(place) => Some(place),
            Operand::Const(_) | Operand::Fn(_) => None,
        }
    }
}

impl<'a> Rvalue<'a> {
    /// Calls `visit` with every place that it reads or refers to.
    pub fn for_each_place(&self, mut visit: impl FnMut(Place<'a>)) {
        match *self {
            Rvalue::Use(operand)
            | Rvalue::Not(operand)
            | Rvalue::Unary(_, operand)
            | Rvalue::Repeat(operand)
            | Rvalue::Cast(operand, ..) => {
                operand.place().into_iter().for_each(visit);
            }
            Rvalue::Binary(_, left, right) => left.place().into_iter().chain(right.place()).for_each(visit),
            Rvalue::Ref(place) | Rvalue::RawPtr(place) | Rvalue::Discriminant(place) | Rvalue::Inspect(place) => visit(place),
            Rvalue::Aggregate(_, operands) => operands.iter().filter_map(|operand| operand.place()).for_each(visit),
            Rvalue::Nullary => {}
        }
    }
}

impl Terminator<'_> {
    /// Calls `visit` with every block that may come next, unwinding included.
    #[inline]
    pub fn for_each_successor(&self, mut visit: impl FnMut(Block)) {
        match *self {
            Terminator::Goto(block) => visit(block),
            Terminator::SwitchInt { targets, otherwise, .. } => {
                targets.iter().for_each(|&(_, block)| visit(block));
                otherwise.into_iter().for_each(visit);
            }
            Terminator::Return | Terminator::End => {}
            Terminator::Drop { target, unwind, drop, .. } => each_of([target, unwind, drop], visit),
            Terminator::Call(call) => each_of([call.target, call.unwind, call.drop], visit),
            Terminator::Assert { target, unwind, .. } => each_of([Some(target), unwind, None], visit),
            Terminator::Yield { resume, drop, .. } => each_of([Some(resume), drop, None], visit),
            Terminator::Asm(blocks) => blocks.iter().copied().for_each(visit),
        }
    }
}

/// No chain of iterators: this is asked for every block by all that goes along the graph.
#[inline]
fn each_of(blocks: [Option<Block>; 3], mut visit: impl FnMut(Block)) {
    for block in blocks.iter().flatten() {
        visit(*block);
    }
}
