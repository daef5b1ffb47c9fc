//! How callers print a function. MIR's header names an impl only by its span, so the rest is read from the source there.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use super::Source;
use crate::{
    facts::{Item, TraitRef},
    index::Text,
    lines::Lines,
    mir::{Body, Span, VarDebugInfo},
    path,
    source::{self, Definitions, ImplHeader},
};

/// Traits that are in scope without an import. What is neither imported nor defined is one of them, or comes through a glob.
const PRELUDE: &[&str] = &[
    "Send",
    "Sync",
    "Sized",
    "Copy",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Clone",
    "Eq",
    "PartialEq",
    "Ord",
    "PartialOrd",
    "AsRef",
    "AsMut",
    "From",
    "Into",
    "TryFrom",
    "TryInto",
    "Iterator",
    "IntoIterator",
    "Extend",
    "FromIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "ToOwned",
    "ToString",
    "Default",
    "Debug",
    "Hash",
    "Future",
    "IntoFuture",
];

/// An item before its texts are interned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnedItem {
    /// See [`Item::Path`].
    Path(String),
    /// See [`Item::Method`].
    Method {
        /// The module of the impl.
        module: String,
        /// The self type's last segment.
        self_type: String,
        /// The trait: name and crate.
        of_trait: Option<(String, String)>,
        /// The method.
        name: String,
    },
}

impl OwnedItem {
    /// The item with its texts as indices.
    pub fn intern(&self, text: &mut dyn FnMut(&str) -> Text) -> Item {
        match self {
            OwnedItem::Path(path) => Item::Path(text(path)),
            OwnedItem::Method { module, self_type, of_trait, name } => Item::Method {
                module: text(module),
                self_type: text(self_type),
                of_trait: of_trait.as_ref().map(|(name, krate)| TraitRef { name: text(name), krate: text(krate) }),
                name: text(name),
            },
        }
    }
}

/// The sources of a crate, as far as its items need them.
pub struct Items<'s> {
    source: Source<'s>,
    texts: HashMap<String, Option<Lines>>,
    files: HashMap<String, Definitions>,
    headers: HashMap<String, Option<ImplHeader>>,
    defined: Definitions,
    traits: HashSet<String>,
    modules: HashSet<String>,
    root_modules: HashSet<String>,
    types: HashSet<String>,
    dropped: HashSet<String>,
}

impl<'s> Items<'s> {
    /// Reads files through `source`.
    pub fn new(source: Source<'s>) -> Self {
        Items {
            source,
            texts: HashMap::new(),
            files: HashMap::new(),
            headers: HashMap::new(),
            defined: Definitions::default(),
            traits: HashSet::new(),
            modules: HashSet::new(),
            root_modules: HashSet::new(),
            types: HashSet::new(),
            dropped: HashSet::new(),
        }
    }

    /// Adds a source file of the crate; whether it may have comments that suppress.
    ///
    /// # Errors
    /// If it cannot be read or is no Rust; in words.
    pub fn add_file(&mut self, file: &str) -> Result<bool, String> {
        if !file.ends_with(".rs") {
            // What `include_str!` and the like bring in.
            return Ok(true);
        }
        let text = (self.source)(file).ok_or("the source file cannot be read")?;
        let found = source::definitions(&text).ok_or("the source file cannot be taken apart into tokens")?;
        self.defined.traits.extend(found.traits.iter().cloned());
        self.defined.types.extend(found.types.iter().cloned());
        self.defined.unions.extend(found.unions.iter().cloned());
        self.defined.modules.extend(found.modules.iter().cloned());
        self.defined.enums.extend(found.enums.iter().cloned());
        self.defined.reexports.extend(found.reexports.iter().cloned());
        self.defined.foreign_functions.extend(found.foreign_functions.iter().cloned());
        self.traits.extend(found.traits.iter().cloned());
        self.modules.extend(found.modules.iter().cloned());
        self.types.extend(found.types.iter().cloned());
        self.dropped.extend(found.dropped.iter().cloned());
        self.files.insert(file.to_owned(), found);
        let may_suppress = source::may_suppress(&text);
        self.texts.insert(file.to_owned(), Some(Lines::new(text)));
        Ok(may_suppress)
    }

    /// Whether the files define a struct, enum or union of this name.
    pub fn has_type(&self, name: &str) -> bool {
        self.types.contains(name)
    }

