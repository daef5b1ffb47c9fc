//! One crate's MIR, one body at a time, to the facts of the crate.
//!
//! ```text
//! aliases  names under which the workspace re-exports what is not its own
//! parameters  type parameters by letters
//! derived_types  types that a derive makes, by names of their own
//! proofs   the proofs of a body as bits
//! type_names  types by numbers
//! tokens   which tokens a type proves
//! consent  which tokens are held at each point of a body            (must, forward)
//! held     … and so at each site of it
//! sites    accesses, calls, function values, closures
//! kept     … as facts
//! uses     where a closure or future that stays in its body is run
//! query    which texts reach an argument                            (may, backward)
//! constants  the values that certainly do                          (may, backward, nothing guessed)
//! texts    … and those of constants and captures, kept for later
//! http     how a request over HTTP asks
//! gate     what an implementation of a consent gate can answer
//! notes    discarded requests, forged tokens, test gates
//! secrets  credentials, by their form
//! ciphers  broken ciphers, constant keys and nonces, nonces that are used again
//! outside  calls of dependencies that nothing classifies, and what the catalogue has recognised
//! flows    which data get where                                     (may, forward)
//! handles  where handles of databases that can encrypt come from      (backward, nothing guessed)
//! keying   what gives such a database its key
//! witnesses  what the runtime's macros and requests leave in a body
//! items    how callers print a function: impl headers, traits
//! ```
//!
//! *Invariant*: no body is ever needed twice, and no other crate at all. What needs another body or crate stays symbolic (types, paths,
//! constants by name) until the linker sees them all.

mod aliases;
mod builders;
mod ciphers;
mod consent;
mod constants;
mod derived_types;
mod flows;
mod gate;
mod handles;
mod held;
mod http;
mod items;
mod kept;
mod keying;
mod notes;
mod outside;
mod parameters;
mod proofs;
mod query;
mod secrets;
mod sites;
mod texts;
mod tokens;
mod type_names;
mod typed_sql;
mod uses;
mod witnesses;

pub use aliases::Alias;
pub use tokens::TokenType;

use std::{
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

use bumpalo::Bump;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use self::{
    aliases::Ambiguous,
    proofs::{Proof, ProofSet},
    sites::Site,
    tokens::Types,
    type_names::{ByType, TypeNames},
};
use crate::{
    catalogue::Catalogue,
    facts::{CallSite, Carrier, Facts, Function, FunctionKind, Gap, Item, Note, Span, Target, Token, Unit, flows::Flows},
    flow::Cfg,
    index::{FunctionId, HeldId, TargetId, Text},
    mir::{self, Aggregate, Body, BodyKind, Rvalue},
    path::{self, Callee},
};

/// What the analysis of every crate of a workspace shares. The driver writes it once, the wrapper processes read it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Context {
    /// The stores.
    pub catalogue: Catalogue,
    /// How the token's type is printed.
    pub token: TokenType,
    /// Whether any crate of the workspace depends on the runtime: without it there are no tokens to track.
    pub tracks_tokens: bool,
    /// Whether data are followed.
    pub tracks_flows: bool,
    /// Library names of the crates of the dependency graph that are not members of the workspace.
    pub foreign_crates: Vec<String>,
    /// Library names of those that are.
    pub workspace_crates: Vec<String>,
    /// The names that those give to what they re-export.
    pub aliases: Vec<Alias>,
    /// The types of those that may implement `Drop`, each with its library; `""` where a macro makes the implementation.
    pub dropped: BTreeSet<(String, String)>,
}

/// The source text of a file, as the caller can get at it.
pub type Source<'s> = &'s dyn Fn(&str) -> Option<String>;

