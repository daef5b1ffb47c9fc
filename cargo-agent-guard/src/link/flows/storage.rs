//! What is stored as it is, and whose data an access is about.
//!
//! For each access, the ways of what it is given are followed back to where they begin. What is stored must come from encryption: what
//! may do so and may not is plain. What stands beside something sealed is taken for its id or key.
//!
//! Whose data an access is about is a question of what it depends on: of nothing that the request for consent depends on, too,
//! and it is about somebody else.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    back::{Back, End, Ends, Search, Wanted},
    net::{Net, Put, Routes},
    parts::PathId,
};
use crate::{
    catalogue::Lack,
    facts::{
        Effect, Facts, NoteKind,
        flows::{Destination, Flow, Matter, Origin, Stored},
    },
    finding::Step,
    index::FunctionId,
    link::{LinkedAccess, Verdict},
    path,
};

/// Where something comes from that should not arrive as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// What it is, in words.
    pub what: String,
    /// Its way.
    pub trace: Vec<Step>,
}

/// What an access stores as it is, and whose data it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plain {
    /// Content that is stored as it is.
    pub content: Option<Way>,
    /// Whether that content is sealed on some paths.
    pub is_sealed_on_some: bool,
    /// An embedding that is stored as it is.
    pub embedding: Option<Way>,
    /// Whether the access is in a function marked `#[encrypted_storage]`, by which it was judged alone.
    pub is_in_wrapper: bool,
    /// The databases that it may be to, where every one of them was certainly opened to encrypt what it keeps.
    pub keyed: Vec<String>,
    /// One of these that was built without what it would encrypt with, and what that is.
    pub lacks: Option<(String, Lack)>,
    /// What the access depends on, where that is nothing that a request for consent depends on: whoever's data these are, it was not
    /// they who were asked.
    pub beyond: Option<Way>,
}

impl Plain {
    /// Whether the database encrypts what it is given.
    pub fn is_encrypted_by_the_store(&self) -> bool {
        !self.keyed.is_empty() && self.lacks.is_none()
    }
}

/// Says of each access what it stores as it is, and whether it is about somebody who was not asked.
pub fn judge(net: &Net<'_, '_>, accesses: &mut [LinkedAccess<'_>]) {
    let (asked, subjects) = (FxHashMap::default(), FxHashMap::default());
    let mut judge = Judge { back: Back::new(net), net, wrappers: wrappers(net), asked, subjects };
    judge.ask();
    for access in accesses.iter_mut().filter(|access| !net.units[access.function.unit].unit.is_test) {
        let routes = Routes::new(net.graph, &access.routes);
        if access.writes() {
            judge.storage(access, routes.as_ref());
        }
        if access.verdict == Verdict::Guarded && matches!(access.effect, Effect::Read | Effect::Write | Effect::ReadWrite) {
            access.plain.beyond = judge.beyond(access, routes.as_ref());
        }
    }
}

/// Whether an operation is for statements that give rows.
fn gives_rows(operation: &str) -> bool {
    let name = path::last_segment(operation);
    ["query", "fetch", "load", "get_result", "first", "select"].iter().any(|prefix| name.starts_with(prefix))
}

/// The functions marked `#[encrypted_storage]`, with what is nested in them.
fn wrappers(net: &Net<'_, '_>) -> FxHashSet<u32> {
    let is_marked =
        |facts: &Facts, at: FunctionId| facts.functions[at.index()].notes.iter().any(|note| note.kind == NoteKind::EncryptedStorage);
    let is_wrapper = |number: &u32| {
        let (at, _) = net.graph.function(*number);
        let facts = &net.units[at.unit];
        facts.enclosing(at.function).any(|function| is_marked(facts, function))
    };
    net.functions().filter(is_wrapper).collect()
}

struct Judge<'n, 'f, 'g> {
    net: &'n Net<'f, 'g>,
    back: Back<'n, 'f, 'g>,
    wrappers: FxHashSet<u32>,
    /// For each function that requests consent, where the subject of each request begins.
    asked: FxHashMap<u32, Vec<Vec<End>>>,
    /// Which parts of a function's parameter say who is asked.
    subjects: FxHashMap<(u32, u32), Vec<PathId>>,
}

/// What comes of one flow to a store.
struct Kinds {
    ends: Ends,
    sealed: bool,
    content: Option<End>,
    embedding: Option<End>,
}