    /// The type parameters that are declared around a line of a file.
    pub fn parameters_at(&self, file: &str, line: u32) -> Vec<&str> {
        let declared = self.files.get(file).into_iter().flat_map(|found| &found.parameters);
        let mut names: Vec<&str> = declared.filter(|(_, lines)| lines.contains(&line)).map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether the files may implement `Drop` for any type.
    pub fn drops_any(&self) -> bool {
        !self.dropped.is_empty()
    }

    /// Whether the files may implement `Drop` for a type of this name.
    pub fn drops(&self, name: &str) -> bool {
        self.dropped.contains(name) || self.dropped.contains("")
    }

    /// Everything that the files define, sorted, each once (but types as often as they occur).
    pub fn defined(&mut self) -> &Definitions {
        let defined = &mut self.defined;
        defined.types.sort_unstable();
        for list in [&mut defined.traits, &mut defined.unions, &mut defined.modules, &mut defined.foreign_functions] {
            list.sort_unstable();
            list.dedup();
        }
        defined.enums.sort_unstable();
        defined.enums.dedup();
        // What is brought up from the crate's own modules is the crate's own.
        defined.reexports.retain(|(_, root)| !matches!(root.as_str(), "crate" | "self" | "super") && !self.modules.contains(root));
        defined.reexports.sort_unstable();
        defined.reexports.dedup();
        defined
    }

    /// Names of the unions that the files define.
    pub fn unions(&self) -> &[String] {
        &self.defined.unions
    }

    /// The discriminants of the crate's enum of this name, if there is one such and they are known.
    pub fn discriminants(&self, name: &str) -> Option<&[(String, i128)]> {
        let mut named = self.defined.enums.iter().filter(|(known, _)| known == name);
        let only = named.next().filter(|_| named.next().is_none())?;
        (self.defined.types.iter().filter(|known| *known == name).count() == 1).then_some(only.1.as_slice())
    }

    /// Whether the crate has a module of this name, at any depth.
    pub fn has_module(&self, name: &str) -> bool {
        self.modules.contains(name)
    }

    /// Whether the crate's root may have a module of this name: a path of the crate's own may begin with it.
    pub fn has_root_module(&self, name: &str) -> bool {
        self.root_modules.contains(name)
    }

    /// Tells which of the files that were added is the crate's root.
    ///
    /// The root's modules are the outer ones of that file, and what a macro or an `include!` may bring there: modules of macros'
    /// definitions, and the outer ones of files from elsewhere, as a build script writes them.
    pub fn set_root(&mut self, root: &str) {
        let folder = Path::new(root).parent().unwrap_or(Path::new(""));
        let may_be_any = self.files.get(root).is_none_or(|found| found.includes);
        for (file, found) in &self.files {
            let is_of_root = may_be_any || file == root || !Path::new(file).starts_with(folder);
            let outer = found.outer_modules.iter().filter(|_| is_of_root);
            self.root_modules.extend(outer.chain(&found.modules_of_macros).cloned());
        }
    }

    /// The item that a body belongs to.
    pub fn item(&mut self, body: &Body<'_>) -> OwnedItem {
        let path = body.path;
        let Some(at) = path.rfind("<impl at ") else { return OwnedItem::Path(path::strip_generics(path)) };
        let Some(end) = path[at..].find(">::").map(|end| at + end) else { return OwnedItem::Path(path.to_owned()) };
        let module = path[..at].trim_end_matches("::");
        let (span, rest) = (&path[at + "<impl at ".len()..end], &path[end + 3..]);
        let (file, header) = self.header(span);
        let (self_type, of_trait) = match header {
            Some(ImplHeader { self_type, of_trait }) => {
                let self_type = if self_type.is_empty() { self.made_for(body, span) } else { self_type };
                (self_type, of_trait.map(|path| self.resolve_trait(&path, &file)))
            }
            // A macro made the impl. The text at the span is a derive's trait, or tells nothing.
            None => (self.made_for(body, span), Some(self.derived(span))),
        };
        let module = path::strip_generics(module);
        if rest.contains("::") {
            // A function inside a method is nobody's method. Whoever calls it, in there, says where it is.
            let around = if module.is_empty() { self_type } else { format!("{module}::{self_type}") };
            return OwnedItem::Path(format!("{around}::{}", path::strip_generics(rest)));
        }
        OwnedItem::Method { module, self_type, of_trait, name: rest.to_owned() }
    }

    /// The self type of an impl that a macro made: what a method takes as `self`; or, of a function of a derive, what the derive is put on
    /// where the function makes one of that. Empty where neither says: it may be of any type.
    fn made_for(&self, body: &Body<'_>, span: &str) -> String {
        let is_receiver = |variable: &&VarDebugInfo<'_>| variable.name == "self" && variable.place.local.0 == 1;
        if body.argument_count > 0 && body.debug.iter().any(|variable| is_receiver(&variable)) {
            return path::last_segment(path::peel(body.locals.get(1).map_or("", |local| local.ty))).to_owned();
        }
        let derived = Span(span).resolve().and_then(|(file, line, column, ..)| self.files.get(file)?.derived.get(&(line, column)));
        let made = made(body.locals.first().map_or("", |local| local.ty));
        derived.filter(|ty| *ty == path::last_segment(made)).cloned().unwrap_or_default()
    }

    fn header(&mut self, span: &str) -> (String, Option<ImplHeader>) {
        let file = Span(span).resolve().map_or("", |(file, ..)| file).to_owned();
        if let Some(known) = self.headers.get(span) {
            return (file, known.clone());
        }
        let header = self.slice(span).and_then(|text| source::impl_header(&text));
        self.headers.insert(span.to_owned(), header.clone());
        (file, header)
    }

    fn slice(&mut self, span: &str) -> Option<String> {
        let (file, line, column, end_line, end_column) = Span(span).resolve()?;
        let source = self.source;
        if !self.texts.contains_key(file) {
            self.texts.insert(file.to_owned(), source(file).map(Lines::new));
        }
        let text = self.texts.get(file)?.as_ref()?;
        text.slice((line, column), (end_line, end_column)).map(str::to_owned)
    }

    /// The trait of an impl that a macro made: a derive's is named at the span. `?` for one that cannot be told.
    fn derived(&mut self, span: &str) -> (String, String) {
        let text = self.slice(span).unwrap_or_default();
        let is_path = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':');
        match text.rsplit("::").next() {
            Some(name) if is_path => (name.to_owned(), "derive".to_owned()),
            _ => (String::new(), "?".to_owned()),
        }
    }