/// The analysis of one compilation of a crate.
pub struct Analysis<'s> {
    context: &'s Context,
    /// Those of the context, which may be some hundreds and are asked for with each call.
    foreign_crates: FxHashSet<&'s str>,
    items: items::Items<'s>,
    facts: Facts,
    texts: Interner<String>,
    held: Interner<Vec<Token>>,
    targets: Interner<Target>,
    /// Bodies by the name of their dump.
    by_name: HashMap<String, FunctionId>,
    /// Closures by the span in the type of their first parameter, for makers without a definition path.
    by_span: HashMap<String, FunctionId>,
    /// Closures that are made: resolved to bodies when all are known.
    made: Vec<Made>,
    /// Calls in flows whose closure is still to be found: the function, the call's number, the closure.
    flow_closures: Vec<(FunctionId, usize, Option<String>, String)>,
    /// The types that have come up.
    type_names: Rc<TypeNames>,
    /// How facts have them.
    type_texts: ByType<Text>,
    /// Those that prove nothing.
    idle_types: tokens::IdleTypes,
    /// What flows have in common from body to body.
    known_flows: Option<Box<flows::Known>>,
    /// The types that handles of databases were looked for in.
    handle_types: handles::KnownTypes,
    /// Closures in ways of handles, by name and span, until their bodies are known.
    handle_makers: Vec<(Option<String>, String)>,
    /// Texts that closures capture, and the accesses that they reach there.
    captured: texts::Captured,
    /// Closures whose answer a function passes on, by their span, with whether the request reaches them.
    gate_closures: Vec<(FunctionId, String, bool)>,
    /// The file that a span was in last.
    last_file: Text,
    /// Aliases that were met and may stand for one thing or another.
    ambiguous: BTreeSet<Ambiguous>,
    arena: Bump,
}

struct Made {
    by: FunctionId,
    name: Option<String>,
    span: String,
    held: HeldId,
    at: Option<Span>,
}

/// Numbers values in the order of their first appearance.
struct Interner<T> {
    numbers: FxHashMap<T, u32>,
    values: Vec<T>,
}

impl<T: Clone + Eq + std::hash::Hash> Interner<T> {
    fn new() -> Self {
        Interner { numbers: FxHashMap::default(), values: Vec::new() }
    }

    fn intern<Q>(&mut self, value: &Q) -> u32
    where
        T: std::borrow::Borrow<Q>,
        Q: Eq + std::hash::Hash + ToOwned<Owned = T> + ?Sized,
    {
        if let Some(&number) = self.numbers.get(value) {
            return number;
        }
        let number = u32::try_from(self.values.len()).expect("tables of one crate stay below 2^32 elements");
        let owned = value.to_owned();
        self.values.push(owned.clone());
        self.numbers.insert(owned, number);
        number
    }
}

impl<'s> Analysis<'s> {
    /// Starts with a crate.
    pub fn new(unit: Unit, context: &'s Context, source: Source<'s>) -> Self {
        let mut held = Interner::new();
        held.intern(&[][..]);
        Analysis {
            context,
            foreign_crates: context.foreign_crates.iter().map(String::as_str).collect(),
            items: items::Items::new(source),
            facts: Facts { unit, ..Facts::default() },
            texts: Interner::new(),
            held,
            targets: Interner::new(),
            by_name: HashMap::new(),
            by_span: HashMap::new(),
            made: Vec::new(),
            flow_closures: Vec::new(),
            type_names: Rc::default(),
            type_texts: ByType::default(),
            idle_types: tokens::IdleTypes::default(),
            known_flows: None,
            handle_types: handles::KnownTypes::default(),
            handle_makers: Vec::new(),
            captured: texts::Captured::default(),
            gate_closures: Vec::new(),
            last_file: Text(0),
            ambiguous: BTreeSet::new(),
            arena: Bump::new(),
        }
    }

    /// Tells which source files the crate consists of. Before any body: what they define is needed to understand these.
    pub fn add_sources(&mut self, files: &[String]) {
        for file in files {
            match self.items.add_file(file) {
                Ok(may_suppress) if !may_suppress => {
                    let file = self.text(file);
                    self.facts.without_suppressions.push(file);
                }
                Ok(_) => {}
                Err(reason) => self.facts.gaps.push(Gap { subject: file.clone(), reason, place: Some((file.clone(), 1)) }),
            }
        }
        self.items.set_root(&self.facts.unit.root);
    }

    /// Notes something that the caller could not read.
    pub fn add_gap(&mut self, gap: Gap) {
        self.facts.gaps.push(gap);
    }