impl<'n, 'f, 'g> Judge<'n, 'f, 'g> {
    /// What an access stores as it is.
    fn storage(&mut self, access: &mut LinkedAccess<'_>, routes: Option<&Routes>) {
        let function = self.net.graph.number(access.function);
        // Of a statement that nobody knows: what only gives rows seldom stores any.
        let language = self.net.units[access.function.unit].text(access.access.language);
        if access.effect == Effect::ReadWrite && matches!(language, "sql" | "diesel") && gives_rows(&access.operation) {
            return;
        }
        // Of a request in whose content the statement is, too, nobody knows what it does.
        let says_method = !language.is_empty() && !language.contains('{');
        if access.access.effect == Effect::Request && access.effect == Effect::ReadWrite && says_method {
            return;
        }
        // Of a statement that nobody knows, the text is what it does, and not what it stores.
        let is_it = |stored: Stored| access.stores(stored) && !(stored.is_in_statement && access.effect == Effect::ReadWrite);
        let puts = self.puts(function, access.number, routes);
        let here = self.flows_to_sinks(function, is_it).into_iter().map(|flow| (flow, routes));
        let mut flows: Vec<((u32, &Flow), Option<&Routes>)> = here.collect();
        for (put, routes) in &puts {
            let put = self.flows_to_sinks(put.function, |stored| stored.by == put.what);
            flows.extend(put.into_iter().map(|flow| (flow, routes.as_ref())));
        }
        let is_in_wrapper = flows.iter().all(|((function, _), _)| self.wrappers.contains(function)) && self.wrappers.contains(&function);
        // What stands beside something that this very body seals, it has set aside itself. What is left is stored in place of it.
        let is_sealed_here = flows.iter().any(|((_, flow), _)| flow.from == Origin::Sealed);
        let kinds: Vec<Kinds> = flows
            .into_iter()
            .map(|(flow, routes)| {
                let within = |function: u32| self.wrappers.contains(&function);
                let search = Search::new(&mut self.back, Wanted::Content, is_in_wrapper.then_some(&within), routes);
                let ends = search.ends(&[flow]);
                let is_plain = |end: &&End| end.origin != Origin::Sealed && !self.is_subject(end);
                let first =
                    |is_embedding| ends.ends.iter().filter(is_plain).find(|end| (end.matter == Matter::Embedding) == is_embedding).copied();
                let (content, embedding) = (first(false), first(true));
                Kinds { sealed: ends.ends.iter().any(|end| end.origin == Origin::Sealed), content, embedding, ends }
            })
            .collect();
        let is_any_sealed = kinds.iter().any(|kinds| kinds.sealed);
        let way = |kinds: &Kinds, end: Option<End>| {
            let (what, trace) = kinds.ends.way(&self.back, &end?);
            Some(Way { what, trace })
        };
        let is_plain = |kinds: &&Kinds| kinds.content.is_some() && (kinds.sealed || is_sealed_here || !is_any_sealed);
        access.plain.content = kinds.iter().find(is_plain).and_then(|kinds| way(kinds, kinds.content));
        access.plain.is_sealed_on_some = is_any_sealed;
        access.plain.embedding = kinds.iter().find(|kinds| kinds.embedding.is_some()).and_then(|kinds| way(kinds, kinds.embedding));
        access.plain.is_in_wrapper = is_in_wrapper;
    }

    /// Who else puts something into the request or builder of an access, each with the routes on which it does.
    fn puts(&self, function: u32, access: u32, routes: Option<&Routes>) -> Vec<(Put, Option<Routes>)> {
        let puts = self.net.others_who_put(function, access, routes).into_iter();
        let with_routes = |put: Put| {
            let routes = put.routes(self.net, routes);
            (put, routes)
        };
        puts.map(with_routes).collect()
    }

    /// Finds out where the subjects of all requests begin.
    fn ask(&mut self) {
        for function in self.net.functions() {
            let (at, body) = self.net.graph.function(function);
            if self.net.units[at.unit].unit.is_test {
                continue;
            }
            for request in 0..u32::try_from(body.requires.len()).unwrap_or(0) {
                let ends = self.depends_on([(function, Destination::Request(request))], None).ends;
                for end in &ends {
                    if let Origin::Parameter(parameter) = end.origin {
                        self.subjects.entry((end.function, parameter)).or_default().push(end.parts);
                    }
                }
                self.asked.entry(function).or_default().push(ends);
            }
        }
    }

    /// The requests that an access is made under: those of its own function, else those of its callers, and so on; where none of them makes
    /// any, those of the whole workspace, since some function that they call does.
    fn requests_of(&self, function: u32, routes: Option<&Routes>) -> Vec<&Vec<End>> {
        let mut seen = FxHashSet::default();
        let mut pending = VecDeque::from([function]);
        let mut found = Vec::new();
        while let Some(function) = pending.pop_front() {
            if !seen.insert(function) {
                continue;
            }
            match self.asked.get(&function) {
                Some(requests) => found.extend(requests),
                None => pending.extend(self.net.callers_by(function, routes).into_iter().map(|(caller, _)| caller)),
            }
        }
        if found.is_empty() {
            let mut functions: Vec<u32> = self.asked.keys().copied().collect();
            functions.sort_unstable();
            found.extend(functions.iter().flat_map(|function| &self.asked[function]));
        }
        found
    }

