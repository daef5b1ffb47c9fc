//! Which tokens a value of a type proves: the vocabulary of the consent analysis.

use rustc_hash::FxHashMap;

use super::{
    proofs::{Proof, ProofSet, Proofs},
    type_names::{ByType, TypeNames},
};
use crate::{
    index::{Local, TypeId},
    mir::{Body, Place, Projection},
    path,
};

/// How the type of a token is printed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TokenType {
    /// The first segments that it can have: crates through which it is visible. `""` stands for the crate itself.
    pub roots: Vec<String>,
    /// Its last segment.
    pub name: String,
}

impl Default for TokenType {
    fn default() -> Self {
        TokenType { roots: vec!["agent_guard".to_owned()], name: "Consent".to_owned() }
    }
}

/// Types that always hold the value they are made for, by the index of that type argument. A lock owns its value, a guard points to
/// one. `Option`, `Vec`, `OnceCell`, `Weak` and the like may be empty and are not here.
const OWNERS: &[&str] = &[
    "Box",
    "Arc",
    "Rc",
    "Pin",
    "Cow",
    "ManuallyDrop",
    "Mutex",
    "RwLock",
    "RefCell",
    "Cell",
    "MutexGuard",
    "RwLockReadGuard",
    "RwLockWriteGuard",
    "Ref",
    "RefMut",
    "OwnedMutexGuard",
    "Extension",
    "State",
    "Reverse",
    "Saturating",
    "Wrapping",
];

/// What the type of a gate for tests has in its name.
const TEST_GATE: &str = "AllowAll";

/// The crates whose [`OWNERS`] are these: a namesake elsewhere may own nothing.
const OWNER_CRATES: &[&str] = &["std", "core", "alloc", "tokio", "parking_lot", "async_lock", "futures", "futures_util", "axum"];

/// Variants of the standard library's enums that carry a value: type, variant, discriminant, index of the type argument.
const VARIANTS: &[(&str, &str, i128, usize)] = &[
    ("Result", "Ok", 0, 0),
    ("Result", "Err", 1, 1),
    ("Option", "Some", 1, 0),
    ("ControlFlow", "Continue", 0, 1),
    ("ControlFlow", "Break", 1, 0),
    ("Poll", "Ready", 0, 0),
    ("Either", "Left", 0, 0),
    ("Either", "Right", 1, 1),
];

/// Reads the types of one body. Remembers what it has read: the same few types come up again and again.
pub struct Types<'a> {
    token: &'a TokenType,
    names: &'a TypeNames,
    idle: IdleTypes,
    known: FxHashMap<&'a str, usize>,
    read: Vec<Type>,
    /// Which of `read` each local's is.
    locals: Vec<usize>,
    /// The proofs that have come up.
    pub proofs: Proofs<'a>,
}

/// The types of a crate that have come up, and whether they are idle: neither prove anything nor mention what notes are about. Most are, and
/// need not be read again in each body.
pub type IdleTypes = ByType<bool>;

/// The number of the type that idle ones are read as.
const IDLE: usize = 0;

/// What a type says.
#[derive(Default)]
struct Type {
    /// What a value of it proves by existing.
    proofs: ProofSet,
    /// Whether it is an enum of the standard library with two variants that carry something, and what each of them proves.
    variants: Option<Box<[ProofSet; 2]>>,
}

impl<'a> Types<'a> {
    /// A reader for tokens of this type in a body, whose locals have types of these numbers.
    pub fn new(token: &'a TokenType, names: &'a TypeNames, idle: IdleTypes, body: &Body<'a>, of_locals: &[TypeId]) -> Self {
        let mut types = Types::empty(token, names, idle);
        types.locals = body.locals.iter().zip(of_locals).map(|(local, &id)| types.read_once(id, local.ty)).collect();
        types
    }

    fn empty(token: &'a TokenType, names: &'a TypeNames, idle: IdleTypes) -> Self {
        let read = vec![Type::default()];
        Types { token, names, idle, known: FxHashMap::default(), read, locals: Vec::new(), proofs: Proofs::default() }
    }

    /// What is known of the crate's types now.
    pub fn into_idle(self) -> IdleTypes {
        self.idle
    }

    fn number(&mut self, ty: &'a str) -> usize {
        self.read_once(self.names.number(ty), ty)
    }

