//! The values that certainly get to an argument, on some path through the body: a backward slice through what is known to hand on what it
//! is given, and through nothing else.
//!
//! [`query`](super::query) collects every text that *may* reach an argument, so as to miss no statement. What is said here is said against
//! somebody ("this key is constant"), so it is the other way round: what is not understood is [`Value::Unknown`], and nobody is accused.
//!
//! ```text
//! let key = Key::<Aes256Gcm>::from_slice(b"an example very very secret key.");   Bytes
//! let url = given.unwrap_or("http://db.example.com".to_owned());       Unknown, Text
//! let mut nonce = [0u8; 12];                                                     Unknown: it is filled
//! rng.fill_bytes(&mut nonce);
//! ```

use std::collections::BTreeSet;

use smallvec::SmallVec;

use super::{
    query::{self, literal},
    tokens,
};
use crate::{
    index::Local,
    mir::{Aggregate, Body, Call, Operand, Place, Projection, Rvalue, Terminator},
    path::{self, Callee},
};

/// A value that gets to an argument.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value<'a> {
    /// A text, unescaped; `{}` stands for what is put in at run time.
    Text(String),
    /// Bytes or numbers that are written in the code.
    Bytes,
    /// A constant or static, by path.
    Constant(&'a str),
    /// The capture with this number of the closure or coroutine that the body is.
    Captured(u32),
    /// Something else.
    Unknown,
}

/// The numbers of the fields that lead to a part of a value, from the outside in.
pub type Parts = SmallVec<[u32; 4]>;

/// Texts that are put into texts are followed into this many.
const DEEPEST: usize = 3;

/// The values that get to an operand, or to a part of it.
pub fn values_reaching<'a>(body: &Body<'a>, operand: Operand<'a>, parts: &[u32]) -> Vec<Value<'a>> {
    values_at(body, operand, parts, 0)
}

fn values_at<'a>(body: &Body<'a>, operand: Operand<'a>, parts: &[u32], depth: usize) -> Vec<Value<'a>> {
    let mut slice = Slice { body, depth, seen: BTreeSet::new(), pending: Vec::new(), found: Vec::new() };
    slice.operand(operand, parts);
    while let Some((local, parts)) = slice.pending.pop() {
        slice.local(local, &parts);
    }
    slice.found
}

struct Slice<'b, 'a> {
    body: &'b Body<'a>,
    /// How many texts around this one it is put into.
    depth: usize,
    seen: BTreeSet<(Local, Parts)>,
    pending: Vec<(Local, Parts)>,
    found: Vec<Value<'a>>,
}

