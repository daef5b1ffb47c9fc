//! What is known of functions outside the workspace beyond the catalogue: how the standard library passes values on.

use super::types;
use crate::{
    facts::flows::SinkKind,
    mir::{Call, Operand},
    path::{self, Callee},
};

/// How a foreign function passes on what it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passes {
    /// What it gives back is its first argument, part by part.
    Whole,
    /// What it gives back has the first argument in it, part by part, in this variant; `""` for none.
    Within(&'static str),
    /// What it gives back is what is in the first argument's `Some` or `Ok`.
    Unwrapped,
    /// `?`: what is in `Some` or `Ok` goes on, what is in `Err` goes out.
    Branch,
    /// All of what it gives back, and of what it can change, depends on all that it is given.
    Mixed,
    /// It gives back nothing of it: a number of things, an answer to a question.
    Nothing,
}

const WHOLE: &[&str] = &[
    "clone",
    "cloned",
    "copied",
    "deref",
    "deref_mut",
    "as_ref",
    "as_mut",
    "borrow",
    "borrow_mut",
    "to_owned",
    "into_future",
    "new_unchecked",
    "from_residual",
    "into_inner",
    "by_ref",
    "as_deref",
    "as_deref_mut",
    "into_boxed_str",
    "as_str",
    "as_slice",
    "into_iter",
    "poll",
    "pin",
];

const UNWRAPPED: &[&str] = &["unwrap", "expect", "unwrap_or_default", "unwrap_unchecked", "unwrap_or"];

const TYPES_OF_ANSWERS: &[&str] = &[
    "bool",
    "usize",
    "isize",
    "()",
    "!",
    "std::cmp::Ordering",
    "std::option::Option<usize>",
    "std::option::Option<bool>",
    "std::result::Result<usize, usize>",
];

/// Whether a value of a type says nothing of what it was made from: a number of things, yes or no.
pub fn is_answer(returned: &str) -> bool {
    TYPES_OF_ANSWERS.contains(&returned)
}

/// What turns one value into the same in another form, even where that is the type of an answer.
const CONVERSIONS: &[&str] = &["from", "into", "try_from", "try_into", "parse", "from_str"];

/// Crates with locks, cells and pointers.
const LOCKING: &[&str] =
    &["std", "core", "alloc", "tokio", "parking_lot", "lock_api", "async_lock", "async_std", "futures", "once_cell", "spin"];

