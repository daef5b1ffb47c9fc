//! What comes from outside: what somebody typed, a file, an answer, a message.
//!
//! It is taken for content wherever it is stored. The standard library's ways in are listed. Foreign code brings it as text that it gives of
//! itself, as a message or a request of a type of its own, which is received or awaited, and in what it is given to read into.

use std::borrow::Cow;

use super::{
    CalledTarget, Flows, From, SiteKey, To, forms,
    models::{self, COMBINATORS},
    state::{Slot, State, Value},
    table::Parts,
    types,
};
use crate::{
    analysis::sites,
    facts::flows::Matter,
    mir::{Call, Span},
    path::{self, Callee},
};

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
    ("Command", "spawn"),
    ("TcpStream", "connect"),
    ("TcpListener", "bind"),
    ("TcpListener", "accept"),
    ("TcpListener", "incoming"),
    ("UdpSocket", "bind"),
    ("UnixStream", "connect"),
    ("UnixListener", "bind"),
    ("UnixListener", "accept"),
    ("UnixListener", "incoming"),
    ("UnixDatagram", "bind"),
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

/// Traits of what is read from.
const READERS: &[&str] = &["Read", "BufRead", "AsyncRead", "AsyncReadExt", "AsyncBufRead", "AsyncBufReadExt"];

/// Readers that read from others, and pointers to them.
const AROUND_READERS: &[&str] = &["BufReader", "Take", "Chain", "Lines", "Split", "Bytes", "Box", "Pin", "Option"];

/// Beginnings of the names of functions that are asked for what has come in, or for what is in a file.
const RECEIVES: &[&str] =
    &["recv", "receive", "accept", "incoming", "read", "next_", "fetch", "download", "open", "load", "from_path", "from_file", "extract"];

/// Crates of channels and locks: what is received or read was sent or put there.
const CHANNELS: &[&str] =
    &["flume", "crossbeam", "crossbeam_channel", "async_channel", "async_lock", "kanal", "spin", "arc_swap", "dashmap"];

/// Whether a function gets something from outside, whatever it is given.
fn reaches_outside(callee: &Callee<'_>) -> bool {
    match *callee {
        Callee::Path { root: "std" | "tokio" | "async_std" | "smol", owner, name, .. } => FROM_OUTSIDE.contains(&(owner, name)),
        Callee::Path { root: "argh", name, .. } => name == "from_env",
        _ => false,
    }
}

/// Whether a function may get something from outside: no pure one.
fn may_reach_outside(callee: &Callee<'_>) -> bool {
    let (Callee::Path { root, .. } | Callee::Trait { root, .. }) = *callee;
    // What is awaited is somebody else's answer.
    models::is_poll(callee) || (!models::is_std(callee) && !matches!(root, "tokio" | "async_std") && !CALM.contains(&root))
}

/// Whether a function is asked for what has come in, or for what is in a file.
fn receives(callee: &Callee<'_>) -> bool {
    let (Callee::Path { root, .. } | Callee::Trait { root, .. }) = *callee;
    let is_named_so = RECEIVES.iter().any(|name| callee.name().starts_with(name));
    is_named_so && may_reach_outside(callee) && !COMBINATORS.contains(&root) && !CHANNELS.contains(&root)
}

/// Whether a function may be one that gets something from outside, of whatever kind.
pub fn may_bring(callee: &Callee<'_>) -> bool {
    reaches_outside(callee) || may_reach_outside(callee) || receives(callee) || reads(callee)
}

/// Whether a function is a method by which something is read.
fn reads(callee: &Callee<'_>) -> bool {
    matches!(callee, Callee::Trait { trait_name, .. } if READERS.contains(trait_name))
}

