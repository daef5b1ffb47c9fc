//! Which data get from where to where within one body: what the second proof is made of.
//!
//! A path of *parts* says what of a value is meant: `""` all of it, `"0/Some.1"` the second field of the variant `Some` in its first field.
//! Elements of a collection are not told apart, and neither is a reference from what it refers to.

use serde::{Deserialize, Serialize};

use super::Span;
use crate::index::{TargetId, Text};

/// How deep parts are told apart. What lies deeper counts as what it is a part of.
pub const DEEPEST: usize = 3;

/// The flows of one body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flows {
    /// What gets where.
    pub edges: Vec<Flow>,
    /// The calls that may lead to workspace code.
    pub calls: Vec<FlowCall>,
    /// Where personal data come from, and data from outside of which nobody knows what they are.
    pub sources: Vec<Source>,
    /// Where data leave.
    pub sinks: Vec<Sink>,
    /// The parameters of which the type names no type of the workspace: whether there is one in them, only the caller knows.
    pub open_parameters: Vec<u32>,
    /// The requests and builders that are handed to functions of the workspace, which may put something into them.
    pub handed: Vec<Handed>,
}

/// A request or builder as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Handed {
    /// What stores what is put into it.
    pub what: StoredBy,
    /// The call that is given it: its number in [`Flows::calls`].
    pub call: u32,
}

/// Data that get from one end of a body to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Flow {
    /// Where they come from.
    pub from: Origin,
    /// Which parts of it.
    pub from_parts: Text,
    /// Where they get.
    pub to: Destination,
    /// To which parts of it.
    pub to_parts: Text,
    /// Whether parts stay parts. If not, all of what it gets to depends on any part of what it comes from.
    pub keeps_parts: bool,
    /// What is left of them on the way.
    pub form: Form,
}

/// What is left of data on a way: whether they still name a person, and what they are where they are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Form {
    /// Whether nobody can be told from them any more: they were redacted, sealed, hashed with a key.
    pub is_anonymous: bool,
    /// What they are as content of a store.
    pub matter: Matter,
}

/// What data are as content of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Matter {
    /// Content: bytes, records, whatever is not known to be something else.
    #[default]
    Content,
    /// Content that is text.
    Text,
    /// Content as an embedding.
    Embedding,
    /// A byte, character or float: an element of content or an embedding where it comes from one, and by itself no content.
    Element,
    /// What is no content: numbers, ids, times.
    Aside,
    /// What stands beside sealed content, of whatever type: its id or key, and so no content either.
    Beside,
    /// A store's handle, or what is in one.
    Handle,
}

/// Where data of a body come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// The argument in this local. Of a closure or coroutine the first is what it captures.
    Parameter(u32),
    /// What a call gives back: its number in [`Flows::calls`].
    Result(u32),
    /// What a call writes through an argument: the call, and the argument's number as in [`Destination::Argument`].
    Written(u32, u32),
    /// What a call writes out through the writer that an argument is or has in it: see [`Destination::Writer`].
    WrittenOut(u32, u32),
    /// What a caller writes out through the writer that this body gives back: see [`Destination::GivenWriter`].
    GivenWriter,
    /// What anybody writes out through the writer that lies there: see [`Destination::KeptWriter`].
    KeptWriter(Text),
    /// A field that is read: of the type with this path, its crate in front, this part.
    Field(Text, Text),
    /// Personal data by themselves: the number in [`Flows::sources`].
    Source(u32),
    /// A static, by its path.
    Static(Text),
    /// A value of the type with this path, as it is: what is marked in the type is in it.
    Whole(Text),
    /// Text or bytes that a foreign function got from outside: the number in [`Flows::sources`].
    Made(u32),
    /// The outcome of authenticated encryption.
    Sealed,
    /// What was sealed under this name, and is opened again: the name that a vault is given for the place, a text with
    /// [holes](crate::facts::Hole); of a cipher `with` and its crate.
    Opened(Text),
}