impl<'a> Slice<'_, 'a> {
    fn push(&mut self, value: Value<'a>) {
        if !self.found.contains(&value) {
            self.found.push(value);
        }
    }

    /// A part of what an operand is.
    fn operand(&mut self, operand: Operand<'a>, parts: &[u32]) {
        match operand {
            Operand::Copy(place) | Operand::Move(place) => self.place(place, parts),
            Operand::Const(text) => {
                let value = if parts.is_empty() { constant(self.body, text) } else { Value::Unknown };
                self.push(value);
            }
            Operand::Fn(_) => self.push(Value::Unknown),
        }
    }

    fn place(&mut self, place: Place<'a>, parts: &[u32]) {
        if (1..=self.body.argument_count).contains(&place.local.index()) {
            let is_all_of_it = parts.is_empty() && fields(place).is_some_and(|fields| fields.len() == 1);
            let captured = query::capture(self.body, place).filter(|_| is_all_of_it && !query::changes_its_captures(self.body));
            return self.push(captured.map_or(Value::Unknown, Value::Captured));
        }
        let Some(mut all) = fields(place) else { return self.push(Value::Unknown) };
        all.extend_from_slice(parts);
        if self.seen.insert((place.local, all.clone())) {
            self.pending.push((place.local, all));
        }
    }

    fn local(&mut self, local: Local, parts: &[u32]) {
        let body = self.body;
        if is_changed(body, local, parts) {
            return self.push(Value::Unknown);
        }
        for block in &body.blocks {
            for statement in block.statements.iter().filter(|statement| statement.place.local == local) {
                match fields(statement.place) {
                    Some(assigned) if parts.starts_with(&assigned) => self.value(statement.rvalue, &parts[assigned.len()..]),
                    _ if is_boxed_array(body, local) => self.value(statement.rvalue, &[]),
                    // Another part.
                    _ => {}
                }
            }
            if let Terminator::Call(call) = block.terminator
                && let Some(place) = call.destination.filter(|place| place.local == local)
            {
                if place.projection.is_empty() { self.call(call, parts) } else { self.push(Value::Unknown) }
            }
            if let Terminator::Yield { destination, .. } = block.terminator
                && destination.local == local
            {
                self.push(Value::Unknown);
            }
        }
    }

    fn value(&mut self, rvalue: Rvalue<'a>, parts: &[u32]) {
        match rvalue {
            Rvalue::Use(operand) | Rvalue::Cast(operand, ..) => self.operand(operand, parts),
            Rvalue::Ref(place) | Rvalue::RawPtr(place) => self.place(place, parts),
            Rvalue::Repeat(operand) if parts.is_empty() => self.operand(operand, &[]),
            Rvalue::Aggregate(Aggregate::Array, operands) if parts.is_empty() => {
                let is_number = |operand: &Operand<'a>| matches!(operand, Operand::Const(text) if is_number(text));
                self.push(if operands.iter().all(is_number) { Value::Bytes } else { Value::Unknown });
            }
            Rvalue::Aggregate(Aggregate::Tuple | Aggregate::Adt(_), operands) => match (parts, operands) {
                (&[first, ref rest @ ..], _) if (first as usize) < operands.len() => self.operand(operands[first as usize], rest),
                // `Some(text)`, `Key(bytes)`
                (&[], &[only]) => self.operand(only, &[]),
                _ => self.push(Value::Unknown),
            },
            _ => self.push(Value::Unknown),
        }
    }

    fn call(&mut self, call: &'a Call<'a>, parts: &[u32]) {
        let Operand::Fn(text) = call.callee else { return self.push(Value::Unknown) };
        let Some(callee) = Callee::parse(text) else { return self.push(Value::Unknown) };
        if let Some(template) = query::template_of(self.body, call, &callee) {
            let text = self.filled(template, call);
            return self.push(Value::Text(text));
        }
        match handed_on(text, &callee) {
            Handed::Arguments(numbers) => {
                // What is in `Some`, `Ok` or `Continue` is not told apart from it.
                let ty = call.destination.map_or("", |place| tokens::place_type(self.body, place));
                let is_wrapped = matches!(path::last_segment(ty), "Option" | "Result" | "ControlFlow") && parts.first() == Some(&0);
                let parts = if is_wrapped { &parts[1..] } else { parts };
                for &number in numbers {
                    match call.arguments.get(number) {
                        Some(&argument) => self.operand(argument, parts),
                        None => self.push(Value::Unknown),
                    }
                }
            }
            Handed::Zeros => self.push(Value::Bytes),
            // The box of `vec![1, 2]` is filled by an assignment.
            Handed::Box => {}
            Handed::Unknown => self.push(Value::Unknown),
        }
    }
}

impl<'a> Slice<'_, 'a> {
    /// A template with what is certainly put into it: texts as they are, and constants by their paths, as `{agent::BASE}`.
    fn filled(&self, template: String, call: &'a Call<'a>) -> String {
        let arguments = call.arguments.get(1).and_then(|&arguments| query::elements(self.body, arguments)).unwrap_or_default();
        // Where one is put in twice, or not in their order, which is which is not known.
        if self.depth >= DEEPEST || template.matches("{}").count() != arguments.len() {
            return template;
        }
        let mut filled = String::with_capacity(template.len());
        let mut arguments = arguments.into_iter();
        for (at, piece) in template.split("{}").enumerate() {
            if at > 0 {
                let shown = arguments.next().and_then(|argument| query::shown(self.body, argument));
                let values = shown.map(|operand| values_at(self.body, operand, &[], self.depth + 1)).unwrap_or_default();
                match values.as_slice() {
                    [Value::Text(text)] => filled.push_str(text),
                    [Value::Constant(path)] => filled.extend(["{", &super::texts::path_of_constant(path), "}"]),
                    _ => filled.push_str("{}"),
                }
            }
            filled.push_str(piece);
        }
        filled
    }
}