    fn read_once(&mut self, id: TypeId, ty: &'a str) -> usize {
        match self.idle.get(id) {
            Some(true) => IDLE,
            Some(false) => self.read(ty),
            None => {
                let number = self.read(ty);
                let Type { proofs, variants } = &self.read[number];
                let is_idle = proofs.is_empty() && variants.is_none() && !self.mentions_token(ty) && !ty.contains(TEST_GATE);
                self.idle.set(id, is_idle);
                if is_idle { IDLE } else { number }
            }
        }
    }

    fn read(&mut self, ty: &'a str) -> usize {
        if let Some(&known) = self.known.get(ty) {
            return known;
        }
        let mut found = Vec::new();
        self.collect(ty, &mut found);
        let proofs = self.set(found);
        let variants = self.read_variants(ty);
        self.read.push(Type { proofs, variants });
        self.known.insert(ty, self.read.len() - 1);
        self.read.len() - 1
    }

    fn set(&mut self, found: Vec<Proof<'a>>) -> ProofSet {
        let mut set = ProofSet::empty();
        found.into_iter().for_each(|proof| self.proofs.add(proof, &mut set));
        set
    }

    /// What a value of this type proves by existing.
    pub fn proofs(&mut self, ty: &'a str) -> &ProofSet {
        let number = self.number(ty);
        &self.read[number].proofs
    }

    /// What the value of a local proves by existing.
    pub fn proofs_of_local(&self, local: Local) -> &ProofSet {
        static NONE: ProofSet = ProofSet::empty();
        self.locals.get(local.index()).map_or(&NONE, |&number| &self.read[number].proofs)
    }

    /// What the parameters of the body prove.
    pub fn of_parameters(&self, body: &Body<'a>) -> ProofSet {
        let mut held = ProofSet::empty();
        for number in 1..=body.argument_count {
            held.union(self.proofs_of_local(Local::from_usize(number)));
        }
        held
    }

    /// What the enum of the standard library that lies in a place proves by its discriminant being 0, and by its being 1. `None` for a
    /// place of another type, and where neither proves anything.
    pub fn std_variants(&mut self, body: &Body<'a>, place: Place<'a>) -> Option<&[ProofSet; 2]> {
        let number = match (place.projection, self.locals.get(place.local.index())) {
            ([], Some(&number)) => number,
            _ => self.number(place_type(body, place)),
        };
        self.read[number].variants.as_deref()
    }

    fn read_variants(&mut self, ty: &'a str) -> Option<Box<[ProofSet; 2]>> {
        let ty = referent(ty);
        if !is_std_enum(ty) {
            return None;
        }
        let sets = [0, 1].map(|value| self.variant_proofs(ty, value));
        sets.iter().any(|set| !set.is_empty()).then(|| Box::new(sets))
    }

