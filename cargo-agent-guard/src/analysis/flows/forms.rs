//! What is left of data on a way, and what they are where they are stored: content, an embedding, or neither.
//!
//! What a value is as content follows from its type where that tells (a number is no content, a vector of floats is an embedding), and
//! from what it is put together with: what stands beside sealed content, as a key or an id, is none.

use super::{
    Flows, From,
    known::Type,
    state::{Slot, State, Value},
    table::{Origin, OriginId, Parts},
};
use crate::{
    facts::flows::{Form, Matter},
    mir::{Operand, Place},
    path,
};

/// Types that are no content, by the crates that have them: ids, times.
const ASIDE: &[(&str, &[&str])] = &[
    ("std", &["Instant", "SystemTime", "Duration", "TypeId", "Ordering", "ThreadId", "IpAddr", "SocketAddr"]),
    ("uuid", &["Uuid", "Hyphenated", "Simple", "Braced", "Urn"]),
    ("chrono", &["DateTime", "NaiveDateTime", "NaiveDate", "NaiveTime", "TimeDelta", "Utc", "Local", "FixedOffset"]),
    ("time", &["OffsetDateTime", "PrimitiveDateTime", "UtcDateTime", "Date", "Time", "Duration"]),
    ("jiff", &["Timestamp", "Zoned", "Span", "SignedDuration"]),
    ("ulid", &["Ulid"]),
    ("bson", &["ObjectId", "DateTime"]),
    ("mongodb", &["ObjectId", "DateTime"]),
    ("agent_guard", &["SubjectId", "Consent", "Receipt"]),
];

/// What a value of a type is as content of a store.
pub fn matter_of(ty: &str) -> Matter {
    let ty = path::peel(ty);
    match ty {
        "bool" | "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u16" | "u32" | "u64" | "u128" | "usize" | "()" | "!" => {
            return Matter::Aside;
        }
        // What bytes, text and embeddings are made of.
        "u8" | "char" | "f32" | "f64" => return Matter::Element,
        _ => {}
    }
    if let Some(inner) = ty.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return of_elements(inner.rsplit_once("; ").map_or(inner, |(element, _)| element));
    }
    match path::last_segment(ty) {
        "String" | "str" => Matter::Text,
        "Vec" => path::generic_arguments(ty).next().map_or(Matter::Content, of_elements),
        "Option" | "Poll" | "Result" | "Cow" | "NonZero" | "Box" | "Arc" | "Rc" => {
            path::generic_arguments(ty).find(|argument| !argument.starts_with('\'')).map_or(Matter::Content, matter_of)
        }
        name => {
            let root = path::first_segment(ty);
            let is_aside = ASIDE.iter().any(|(krate, types)| *krate == root && types.contains(&name));
            if is_aside { Matter::Aside } else { Matter::Content }
        }
    }
}

/// What many of a type are: floats are an embedding, bytes are content.
fn of_elements(element: &str) -> Matter {
    match path::peel(element) {
        "f32" | "f64" => Matter::Embedding,
        "u8" | "char" => Matter::Content,
        element => matter_of(element),
    }
}

/// What data are that were one thing, and are now part of a value of a type that is another.
fn narrowed(was: Matter, is: Matter) -> Matter {
    match (was, is) {
        // An element is what it is an element of; a type that says nothing changes nothing.
        (Matter::Content | Matter::Text | Matter::Embedding, Matter::Element) | (_, Matter::Content) => was,
        (Matter::Aside | Matter::Beside, Matter::Handle) | (Matter::Beside, Matter::Aside) => is,
        (Matter::Aside | Matter::Beside | Matter::Handle, _) => was,
        _ => is,
    }
}

/// Whether it is content, and no embedding.
fn is_content(matter: Matter) -> bool {
    matches!(matter, Matter::Content | Matter::Text)
}

