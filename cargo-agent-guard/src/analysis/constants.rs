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
    query::{self, Template, literal},
    tokens,
};
use crate::{
    facts::{Hole, MOST_TEXTS, joined},
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
    /// The parameter in this local, whole.
    Parameter(u32),
    /// A field, by the struct as printed and its number, of a value that comes from outside.
    Field(&'a str, u32),
    /// Text that the call that ends this block gives back, of a function of which nothing is known here.
    Result(u32),
    /// Something else.
    Unknown,
}

impl Value<'_> {
    /// Whether something of it is known in the body alone.
    pub fn is_known(&self) -> bool {
        matches!(self, Value::Text(_) | Value::Constant(_) | Value::Captured(_))
    }
}

/// The numbers of the fields that lead to a part of a value, from the outside in.
pub type Parts = SmallVec<[u32; 4]>;

/// Texts that are put into texts are followed into this many.
const DEEPEST: usize = 3;

/// The calls that make the texts around one that is put into them, from the outside in.
type Around<'a> = SmallVec<[&'a Call<'a>; DEEPEST]>;

/// The values that get to an operand, or to a part of it.
pub fn values_reaching<'a>(body: &Body<'a>, operand: Operand<'a>, parts: &[u32]) -> Vec<Value<'a>> {
    values_at(body, operand, parts, Around::new())
}

fn values_at<'a>(body: &Body<'a>, operand: Operand<'a>, parts: &[u32], around: Around<'a>) -> Vec<Value<'a>> {
    let mut slice = Slice { body, around, seen: BTreeSet::new(), pending: Vec::new(), found: Vec::new() };
    slice.operand(operand, parts);
    while let Some((local, parts)) = slice.pending.pop() {
        slice.local(local, &parts);
    }
    slice.found
}

struct Slice<'b, 'a> {
    body: &'b Body<'a>,
    around: Around<'a>,
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
            let value = from_outside(self.body, place, parts);
            let is_changed = matches!(value, Value::Parameter(_)) && changes_parameter(self.body, place.local);
            return self.push(if is_changed { Value::Unknown } else { value });
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
        for (number, block) in (0..).zip(&body.blocks) {
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
                if place.projection.is_empty() { self.call(call, number, parts) } else { self.push(Value::Unknown) }
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
            // Where there is no text, none gets there.
            Rvalue::Aggregate(Aggregate::Adt(head), _) if is_without(head) => {}
            Rvalue::Aggregate(Aggregate::Tuple | Aggregate::Adt(_), operands) => match (parts, operands) {
                (&[first, ref rest @ ..], _) if (first as usize) < operands.len() => self.operand(operands[first as usize], rest),
                // `Some(text)`, `Key(bytes)`
                (&[], &[only]) => self.operand(only, &[]),
                _ => self.push(Value::Unknown),
            },
            _ => self.push(Value::Unknown),
        }
    }

    fn call(&mut self, call: &'a Call<'a>, block: u32, parts: &[u32]) {
        let (Operand::Fn(text), Some(callee)) = (call.callee, call.function) else { return self.push(Value::Unknown) };
        if let Some(template) = query::template_of(self.body, call, &callee) {
            return self.filled(&template, call).into_iter().for_each(|text| self.push(Value::Text(text)));
        }
        // `?` hands on what went wrong.
        if callee.name() == "from_residual" {
            return;
        }
        // What is in `Some`, `Ok` or `Continue` is not told apart from it.
        let ty = call.destination.map_or("", |place| tokens::place_type(self.body, place));
        let is_wrapped = matches!(path::last_segment(ty), "Option" | "Result" | "ControlFlow") && parts.first() == Some(&0);
        let parts = if is_wrapped { &parts[1..] } else { parts };
        if let Some(texts) = self.put_together(call, &callee).filter(|_| parts.is_empty()) {
            return texts.into_iter().for_each(|text| self.push(Value::Text(text)));
        }
        match handed_on(text, &callee) {
            Handed::Arguments(numbers) => {
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
            Handed::Unknown if parts.is_empty() && query::gives_text(ty) && !is_standard(text, &callee) => self.push(Value::Result(block)),
            Handed::Unknown => self.push(Value::Unknown),
        }
    }
}