    /// Whether content is what says who was asked for consent: somebody's id.
    fn is_subject(&self, end: &End) -> bool {
        let Origin::Parameter(parameter) = end.origin else { return false };
        let known = self.subjects.get(&(end.function, parameter));
        known.into_iter().flatten().any(|&known| self.back.paths.is_within(end.parts, known))
    }

    fn depends_on(&mut self, places: impl IntoIterator<Item = (u32, Destination)>, routes: Option<&Routes>) -> Ends {
        let flows = self.flows_to(places);
        Search::new(&mut self.back, Wanted::All, None, routes).ends(&flows)
    }

    /// The flows that get to places of functions, each with its function.
    fn flows_to(&mut self, places: impl IntoIterator<Item = (u32, Destination)>) -> Vec<(u32, &'f Flow)> {
        let mut flows = Vec::new();
        for (function, to) in places {
            flows.extend(self.back.flows_to(function, to).iter().map(|&flow| (function, flow)));
        }
        flows
    }

    /// The flows of a function to its sinks by which something is so stored.
    fn flows_to_sinks(&mut self, function: u32, is_it: impl Fn(Stored) -> bool) -> Vec<(u32, &'f Flow)> {
        let sinks = (0..).zip(&self.net.flows(function).sinks).filter(|(_, sink)| sink.stored.is_some_and(&is_it));
        self.flows_to(sinks.map(|(sink, _)| (function, Destination::Sink(sink))))
    }

    /// Whether the store of an access lies in one value beside who is asked there: `self.memory`, `self.user`. It may be that person's own.
    fn is_of_who_is_asked(&mut self, function: u32, access: u32) -> bool {
        let net = self.net;
        // What a closure or coroutine has captured is one value for each capture.
        let value = |flow: &&Flow| match (flow.from, net.text(function, flow.from_parts)) {
            (Origin::Parameter(parameter), parts) if net.is_nested(function) => {
                Some((parameter, parts.split('/').next().unwrap_or_default()))
            }
            (Origin::Parameter(parameter), _) => Some((parameter, "")),
            _ => None,
        };
        let handles = self.back.flows_to(function, Destination::Access(access));
        let handles: FxHashSet<_> = handles.iter().filter(|flow| flow.form.matter == Matter::Handle).filter_map(value).collect();
        let requests = 0..self.asked.get(&function).map_or(0, Vec::len);
        requests.filter_map(|request| u32::try_from(request).ok()).any(|request| {
            let subjects = self.back.flows_to(function, Destination::Request(request));
            subjects.iter().filter_map(value).any(|subject| handles.contains(&subject))
        })
    }

    /// What an access depends on, if that is nothing that the requests for consent before it depend on. Only where both begin in one
    /// function can that be said: elsewhere the token came from outside, and the one with it.
    fn beyond(&mut self, access: &LinkedAccess<'_>, routes: Option<&Routes>) -> Option<Way> {
        let function = self.net.graph.number(access.function);
        if self.is_of_who_is_asked(function, access.number) {
            return None;
        }
        let mut depends = vec![self.depends_on([(function, Destination::Access(access.number))], routes)];
        for (put, routes) in self.puts(function, access.number, routes) {
            depends.push(self.depends_on([(put.function, put.destination())], routes.as_ref()));
        }
        let requests = self.requests_of(function, routes);
        // Who is asked about a constant is the only one there is.
        if requests.iter().any(|ends| ends.is_empty()) {
            return None;
        }
        let asked: Vec<&End> = requests.into_iter().flatten().collect();
        let is_asked = |end: &End| {
            let is_it = |known: &&End| {
                known.function == end.function && known.origin == end.origin && self.back.paths.overlap(known.parts, end.parts)
            };
            asked.iter().any(is_it)
        };
        // A handle may be the person's own.
        let is_comparable = |end: &End| {
            end.origin != Origin::Sealed && end.matter != Matter::Handle && asked.iter().any(|known| known.function == end.function)
        };
        if depends.iter().flat_map(|depends| &depends.ends).any(is_asked) {
            return None;
        }
        let way = |depends: &Ends| Some(depends.way(&self.back, depends.ends.iter().find(|end| is_comparable(end))?));
        let (what, trace) = depends.iter().find_map(way)?;
        Some(Way { what, trace })
    }
}