    fn collect(&self, ty: &'a str, found: &mut Vec<Proof<'a>>) {
        let ty = referent(ty);
        if let Some(list) = ty.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            path::split_commas(list).for_each(|part| self.collect(part, found));
            return;
        }
        if let Some(array) = ty.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            // A length that is a parameter, or is computed from one, may be 0.
            if let Some((element, length)) = array.rsplit_once("; ")
                && length.trim_end_matches("_usize").parse().is_ok_and(|length: u64| length > 0)
            {
                self.collect(element, found);
            }
            return;
        }
        if !ty.starts_with(|first: char| first.is_alphabetic() || first == '_') || is_opaque(ty) {
            return;
        }
        let name = path::last_segment(ty);
        if self.is_token(ty, name) {
            found.extend(path::generic_arguments(ty).last().map(Proof::Consent));
            found.push(Proof::Any);
            return;
        }
        if OWNERS.contains(&name) && OWNER_CRATES.contains(&path::first_segment(ty)) {
            let owned = path::generic_arguments(ty).find(|argument| !argument.starts_with('\''));
            owned.into_iter().for_each(|owned| self.collect(owned, found));
            return;
        }
        let root = path::first_segment(ty);
        let is_std = matches!(root, "std" | "core" | "alloc");
        // A primitive, or a type parameter: a type of that name elsewhere prints alike.
        let is_plain = ty.len() == root.len() && (root.starts_with(|first: char| first.is_lowercase()) || root.len() <= 2);
        if !is_std && !is_plain {
            found.push(Proof::Carrier(ty));
        }
    }

    fn is_token(&self, ty: &str, name: &str) -> bool {
        if name != self.token.name {
            return false;
        }
        let root = if ty.contains("::") && !ty.starts_with(&format!("{name}<")) { path::first_segment(ty) } else { "" };
        self.token.roots.iter().any(|known| known == root)
    }

    /// Whether the type of any local mentions a token or a test gate.
    pub fn concern_notes(&self, body: &Body<'a>) -> bool {
        let is_about = |ty: &str| self.mentions_token(ty) || ty.contains(TEST_GATE);
        self.locals.iter().zip(&body.locals).any(|(&number, local)| number != IDLE && is_about(local.ty))
    }

    /// Whether the type mentions a token anywhere, behind whatever.
    pub fn mentions_token(&self, ty: &str) -> bool {
        let mut rest = ty;
        while let Some(at) = rest.find(self.token.name.as_str()) {
            let after = &rest[at + self.token.name.len()..];
            let before = &rest[..at];
            let starts = !before.ends_with(|last: char| last.is_alphanumeric() || last == '_');
            if starts && (after.starts_with('<') || after.starts_with("::<")) {
                let begin = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).map_or(0, |at| at + 1);
                let root = before[begin..].split("::").next().unwrap_or("");
                if self.token.roots.iter().any(|known| known == root) {
                    return true;
                }
            }
            rest = after;
        }
        false
    }

    /// What is proven of an enum value of this type by its discriminant being `value`.
    pub fn variant_proofs(&mut self, ty: &'a str, value: i128) -> ProofSet {
        let ty = referent(ty);
        if is_std_enum(ty) {
            let name = path::last_segment(ty);
            let index = VARIANTS.iter().find(|(owner, _, number, _)| *owner == name && *number == value).map(|(.., index)| *index);
            let payload = index.and_then(|index| path::generic_arguments(ty).nth(index));
            return payload.map_or(ProofSet::empty(), |payload| self.proofs(payload).clone());
        }
        match path::first_segment(ty) {
            "std" | "core" | "alloc" | "" => ProofSet::empty(),
            _ if is_opaque(ty) => ProofSet::empty(),
            _ => self.proofs.only(Proof::Variant(ty, value)),
        }
    }

    /// What is proven of a value of one of the crate's enums by its discriminant being one of these.
    pub fn alternatives(&mut self, ty: &'a str, values: &[i128]) -> ProofSet {
        match *values {
            [] => ProofSet::empty(),
            [only] => self.variant_proofs(ty, only),
            _ => Proof::one_of(referent(ty), values.iter().copied()).map_or(ProofSet::empty(), |proof| self.proofs.only(proof)),
        }
    }

    /// What reading a place proves: the types of all places on the way to it exist, as the compiler has made sure. Nothing is proven
    /// by what lies behind a raw pointer: nobody has made sure of that.
    pub fn add_place_proofs(&mut self, body: &Body<'a>, place: Place<'a>, into: &mut ProofSet) {
        into.union(self.proofs_of_local(place.local));
        if place.projection.is_empty() {
            return;
        }
        let mut ty = body.locals.get(place.local.index()).map_or("", |local| local.ty);
        for step in place.projection {
            match step {
                Projection::Deref if ty.starts_with("*const ") || ty.starts_with("*mut ") => return,
                Projection::Downcast(variant) => {
                    let name = path::last_segment(referent(ty));
                    let known = VARIANTS.iter().find(|(owner, label, ..)| *owner == name && label == variant);
                    if let Some(&(_, _, value, _)) = known {
                        into.union(&self.variant_proofs(ty, value));
                    }
                }
                _ => {}
            }
            ty = step_type(ty, step);
            if !ty.is_empty() {
                into.union(self.proofs(ty));
            }
        }
    }
}

/// Whether the type is one of the enums in [`VARIANTS`], and not a namesake.
fn is_std_enum(ty: &str) -> bool {
    let root = path::first_segment(ty);
    let name = path::last_segment(ty);
    (root == "std" || root == "core" || root == "either") && VARIANTS.iter().any(|(owner, ..)| *owner == name)
}

/// Whether a value of the type has the discriminant 0 or 1 and no other.
pub fn has_two_variants(ty: &str) -> bool {
    is_std_enum(referent(ty))
}

/// The type of a place, as far as the text says it; `""` where it does not.
pub fn place_type<'a>(body: &Body<'a>, place: Place<'a>) -> &'a str {
    let start = body.locals.get(place.local.index()).map_or("", |local| local.ty);
    place.projection.iter().fold(start, |ty, step| step_type(ty, step))
}

pub fn step_type<'a>(ty: &'a str, step: &Projection<'a>) -> &'a str {
    match *step {
        Projection::Deref => pointee(ty),
        Projection::Field(_, ty) | Projection::Cast(ty) => ty,
        Projection::Downcast(_) => ty,
        Projection::Index(_) | Projection::ConstantIndex => {
            let inner = ty.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or("");
            inner.rsplit_once("; ").map_or(inner, |(element, _)| element)
        }
        Projection::Subslice => ty,
    }
}