impl<'a> Flows<'a, '_, '_, '_> {
    fn reform(&mut self, value: &mut Value, form: impl Fn(Form) -> Form) {
        let mut changed = false;
        for (_, origin) in &mut value.from {
            let known = self.origins.get(*origin).form;
            if form(known) != known {
                *origin = self.origins.in_form(*origin, form(known));
                changed = true;
            }
        }
        if changed && value.from.len() > 1 {
            value.from.sort_unstable();
            value.from.dedup();
        }
    }

    /// A value of a type. The handle of a store is no content either.
    pub(super) fn of_type(&mut self, mut value: Value, ty: &Type) -> Value {
        let matter = if ty.is_handle { Matter::Handle } else { ty.matter };
        if matter != Matter::Content && !value.from.is_empty() {
            self.reform(&mut value, |form| Form { matter: narrowed(form.matter, matter), ..form });
        }
        value
    }

    /// A value that is stored or handed over by itself: a single number is no content, whatever it was an element of.
    pub(super) fn by_itself(&mut self, mut value: Value, operand: Operand<'a>) -> Value {
        if !value.from.is_empty() && self.type_of(operand).matter == Matter::Element {
            self.reform(&mut value, |form| Form { matter: Matter::Aside, ..form });
        }
        value
    }

    /// A value that names nobody any more.
    pub(super) fn anonymous(&mut self, mut value: Value, matter: Matter) -> Value {
        self.reform(&mut value, |form| Form { is_anonymous: true, matter: narrowed(form.matter, matter) });
        value
    }

    /// What encryption gives for these arguments.
    pub(super) fn sealed(&mut self, arguments: &[Value]) -> Value {
        let mixed = self.mix_all(arguments);
        let mut value = self.anonymous(mixed, Matter::Aside);
        self.seals = true;
        let sealed = self.origins.number(Origin { from: From::Sealed, parts: Parts::ALL, keeps_parts: false, form: Form::default() });
        value.from.push((Parts::ALL, sealed));
        value
    }

    fn is_sealed(&self, origin: OriginId) -> bool {
        self.origins.get(origin).from == From::Sealed
    }

    /// Whether something sealed is in a value.
    pub(super) fn has_sealed(&self, value: &Value) -> bool {
        self.seals && value.from.iter().any(|&(_, origin)| self.is_sealed(origin))
    }

    /// Something sealed comes to what a slot holds: what is content in it stands beside that from now on.
    pub(super) fn set_slot_aside(&mut self, state: &mut State, slot: Slot) {
        let mut held = self.read_slot(state, slot);
        if held.from.is_empty() || self.has_sealed(&held) {
            return;
        }
        self.reform(&mut held, |form| if is_content(form.matter) { Form { matter: Matter::Beside, ..form } } else { form });
        self.put(state, slot, &held);
    }

    /// Of things that are put together: what stands beside something sealed is no content, but an id or a key. Not so what *may* be
    /// sealed: there, content and what is sealed are two values of one thing.
    pub(super) fn set_aside_beside_sealed(&mut self, values: &mut [Value]) {
        if !self.seals {
            return;
        }
        let sealed: Vec<(usize, Parts)> = (values.iter().enumerate())
            .flat_map(|(at, value)| value.from.iter().filter(|(_, origin)| self.is_sealed(*origin)).map(move |(parts, _)| (at, *parts)))
            .collect();
        if sealed.is_empty() {
            return;
        }
        for (at, value) in values.iter_mut().enumerate() {
            for (parts, origin) in &mut value.from {
                let form = self.origins.get(*origin).form;
                if is_content(form.matter) && !sealed.contains(&(at, *parts)) {
                    *origin = self.origins.in_form(*origin, Form { matter: Matter::Beside, ..form });
                }
            }
        }
    }

    /// Whether a shared reference is made to what is by itself no content.
    pub(super) fn is_aside_by_reference(&mut self, of: Place<'a>, to: Place<'a>) -> bool {
        let ty = crate::analysis::tokens::place_type(self.body, to);
        !self.marks_parameters
            && ty.starts_with('&')
            && !ty.starts_with("&mut ")
            && matches!(self.type_at(of).matter, Matter::Aside | Matter::Element)
    }
}

/// Whether a value of a type is text or bytes, or a future of them.
pub fn is_text(ty: &str) -> bool {
    const TEXTS: &[&str] = &["String", "str", "OsString", "PathBuf", "Bytes", "BytesMut", "CString"];
    let ty = path::peel(ty);
    if let Some((_, output)) = ty.split_once("Output = ") {
        return is_text(until_closed(output));
    }
    if let Some(element) = ty.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let element = element.rsplit_once("; ").map_or(element, |(element, _)| element);
        return element == "u8" || is_text(element);
    }
    match path::last_segment(ty) {
        "Option" | "Result" | "Poll" | "Cow" | "Vec" | "Pin" => {
            let first = path::generic_arguments(ty).find(|argument| !argument.starts_with('\''));
            first.is_some_and(|first| first == "u8" || is_text(first))
        }
        name => TEXTS.contains(&name),
    }
}

/// A type up to where the brackets around it end.
fn until_closed(ty: &str) -> &str {
    let mut depth = 0_u32;
    for (at, character) in ty.char_indices() {
        match character {
            '<' | '(' | '[' => depth += 1,
            '>' if ty[..at].ends_with('-') => {}
            '>' | ')' | ']' if depth == 0 => return &ty[..at],
            '>' | ')' | ']' => depth -= 1,
            _ => {}
        }
    }
    ty
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ids_and_times_are_no_content_and_vectors_of_floats_are_embeddings() {
        for ty in ["i64", "&u32", "std::option::Option<bool>", "uuid::Uuid", "&std::vec::Vec<i64>", "chrono::DateTime<chrono::Utc>"] {
            assert_eq!(matter_of(ty), Matter::Aside, "{ty}");
        }
        for ty in ["std::vec::Vec<f32>", "&[f32]", "[f64; 3]", "std::vec::Vec<std::vec::Vec<f32>>"] {
            assert_eq!(matter_of(ty), Matter::Embedding, "{ty}");
        }
        assert_eq!(matter_of("&f32"), Matter::Element);
        for ty in ["std::string::String", "&&str", "std::vec::Vec<std::string::String>"] {
            assert_eq!(matter_of(ty), Matter::Text, "{ty}");
        }
        for ty in ["&[u8]", "std::vec::Vec<u8>", "note::DateTime", "[u8; 12]", "(i64, f32)"] {
            assert_eq!(matter_of(ty), Matter::Content, "{ty}");
        }
    }

    #[test]
    fn text_is_seen_in_what_holds_it_and_in_futures_of_it() {
        for ty in [
            "std::result::Result<std::string::String, std::io::Error>",
            "&mut std::string::String",
            "impl std::future::Future<Output = std::result::Result<std::string::String, reqwest::Error>>",
            "std::vec::Vec<u8>",
        ] {
            assert!(is_text(ty), "{ty}");
        }
        for ty in ["std::collections::HashMap<std::string::String, u8>", "reqwest::Client", "std::vec::Vec<f32>"] {
            assert!(!is_text(ty), "{ty}");
        }
    }
}