/// Where data of a body get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Destination {
    /// What the body gives back.
    Return,
    /// What the argument in this local refers to.
    Parameter(u32),
    /// They are written out through a writer of which only callers know where it leads: the one that the argument in this local is, or has
    /// in it. What is put elsewhere into that argument is not written out.
    Writer(u32),
    /// They are written out through the writer that a call gives back: its number in [`Flows::calls`].
    GivenWriter(u32),
    /// They are written out through the writer that lies in a field (the type's path, its crate in front, a `.`, the part) or a static (its path, a `.`).
    KeptWriter(Text),
    /// An argument of a call: the call's number, and the parameter's local in the callee, from 1; [`ALL_PARAMETERS`] where it is not known which.
    Argument(u32, u32),
    /// They leave: the number in [`Flows::sinks`].
    Sink(u32),
    /// What another function has begun depends on them, if it is an access to a store: see [`StoredBy::Begun`].
    Begun(u32),
    /// The same of what the body was given: see [`StoredBy::Given`].
    Given,
    /// A store access depends on them, be it as content, key or filter: the number in [`Function::accesses`](super::Function::accesses).
    Access(u32),
    /// They say who is asked for consent: the number in [`Function::requires`](super::Function::requires).
    Request(u32),
    /// A static, by its path.
    Static(Text),
    /// What is sealed under this name, see [`Origin::Opened`].
    Sealed(Text),
}

/// An argument of a function that is handed to foreign code, which calls it with whatever it has: any parameter but a closure's captures.
pub const ALL_PARAMETERS: u32 = u32::MAX;

/// The parts of a closure's or function's value that stand for what it is called with, by the number of the argument, and for what it gives back:
/// so they find their way through fields, parameters and returned values as all parts do.
pub const CALLED_WITH: &str = "called with";
/// See [`CALLED_WITH`].
pub const GIVES_BACK: &str = "gives back";

/// How many arguments of a closure that somebody else calls are told apart.
pub const CLOSURE_ARGUMENTS: u32 = 3;

/// The argument of a call of a value that the value itself is. Behind it stand the arguments proper, as a closure's do behind its captures.
pub const THE_VALUE: u32 = 1;

/// A call that data flow through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowCall {
    /// What is called.
    pub target: TargetId,
    /// Whether the target is a trait of another crate, whose implementation for this type foreign code calls: `Display` for `{}`.
    pub is_by_foreign_code: bool,
    /// Where it stands.
    pub span: Option<Span>,
}

/// Personal data by themselves, or data from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What they are, in words: `the parameter marked #[pii]`.
    pub what: Text,
    /// Where that stands.
    pub span: Option<Span>,
}

/// A place where data leave the program, or its keeping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sink {
    /// Where they go.
    pub kind: SinkKind,
    /// What is called, as a person would name it.
    pub operation: Text,
    /// Of content that is stored, how.
    pub stored: Option<Stored>,
    /// Where it stands.
    pub span: Option<Span>,
}

/// Content that is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// By what.
    pub by: StoredBy,
    /// Whether the content is in the text of the statement.
    pub is_in_statement: bool,
    /// Which of the values it is that a statement is given, counted from 0. `None`: any of them.
    pub position: Option<u32>,
}

/// What stores content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StoredBy {
    /// The access with this number in [`Function::accesses`](super::Function::accesses).
    Access(u32),
    /// A request over HTTP, or an access that has a builder, that another function has begun and given back: the number of the call to it in
    /// [`Flows::calls`].
    Begun(u32),
    /// One that the body was given, as an argument or a capture.
    Given,
}

/// The kinds of [`Sink`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SinkKind {
    /// A request to a language model.
    Llm,
    /// A log, or what a program prints.
    Log,
    /// Another machine.
    Network,
    /// A file.
    File,
    /// The text of an error, or of a panic.
    Error,
    /// What is written to a store.
    Store,
}

/// The category of what `#[data_privacy::classified]` says is personal.
pub const CLASSIFIED: &str = "data_privacy";

/// A field that is marked as personal data: the type, the part, the category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MarkedField {
    /// The type, by its path with its crate in front.
    pub ty: Text,
    /// The field.
    pub part: Text,
    /// The category, by its last segment.
    pub category: Text,
    /// What the field is called.
    pub name: Text,
}