/// Of a function that puts its argument into a pointer, a lock or a cell, or gives it out of there: the variant of what it gives back in which
/// that is, `""` if it is that.
pub fn opened(callee: &Callee<'_>, returned: &str) -> Option<&'static str> {
    const LOCKS: &[&str] = &["Mutex", "RwLock", "ReentrantMutex", "FairMutex", "RefCell"];
    const ONCE: &[&str] = &["OnceLock", "OnceCell"];
    let Callee::Path { root, owner, name, .. } = *callee else { return None };
    if !LOCKING.contains(&root) {
        return None;
    }
    let (is_lock, is_once) = (LOCKS.contains(&owner), ONCE.contains(&owner));
    let is_pointer = matches!(owner, "Box" | "Arc" | "Rc" | "Weak" | "Pin" | "Cell");
    let of_type = || match path::last_segment(returned) {
        _ if returned.starts_with("impl ") => "Ready",
        "Result" => "Ok",
        "Option" => "Some",
        name if name.ends_with("Future") => "Ready",
        _ => "",
    };
    match name {
        "new" if is_lock || is_pointer => Some(""),
        "downgrade" if is_pointer => Some(""),
        "upgrade" if is_pointer => Some("Some"),
        "get" if is_once => Some("Some"),
        "get_mut" | "into_inner" if is_once || matches!(owner, "Arc" | "Rc") => Some("Some"),
        "get_mut" | "get_ref" | "into_inner" if is_pointer || owner == "PoisonError" => Some(""),
        "get_mut" | "into_inner" if is_lock => Some(if returned.contains("PoisonError<") { "Ok" } else { "" }),
        "lock" | "read" | "write" | "lock_owned" | "read_owned" | "write_owned" | "try_lock" | "try_read" | "try_write"
        | "blocking_lock" | "blocking_read" | "blocking_write" | "try_borrow" | "try_borrow_mut"
            if is_lock =>
        {
            Some(of_type())
        }
        _ => None,
    }
}

/// Whether a function gives what a guard gives access to, which lies behind the guard and not in it.
pub fn opens_guard(callee: &Callee<'_>) -> bool {
    let Callee::Trait { trait_name: "Deref" | "DerefMut", self_type, root: "std" | "core", .. } = *callee else { return false };
    let name = path::last_segment(path::peel(self_type));
    LOCKING.contains(&path::first_segment(self_type)) && (name.ends_with("Guard") || matches!(name, "Ref" | "RefMut"))
}

/// What of a call's arguments is sealed: of a vault's the last; of a cipher's whatever is not the cipher itself.
pub fn sealed<'v, V>(callee: &Callee<'_>, arguments: &'v [V]) -> &'v [V] {
    let from = if is_of_a_vault(callee) { arguments.len().saturating_sub(1) } else { arguments.len().min(1) };
    &arguments[from..]
}

/// What something is sealed under, or opened.
#[derive(Debug, Clone, Copy)]
pub enum SealedUnder<'a> {
    /// The name that a vault is given for the place.
    Name(Operand<'a>),
    /// The crate of a cipher.
    Cipher(&'a str),
}

/// What a function that seals or opens does that under.
pub fn sealed_under<'a>(callee: &Callee<'a>, call: &Call<'a>) -> SealedUnder<'a> {
    match (*callee, call.arguments) {
        // Behind the name stand the record and the data.
        (_, &[.., name, _, _]) if is_of_a_vault(callee) => SealedUnder::Name(name),
        (Callee::Path { root, .. }, _) => SealedUnder::Cipher(root),
        (Callee::Trait { self_type, .. }, _) => SealedUnder::Cipher(path::first_segment(self_type)),
    }
}

fn is_of_a_vault(callee: &Callee<'_>) -> bool {
    matches!(callee, Callee::Path { root: "agent_guard", owner: "Vault" | "SubjectKeys", .. })
}

/// Whether a function is of the standard library, as methods of the types that are built into the language are.
pub fn is_std(callee: &Callee<'_>) -> bool {
    let (Callee::Path { root, .. } | Callee::Trait { root, .. }) = *callee;
    is_poll(callee) || matches!(root, "std" | "core" | "alloc" | "str" | "u8" | "char" | "f32" | "f64") || root.starts_with('[')
}

/// Whether a callee is of a crate that a derive has renamed for itself.
pub fn is_behind_derive(callee: &Callee<'_>) -> bool {
    let (Callee::Path { path, .. } | Callee::Trait { of_trait: path, .. }) = *callee;
    path::is_renamed_by_derive(path)
}

/// Whether a function gives back its first argument as it is.
pub fn is_whole(name: &str) -> bool {
    WHOLE.contains(&name)
}

/// How a foreign function passes on, by its name and by the type of what it gives back.
pub fn passes(callee: &Callee<'_>, returned: &str) -> Passes {
    let name = callee.name();
    if matches!(name, "type_name_of_val" | "type_id" | "hash_one") || is_answer(returned) && !CONVERSIONS.contains(&name) {
        return Passes::Nothing;
    }
    if let Some(variant) = opened(callee, returned) {
        return Passes::Within(variant);
    }
    let (Callee::Path { root, .. } | Callee::Trait { root, .. }) = *callee;
    if !is_poll(callee) && !matches!(root, "std" | "core" | "alloc") {
        return if name == "clone" { Passes::Whole } else { Passes::Mixed };
    }
    match name {
        "branch" => Passes::Branch,
        _ if WHOLE.contains(&name) => Passes::Whole,
        _ if UNWRAPPED.contains(&name) => Passes::Unwrapped,
        _ => Passes::Mixed,
    }
}

/// Crates whose functions call what they are given with what else they are given.
pub const COMBINATORS: &[&str] =
    &["futures", "futures_util", "futures_core", "tokio", "tokio_stream", "rayon", "itertools", "async_std", "once_cell", "parking_lot"];

/// Whether a function calls what it is given with what it gets from elsewhere, as far as anybody knows: a framework does.
pub fn calls_with_its_own(callee: &Callee<'_>) -> bool {
    let (Callee::Path { root, .. } | Callee::Trait { root, .. }) = *callee;
    !is_std(callee) && !COMBINATORS.contains(&root)
}

/// Whether what a function gives back has in it what closures that it was given have made: adaptors and combinators, and whoever gives
/// back a value of a kind that they give. Builders keep what they are given for later.
pub fn hands_back_outcomes(callee: &Callee<'_>, returned: &str) -> bool {
    const KINDS: &[&str] = &["Option", "Result", "Vec", "Poll", "Pin", "String"];
    let (Callee::Path { root, .. } | Callee::Trait { root, .. }) = *callee;
    is_std(callee)
        || COMBINATORS.contains(&root)
        || KINDS.contains(&path::last_segment(returned))
        || !returned.contains("::")
        || returned.starts_with(['(', '&', '['])
        || returned.starts_with("impl ")
}

/// Whether the errors that a function gives back are its own: those of combinators are what they are given.
pub fn makes_its_errors(callee: &Callee<'_>) -> bool {
    const READING_AND_WRITING: &[&str] = &["io", "fs", "File", "TcpStream", "UdpSocket"];
    !is_std(callee)
        || match *callee {
            Callee::Trait { trait_name, .. } => matches!(trait_name, "Write" | "Read" | "BufRead" | "Seek" | "FromStr"),
            Callee::Path { owner, .. } => READING_AND_WRITING.contains(&owner),
        }
}

/// Whether an error in what a function gives back may hold what the function was given: it does in `SendError<T>`, in text, in an error
/// of the workspace's own. Most errors say what went wrong, and not with what.
pub fn keeps_in_error(returned: &str) -> bool {
    if path::last_segment(returned) != "Result" {
        return true;
    }
    const HOLDING: &[&str] = &["FromUtf8Error", "IntoStringError", "NulError", "String", "Report"];
    let Some(error) = path::generic_arguments(returned).nth(1) else { return true };
    let is_any = error == "anyhow::Error" || error.contains("dyn ") || error.contains('<');
    is_any || !error.contains("::") || HOLDING.contains(&path::last_segment(error))
}

/// Of a function that has a task run, or waits for one: the variants of what it gives back in which the task's outcome is, and which argument
/// the task is. A handle is a future of the outcome.
pub fn outcome_of_task(callee: &Callee<'_>) -> Option<(&'static [&'static str], usize)> {
    let Callee::Path { root, owner, name, .. } = *callee else { return None };
    let at = usize::from(matches!(owner, "Runtime" | "Handle" | "LocalSet"));
    match (root, name) {
        ("tokio", "spawn" | "spawn_blocking" | "spawn_local") if owner != "JoinSet" => Some((&["Ready", "Ok"], at)),
        ("tokio", "block_on") => Some((&[], at)),
        ("tokio", "block_in_place") => Some((&[], 0)),
        ("tokio", "timeout" | "timeout_at") => Some((&["Ready", "Ok"], 1)),
        ("std", "spawn") if owner == "thread" => Some((&["Ready", "Ok"], 0)),
        ("std", "join") if owner == "JoinHandle" => Some((&[], 0)),
        ("std", "catch_unwind") => Some((&["Ok"], 0)),
        // What its closure gives is what polling the future gives.
        ("std" | "core" | "futures" | "futures_util", "poll_fn") => Some((&[], 0)),
        ("futures" | "futures_executor" | "pollster" | "smol", "block_on") => Some((&[], 0)),
        _ => None,
    }
}

/// Whether a function polls a future. Where a dependency has the trait under a shorter path, rustc prints that: `futures::Future`.
pub fn is_poll(callee: &Callee<'_>) -> bool {
    matches!(callee, Callee::Trait { trait_name: "Future", name: "poll", .. })
}

/// Whether a value of a type with arguments whose path is this can be changed through a shared reference, so that others see it.
pub fn is_shared(path: &str) -> bool {
    const SHARED: &[&str] = &["Cell", "Mutex", "RwLock", "OnceLock", "Sender", "DashMap", "Arc", "Rc", "LazyLock", "Queue"];
    SHARED.iter().any(|name| path.ends_with(name))
}

/// The same of a type without arguments.
pub fn is_atomic(path: &str) -> bool {
    path.contains("Atomic")
}

/// Whether what has a type with arguments whose path is this lets somebody change what was given to the function that gave it, if it is not
/// [shared](is_shared).
pub fn lets_change(path: &str) -> bool {
    // What somebody else sends is received there.
    ["Mut", "Guard", "Entry", "Drain", "Receiver"].iter().any(|name| path.ends_with(name))
}

/// Whether a function gives back what a closure makes of each thing that it is given, and none of these.
pub fn gives_only_outcomes(callee: &Callee<'_>) -> bool {
    const NAMES: &[&str] = &["map", "filter_map", "flat_map", "map_while"];
    match *callee {
        Callee::Path { owner: "Option", root: "std" | "core", name, .. } => name == "zip_with",
        Callee::Trait { trait_name: "Iterator", root: "std" | "core", name, .. } => NAMES.contains(&name),
        _ => false,
    }
}

/// The method of a trait of the standard library that its other methods call, and whether what these are given besides goes to it: an
/// adaptor calls `next`, `write!` calls `write_str`.
pub fn required(trait_name: &str, of_trait: &str, name: &str) -> Option<(&'static str, bool)> {
    let required = match trait_name {
        "Iterator" => ("next", false),
        "Write" if of_trait.contains("fmt::") => ("write_str", true),
        "Write" if of_trait.contains("io::") => ("write", true),
        _ => return None,
    };
    (name != required.0).then_some(required)
}

/// The trait by whose method a function makes a value of the type that it is told to make.
pub fn makes_by(callee: &Callee<'_>) -> Option<(&'static str, &'static str)> {
    match *callee {
        Callee::Trait { trait_name: "Iterator", name: "sum", .. } => Some(("std::iter::Sum", "sum")),
        Callee::Trait { trait_name: "Iterator", name: "product", .. } => Some(("std::iter::Product", "product")),
        Callee::Trait { trait_name: "Iterator", name: "collect", .. } => Some(("std::iter::FromIterator", "from_iter")),
        Callee::Path { root: "str", name: "parse", .. } | Callee::Path { owner: "str", name: "parse", .. } => {
            Some(("std::str::FromStr", "from_str"))
        }
        _ => None,
    }
}

/// Where what is written to a value goes in whose type this path is, if that is a file, a connection or one of the streams that everybody sees.
pub fn leads_out(path: &str) -> Option<SinkKind> {
    match path {
        "std::fs::File" | "tokio::fs::File" | "async_std::fs::File" | "fs_err::File" | "tempfile::NamedTempFile" => Some(SinkKind::File),
        "std::net::TcpStream" | "tokio::net::TcpStream" | "tokio::net::tcp::OwnedWriteHalf" | "async_std::net::TcpStream" => {
            Some(SinkKind::Network)
        }
        "std::io::Stdout"
        | "std::io::StdoutLock"
        | "std::io::Stderr"
        | "std::io::StderrLock"
        | "tokio::io::Stdout"
        | "tokio::io::Stderr" => Some(SinkKind::Log),
        _ => None,
    }
}

/// Whether a type is that of something that [leads out](leads_out), or only turns what is written on its way there.
pub fn is_writer(ty: &str) -> bool {
    const TURN: &[&str] = &["Writer", "Encoder", "Compressor"];
    let peeled = path::peel(ty);
    let passes_on = || {
        let name = path::last_segment(types::path_of(peeled));
        TURN.iter().any(|turn| name.ends_with(turn)) && path::generic_arguments(peeled).any(is_writer)
    };
    leads_out(types::path_of(peeled)).is_some() || passes_on()
}

/// Whether a function that is given something that [leads out](leads_out) writes what else it is given to it.
pub fn writes(callee: &Callee<'_>) -> bool {
    const NAMES: &[&str] = &["write", "serialize", "to_writer", "into_writer", "encode", "append", "copy", "print", "put", "send", "feed"];
    NAMES.iter().any(|name| callee.name().starts_with(name))
}

/// Whether an error of this type holds what could not be sent or locked, and prints nothing of it.
pub fn is_silent_error(ty: &str) -> bool {
    const SILENT: &[&str] = &["SendError", "TrySendError", "SendTimeoutError", "PoisonError", "TryLockError"];
    let ty = path::peel(ty);
    // That of a broadcast shows it in its `Debug`.
    ty.ends_with('>') && SILENT.contains(&path::last_segment(ty)) && !ty.contains("broadcast")
}

/// Whether a type prints nothing of the types that it is told: the ends of channels, tasks, errors that say only what went wrong.
pub fn shows_nothing(ty: &str) -> bool {
    let name = path::last_segment(path::peel(ty));
    name.ends_with("Sender") || name.ends_with("Receiver") || matches!(name, "JoinHandle" | "PhantomData") || is_silent_error(ty)
}

/// Whether what a function gives back is two ends of one channel.
pub fn is_channel(callee: &Callee<'_>, returned: &str) -> bool {
    returned.starts_with('(') && returned.contains("Sender") && returned.contains("Receiver") && !callee.name().is_empty()
}

/// Whether a function is a method by which a `Debug` shows the elements of a collection.
pub fn shows_elements(callee: &Callee<'_>) -> bool {
    matches!(callee, Callee::Path { owner: "DebugList" | "DebugSet" | "DebugMap", name: "entries", .. })
}

/// Whether a function prints all that it is given by `Debug`.
pub fn shows_by_debug(callee: &Callee<'_>) -> bool {
    matches!(callee, Callee::Path { root: "core" | "std", owner: "panicking", name: "assert_failed", .. })
}

/// How a value shows what it was before its type was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shows {
    /// By `Display`.
    pub by_display: bool,
    /// By `Debug`.
    pub by_debug: bool,
    /// Whether nothing else can be done with it.
    pub only_that: bool,
}

/// How a `dyn` shows what is behind it.
pub fn dyn_shows(ty: &str) -> Shows {
    let (display, debug, error) =
        (ty.contains("dyn std::fmt::Display"), ty.contains("dyn std::fmt::Debug"), ty.contains("dyn std::error::Error"));
    // A trait of the workspace may ask for either.
    let is_of_others = ["dyn std::", "dyn core::", "dyn for<"].iter().any(|prefix| ty.contains(prefix));
    let is_any = error || !is_of_others;
    Shows { by_display: display || is_any, by_debug: debug || is_any, only_that: display || debug }
}

/// Whether a type is that of errors that take in any other, and how they show it.
pub fn error_for_any(ty: &str) -> Option<Shows> {
    let (is_report, is_other) = match path::last_segment(ty) {
        // Their `Debug` prints what `Display` does.
        "Error" => (ty == "anyhow::Error", matches!(ty, "std::io::Error" | "core::fmt::Error")),
        "Report" => (ty.contains("eyre::") || ty.contains("miette::"), false),
        "Box" => (false, ty.contains("dyn std::error::Error")),
        _ => (false, false),
    };
    (is_report || is_other).then_some(Shows { by_display: true, by_debug: is_other, only_that: false })
}

/// Whether a function makes an error of what it is given: conversions, constructors, and what the crates of reports have. Others say what
/// went wrong with what they were given, and not what that was.
pub fn makes_error_of(callee: &Callee<'_>) -> bool {
    let (Callee::Path { root, .. } | Callee::Trait { root, .. }) = *callee;
    matches!(root, "anyhow" | "eyre" | "color_eyre" | "stable_eyre" | "miette")
        || match *callee {
            Callee::Trait { trait_name, .. } => matches!(trait_name, "From" | "Into" | "FromResidual"),
            Callee::Path { owner, .. } => matches!(owner, "Error" | "Result" | "Option" | "Box") && is_std(callee),
        }
}

/// Whether a type is that of such errors, or a `Result` with one.
pub fn takes_in_errors(ty: &str) -> bool {
    let of_result = || (path::last_segment(ty) == "Result").then(|| path::generic_arguments(ty).nth(1)).flatten();
    error_for_any(ty).is_some() || of_result().is_some_and(|error| error_for_any(error).is_some())
}

/// Whether a path is in the type of every such error: their own, or that of the trait.
pub fn names_error_for_any(path: &str) -> bool {
    path.ends_with("::Report") || matches!(path, "anyhow::Error" | "std::io::Error" | "core::fmt::Error" | "std::error::Error")
}

/// The trait whose method foreign code calls for its own generic argument: `Display::fmt` for `{}`, `Serialize::serialize` for what is
/// written as JSON.
pub fn called_back(callee: &Callee<'_>) -> Option<(&'static str, &'static str)> {
    let Callee::Path { owner, name, .. } = *callee else {
        return match *callee {
            Callee::Trait { trait_name: "ToString", .. } | Callee::Trait { trait_name: "Itertools", name: "join" | "format", .. } => {
                Some(("std::fmt::Display", "fmt"))
            }
            Callee::Trait { of_trait, .. } if of_trait.contains("serde::ser::Serialize") => Some(("serde::Serialize", "serialize")),
            Callee::Trait {
                trait_name: "Serializer",
                of_trait,
                name: "serialize_newtype_struct" | "serialize_newtype_variant" | "serialize_some",
                ..
            } if of_trait.contains("serde") => Some(("serde::Serialize", "serialize")),
            _ => None,
        };
    };
    match (owner, name) {
        ("Argument", "new_display") => Some(("std::fmt::Display", "fmt")),
        ("Argument", "new_debug") => Some(("std::fmt::Debug", "fmt")),
        ("field", "display") => Some(("std::fmt::Display", "fmt")),
        ("field", "debug") => Some(("std::fmt::Debug", "fmt")),
        (
            "serde_json" | "ser" | "value" | "bincode" | "ciborium" | "rmp_serde" | "encode" | "serde_yaml" | "toml" | "ron" | "postcard",
            "to_string" | "to_string_pretty" | "to_vec" | "to_vec_pretty" | "to_vec_named" | "to_allocvec" | "to_stdvec" | "to_writer"
            | "to_writer_pretty" | "to_value" | "serialize" | "serialize_into" | "into_writer" | "write" | "write_named",
        ) => Some(("serde::Serialize", "serialize")),
        ("bincode", "encode_to_vec" | "encode_into_slice" | "encode_into_std_write") => Some(("bincode::Encode", "encode")),
        ("Writer", "serialize") => Some(("serde::Serialize", "serialize")),
        ("RequestBuilder", "json" | "form" | "query") => Some(("serde::Serialize", "serialize")),
        _ => None,
    }
}