/// What a function gives back.
enum Handed {
    /// These of its arguments, in another type.
    Arguments(&'static [usize]),
    /// Zeros.
    Zeros,
    /// Memory that is filled afterwards.
    Box,
    /// Something else.
    Unknown,
}

/// Functions that hand on their first argument, whatever it is: of the standard library.
const HAND_ON: &[&str] = &[
    "as_bytes",
    "as_deref",
    "as_mut_slice",
    "as_ref",
    "as_slice",
    "as_str",
    "borrow",
    "box_assume_init_into_vec_unsafe",
    "branch",
    "clone",
    "cloned",
    "copied",
    "deref",
    "expect",
    "format",
    "from",
    "from_elem",
    "from_str",
    "from_utf8",
    "from_utf8_lossy",
    "index",
    "into",
    "into_boxed_slice",
    "into_boxed_str",
    "into_bytes",
    "into_owned",
    "into_string",
    "into_vec",
    "map_err",
    "must_use",
    "new",
    "ok",
    "parse",
    "to_owned",
    "to_string",
    "to_vec",
    "trim",
    "try_from",
    "try_into",
    "unwrap",
    "unwrap_or_default",
];

/// Functions that hand on an argument, of other crates: by the type, trait or module, and the name.
const HAND_ON_ELSEWHERE: &[(&str, &[&str], &[usize])] = &[
    ("GenericArray", &["from_slice", "from", "clone_from_slice", "from_array", "try_from_slice"], &[0]),
    ("Array", &["from_slice", "from", "clone_from_slice", "try_from"], &[0]),
    ("SecretKey", &["from_slice", "from"], &[0]),
    ("Key", &["from_slice", "from"], &[0]),
    ("Nonce", &["from_slice", "from", "assume_unique_for_key", "try_assume_unique_for_key"], &[0]),
    ("UnboundKey", &["new"], &[1]),
    ("LessSafeKey", &["new"], &[0]),
    ("SecretString", &["new", "from"], &[0]),
    ("SecretBox", &["new", "from"], &[0]),
    ("Secret", &["new", "from"], &[0]),
    ("Zeroizing", &["new", "from"], &[0]),
    ("HeaderValue", &["from_static", "from_str", "try_from"], &[0]),
    ("Url", &["parse"], &[0]),
    ("Digest", &["digest"], &[0]),
    ("hex", &["decode"], &[0]),
    ("Engine", &["decode"], &[1]),
];

fn handed_on(text: &str, callee: &Callee<'_>) -> Handed {
    let (root, owner, self_type) = match *callee {
        Callee::Path { root, owner, .. } => (root, owner, ""),
        Callee::Trait { root, trait_name, self_type, .. } => (root, trait_name, self_type),
    };
    let name = callee.name();
    let elsewhere = HAND_ON_ELSEWHERE.iter().find(|(known, names, _)| *known == owner && names.contains(&name));
    if let Some(&(_, _, numbers)) = elsewhere {
        return Handed::Arguments(numbers);
    }
    let is_standard = matches!(root, "std" | "core" | "alloc" | "str") || path::is_of_the_language(text, callee);
    // `<Key as From<[u8; 32]>>::from` is what the type's own crate makes it.
    match (owner, name) {
        _ if !is_standard => Handed::Unknown,
        ("Default", "default") if is_array(self_type) => Handed::Zeros,
        ("Box", "new_uninit") => Handed::Box,
        (_, "unwrap_or" | "or") => Handed::Arguments(&[0, 1]),
        // A map's element is none of its keys.
        ("Index", "index") if !is_array(self_type) && !self_type.starts_with("std::vec::Vec<") && self_type != "str" => Handed::Unknown,
        (owner, "new") if !matches!(owner, "Box" | "Arc" | "Rc" | "Cow") => Handed::Unknown,
        (_, name) if HAND_ON.contains(&name) => Handed::Arguments(&[0]),
        _ => Handed::Unknown,
    }
}

/// Whether a type is an array: of the language, or of the crates that ciphers take theirs from.
fn is_array(ty: &str) -> bool {
    let ty = path::peel(ty);
    ty.starts_with('[') || matches!(path::last_segment(ty), "GenericArray" | "Array")
}

/// The argument that a call gives back in another type, if it does no more than that.
pub fn converted(call: &Call<'_>) -> Option<usize> {
    let Operand::Fn(text) = call.callee else { return None };
    match handed_on(text, &Callee::parse(text)?) {
        Handed::Arguments(&[number]) => Some(number),
        _ => None,
    }
}

/// The fields that a place selects. References are not told apart from what they refer to; `None` where an element is selected.
pub fn fields(place: Place<'_>) -> Option<Parts> {
    let mut fields = Parts::new();
    for step in place.projection {
        match step {
            Projection::Field(number, _) => fields.push(*number),
            Projection::Deref | Projection::Downcast(_) | Projection::Cast(_) => {}
            Projection::Index(_) | Projection::ConstantIndex | Projection::Subslice => return None,
        }
    }
    Some(fields)
}

/// Whether the box is one that `vec![…]` makes.
fn is_boxed_array(body: &Body<'_>, local: Local) -> bool {
    let ty = body.locals[local.index()].ty;
    ty.starts_with("std::boxed::Box<") && ty.contains("MaybeUninit<[")
}

/// Whether a part of a local has a part of its own assigned anywhere, or a mutable reference is taken to what has to do with it.
pub fn is_changed(body: &Body<'_>, local: Local, parts: &[u32]) -> bool {
    let concerns = |place: Place<'_>| match fields(place) {
        Some(fields) => fields.starts_with(parts) || parts.starts_with(&fields),
        None => true,
    };
    body.blocks.iter().flat_map(|block| &block.statements).any(|statement| {
        let is_part = statement.place.local == local
            && fields(statement.place).is_none_or(|fields| fields.starts_with(parts) && fields.len() > parts.len());
        let is_borrowed = match statement.rvalue {
            Rvalue::Ref(place) | Rvalue::RawPtr(place) => {
                let ty = tokens::place_type(body, statement.place);
                place.local == local && (query::is_mutable_reference(ty) || ty.starts_with("*mut ")) && concerns(place)
            }
            _ => false,
        };
        (is_part && !is_boxed_array(body, local)) || is_borrowed
    })
}

fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || first == '-') || text.starts_with("b'")
}

/// What a constant operand is.
fn constant<'a>(body: &Body<'a>, text: &'a str) -> Value<'a> {
    if let Some(text) = literal(text) {
        return Value::Text(text);
    }
    if text.starts_with("b\"") || text.starts_with("*b\"") || is_number(text) {
        return Value::Bytes;
    }
    if text.starts_with("{alloc") {
        return body.static_behind(text).map_or(Value::Unknown, Value::Constant);
    }
    // A static of which nothing else is printed: `<static(DefId(0:9 ~ agent[97df]::KEY))>`.
    if let Some(path) = text.strip_prefix("<static(").and_then(|rest| rest.split_once("]::")).and_then(|(_, rest)| rest.split_once("))>")) {
        return Value::Constant(path.0);
    }
    let is_path = text.starts_with(|first: char| first.is_alphabetic() || first == '_' || first == '<');
    if is_path && !matches!(text, "true" | "false") { Value::Constant(text) } else { Value::Unknown }
}
