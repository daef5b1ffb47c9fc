//! The whole workspace: the facts of all crates joined into one call graph, and what follows from it.
//!
//! ```text
//! names        types and purposes of all crates under one name each
//! call_graph   who calls whom, and what is held there
//! proof        from the roots: where control gets without a token
//! address      whether an address says that nothing is encrypted
//! query        what a query's text does, and to which tables
//! statements   what the text of a query may be, and by which calls
//! stored_values  what of its values it stores
//! callers      what a function is given as a text, and by whom
//! urls         what the addresses of requests over HTTP may be
//! rest         which of these are to a store
//! texts        the query's texts, with constants by their values
//! fts          … where it is a command to a full-text index
//! commands     … where it is no SQL
//! flows        where personal data get
//! handles      which databases were certainly opened to encrypt what they keep
//! outside      calls of dependencies that nothing classifies
//! unresolved   calls that lead to no body, where there should be one
//! ```
//!
//! The question for an access is not "which obligations reach a root" but the same one asked from the other end: *is there a path from
//! a root to the access on which no token that counts is ever held?* For each set of purposes that some access asks for, one
//! breadth-first search over the edges where none of them is held answers it for all accesses at once, in linear time, recursion
//! included, and gives the shortest path to show.
//!
//! *Invariant*: nothing here has ever seen MIR. What reaches this floor are facts.

mod address;
mod call_graph;
mod callers;
mod commands;
mod flows;
mod fts;
mod handles;
mod names;
mod outside;
mod proof;
mod query;
mod rest;
mod statements;
mod stored_values;
mod texts;
mod unresolved;
mod urls;

pub use address::{ClearText, clear_text, is_of_this_machine, password};
pub use callers::{Entry, Route};
pub use flows::{Leak, Plain, Way};
pub use outside::{Dependency, OutsideUse, User};
pub use query::QueryEffect;
pub use rest::own_requests_seen;
pub use stored_values::StoredValues;

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use self::{call_graph::CallGraph, callers::Callers, names::Names, statements::Run, texts::Texts, urls::Urls};
use crate::{
    catalogue::Lack,
    catalogue::rest::Apis,
    facts::{
        Access, Effect, Facts, Function, Gap, Given, GivenKind, Item, Note, Span, Target,
        flows::{SinkKind, Stored, StoredBy},
    },
    finding::{Location, Step},
    index::{FunctionId, TargetId, Text},
};

/// A function of the workspace: which facts, and which function in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionRef {
    /// The position of its crate's facts.
    pub unit: usize,
    /// The function in it.
    pub function: FunctionId,
}

/// What the policy says that the linker needs. It is serialised to tell one from another, and never read again.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LinkPolicy {
    /// Purposes that an access must be linked to: by store (`qdrant-client`), and by target (a table, a file) within all stores.
    /// An access that none of these names takes any purpose.
    pub required: Vec<Requirement>,
    /// The tables that are memory; `None` where all are.
    pub memory_tables: Option<Vec<String>>,
    /// Tables that are not memory.
    pub ignored_tables: Vec<String>,
    /// Glob patterns of the files that are memory.
    #[serde(serialize_with = "as_patterns")]
    pub memory_files: Vec<globset::GlobMatcher>,
    /// The HTTP interfaces of stores and language models.
    pub apis: Apis,
}

fn as_patterns<S: Serializer>(globs: &[globset::GlobMatcher], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(globs.iter().map(|glob| glob.glob().glob()))
}

/// Purposes for a store or a target.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// The catalogued package; empty for any.
    pub store: String,
    /// A table, collection or file; empty for any.
    pub target: String,
    /// Ids of purposes, any of which will do.
    pub purposes: Vec<String>,
}

/// The linked workspace.
#[derive(Debug)]
pub struct Program<'f> {
    /// The facts it is made of.
    pub units: &'f [Facts],
    /// Every access to a store, in the order of its place.
    pub accesses: Vec<LinkedAccess<'f>>,
    /// Every implementation of a consent gate that cannot deny.
    pub idle_gates: Vec<IdleGate>,
    /// Personal data that reach a place where they leave.
    pub leaks: Vec<Leak>,
    /// Every note, with the function that has it.
    pub notes: Vec<(FunctionRef, &'f Note)>,
    /// The addresses and credentials that are given away, where a text of them is known.
    pub given: Vec<LinkedGiven<'f>>,
    /// Ids of the purposes that the workspace defines, with their types' names.
    pub purposes: BTreeMap<String, String>,
    /// What shows only where all facts lie side by side that it was not understood, each with the unit that it is in.
    pub gaps: Vec<(usize, Gap)>,
    /// Calls of dependencies that nothing classifies.
    pub outside: Vec<OutsideUse<'f>>,
    /// The dependencies that have a store behind them and that nothing classifies: what the facts do not have, and the linker's caller may
    /// know.
    pub dependencies: Vec<Dependency>,
}

