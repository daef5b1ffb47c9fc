//! What is known of functions outside the workspace beyond the catalogue: how the standard library passes values on.

use crate::{
    facts::flows::SinkKind,
    path::{self, Callee},
};

/// How a foreign function passes on what it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passes {
    /// What it gives back is its first argument, part by part.
    Whole,
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

const TYPES_OF_ANSWERS: &[&str] =
    &["bool", "usize", "isize", "()", "!", "std::cmp::Ordering", "std::option::Option<usize>", "std::option::Option<bool>"];

/// What turns one value into the same in another form, even where that is the type of an answer.
const CONVERSIONS: &[&str] = &["from", "into", "try_from", "try_into", "parse", "from_str"];

/// Whether a function is of the standard library, as methods of the types that are built into the language are.
pub fn is_std(callee: &Callee<'_>) -> bool {
    let (Callee::Path { root, .. } | Callee::Trait { root, .. }) = *callee;
    matches!(root, "std" | "core" | "alloc" | "str" | "u8" | "char" | "f32" | "f64") || root.starts_with('[')
}

/// Whether a function gives back its first argument as it is.
pub fn is_whole(name: &str) -> bool {
    WHOLE.contains(&name)
}

/// How a foreign function passes on, by its name and by the type of what it gives back.
pub fn passes(callee: &Callee<'_>, returned: &str) -> Passes {
    let name = callee.name();
    if matches!(name, "type_name_of_val" | "type_id" | "hash_one") || TYPES_OF_ANSWERS.contains(&returned) && !CONVERSIONS.contains(&name) {
        return Passes::Nothing;
    }
    let (Callee::Path { root, .. } | Callee::Trait { root, .. }) = *callee;
    if !matches!(root, "std" | "core" | "alloc") {
        return if name == "clone" { Passes::Whole } else { Passes::Mixed };
    }
    match name {
        "branch" => Passes::Branch,
        _ if WHOLE.contains(&name) => Passes::Whole,
        _ if UNWRAPPED.contains(&name) => Passes::Unwrapped,
        _ => Passes::Mixed,
    }
}

/// Functions of the standard library, and of those that are like it, that get something from outside: module or type, name.
const FROM_OUTSIDE: &[(&str, &str)] = &[
    ("io", "stdin"),
    ("stdin", "stdin"),
    ("env", "args"),
    ("env", "args_os"),
    ("fs", "read"),
    ("fs", "read_to_string"),
    ("File", "open"),
    ("Command", "output"),
    ("TcpStream", "connect"),
    ("TcpListener", "accept"),
];

/// Crates whose functions make of nothing only what is no content (ids, times, random numbers), or make nothing of nothing.
const CALM: &[&str] = &[
    "uuid",
    "chrono",
    "time",
    "jiff",
    "ulid",
    "nanoid",
    "rand",
    "fastrand",
    "getrandom",
    "humantime",
    "dirs",
    "directories",
    "hostname",
    "whoami",
    "serde_json",
    "serde",
    "toml",
    "hex",
    "base64",
    "sha2",
    "blake3",
    "md5",
    "url",
    "itertools",
    "regex",
    "smallvec",
    "indexmap",
    "semver",
    "log",
    "tracing",
    "bytes",
    "agent_guard",
    "http",
    "mime",
    "unicode_normalization",
    "heck",
    "thiserror",
    "anyhow",
    "eyre",
];

/// Whether a function gets something from outside, whatever it is given.
pub fn reaches_outside(callee: &Callee<'_>) -> bool {
    let Callee::Path { root: "std" | "tokio" | "async_std" | "smol", owner, name, .. } = *callee else { return false };
    FROM_OUTSIDE.contains(&(owner, name))
}

/// Whether a function that is given nothing may get text from outside: no pure one.
pub fn may_reach_outside(callee: &Callee<'_>) -> bool {
    match *callee {
        // What is awaited is somebody else's answer.
        Callee::Trait { trait_name: "Future", name: "poll", .. } => true,
        Callee::Path { root, .. } | Callee::Trait { root, .. } => {
            !matches!(root, "std" | "core" | "alloc" | "tokio" | "async_std") && !CALM.contains(&root)
        }
    }
}

/// Whether what a function gives back has in it what closures that it was given have made: adaptors and combinators, and whoever gives
/// back a value of a kind that they give. Builders keep what they are given for later.
pub fn hands_back_outcomes(callee: &Callee<'_>, returned: &str) -> bool {
    const COMBINATORS: &[&str] = &[
        "futures",
        "futures_util",
        "futures_core",
        "tokio",
        "tokio_stream",
        "rayon",
        "itertools",
        "async_std",
        "once_cell",
        "parking_lot",
    ];
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
    !is_std(callee) || matches!(callee, Callee::Trait { trait_name: "Write" | "Read" | "BufRead" | "Seek" | "FromStr", .. })
}