    /// Reads one dump: `name` is its file name without crate and ending.
    pub fn add_body(&mut self, name: &str, text: &str) {
        self.facts.bytes += text.len() as u64;
        let mut arena = std::mem::take(&mut self.arena);
        let is_module = |library: &str| self.items.has_root_module(library);
        let text = aliases::see_through(&self.context.aliases, text, &is_module, &mut self.ambiguous);
        let text = derived_types::by_own_names(text);
        let mut parsed = mir::parse(name, &text, &arena);
        let text = self.by_letters(&parsed, &text);
        if let Some(text) = &text {
            parsed = mir::parse(name, text, &arena);
        }
        for gap in &parsed.gaps {
            let reason = format!("line {} of its MIR is not understood ({}): {}", gap.line, gap.reason, gap.text);
            let place = parsed.body.as_ref().and_then(|body| body.locals.first()).and_then(|local| local.span.resolve());
            let place = place.map(|(file, line, ..)| (file.to_owned(), line));
            self.facts.gaps.push(Gap { subject: name.to_owned(), reason, place });
        }
        if let Some(body) = &parsed.body {
            self.facts.bodies += 1;
            // The by-move body of an async closure repeats the closure's own.
            if !name.ends_with("{synthetic#0}") {
                self.body(body);
            }
        }
        drop(parsed);
        arena.reset();
        self.arena = arena;
    }

    /// The text of a body with the type parameters that are declared around it by letters, if it has any by name.
    fn by_letters(&self, parsed: &mir::Parsed<'_>, text: &str) -> Option<String> {
        let (file, line, ..) = parsed.body.as_ref()?.locals.first()?.span.resolve()?;
        parameters::by_letters(text, &self.items.parameters_at(file, line))
    }

    fn text(&mut self, text: &str) -> Text {
        Text(self.texts.intern(text))
    }

    fn span(&mut self, span: mir::Span<'_>) -> Option<Span> {
        let (file, line, column, end_line, end_column) = span.resolve()?;
        // Mostly the same as the last time.
        let file = match self.texts.values.get(self.last_file.index()) {
            Some(known) if known == file => self.last_file,
            _ => self.text(file),
        };
        self.last_file = file;
        Some(Span { file, line, column, end_line, end_column })
    }