impl<'a> Flows<'a, '_, '_, '_> {
    /// What a foreign function gives back, with what it has got from outside, which may also be in what it was given to put it into.
    pub(super) fn with_what_comes_from_outside(
        &mut self,
        state: &mut State,
        mut value: Value,
        callee: &Callee<'a>,
        call: &'a Call<'a>,
        returned: &str,
        at: (SiteKey, Span<'a>),
    ) -> Value {
        let receives = receives(callee)
            || (reads(callee) && call.arguments.first().is_some_and(|&of| self.is_read_from_outside(self.operand_type(of))));
        let is_of_nothing = value.from.is_empty() && may_reach_outside(callee);
        let is_awaited = is_of_nothing && models::is_poll(callee);
        let brings = reaches_outside(callee)
            || ((is_of_nothing || receives) && forms::is_text(returned))
            || ((is_awaited || receives) && self.is_somebody_elses(returned));
        let into = if receives { self.read_into(state, call) } else { Vec::new() };
        if !brings && into.is_empty() {
            return value;
        }
        let made = self.made_outside(callee, at);
        into.into_iter().for_each(|slot| self.add(state, slot, &made));
        if brings {
            value.extend(made);
        }
        value
    }

    /// Where a call puts the text that it reads.
    fn read_into(&mut self, state: &State, call: &'a Call<'a>) -> Vec<Slot> {
        let mut slots = Vec::new();
        for &operand in call.arguments {
            let ty = self.operand_type(operand);
            if ty.starts_with("&mut ") && forms::is_text(ty) {
                slots.extend(self.read(state, operand).reaches.into_iter().map(|(_, slot)| slot));
            }
        }
        slots
    }

    /// A method of a foreign trait that makes a value of a type of the workspace and is given nothing: `Arguments::parse()`. If the type has
    /// it, it says itself what is in the value. If the trait has it, that comes from outside: as if it had been given that.
    pub(super) fn made_of_nothing(
        &mut self,
        callee: &Callee<'a>,
        target: CalledTarget<'a>,
        call: &'a Call<'a>,
        (site, span): (SiteKey, Span<'a>),
    ) {
        if call.arguments.is_empty() && callee.name() != "default" {
            let made = self.made_outside(callee, (site, span));
            let number = self.call_number(site, target, span);
            self.flow(&made, To::Argument(number, 1));
        }
    }

    /// What a foreign function gives back of its own.
    pub(super) fn made_outside(&mut self, callee: &Callee<'a>, (site, span): (SiteKey, Span<'a>)) -> Value {
        let what = || Cow::Owned(format!("what `{}` gives", sites::operation(callee)));
        let number = self.source_number(what, site, span);
        let origin = self.origin(From::Made(number), Parts::ALL, false);
        Value::of(Parts::ALL, origin)
    }

    /// Whether what a reader of a type reads was not put there by the workspace: not what lies in memory, nor what a caller or a type of the
    /// workspace decides.
    fn is_read_from_outside(&self, ty: &str) -> bool {
        let ty = path::peel(ty);
        if ty.contains("dyn ") {
            return true;
        }
        if ty.starts_with("impl ") {
            return false;
        }
        let name = path::last_segment(ty);
        if AROUND_READERS.contains(&name) {
            return path::generic_arguments(ty).any(|inner| self.is_read_from_outside(inner));
        }
        let is_in_memory = ["Cursor", "Empty", "Repeat", "VecDeque", "Bytes"].contains(&name) || ty.contains("[u8]");
        !is_in_memory && ty.contains("::") && !self.surroundings.is_own_type(ty)
    }

    /// Whether a value of a type may hold somebody else's text: a message, a request, an answer of a foreign type, and no handle of a store.
    fn is_somebody_elses(&mut self, ty: &str) -> bool {
        let ty = path::peel(ty);
        if ty.starts_with('(') {
            return types::tuple_elements(ty).any(|element| self.is_somebody_elses(element));
        }
        match path::last_segment(ty) {
            "Poll" | "Option" | "Result" | "Vec" | "Box" | "Pin" => {
                path::generic_arguments(ty).next().is_some_and(|inner| self.is_somebody_elses(inner))
            }
            _ => {
                let root = path::first_segment(ty);
                let is_of_a_library =
                    matches!(root, "std" | "core" | "alloc" | "tokio") || COMBINATORS.contains(&root) || CALM.contains(&root);
                let known = self.known(ty);
                ty.contains("::")
                    && !ty.contains("dyn ")
                    && !is_of_a_library
                    && !known.is_own
                    && !known.is_handle
                    && known.matter == Matter::Content
            }
        }
    }
}