    /// The trait that a path names in a file: its own name, and the crate that the path says it is from.
    fn resolve_trait(&self, written: &[String], file: &str) -> (String, String) {
        let name = written.last().cloned().unwrap_or_default();
        let imports = self.files.get(file).map(|found| &found.imports);
        let first = &written[0];
        let full: Vec<String> = match imports.and_then(|imports| imports.get(first)) {
            Some(import) if import.as_slice() != std::slice::from_ref(first) => import.iter().chain(&written[1..]).cloned().collect(),
            _ => written.to_vec(),
        };
        let name = full.last().cloned().unwrap_or(name);
        let krate = match full.as_slice() {
            [only] if self.traits.contains(only) => String::new(),
            [only] if PRELUDE.contains(&only.as_str()) => "std".to_owned(),
            [_] if imports.is_some_and(|imports| imports.contains_key("*")) => "?".to_owned(),
            [_] => "?".to_owned(),
            [root, ..] if matches!(root.as_str(), "crate" | "self" | "super") || self.modules.contains(root) => {
                // `use super::*` in the module that `super::Trait` names may have brought a foreign trait there.
                if self.traits.contains(&name) { String::new() } else { "?".to_owned() }
            }
            [root, ..] => root.clone(),
            [] => "?".to_owned(),
        };
        (name, krate)
    }
}

/// What a function makes that may fail to: of `Option<T>` and `Result<T, E>` it is `T`.
fn made(ty: &str) -> &str {
    match path::last_segment(ty) {
        "Option" | "Result" => path::generic_arguments(ty).next().unwrap_or(ty),
        _ => ty,
    }
}

/// The span in `{closure@SPAN}`, `{async block@SPAN}` and the like.
pub fn made_at(ty: &str) -> Option<&str> {
    let from = ty.find('@')? + 1;
    let to = ty[from..].rfind('}')? + from;
    Some(&ty[from..to])
}