    fn body<'a>(&mut self, body: &Body<'a>) {
        let id = FunctionId::from_usize(self.facts.functions.len());
        self.by_name.insert(body.name.to_owned(), id);
        let kind = match body.kind {
            BodyKind::Fn if body.is_coroutine => FunctionKind::Coroutine,
            BodyKind::Fn if body.name.ends_with('}') && body.name.rsplit('-').next().is_some_and(|last| last.starts_with("{closure#")) => {
                FunctionKind::Closure
            }
            BodyKind::Fn => FunctionKind::Function,
            BodyKind::Const | BodyKind::Static | BodyKind::AnonConst => FunctionKind::Constant,
        };
        if matches!(kind, FunctionKind::Closure | FunctionKind::Coroutine)
            && let Some(span) = body.locals.get(1).and_then(|local| items::made_at(local.ty))
        {
            self.by_span.insert(span.to_owned(), id);
        }
        let name = self.text(body.name);
        let item = match kind {
            FunctionKind::Closure | FunctionKind::Coroutine => Item::Nested,
            _ => self.item(body),
        };
        let span = body.locals.first().and_then(|local| self.span(local.span));
        let function = Function {
            name,
            item,
            parent: None,
            kind,
            span,
            is_async: false,
            entry: HeldId(0),
            accesses: Vec::new(),
            calls: Vec::new(),
            arguments: Vec::new(),
            text_calls: Vec::new(),
            returned: Vec::new(),
            notes: Vec::new(),
            given: Vec::new(),
            requires: Vec::new(),
            gate: None,
            allows: Vec::new(),
            flows: Flows::default(),
            handles: Vec::new(),
        };
        self.facts.functions.push(function);
        if body.kind == BodyKind::Const || body.kind == BodyKind::Static {
            self.constant(body, id, item);
        }
        self.captures(body, id);
        let context = self.context;
        let (names, idle) = (Rc::clone(&self.type_names), std::mem::take(&mut self.idle_types));
        let types_of_locals = names.of_locals(body);
        let mut types = Types::new(&context.token, &names, idle, body, &types_of_locals);
        let cfg = Cfg::of(body);
        let (mut numbers, encrypts) = self.sites(body, &cfg, id, &mut types);
        self.witnesses(body, id);
        let mut found = Vec::new();
        secrets::collect(body, &mut found);
        if encrypts {
            ciphers::collect(body, &cfg, &context.catalogue, &mut found);
        }
        if context.tracks_flows {
            let types = self.types_of_locals(body, &types_of_locals);
            // Of a static it matters only where what is written through it goes.
            if body.kind == BodyKind::Fn || (body.kind == BodyKind::Static && types.first().is_some_and(|ty| ty.has_dyn_writer)) {
                self.builders(body, &types, &mut numbers);
                self.flows(body, &cfg, id, &numbers, &types);
                self.classified(body);
            }
            if types.iter().any(|ty| ty.has_database) {
                self.handles(body, &cfg, id, &numbers.accesses, &types);
            }
        }
        if self.context.tracks_tokens {
            let entry: Vec<Proof<'_>> = types.proofs.of(&types.of_parameters(body)).collect();
            self.facts.functions[id.index()].entry = self.tokens(&entry);
            notes::collect(body, &types, self.items.unions(), &mut found);
            self.carriers(body, &mut types);
            self.gate(body, id);
        }
        self.idle_types = types.into_idle();
        for note in found {
            let (detail, span) = (self.text(&note.detail), self.span(note.span));
            self.facts.functions[id.index()].notes.push(Note { kind: note.kind, detail, span });
        }
    }

    fn item(&mut self, body: &Body<'_>) -> Item {
        let item = self.items.item(body);
        item.intern(&mut |text| Text(self.texts.intern(text)))
    }

    fn call(
        &mut self,
        id: FunctionId,
        (printed, callee): (&str, Callee<'_>),
        held: HeldId,
        awaited: Option<HeldId>,
        is_call: bool,
        span: Option<Span>,
    ) {
        let target = self.target(printed, &callee);
        let target = TargetId(self.targets.intern(&target));
        self.facts.functions[id.index()].calls.push(CallSite { target, held, awaited, is_call, span });
    }

    /// The target that a callee's path names.
    fn target(&mut self, printed: &str, callee: &Callee<'_>) -> Target {
        match *callee {
            Callee::Trait { self_type, of_trait, name, .. } => {
                let of_trait = path::strip_generics(of_trait);
                Target::Trait { self_type: self.text(self_type), of_trait: self.text(&of_trait), name: self.text(name) }
            }
            Callee::Path { .. } => {
                let stripped = path::strip_generics(printed);
                Target::Path(self.text(&stripped))
            }
        }
    }

    /// Whether a callee, as printed and taken apart, is the language's own or outside the workspace.
    fn is_outside(&self, printed: &str, callee: &Callee<'_>) -> bool {
        path::is_of_the_language(printed, callee) || self.is_foreign(callee)
    }

    /// Whether a callee is outside the workspace, by the crate that its path starts with.
    fn is_foreign(&self, callee: &Callee<'_>) -> bool {
        let (Callee::Path { root, .. } | Callee::Trait { root, .. }) = *callee;
        self.is_foreign_root(root)
    }

    /// Whether a path that starts so leads to a dependency.
    fn is_dependency(&self, root: &str) -> bool {
        !matches!(root, "std" | "core" | "alloc") && self.is_foreign_root(root)
    }

    /// Whether a path that starts so leads out of the workspace. A module of this crate may have the name of a foreign one.
    fn is_foreign_root(&self, root: &str) -> bool {
        matches!(root, "std" | "core" | "alloc") || (self.foreign_crates.contains(root) && !self.items.has_root_module(root))
    }

    /// The crate of the workspace that a recognised path starts in, and the type or trait.
    fn through(&mut self, callee: &Callee<'_>) -> Option<(Text, Text)> {
        let (root, owner) = match *callee {
            Callee::Path { root, owner, .. } => (root, owner),
            Callee::Trait { root, trait_name, .. } => (root, trait_name),
        };
        let is_member = self.context.workspace_crates.iter().any(|known| known == root);
        is_member.then(|| (self.text(root), self.text(owner)))
    }

    /// The place that a person should look at: the site's own, or the nearest one in a file of the workspace (a macro of another crate
    /// expands to spans in that crate).
    fn place_of(&mut self, body: &Body<'_>, site: &Site<'_, '_>) -> Option<Span> {
        self.span(sites::nearest_of_the_user(body, site.point.block, site.span))
    }

    fn tokens(&mut self, proofs: &[Proof<'_>]) -> HeldId {
        if proofs.is_empty() {
            return HeldId(0);
        }
        let is_any_variant = |proof: &&Proof<'_>| match **proof {
            // That a value is in one of all variants is what everybody knows.
            Proof::OneOf(ty, variants) => {
                let known = self.items.discriminants(path::last_segment(ty));
                known.is_some_and(|known| known.len() == variants.count_ones() as usize)
            }
            _ => false,
        };
        let proofs: Vec<Proof<'_>> = proofs.iter().filter(|proof| !is_any_variant(proof)).copied().collect();
        let mut tokens: Vec<Token> = proofs.into_iter().map(|proof| self.token(proof)).collect();
        if tokens.is_empty() {
            return HeldId(0);
        }
        tokens.sort_unstable();
        tokens.dedup();
        HeldId(self.held.intern(&tokens[..]))
    }

    fn token(&mut self, proof: Proof<'_>) -> Token {
        match proof {
            Proof::Consent(purpose) => Token::Consent(self.text(purpose)),
            Proof::Carrier(ty) => Token::Carrier(self.text(ty)),
            Proof::Variant(ty, value) => Token::Variant(self.text(ty), value),
            Proof::OneOf(ty, variants) => Token::OneOf(self.text(ty), variants),
            Proof::Any => Token::Any,
        }
    }

    /// Types that are made with a token in them.
    fn carriers<'a>(&mut self, body: &Body<'a>, types: &mut Types<'a>) {
        for statement in body.blocks.iter().flat_map(|block| &block.statements) {
            let Rvalue::Aggregate(Aggregate::Adt(head), operands) = statement.rvalue else { continue };
            let mut proofs = ProofSet::empty();
            for place in operands.iter().filter_map(|operand| operand.place()) {
                proofs.union(types.proofs(tokens::place_type(body, place)));
            }
            if proofs.is_empty() {
                continue;
            }
            let ty = tokens::place_type(body, statement.place);
            if matches!(path::first_segment(ty), "std" | "core" | "alloc" | "") {
                continue;
            }
            let stripped = path::strip_generics(head);
            let variant = (stripped != path::strip_generics(ty)).then(|| self.text(path::last_segment(&stripped)));
            let mut tokens: Vec<Token> = types.proofs.of(&proofs).map(|proof| self.token(proof)).collect();
            tokens.sort_unstable();
            let carrier = Carrier { ty: self.text(ty), variant, tokens };
            if !self.facts.carriers.contains(&carrier) {
                self.facts.carriers.push(carrier);
            }
        }
    }

    /// The facts of all bodies that were added.
    pub fn finish(mut self) -> Facts {
        self.resolve_makers();
        self.resolve_flows();
        self.resolve_handles();
        self.resolve_captures();
        let parents: Vec<Option<FunctionId>> = (self.facts.functions.iter()).map(|function| self.parent(function)).collect();
        for (at, parent) in parents.into_iter().enumerate() {
            let is_async_body = self.facts.functions[at].kind == FunctionKind::Coroutine
                && self.texts.values[self.facts.functions[at].name.index()].ends_with("-{closure#0}");
            self.facts.functions[at].parent = parent;
            if let Some(parent) = parent.filter(|_| is_async_body) {
                let parent = &mut self.facts.functions[parent.index()];
                parent.is_async = parent.accesses.is_empty() && parent.calls.len() <= 1;
            }
        }
        self.finish_gates();
        self.finish_outside();
        let namesakes = self.context.foreign_crates.iter().filter(|name| self.items.has_module(name)).map(|name| (name, name));
        let namesakes: Vec<_> = namesakes.collect();
        let items = self.items.defined();
        self.facts.traits = items.traits.iter().map(|name| Text(self.texts.intern(name.as_str()))).collect();
        self.facts.modules = items.modules.iter().map(|name| Text(self.texts.intern(name.as_str()))).collect();
        self.facts.types = items.types.iter().map(|name| Text(self.texts.intern(name.as_str()))).collect();
        self.facts.foreign_functions = items.foreign_functions.iter().map(|name| Text(self.texts.intern(name.as_str()))).collect();
        self.facts.reexports = (items.reexports.iter().map(|(name, krate)| (name, krate)).chain(namesakes))
            .map(|(name, krate)| (Text(self.texts.intern(name.as_str())), Text(self.texts.intern(krate.as_str()))))
            .collect();
        self.facts.enums = (items.enums.iter())
            .map(|(name, variants)| {
                let variants = variants.iter().map(|(name, value)| (Text(self.texts.intern(name.as_str())), *value)).collect();
                (Text(self.texts.intern(name.as_str())), variants)
            })
            .collect();
        if items.modules.iter().any(|module| self.context.token.roots.contains(module)) && self.facts.unit.crate_name != "agent_guard" {
            let reason =
                "a module of this crate has the name of the runtime: their types print alike, so no token can be told from a namesake";
            let subject = format!("module `{}`", self.context.token.roots[0]);
            self.facts.gaps.push(Gap { subject, reason: reason.to_owned(), place: None });
        }
        self.alias_gaps();
        self.facts.texts = self.texts.values;
        self.facts.held = self.held.values;
        self.facts.targets = self.targets.values;
        self.facts
    }

    /// Says which aliases were met that may stand for a store's item, or for a token, and whose meaning cannot be told.
    fn alias_gaps(&mut self) {
        for Ambiguous { printed, paths } in std::mem::take(&mut self.ambiguous) {
            let is_runtime = |path: &&String| path::first_segment(path) == "agent_guard";
            let matters = paths.iter().any(|path| is_runtime(&path) || self.context.catalogue.may_name(path));
            let paths: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
            if matters {
                let reason = format!("it may stand for {}, and which one cannot be told from its name", paths.join(" or "));
                self.facts.gaps.push(Gap { subject: format!("`{printed}`"), reason, place: None });
            }
        }
    }

    /// The body of a closure or coroutine, by its definition path (with `-`) or its span.
    fn made_body(&self, name: Option<&str>, span: &str) -> Option<FunctionId> {
        name.and_then(|name| self.by_name.get(name)).or_else(|| self.by_span.get(span)).copied()
    }

    /// Connects the places that make closures with the closures' bodies.
    fn resolve_makers(&mut self) {
        for made in std::mem::take(&mut self.made) {
            let Some(body) = self.made_body(made.name.as_deref(), &made.span) else {
                let reason = format!("the body of the closure or async block at {} is missing", made.span);
                let subject = self.texts.values[self.facts.functions[made.by.index()].name.index()].clone();
                let place = made.at.map(|span| (self.texts.values[span.file.index()].clone(), span.line));
                self.facts.gaps.push(Gap { subject, reason, place });
                continue;
            };
            let target = TargetId(self.targets.intern(&Target::Body(body)));
            let call = CallSite { target, held: made.held, awaited: None, is_call: false, span: made.at };
            self.facts.functions[made.by.index()].calls.push(call);
        }
    }

    /// The body in which a closure stands: the one whose name it extends.
    fn parent(&self, function: &Function) -> Option<FunctionId> {
        if !matches!(function.kind, FunctionKind::Closure | FunctionKind::Coroutine) {
            return None;
        }
        let name = &self.texts.values[function.name.index()];
        let (parent, _) = name.rsplit_once('-')?;
        self.by_name.get(parent).copied()
    }
}