/// Whether an error in what a function gives back may hold what the function was given: it does in `SendError<T>`, in text, in an error
/// of the workspace's own. Most errors say what went wrong, and not with what.
pub fn keeps_in_error(returned: &str) -> bool {
    if path::last_segment(returned) != "Result" {
        return true;
    }
    const HOLDING: &[&str] = &["FromUtf8Error", "IntoStringError", "NulError", "String", "Report"];
    let Some(error) = path::generic_arguments(returned).get(1).copied() else { return true };
    let is_any = error == "anyhow::Error" || error.contains("dyn ") || error.contains('<');
    is_any || !error.contains("::") || HOLDING.contains(&path::last_segment(error))
}

/// Whether a function polls a future.
pub fn is_poll(callee: &Callee<'_>) -> bool {
    matches!(callee, Callee::Trait { trait_name: "Future", name: "poll", .. })
}

/// Whether a value of a type can be changed through a shared reference, so that others see it.
pub fn is_shared(ty: &str) -> bool {
    const SHARED: &[&str] =
        &["Cell<", "Mutex<", "RwLock<", "OnceLock<", "Sender<", "SyncSender<", "DashMap<", "Atomic", "Arc<", "Rc<", "LazyLock<", "Queue<"];
    // Most types have no arguments, and need no search for each name.
    if ty.contains('<') { SHARED.iter().any(|part| ty.contains(part)) } else { ty.contains("Atomic") }
}

/// Whether what has this type lets somebody change what was given to the function that gave it, if it is not [shared](is_shared).
pub fn lets_change(ty: &str) -> bool {
    ty.contains("&mut ") || (ty.contains('<') && ["Mut<", "Guard<", "Entry<", "Drain<"].iter().any(|part| ty.contains(part)))
}

/// Of a function that gives back what a closure makes of each thing it is given: the variant that it passes on as it is, if there is one.
pub fn keeps_beside_closure(callee: &Callee<'_>) -> Option<Option<&'static str>> {
    let (owner, name) = match *callee {
        Callee::Path { owner: owner @ ("Option" | "Result"), root: "std" | "core", name, .. } => (owner, name),
        Callee::Trait { trait_name: "Iterator", root: "std" | "core", name, .. } => ("Iterator", name),
        _ => return None,
    };
    match (owner, name) {
        ("Result", "map" | "and_then") => Some(Some("Err")),
        ("Result", "map_err") => Some(Some("Ok")),
        ("Option" | "Iterator", "map" | "and_then" | "filter_map" | "flat_map" | "map_while" | "zip_with") => Some(None),
        _ => None,
    }
}

/// Of a function of `Option` or `Result` that shows a closure what is in one variant: which one.
pub fn shown_to_closure(callee: &Callee<'_>) -> Option<&'static str> {
    let Callee::Path { owner, root: "std" | "core", name, .. } = *callee else { return None };
    match (owner, name) {
        ("Result", "map_err" | "or_else" | "unwrap_or_else" | "inspect_err" | "is_err_and") => Some("Err"),
        ("Result", "map" | "and_then" | "inspect" | "is_ok_and" | "map_or") => Some("Ok"),
        ("Option", "map" | "and_then" | "inspect" | "is_some_and" | "is_none_or" | "filter" | "map_or" | "map_or_else") => Some("Some"),
        _ => None,
    }
}

/// Where what is written to a value of this type goes, if it is a file, a connection or one of the streams that everybody sees, or wraps one.
pub fn leads_out(ty: &str) -> Option<SinkKind> {
    const ENDS: &[(SinkKind, &[&str])] = &[
        (SinkKind::File, &["std::fs::File", "tokio::fs::File", "async_std::fs::File", "fs_err::File", "tempfile::NamedTempFile"]),
        (SinkKind::Network, &["std::net::TcpStream", "tokio::net::TcpStream", "tokio::net::tcp::OwnedWriteHalf", "async_std::net::TcpStream"]),
        (
            SinkKind::Log,
            &[
                "std::io::Stdout",
                "std::io::StdoutLock",
                "std::io::Stderr",
                "std::io::StderrLock",
                "tokio::io::Stdout",
                "tokio::io::Stderr",
            ],
        ),
    ];
    // Most types are none of these, and need no search for each.
    if !["File", "Tcp", "Std"].iter().any(|part| ty.contains(part)) {
        return None;
    }
    let is_in_path = |character: char| character.is_alphanumeric() || matches!(character, '_' | ':');
    let mut paths = ty.split(|character: char| !is_in_path(character));
    paths.find_map(|path| ENDS.iter().find(|(_, types)| types.contains(&path)).map(|&(kind, _)| kind))
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

/// Whether what a function gives back is two ends of one channel.
pub fn is_channel(callee: &Callee<'_>, returned: &str) -> bool {
    returned.starts_with('(') && returned.contains("Sender") && returned.contains("Receiver") && !callee.name().is_empty()
}

/// The trait whose method foreign code calls for its own generic argument: `Display::fmt` for `{}`, `Serialize::serialize` for what is
/// written as JSON.
pub fn called_back(callee: &Callee<'_>) -> Option<(&'static str, &'static str)> {
    let Callee::Path { owner, name, .. } = *callee else {
        return match *callee {
            Callee::Trait { trait_name: "ToString", .. } => Some(("std::fmt::Display", "fmt")),
            Callee::Trait { of_trait, .. } if of_trait.contains("serde::ser::Serialize") => Some(("serde::Serialize", "serialize")),
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