/// An access and what the whole workspace says of it.
#[derive(Debug)]
pub struct LinkedAccess<'f> {
    /// The function it is in.
    pub function: FunctionRef,
    /// The access.
    pub access: &'f Access,
    /// Its number among the function's.
    pub number: u32,
    /// The store, by the name that a policy has for it.
    pub store: String,
    /// What is called or requested, for a person.
    pub operation: String,
    /// What it does, with the query's text taken into account. Never `Query` or `Request`; `FileRead` and `FileWrite` are resolved to `Read` and `Write`.
    pub effect: Effect,
    /// The tables (collections, keys, files) it names, as far as they are known.
    pub targets: Vec<String>,
    /// The calls by which it is this access; one route without any where it always is.
    pub routes: Vec<Route>,
    /// What it stores of what it is given.
    pub stored: StoredValues,
    /// The ids of the purposes that the policy asks for; empty where any will do.
    pub required: Vec<String>,
    /// What is proven.
    pub verdict: Verdict,
    /// What it stores as it is, and whether it is about somebody who was not asked.
    pub plain: Plain,
}

impl LinkedAccess<'_> {
    /// Whether it writes, or may.
    pub fn writes(&self) -> bool {
        matches!(self.effect, Effect::Write | Effect::ReadWrite)
    }

    /// Whether what it is given in this way is stored.
    pub fn stores(&self, given: Stored) -> bool {
        self.writes() && given.by == StoredBy::Access(self.number) && self.stored.has(given.position)
    }
}

/// An address or a credential that is given away.
#[derive(Debug)]
pub struct LinkedGiven<'f> {
    /// The function that does.
    pub function: FunctionRef,
    /// What is given.
    pub given: &'f Given,
    /// The texts of it that are known.
    pub texts: Vec<String>,
}

/// What is proven of an access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A token is held on every path from every root.
    Guarded,
    /// The access needs no consent (it erases).
    Exempt,
    /// There is a path from a root on which no token at all is held.
    Unconsented(Vec<Step>),
    /// There is a path from a root on which tokens are held, but of none of the required purposes: what is held, and the path.
    OtherPurpose(Vec<String>, Vec<Step>),
}

/// An implementation of a consent gate that cannot deny.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdleGate {
    /// The implementation.
    pub function: FunctionRef,
    /// The gate's type.
    pub ty: String,
    /// Why it cannot, in words.
    pub reason: String,
    /// Where it is.
    pub span: Option<Span>,
    /// How many requests for consent are made of it.
    pub requests: usize,
}

/// Links the facts of a workspace.
pub fn link<'f>(units: &'f [Facts], policy: &LinkPolicy) -> Program<'f> {
    let names = Names::new(units);
    let graph = CallGraph::new(units);
    let idle = proof::idle_gates(units, &graph);
    let callers = Callers::new(units, &graph);
    let urls = Urls::new(&callers, &policy.apis);
    // Where personal data get is another question than what is done under which consent.
    let (mut accesses, (net, mut leaks)) = rayon::join(
        || accesses(&urls, proof::Search::new(units, &graph, &names, &idle), &graph, policy),
        || {
            let net = flows::Net::new(units, &graph);
            let leaks = flows::leaks(&net);
            (net, leaks)
        },
    );
    flows::judge(&net, &mut accesses);
    handles::judge(units, &graph, &mut accesses);
    let is_sent = |leak: &Leak| leak.kind == SinkKind::Network;
    if leaks.iter().any(is_sent) {
        let to_models = rest::functions_that_ask_a_model(&urls, &net);
        for leak in leaks.iter_mut().filter(|leak| is_sent(leak) && to_models.contains(&leak.function)) {
            leak.kind = SinkKind::Llm;
        }
    }
    leaks.retain(|leak| graph.matters(leak.function));
    let notes = (units.iter().enumerate())
        .flat_map(|(unit, facts)| {
            facts.functions.iter().enumerate().flat_map(move |(at, function)| {
                let here = FunctionRef { unit, function: FunctionId::from_usize(at) };
                function.notes.iter().map(move |note| (here, note))
            })
        })
        .filter(|(here, _)| graph.matters(*here))
        .collect();
    let gaps = unresolved::gaps(units, &graph);
    let mut given = given(units, &policy.apis);
    given.retain(|given| graph.matters(given.function));
    let (outside, purposes) = (outside::uses(units, &graph), names.purposes());
    Program { units, accesses, idle_gates: idle, leaks, notes, given, purposes, gaps, outside, dependencies: Vec::new() }
}

