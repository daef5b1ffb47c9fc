//! Where the handles of databases come from that can encrypt what they keep: of what is stored through one, the linker must find that every
//! opening it can come from was opened encrypted.
//!
//! Symbolic as everything in the facts: a way ends at what only another body knows.

use serde::{Deserialize, Serialize};

use crate::index::{FunctionId, TargetId, Text};

/// A handle that gets somewhere, with all that it may come from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HandleWay {
    /// Where it gets.
    pub to: HandleTo,
    /// What it may come from. Nothing, where it is a place that nobody has put a handle into yet.
    pub from: Vec<HandleFrom>,
}

/// Where a handle gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum HandleTo {
    /// A store access is made through it: its number in [`Function::accesses`](super::Function::accesses).
    Access(u32),
    /// A function of the workspace is called with it: the target, and the parameter's local.
    Argument(TargetId, u32),
    /// The body gives it back.
    Return,
    /// A field of a type of the workspace: the type with its crate in front, the part.
    Field(Text, Text),
    /// A static, by its path.
    Static(Text),
    /// A closure or coroutine captures it: its body, and the capture's number.
    Capture(FunctionId, u32),
    /// A collection, or something else that handles can be put into and taken out of.
    Room,
    /// A place behind a reference that may refer to any.
    Elsewhere,
}

/// What a handle comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum HandleFrom {
    /// An opening that is certainly encrypted: the catalogued package.
    Encrypted(Text),
    /// An opening that is not, or not certainly.
    Plain,
    /// The argument in this local.
    Parameter(u32),
    /// A capture of the closure or coroutine that the body is.
    Capture(u32),
    /// A field of a type of the workspace.
    Field(Text, Text),
    /// A static.
    Static(Text),
    /// What a function of the workspace gives back.
    Result(TargetId),
    /// What a closure or coroutine of this crate gives back, if that is a handle at all.
    Made(FunctionId),
    /// A collection, as in [`HandleTo::Room`]: whatever was put into any.
    Room,
    /// Something else.
    Unknown,
}
