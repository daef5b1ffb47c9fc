//! That every index of decoded facts points at something.
//!
//! Each type is taken apart completely, so that a new field does not compile before somebody has thought of it here.

use super::{
    Access, Allow, CallSite, Carrier, Facts, Function, Gate, Given, Item, Note, OutsideCall, OwnEntrySeen, QueryText, Require, Span,
    Target, TextArgument, Token, TraitRef,
    flows::{Destination, Flow, FlowCall, Flows, Handed, MarkedField, Origin, Sink, Source, Stored, StoredBy},
    handles::{HandleFrom, HandleTo, HandleWay},
};
use crate::index::{FunctionId, HeldId, TargetId, Text};

/// The sizes of the tables.
struct Tables {
    texts: usize,
    held: usize,
    targets: usize,
    functions: usize,
}

impl Facts {
    /// Whether every index points into its table.
    pub(super) fn indices_are_in_range(&self) -> bool {
        let Facts {
            unit: _,
            texts,
            held,
            targets,
            functions,
            purposes,
            constants,
            fields,
            carriers,
            marked,
            enums,
            traits,
            types,
            modules,
            reexports,
            foreign_functions,
            crates_seen,
            outside,
            own_entries_seen,
            without_suppressions,
            gaps: _,
            bodies: _,
            bytes: _,
        } = self;
        let tables = Tables { texts: texts.len(), held: held.len(), targets: targets.len(), functions: functions.len() };
        held.iter().flatten().all(|token| tables.token(token))
            && targets.iter().all(|target| tables.target(target))
            && functions.iter().all(|function| tables.function(function))
            && purposes.iter().chain(reexports).all(|&(path, value)| tables.texts(&[path, value]))
            && constants.iter().all(|(path, texts)| tables.text(*path) && texts.iter().all(|text| tables.query_text(text)))
            && fields.iter().all(|(ty, _, texts)| tables.text(*ty) && texts.iter().all(|text| tables.query_text(text)))
            && carriers.iter().all(|carrier| tables.carrier(carrier))
            && marked.iter().all(|&MarkedField { ty, part, category, name }| tables.texts(&[ty, part, category, name]))
            && enums.iter().all(|(name, variants)| tables.text(*name) && variants.iter().all(|&(name, _)| tables.text(name)))
            && outside.iter().all(|call| tables.outside(call))
            && own_entries_seen.iter().all(|&OwnEntrySeen { store: _, entry: _, name }| tables.text(name))
            && [traits, types, modules, foreign_functions, crates_seen, without_suppressions].iter().all(|names| tables.texts(names))
    }
}

impl Tables {
    fn text(&self, text: Text) -> bool {
        text.index() < self.texts
    }

    fn texts(&self, texts: &[Text]) -> bool {
        texts.iter().all(|&text| self.text(text))
    }

    fn held(&self, held: HeldId) -> bool {
        held.index() < self.held
    }

    fn target_id(&self, target: TargetId) -> bool {
        target.index() < self.targets
    }

    fn function_id(&self, function: FunctionId) -> bool {
        function.index() < self.functions
    }

    fn span(&self, span: Option<Span>) -> bool {
        span.is_none_or(|Span { file, line: _, column: _, end_line: _, end_column: _ }| self.text(file))
    }

    fn token(&self, token: &Token) -> bool {
        match *token {
            Token::Consent(text) | Token::Carrier(text) | Token::Variant(text, _) | Token::OneOf(text, _) => self.text(text),
            Token::Any => true,
        }
    }

    fn carrier(&self, Carrier { ty, variant, tokens }: &Carrier) -> bool {
        self.text(*ty) && variant.is_none_or(|variant| self.text(variant)) && tokens.iter().all(|token| self.token(token))
    }

    fn target(&self, target: &Target) -> bool {
        match *target {
            Target::Path(path) => self.text(path),
            Target::Trait { self_type, of_trait, name } => self.texts(&[self_type, of_trait, name]),
            Target::Body(function) => self.function_id(function),
            Target::Value => true,
        }
    }

    fn item(&self, item: &Item) -> bool {
        match *item {
            Item::Path(path) => self.text(path),
            Item::Method { module, self_type, of_trait, name } => {
                self.texts(&[module, self_type, name]) && of_trait.is_none_or(|TraitRef { name, krate }| self.texts(&[name, krate]))
            }
            Item::Nested => true,
        }
    }

    fn function(&self, function: &Function) -> bool {
        let Function {
            name,
            item,
            parent,
            kind: _,
            span,
            is_async: _,
            entry,
            accesses,
            calls,
            arguments,
            text_calls,
            returned,
            notes,
            given,
            requires,
            gate,
            allows,
            flows,
            handles,
        } = function;
        self.text(*name)
            && self.item(item)
            && parent.is_none_or(|parent| self.function_id(parent))
            && self.span(*span)
            && self.held(*entry)
            && accesses.iter().all(|access| self.access(access))
            && calls.iter().all(|call| self.call(call))
            && arguments.iter().all(|TextArgument { call, parameter: _, texts }| {
                (*call as usize) < calls.len() && texts.iter().all(|text| self.query_text(text))
            })
            && text_calls.iter().all(|&(_, call)| (call as usize) < calls.len())
            && returned.iter().all(|text| self.query_text(text))
            && notes.iter().all(|&Note { kind: _, detail, span }| self.text(detail) && self.span(span))
            && given.iter().all(|given| self.given(given))
            && requires.iter().all(|&Require { purpose, gate, span }| self.texts(&[purpose, gate]) && self.span(span))
            && gate.as_ref().is_none_or(|gate| self.gate(gate))
            && allows.iter().all(|&Allow { rule, reason, expires, span }| self.texts(&[rule, reason, expires]) && self.span(span))
            && self.flows(flows, accesses.len(), requires.len())
            && handles.iter().all(|way| self.handle(way, accesses.len()))
    }