impl<'a> Slice<'_, 'a> {
    /// A template with what is certainly put into it, as all that it may be: texts as they are, and constants by their paths, as `{agent::BASE}`.
    fn filled(&self, template: &Template, call: &'a Call<'a>) -> Vec<String> {
        if self.is_within(call) {
            return Vec::new();
        }
        let arguments = call.arguments.get(1).and_then(|&arguments| query::elements(self.body, arguments)).unwrap_or_default();
        let pieces: Vec<&str> = template.text.split("{}").collect();
        // Where it is not known which argument stands where, nothing is put in.
        if self.around.len() >= DEEPEST || template.order.len() + 1 != pieces.len() {
            return vec![template.text.clone()];
        }
        let shown = |number: &usize| {
            let operand = query::shown(self.body, *arguments.get(*number)?)?;
            // What has a type of its own says itself how it is shown.
            let ty = path::peel(operand.place().map_or("", |place| tokens::place_type(self.body, place)));
            let is_text = query::gives_text(ty) || ty.len() <= 2 || matches!(path::last_segment(ty), "Method" | "Display");
            is_text.then(|| self.texts_of(operand, call))
        };
        let values = template.order.iter().map(|number| shown(number).unwrap_or_default());
        let mut pieces = pieces.into_iter().map(|piece| vec![piece.to_owned()]);
        joined(pieces.next().into_iter().chain(values.zip(pieces).flat_map(|(value, piece)| [value, piece])))
    }

    /// What an operand is as a part of the text that a call makes.
    fn texts_of(&self, operand: Operand<'a>, call: &'a Call<'a>) -> Vec<String> {
        let around = self.around.iter().copied().chain([call]).collect();
        values_at(self.body, operand, &[], around).iter().map(text_of).collect()
    }

    /// Whether a text is put into itself: `sql = format!("{sql} WHERE …")`. What it was before stands beside it, so once more says nothing new.
    fn is_within(&self, call: &'a Call<'a>) -> bool {
        self.around.iter().any(|known| std::ptr::eq(*known, call))
    }

    /// The text that a call makes of several, as all that it may be: `base + path`, `base.join(path)`, `[base, path].concat()`.
    fn put_together(&self, call: &'a Call<'a>, callee: &Callee<'a>) -> Option<Vec<String>> {
        if self.is_within(call) {
            return Some(Vec::new());
        }
        if self.around.len() >= DEEPEST {
            return None;
        }
        let texts_of = |operand| self.texts_of(operand, call);
        match (*callee, call.arguments) {
            (Callee::Trait { trait_name: "Add", self_type: "std::string::String", name: "add", .. }, &[base, end]) => {
                Some(joined([texts_of(base), texts_of(end)]))
            }
            (Callee::Path { owner: "Url", name: "join", .. }, &[base, path]) => {
                let (bases, paths) = (texts_of(base), texts_of(path));
                let all = bases.iter().flat_map(|base| paths.iter().map(move |path| url_joined(base, path)));
                Some(all.take(MOST_TEXTS).collect())
            }
            (Callee::Path { name: "concat" | "join", .. }, &[list, ref separator @ ..]) => {
                let separator = separator.first().map_or_else(|| vec![String::new()], |&separator| texts_of(separator));
                let elements = query::elements(self.body, list)?.into_iter().map(texts_of);
                let separated = elements.enumerate().flat_map(|(at, element)| [(at > 0).then(|| separator.clone()), Some(element)]);
                Some(joined(separated.flatten()))
            }
            _ => None,
        }
    }
}

/// A template with what is certainly put into it, and what a call makes of several texts, as all that it may be.
pub fn texts_made_by<'a>(body: &Body<'a>, call: &'a Call<'a>, callee: &Callee<'a>) -> Option<Vec<String>> {
    let slice = Slice { body, around: Around::new(), seen: BTreeSet::new(), pending: Vec::new(), found: Vec::new() };
    match query::template_of(body, call, callee) {
        Some(template) => Some(slice.filled(&template, call)),
        None => slice.put_together(call, callee),
    }
}

/// A value as a part of a text.
pub fn text_of(value: &Value<'_>) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Constant(path) => Hole::Constant(&super::texts::path_of_constant(path)).to_string(),
        Value::Captured(number) => Hole::Capture(*number).to_string(),
        Value::Parameter(parameter) => Hole::OwnParameter(*parameter).to_string(),
        Value::Field(ty, number) => Hole::Field { ty: &path::strip_generics(ty), number: *number }.to_string(),
        Value::Result(block) => Hole::OwnResult(*block).to_string(),
        Value::Bytes | Value::Unknown => Hole::Any.to_string(),
    }
}

/// An address and what is put behind it, as `Url::join` does it: in place of the last segment, or of the whole path.
fn url_joined(base: &str, path: &str) -> String {
    if path.contains("://") {
        return path.to_owned();
    }
    if path.starts_with('/') || base.ends_with(['/', '}']) {
        return format!("{base}{path}");
    }
    let start = base.find("://").map_or(0, |at| at + 3);
    let kept = base[start..].rfind('/').map_or(base.len(), |at| start + at);
    format!("{}/{path}", &base[..kept])
}

/// What comes from outside of a body: a capture, a parameter, or a field in one of them.
pub fn from_outside<'a>(body: &Body<'a>, place: Place<'a>, parts: &[u32]) -> Value<'a> {
    let Some(fields) = fields(place) else { return Value::Unknown };
    let capture = query::capture(body, place);
    let is_whole = fields.len() == usize::from(capture.is_some());
    match (parts, capture) {
        ([], Some(_)) if is_whole && query::changes_its_captures(body) => Value::Unknown,
        ([], Some(number)) if is_whole => Value::Captured(number),
        ([], None) if is_whole => Value::Parameter(place.local.0),
        // The field is the last thing that the place selects, but for what it refers to.
        ([], _) => match place.projection.iter().rposition(|step| !matches!(step, Projection::Deref)) {
            Some(at) => match place.projection[at] {
                Projection::Field(number, _) => field_of(owner_type(body, place, at), number),
                _ => Value::Unknown,
            },
            None => Value::Unknown,
        },
        (&[number], _) => field_of(tokens::place_type(body, place), number),
        _ => Value::Unknown,
    }
}