/// All accesses, in the order of their places, with what is proven of each. What each of them stores is not judged yet.
fn accesses<'f>(
    urls: &Urls<'_, '_, 'f>,
    mut search: proof::Search<'_, 'f>,
    graph: &CallGraph<'f>,
    policy: &LinkPolicy,
) -> Vec<LinkedAccess<'f>> {
    let units = urls.units();
    let mut accesses = Vec::new();
    for (unit, facts) in units.iter().enumerate() {
        for (at, function) in facts.functions.iter().enumerate() {
            let here = FunctionRef { unit, function: FunctionId::from_usize(at) };
            for (number, access) in (0..).zip(&function.accesses).filter(|_| graph.matters(here)) {
                if is_of_the_workspace(units, unit, access.through) {
                    continue;
                }
                for Resolved { effect, targets, store, operation, routes, stored, demands } in resolve(urls, here, access, policy) {
                    let (verdict, required) = match effect {
                        Effect::Erase => (Verdict::Exempt, Vec::new()),
                        _ => search.worst_verdict(here, access, &routes, demands),
                    };
                    let plain = Plain::default();
                    let function = here;
                    accesses.push(LinkedAccess {
                        function,
                        access,
                        number,
                        store,
                        operation,
                        effect,
                        targets,
                        routes,
                        stored,
                        required,
                        verdict,
                        plain,
                    });
                }
            }
        }
    }
    let place = |access: &LinkedAccess<'_>| {
        let span = access.access.span;
        let unit = access.function.unit;
        (span.map(|span| (units[unit].text(span.file).to_owned(), span.line, span.column, span.end_line, span.end_column)), access.function)
    };
    accesses.sort_by_cached_key(place);
    accesses
}

/// What an access really does, and to what.
struct Resolved {
    effect: Effect,
    targets: Vec<String>,
    store: String,
    operation: String,
    /// The calls by which it is that; one route without any where it always is.
    routes: Vec<Route>,
    /// What it stores of what it is given.
    stored: StoredValues,
    /// What the policy asks for.
    demands: Vec<Vec<String>>,
}

/// What an access really does; nothing if it touches no memory. A request over HTTP and a statement may be several things, by who makes them.
fn resolve(urls: &Urls<'_, '_, '_>, at: FunctionRef, access: &Access, policy: &LinkPolicy) -> Vec<Resolved> {
    let units = urls.units();
    let facts = &units[at.unit];
    let [store, operation] = [access.store, access.operation].map(|text| facts.text(text).to_owned());
    let is = |effect: Effect, targets: Vec<String>, stored: StoredValues, route: Route| {
        let demands = query::demands(&store, effect, &targets, policy);
        Resolved { effect, targets, store: store.clone(), operation: operation.clone(), routes: vec![route], stored, demands }
    };
    match access.effect {
        Effect::Request => {
            let requests = rest::resolve(urls, units, at, access).into_iter();
            by_kind(requests.map(|rest::ToStore { effect, store, operation, targets, route }| {
                let demands = query::demands(&store, effect, &targets, policy);
                Resolved { effect, targets, store, operation, routes: vec![route], stored: StoredValues::Any, demands }
            }))
        }
        Effect::Query => {
            let (runs, is_always) = statements::resolve(urls.callers(), at, access, policy);
            let mut found = by_kind(runs.into_iter().map(|Run { effect, targets, stored, route }| is(effect, targets, stored, route)));
            // It is that whoever calls.
            if let ([only], true) = (found.as_mut_slice(), is_always) {
                only.routes = vec![Route::new()];
            }
            found
        }
        Effect::FileRead | Effect::FileWrite => {
            let effect = if access.effect == Effect::FileRead { Effect::Read } else { Effect::Write };
            let named = query::of_path(&Texts::of(units, at.unit, &access.query), policy);
            named.map(|files| is(effect, files, StoredValues::Any, Route::new())).into_iter().collect()
        }
        effect => vec![is(effect, Vec::new(), StoredValues::Any, Route::new())],
    }
}