    fn handle(&self, HandleWay { to, from }: &HandleWay, accesses: usize) -> bool {
        let origin = |from: &HandleFrom| match *from {
            HandleFrom::Plain | HandleFrom::Parameter(_) | HandleFrom::Capture(_) | HandleFrom::Room | HandleFrom::Unknown => true,
            HandleFrom::Encrypted(text) | HandleFrom::Static(text) => self.text(text),
            HandleFrom::Field(ty, part) => self.texts(&[ty, part]),
            HandleFrom::Result(target) => self.target_id(target),
            HandleFrom::Made(function) => self.function_id(function),
        };
        let destination = match *to {
            HandleTo::Access(access) => (access as usize) < accesses,
            HandleTo::Argument(target, _) => self.target_id(target),
            HandleTo::Return | HandleTo::Room | HandleTo::Elsewhere => true,
            HandleTo::Field(ty, part) => self.texts(&[ty, part]),
            HandleTo::Static(text) => self.text(text),
            HandleTo::Capture(function, _) => self.function_id(function),
        };
        destination && from.iter().all(origin)
    }

    fn flows(&self, Flows { edges, calls, sources, sinks, open_parameters: _, handed }: &Flows, accesses: usize, requires: usize) -> bool {
        let is_in = |number: u32, len: usize| (number as usize) < len;
        let origin = |origin: &Origin| match *origin {
            Origin::Parameter(_) | Origin::GivenWriter | Origin::Sealed => true,
            Origin::Result(call) | Origin::Written(call, _) | Origin::WrittenOut(call, _) => is_in(call, calls.len()),
            Origin::Field(ty, part) => self.texts(&[ty, part]),
            Origin::Source(source) | Origin::Made(source) => is_in(source, sources.len()),
            Origin::Static(path) | Origin::KeptWriter(path) | Origin::Whole(path) | Origin::Opened(path) => self.text(path),
        };
        let destination = |destination: &Destination| match *destination {
            Destination::Return | Destination::Parameter(_) | Destination::Writer(_) | Destination::Given => true,
            Destination::Argument(call, _) | Destination::GivenWriter(call) | Destination::Begun(call) => is_in(call, calls.len()),
            Destination::Sink(sink) => is_in(sink, sinks.len()),
            Destination::Access(access) => is_in(access, accesses),
            Destination::Request(request) => is_in(request, requires),
            Destination::Static(path) | Destination::KeptWriter(path) | Destination::Sealed(path) => self.text(path),
        };
        let stores = |by: StoredBy| match by {
            StoredBy::Access(access) => is_in(access, accesses),
            StoredBy::Begun(call) => is_in(call, calls.len()),
            StoredBy::Given => true,
        };
        let is_stored = |stored: Stored| stores(stored.by);
        edges.iter().all(|Flow { from, from_parts, to, to_parts, keeps_parts: _, form: _ }| {
            origin(from) && destination(to) && self.texts(&[*from_parts, *to_parts])
        }) && calls.iter().all(|&FlowCall { target, is_by_foreign_code: _, span }| self.target_id(target) && self.span(span))
            && sources.iter().all(|&Source { what, span }| self.text(what) && self.span(span))
            && sinks
                .iter()
                .all(|&Sink { kind: _, operation, stored, span }| self.text(operation) && stored.is_none_or(is_stored) && self.span(span))
            && handed.iter().all(|&Handed { what, call }| stores(what) && is_in(call, calls.len()))
    }

    fn outside(&self, &OutsideCall { library, operation, function, span }: &OutsideCall) -> bool {
        self.texts(&[library, operation]) && self.function_id(function) && self.span(span)
    }

    fn call(&self, &CallSite { target, held, awaited, is_call: _, span }: &CallSite) -> bool {
        self.target_id(target) && self.held(held) && awaited.is_none_or(|held| self.held(held)) && self.span(span)
    }

    fn access(&self, Access { store, operation, effect: _, language, query, through, held, span }: &Access) -> bool {
        self.texts(&[*store, *operation, *language])
            && query.iter().all(|text| self.query_text(text))
            && through.is_none_or(|(krate, owner)| self.texts(&[krate, owner]))
            && self.held(*held)
            && self.span(*span)
    }

    fn given(&self, Given { kind: _, store, operation, scheme, values, through, span }: &Given) -> bool {
        self.texts(&[*store, *operation, *scheme])
            && values.iter().all(|text| self.query_text(text))
            && through.is_none_or(|(krate, owner)| self.texts(&[krate, owner]))
            && self.span(*span)
    }

    fn query_text(&self, text: &QueryText) -> bool {
        match *text {
            QueryText::Literal(text) | QueryText::Constant(text) | QueryText::Appended(text) | QueryText::Field(text, _) => self.text(text),
            QueryText::Parameter(function, _) => self.function_id(function),
            QueryText::Dynamic => true,
        }
    }

    fn gate(&self, Gate { ty, can_deny: _, depends_on_request: _, delegates, reason }: &Gate) -> bool {
        self.texts(&[*ty, *reason]) && delegates.iter().all(|&(target, _)| self.target_id(target))
    }
}