/// Whether a value is the outcome that has no text in it.
fn is_without(head: &str) -> bool {
    let head = path::strip_generics(head);
    ["std::option::Option::None", "std::result::Result::Err"].contains(&head.as_str())
}

/// Whether a body changes what it was given as a parameter.
fn changes_parameter(body: &Body<'_>, parameter: Local) -> bool {
    let is_it = |place: Place<'_>| place.local == parameter && fields(place).is_some_and(|fields| fields.is_empty());
    body.blocks.iter().any(|block| {
        let is_given = matches!(block.terminator, Terminator::Call(call) if call.destination.is_some_and(is_it));
        let mut statements = block.statements.iter();
        is_given || statements.any(|statement| is_it(statement.place) || query::mutably_borrowed(body, statement).is_some_and(is_it))
    })
}

/// The field that a place selects last, if it is of a struct with a name of its own: the struct and the field's number.
pub fn field_at<'a>(body: &Body<'a>, place: Place<'a>) -> Option<(&'a str, u32)> {
    let at = place.projection.iter().rposition(|step| !matches!(step, Projection::Deref))?;
    let Projection::Field(number, _) = place.projection[at] else { return None };
    // Of the variants of an enum each has its own.
    let is_variant = at > 0 && matches!(place.projection[at - 1], Projection::Downcast(_));
    match field_of(owner_type(body, place, at), number) {
        Value::Field(ty, number) if !is_variant => Some((ty, number)),
        _ => None,
    }
}

/// The type of what the first steps of a place select.
fn owner_type<'a>(body: &Body<'a>, place: Place<'a>, steps: usize) -> &'a str {
    let start = body.locals.get(place.local.index()).map_or("", |local| local.ty);
    place.projection[..steps].iter().fold(start, |ty, step| tokens::step_type(ty, step))
}

/// A field of a type, if that is one with a name of its own.
fn field_of(ty: &str, number: u32) -> Value<'_> {
    let ty = path::peel(ty);
    let is_path = ty.starts_with(|first: char| first.is_alphabetic()) && !ty.starts_with("impl ") && !ty.starts_with("dyn ");
    if is_path && !matches!(path::first_segment(ty), "std" | "core" | "alloc") { Value::Field(ty, number) } else { Value::Unknown }
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
    "trim_end",
    "trim_end_matches",
    "trim_start",
    "trim_start_matches",
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
    ("Url", &["parse", "parse_with_params", "as_str"], &[0]),
    ("Uri", &["from_static", "from_maybe_shared"], &[0]),
    ("Digest", &["digest"], &[0]),
    ("hex", &["decode"], &[0]),
    ("Engine", &["decode"], &[1]),
];

/// Whether a callee, as printed and taken apart, is of the standard library.
pub fn is_standard(text: &str, callee: &Callee<'_>) -> bool {
    let (Callee::Path { root, .. } | Callee::Trait { root, .. }) = *callee;
    matches!(root, "std" | "core" | "alloc" | "str") || path::is_of_the_language(text, callee)
}

fn handed_on(text: &str, callee: &Callee<'_>) -> Handed {
    let (owner, self_type) = match *callee {
        Callee::Path { owner, .. } => (owner, ""),
        Callee::Trait { trait_name, self_type, .. } => (trait_name, self_type),
    };
    let name = callee.name();
    let elsewhere = HAND_ON_ELSEWHERE.iter().find(|(known, names, _)| *known == owner && names.contains(&name));
    if let Some(&(_, _, numbers)) = elsewhere {
        return Handed::Arguments(numbers);
    }
    // `<Key as From<[u8; 32]>>::from` is what the type's own crate makes it.
    match (owner, name) {
        _ if !is_standard(text, callee) => Handed::Unknown,
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
    match handed_on(text, &call.function?) {
        Handed::Arguments(&[number]) => Some(number),
        _ => None,
    }
}

/// Whether a call gives back what it is given, in another type if at all.
pub fn hands_on(call: &Call<'_>) -> bool {
    let Operand::Fn(text) = call.callee else { return false };
    call.function.is_some_and(|callee| matches!(handed_on(text, &callee), Handed::Arguments(_)))
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
        let is_borrowed = query::mutably_borrowed(body, statement).is_some_and(|place| place.local == local && concerns(place));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_joined_as_a_url_is() {
        for (base, path, expected) in [
            ("https://a.example/v1/", "objects", "https://a.example/v1/objects"),
            ("https://a.example/v1", "objects", "https://a.example/objects"),
            ("https://a.example", "objects", "https://a.example/objects"),
            ("https://a.example/v1", "/objects", "https://a.example/v1/objects"),
            ("{}", "objects", "{}objects"),
            ("https://a.example", "https://b.example/x", "https://b.example/x"),
        ] {
            assert_eq!(url_joined(base, path), expected, "{base} {path}");
        }
    }
}