/// What an access is, with the routes of the same kind as one.
fn by_kind(all: impl Iterator<Item = Resolved>) -> Vec<Resolved> {
    let mut found: Vec<Resolved> = Vec::new();
    for one in all {
        let is_same = |known: &&mut Resolved| (known.effect, &known.store, &known.demands) == (one.effect, &one.store, &one.demands);
        match found.iter_mut().find(is_same) {
            Some(known) => {
                known.routes.extend(one.routes);
                known.stored = std::mem::take(&mut known.stored).or(one.stored);
                // What is meant on one route may be another's where it is not known.
                let all_known = !known.targets.is_empty() && !one.targets.is_empty();
                known.targets = if all_known { known.targets.drain(..).chain(one.targets).collect() } else { Vec::new() };
                known.targets.sort();
                known.targets.dedup();
            }
            None => found.push(one),
        }
    }
    found
}

/// The addresses and credentials of all units. A request's address is one where it is known to be to a store or a language model.
fn given<'f>(units: &'f [Facts], apis: &Apis) -> Vec<LinkedGiven<'f>> {
    let functions = (units.iter().enumerate()).flat_map(|(unit, facts)| {
        facts.functions.iter().enumerate().map(move |(at, function)| (FunctionRef { unit, function: FunctionId::from_usize(at) }, function))
    });
    let all = functions.flat_map(|(here, function)| function.given.iter().map(move |given| (here, given)));
    let is_request_to_others = |unit: usize, given: &Given| {
        given.kind == GivenKind::Request && !rest::is_known(apis, units, unit, units[unit].text(given.scheme), &given.values)
    };
    all.filter(|(here, given)| !is_of_the_workspace(units, here.unit, given.through) && !is_request_to_others(here.unit, given))
        .map(|(function, given)| {
            let texts = Texts::of(units, function.unit, &given.values).whole;
            let texts = texts.iter().flatten().map(|text| texts::expanded(units, function.unit, text)).collect();
            LinkedGiven { function, given, texts }
        })
        .filter(|given: &LinkedGiven<'_>| !given.texts.is_empty())
        .collect()
}

impl<'f> Program<'f> {
    /// A span of a unit as a location.
    pub fn location(&self, unit: usize, span: Option<Span>) -> Option<Location> {
        location(self.units, unit, span)
    }

    /// A function as a person would name it: `Memory::recall`.
    pub fn function_name(&self, function: FunctionRef) -> String {
        function_name(self.units, function)
    }

    /// Takes what databases encrypt themselves for sealed. `unable` are those that were built without their encryption, with what they lack:
    /// what the facts do not have, and the linker's caller knows.
    pub fn trust_encryption(&mut self, unable: &BTreeMap<String, Lack>) {
        for access in self.accesses.iter_mut().filter(|access| !access.plain.keyed.is_empty()) {
            let plain = &mut access.plain;
            plain.lacks = plain
                .keyed
                .iter()
                .find_map(|package| unable.get_key_value(package))
                .map(|(package, lacks)| (package.clone(), lacks.clone()));
            if plain.lacks.is_none() {
                (plain.content, plain.embedding) = (None, None);
            }
        }
    }
}

/// Whether what was recognised is of the crate of the workspace through which the path leads.
fn is_of_the_workspace(units: &[Facts], unit: usize, through: Option<(Text, Text)>) -> bool {
    let facts = &units[unit];
    through.is_some_and(|(krate, owner)| defines(units, facts.text(krate), facts.text(owner)))
}

/// Whether a crate of the workspace defines a type or trait of this name.
fn defines(units: &[Facts], krate: &str, name: &str) -> bool {
    let of_crate = units.iter().filter(|facts| facts.unit.crate_name == krate);
    of_crate.into_iter().any(|facts| facts.types.iter().chain(&facts.traits).any(|&known| facts.text(known) == name))
}

fn location(units: &[Facts], unit: usize, span: Option<Span>) -> Option<Location> {
    let span = span?;
    Some(Location {
        file: units[unit].text(span.file).to_owned(),
        line: span.line,
        column: span.column,
        end_line: span.end_line,
        end_column: span.end_column,
    })
}