fn pointee(ty: &str) -> &str {
    for prefix in ["*const ", "*mut "] {
        if let Some(inner) = ty.strip_prefix(prefix) {
            return inner;
        }
    }
    if let Some(inner) = ty.strip_prefix('&') {
        let inner = if inner.starts_with('\'') { inner.split_once(' ').map_or(inner, |(_, rest)| rest) } else { inner };
        return inner.strip_prefix("mut ").unwrap_or(inner);
    }
    match path::last_segment(ty) {
        "Box" => path::generic_arguments(ty).next().unwrap_or(""),
        _ => "",
    }
}

/// A type without the references before it.
fn referent(ty: &str) -> &str {
    let mut ty = ty;
    while ty.starts_with('&') {
        ty = pointee(ty);
    }
    ty
}

fn is_opaque(ty: &str) -> bool {
    ["impl ", "dyn ", "fn(", "for<", "unsafe ", "extern "].iter().any(|prefix| ty.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    static TOKEN: LazyLock<TokenType> = LazyLock::new(TokenType::default);

    fn types() -> Types<'static> {
        Types::empty(&TOKEN, Box::leak(Box::default()), IdleTypes::default())
    }

    fn proofs(ty: &'static str) -> Vec<Proof<'static>> {
        let mut types = types();
        let set = types.proofs(ty).clone();
        types.proofs.of(&set).collect()
    }

    fn variant_proofs(ty: &'static str, value: i128) -> Vec<Proof<'static>> {
        let mut types = types();
        let set = types.variant_proofs(ty, value);
        types.proofs.of(&set).collect()
    }

    #[test]
    fn a_token_counts_behind_pointers_and_in_tuples() {
        let held = [Proof::Consent("app::Recall"), Proof::Any];
        for ty in [
            "agent_guard::Consent<app::Recall>",
            "&'_ mut agent_guard::Consent<app::Recall>",
            "std::sync::Arc<std::boxed::Box<agent_guard::Consent<app::Recall>>>",
            "(u8, &agent_guard::Consent<app::Recall>)",
            "[agent_guard::Consent<app::Recall>; 2]",
            "std::sync::MutexGuard<'_, agent_guard::Consent<app::Recall>>",
        ] {
            assert_eq!(proofs(ty), held, "{ty}");
        }
    }

    #[test]
    fn a_token_that_may_be_absent_counts_for_nothing() {
        for ty in [
            "std::option::Option<agent_guard::Consent<Recall>>",
            "std::result::Result<agent_guard::Consent<Recall>, E>",
            "std::vec::Vec<agent_guard::Consent<Recall>>",
            "[agent_guard::Consent<Recall>]",
            "[agent_guard::Consent<Recall>; 0]",
            "[agent_guard::Consent<Recall>; N]",
            "[agent_guard::Consent<Recall>; { N - 1 }]",
            "*const agent_guard::Consent<Recall>",
            "std::mem::MaybeUninit<agent_guard::Consent<Recall>>",
            "fn(u8) -> agent_guard::Consent<Recall>",
            "impl Fn() -> agent_guard::Consent<Recall>",
        ] {
            assert_eq!(proofs(ty), [], "{ty}");
        }
    }

    #[test]
    fn a_namesake_of_another_crate_is_no_token() {
        assert_eq!(proofs("other::Consent<Recall>"), [Proof::Carrier("other::Consent<Recall>")]);
        assert_eq!(proofs("Consent<Recall>"), [Proof::Carrier("Consent<Recall>")]);
        let types = types();
        assert!(types.mentions_token("std::option::Option<agent_guard::Consent<Recall>>"));
        assert!(!types.mentions_token("std::option::Option<other::Consent<Recall>>"));
        assert!(!types.mentions_token("agent_guard::ConsentDenied"));
    }

    #[test]
    fn variants_prove_what_they_carry() {
        let result = "std::result::Result<agent_guard::Consent<R>, app::Refused>";
        assert_eq!(variant_proofs(result, 0), [Proof::Consent("R"), Proof::Any]);
        assert_eq!(variant_proofs(result, 1), [Proof::Carrier("app::Refused")]);
        assert_eq!(variant_proofs("Access", 2), [Proof::Variant("Access", 2)]);
    }

    #[test]
    fn what_may_be_a_type_parameter_proves_nothing() {
        assert_eq!(proofs("&S"), []);
        assert_eq!(proofs("&Session"), [Proof::Carrier("Session")]);
    }
}