/// What is called, as a person would name it.
fn callee_name(facts: &Facts, target: TargetId) -> String {
    match facts.targets[target.index()] {
        Target::Path(path) => format!("`{}`", facts.text(path)),
        Target::Trait { of_trait, name, .. } => format!("`{}::{}`", crate::path::last_segment(facts.text(of_trait)), facts.text(name)),
        Target::Body(_) => "the closure or async block".to_owned(),
        Target::Value => "the closure or function that is called".to_owned(),
    }
}

/// A function as a person would name it. A closure or async block goes by the function it stands in.
fn function_name(units: &[Facts], at: FunctionRef) -> String {
    let facts = &units[at.unit];
    let around: Vec<&Function> = facts.enclosing(at.function).map(|id| &facts.functions[id.index()]).collect();
    let function = around[around.len() - 1];
    // The coroutine of an `async fn` is the function itself.
    let is_closure = around[1..].iter().any(|parent| !parent.is_async);
    let name = match function.item {
        Item::Path(path) => facts.text(path).to_owned(),
        Item::Method { self_type, of_trait, name, .. } => match (facts.text(self_type), of_trait) {
            ("", Some(of_trait)) => format!("{}::{}", facts.text(of_trait.name), facts.text(name)),
            ("", None) => facts.text(name).to_owned(),
            (self_type, _) => format!("{self_type}::{}", facts.text(name)),
        },
        Item::Nested => facts.text(function.name).to_owned(),
    };
    if is_closure { format!("a closure in {name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    #[test]
    fn a_closure_is_named_for_the_function_around_it() {
        let mut unit = Fixture::new("agent");
        let recall = unit.function("recall", 1, 9);
        let outer = unit.closure(recall, 2);
        let inner = unit.closure(outer, 3);
        let name = |facts: &Facts, function| function_name(std::slice::from_ref(facts), FunctionRef { unit: 0, function });
        assert_eq!([recall, outer, inner].map(|at| name(&unit.facts, at)), ["recall", "a closure in recall", "a closure in recall"]);
        unit.facts.functions[recall.index()].is_async = true;
        assert_eq!([outer, inner].map(|at| name(&unit.facts, at)), ["recall", "a closure in recall"]);
    }

    /// The functions of a dependency whose accesses count, where the agent calls these.
    fn looked_at(called: &[&str]) -> Vec<String> {
        let (mut agent, mut notes) = (Fixture::new("agent"), Fixture::new("notes"));
        notes.facts.unit.is_dependency = true;
        let main = agent.function("main", 1, 9);
        for name in called {
            let target = Target::Path(agent.text(name));
            agent.call(main, target, 3);
        }
        for (name, line) in [("recall", 11), ("forgotten", 21), ("helper", 31)] {
            let function = notes.function(name, line, line + 5);
            notes.access(function, "Connection::query_row", Effect::Read, line + 1);
        }
        let helper = Target::Path(notes.text("helper"));
        notes.call(FunctionId(0), helper, 13);
        let next = notes.method("Iterator", "Notes", "next", 41);
        notes.access(next, "Connection::query_row", Effect::Read, 42);
        let krate = notes.text("std");
        let Item::Method { of_trait: Some(of_trait), .. } = &mut notes.facts.functions[next.index()].item else { panic!("it is one") };
        of_trait.krate = krate;
        let units = [agent.facts, notes.facts];
        let program = link(&units, &LinkPolicy::default());
        program.accesses.iter().map(|access| program.function_name(access.function)).collect()
    }

    #[test]
    fn of_a_dependency_counts_what_the_workspace_gets_to() {
        assert_eq!(looked_at(&[]), [""; 0], "nothing in it is a root");
        assert_eq!(looked_at(&["notes::recall"]), ["recall", "helper", "Notes::next"], "what implements a foreign trait with it");
        assert_eq!(looked_at(&["notes::forgotten"]), ["forgotten", "Notes::next"]);
    }

    #[test]
    fn parents_in_a_circle_end() {
        let mut unit = Fixture::new("agent");
        let recall = unit.function("recall", 1, 9);
        let one = unit.closure(recall, 2);
        let other = unit.closure(one, 3);
        unit.facts.functions[one.index()].parent = Some(other);
        let name = function_name(&[unit.facts], FunctionRef { unit: 0, function: one });
        assert!(name.starts_with("a closure in"), "{name}");
    }
}
