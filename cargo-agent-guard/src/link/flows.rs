//! Where personal data get: from what is marked as such to where data leave, through all bodies of the workspace.
//!
//! Each body says which of what comes into it reaches which of what goes out ([`facts::flows`](crate::facts::flows)). Put together
//! they are a graph, and the question is which sinks a source reaches in it by a path that really can be run: one that leaves a function where it was entered. So
//! what a function does with one of its parameters is found out once, and then used at each of its calls (the tabulation of Reps, Horwitz
//! and Sagiv, *Precise Interprocedural Dataflow Analysis via Graph Reachability*, POPL 1995). Breadth first, so that the way that is shown is a short one.

mod back;
mod net;
mod open;
mod parts;
mod storage;
mod values;

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

pub use self::{
    net::Net,
    storage::{Plain, Way, judge},
};
use self::{
    open::OpenCalls,
    parts::{PathId, Paths},
    values::{HANDED, Values},
};
use super::FunctionRef;
use crate::{
    facts::{
        Facts,
        flows::{ALL_PARAMETERS, CLASSIFIED, Destination, Flow, Origin, SinkKind},
    },
    finding::Step,
    path,
};

/// Personal data that reach a place where they leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// The function that the place is in.
    pub function: FunctionRef,
    /// Its number in the function's sinks.
    pub sink: usize,
    /// What it is.
    pub kind: SinkKind,
    /// What data, in words.
    pub what: String,
    /// The way from where they come from, without the sink itself.
    pub trace: Vec<Step>,
}

/// The leaks of personal data, at most one for each sink.
pub fn leaks(net: &Net<'_, '_>) -> Vec<Leak> {
    let is_source = |flow: &Flow| matches!(flow.from, Origin::Source(_));
    let begins =
        |facts: &Facts| !facts.marked.is_empty() || facts.functions.iter().any(|function| function.flows.edges.iter().any(is_source));
    if !net.units.iter().any(begins) {
        return Vec::new();
    }
    let mut search = Search::new(net);
    search.start();
    search.run();
    search.leaks()
}

/// A marked field, as facts have it.
#[derive(Debug, Clone, Copy)]
struct Mark<'f> {
    ty: &'f str,
    part: &'f str,
    category: &'f str,
    name: &'f str,
}

impl Mark<'_> {
    /// The field, as a person would name it.
    fn what(&self) -> String {
        let ty = path::last_segment(self.ty);
        match self.category {
            CLASSIFIED => format!("`{ty}`, which `data_privacy` classifies"),
            category => format!("`{ty}.{}`, marked `#[pii]` ({category})", self.name),
        }
    }
}

/// The marked fields, by the crate of their type.
#[derive(Default)]
struct Marked<'f>(FxHashMap<&'f str, Vec<Mark<'f>>>);

impl<'f> Marked<'f> {
    fn insert(&mut self, mark: Mark<'f>) {
        self.0.entry(path::first_segment(mark.ty)).or_default().push(mark);
    }

    /// The marks of a type, as a crate prints it. Its own types a crate prints where they are defined, another's wherever they can be named.
    fn of_type<'s>(&'s self, printed_by: &'s str, ty: &'s str) -> impl Iterator<Item = Mark<'f>> + 's {
        let krate = path::first_segment(ty);
        let is_it = move |known: &str| known == ty || (krate != printed_by && path::last_segment(known) == path::last_segment(ty));
        self.0.get(krate).into_iter().flatten().copied().filter(move |mark| is_it(mark.ty))
    }

    fn of_field(&self, printed_by: &str, ty: &str, part: &str) -> Option<Mark<'f>> {
        self.of_type(printed_by, ty).find(|mark| mark.part == part)
    }
}

/// Data at a place of a function: an origin of its flows, and which parts of it.
type Node = (Origin, PathId);

/// What a function was entered with: nothing, where the data begin in it or come back to it, or data in a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Entry {
    function: u32,
    with: Option<(u32, PathId)>,
}

/// In place of a parameter: the function was entered by a method that foreign code called for a value of a type parameter. In place of the
/// parts stands that method.
const BY_METHOD: u32 = u32::MAX;

/// In place of a parameter: the function gave back a writer, and what was written through that is what it was entered with.
const BY_WRITER: u32 = u32::MAX - 1;

/// That data are at a node if the function was entered so.
#[derive(Debug, Clone, Copy)]
struct Known {
    entry: Entry,
    node: Node,
    /// What this follows from.
    from: Option<u32>,
}

/// How data leave a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Exit {
    Return,
    Parameter(u32),
    Writer(u32),
}

struct Search<'n, 'f, 'g> {
    net: &'n Net<'f, 'g>,
    paths: Paths,
    known: Vec<Known>,
    numbers: FxHashMap<(Entry, Node), u32>,
    pending: VecDeque<u32>,
    /// Who entered a function so: what was known there, and the call.
    incoming: FxHashMap<Entry, Vec<(u32, u32)>>,
    exits: FxHashMap<Entry, FxHashSet<(Exit, PathId)>>,
    /// For each function its flows by their origin.
    by_origin: FxHashMap<u32, FxHashMap<Origin, Vec<&'f Flow>>>,
    marked: Marked<'f>,
    values: Values<'n, 'f, 'g>,
    open: OpenCalls<'n, 'f, 'g>,
    found: FxHashMap<(u32, u32), u32>,
}

impl<'n, 'f, 'g> Search<'n, 'f, 'g> {
    fn new(net: &'n Net<'f, 'g>) -> Self {
        let mut search = Search {
            net,
            paths: net.paths.clone(),
            known: Vec::new(),
            numbers: FxHashMap::default(),
            pending: VecDeque::new(),
            incoming: FxHashMap::default(),
            exits: FxHashMap::default(),
            by_origin: FxHashMap::default(),
            marked: Marked::default(),
            values: Values::new(net),
            open: OpenCalls::new(net),
            found: FxHashMap::default(),
        };
        for facts in net.units {
            for field in &facts.marked {
                let [ty, part, category, name] = [field.ty, field.part, field.category, field.name].map(|text| facts.text(text));
                search.marked.insert(Mark { ty, part, category, name });
            }
        }
        search
    }

    /// Begins where personal data begin.
    fn start(&mut self) {
        for number in self.net.functions() {
            let (at, function) = self.net.graph.function(number);
            let facts = &self.net.units[at.unit];
            let mut begun = FxHashSet::default();
            for flow in &function.flows.edges {
                if !begun.insert(flow.from) {
                    continue;
                }
                let parts = match flow.from {
                    Origin::Source(_) => vec![PathId::ALL],
                    Origin::Field(ty, part) if self.marked.of_field(&facts.unit.crate_name, facts.text(ty), facts.text(part)).is_some() => {
                        vec![PathId::ALL]
                    }
                    Origin::Whole(ty) => {
                        let parts: Vec<&str> = self.marked.of_type(&facts.unit.crate_name, facts.text(ty)).map(|mark| mark.part).collect();
                        parts.into_iter().map(|part| self.paths.read(part)).collect()
                    }
                    _ => Vec::new(),
                };
                for parts in parts {
                    self.know(Entry { function: number, with: None }, (flow.from, parts), None);
                }
            }
        }
    }

    /// Notes that data are at a node, and gives its number. Not in test code: its people do not exist, whichever functions it calls with them.
    fn know(&mut self, entry: Entry, node: Node, from: Option<u32>) -> Option<u32> {
        if self.net.units[self.net.graph.function(entry.function).0.unit].unit.is_test {
            return None;
        }
        let next = u32::try_from(self.known.len()).expect("what is known of a workspace stays below 2^32");
        let number = *self.numbers.entry((entry, node)).or_insert(next);
        if number == next {
            self.known.push(Known { entry, node, from });
            self.pending.push_back(next);
        }
        Some(number)
    }

    fn run(&mut self) {
        while let Some(number) = self.pending.pop_front() {
            let Known { entry, node: (origin, parts), .. } = self.known[number as usize];
            // Of what was redacted or sealed nobody can be told any more.
            for flow in self.flows_from(entry.function, origin).into_iter().filter(|flow| !flow.form.is_anonymous) {
                let [from, to] = [flow.from_parts, flow.to_parts].map(|text| self.net.parts(entry.function, text));
                let Some(reached) = self.paths.carry(parts, from, to, flow.keeps_parts) else { continue };
                self.arrive(number, entry, flow.to, reached);
            }
        }
    }

    fn flows_from(&mut self, function: u32, origin: Origin) -> Vec<&'f Flow> {
        let flows = self.net.flows(function);
        let by_origin = self.by_origin.entry(function).or_insert_with(|| {
            let mut by_origin: FxHashMap<Origin, Vec<&'f Flow>> = FxHashMap::default();
            flows.edges.iter().for_each(|flow| by_origin.entry(flow.from).or_default().push(flow));
            by_origin
        });
        by_origin.get(&origin).cloned().unwrap_or_default()
    }

    fn arrive(&mut self, number: u32, entry: Entry, to: Destination, parts: PathId) {
        match to {
            Destination::Return => self.leave(number, entry, Exit::Return, parts),
            Destination::Parameter(local) => self.leave(number, entry, Exit::Parameter(local), parts),
            Destination::Writer(local) => self.leave(number, entry, Exit::Writer(local), parts),
            Destination::GivenWriter(call) => {
                for &callee in self.net.callees(entry.function, call).iter() {
                    self.enter_with(number, call, Entry { function: callee, with: Some((BY_WRITER, parts)) }, Origin::GivenWriter);
                }
            }
            Destination::Argument(call, argument) => self.enter(number, entry, call, argument, parts),
            Destination::Sink(sink) => {
                self.found.entry((entry.function, sink)).or_insert(number);
            }
            Destination::Static(path) | Destination::KeptWriter(path) => {
                for (function, origin) in self.net.readers(entry.function, self.net.text(entry.function, path)) {
                    self.know(Entry { function, with: None }, (origin, parts), Some(number));
                }
            }
            Destination::Sealed(name) => {
                for (function, origin) in self.net.openers(entry.function, name) {
                    self.know(Entry { function, with: None }, (origin, parts), Some(number));
                }
            }
            Destination::Access(_) | Destination::Begun(_) | Destination::Given | Destination::Request(_) => {}
        }
    }

    /// Data are handed to a call.
    fn enter(&mut self, number: u32, entry: Entry, call: u32, argument: u32, parts: PathId) {
        let callees = self.net.callees(entry.function, call);
        if self.net.may_be_foreign(entry.function, call, &callees) {
            // Nothing is known of it, so all that it gives depends on all that it gets.
            let written = [1, 2, ALL_PARAMETERS].map(|argument| Origin::Written(call, argument));
            let written_out = [1, 2].map(|argument| Origin::WrittenOut(call, argument));
            for origin in std::iter::once(Origin::Result(call)).chain(written).chain(written_out) {
                self.know(entry, (origin, PathId::ALL), Some(number));
            }
        }
        let is_as_it_is = matches!(self.known[number as usize].node.0, Origin::Whole(_));
        for &callee in callees.iter() {
            let open = &self.net.flows(callee).open_parameters;
            for parameter in self.net.parameters((entry.function, call), callee, argument) {
                // Where the callee knows the type, it is where it reads the marked field that data come from.
                if is_as_it_is && !open.contains(&parameter) {
                    continue;
                }
                self.enter_with(number, call, Entry { function: callee, with: Some((parameter, parts)) }, Origin::Parameter(parameter));
            }
        }
    }

    /// A call enters a function with data, which are at an origin there.
    fn enter_with(&mut self, number: u32, call: u32, inner: Entry, origin: Origin) {
        let incoming = self.incoming.entry(inner).or_default();
        if incoming.contains(&(number, call)) {
            return;
        }
        incoming.push((number, call));
        let parts = inner.with.map_or(PathId::ALL, |(_, parts)| parts);
        self.know(inner, (origin, parts), Some(number));
        for (exit, parts) in self.exits.get(&inner).cloned().unwrap_or_default() {
            self.come_back(number, self.known[number as usize].entry, call, exit, parts);
        }
    }

    /// Data leave a function to whoever called it so; if they began in it, to whoever calls it at all.
    fn leave(&mut self, number: u32, entry: Entry, exit: Exit, parts: PathId) {
        if !self.exits.entry(entry).or_default().insert((exit, parts)) {
            return;
        }
        let of_method = match entry.with {
            None => None,
            Some((BY_METHOD, method)) => Some(method),
            Some(_) => return self.leave_to_callers(number, entry, exit, parts),
        };
        for &(function, call) in self.net.callers(entry.function) {
            // What a generic type shows of its parameter, it shows where it is one of that type.
            // A closure in it has the same parameter.
            let is_inner = of_method.is_some() && self.net.is_nested(entry.function);
            let is_it = is_inner || of_method.is_none_or(|method| self.open.has(self.net, (function, call), method.number()));
            let is_open = is_inner || self.net.open_calls.contains_key(&(function, call));
            let with = is_open.then(|| (BY_METHOD, of_method.unwrap_or(PathId::of_number(entry.function))));
            if is_it {
                self.come_back(number, Entry { function, with }, call, exit, parts);
            }
        }
    }

    fn leave_to_callers(&mut self, number: u32, entry: Entry, exit: Exit, parts: PathId) {
        for (caller, call) in self.incoming.get(&entry).cloned().unwrap_or_default() {
            let entry = self.known[caller as usize].entry;
            self.come_back(number, entry, call, exit, parts);
        }
    }

    fn come_back(&mut self, number: u32, entry: Entry, call: u32, exit: Exit, parts: PathId) {
        let origins = match exit {
            Exit::Return => vec![Origin::Result(call)],
            // `to_string` gives back what `fmt` writes.
            Exit::Parameter(_) if self.net.gives_what_is_written(entry.function, call) => vec![Origin::Result(call)],
            Exit::Writer(local) => vec![Origin::WrittenOut(call, local)],
            Exit::Parameter(local) => vec![Origin::Written(call, local), Origin::Written(call, ALL_PARAMETERS)],
        };
        for origin in origins {
            self.know(entry, (origin, parts), Some(number));
        }
        if let Exit::Parameter(local) = exit {
            self.call_back(number, entry.function, (call, local), parts);
        }
    }

    /// What a function was given it calls with data: closures that were put there before, somewhere.
    fn call_back(&mut self, number: u32, function: u32, (call, argument): (u32, u32), parts: PathId) {
        let Some(with) = self.paths.called_with(parts) else { return };
        let gives_back = self.paths.text(with.gives_back);
        for (made, parameter) in self.values.called_back(function, (call, argument), &gives_back, with.argument) {
            let entry = Entry { function: made.function, with: None };
            let node = (Origin::Written(made.call, HANDED), with.parts);
            if let Some(here) = self.know(entry, node, Some(number)) {
                self.enter(here, entry, made.call, parameter, with.parts);
            }
        }
    }

    fn leaks(&self) -> Vec<Leak> {
        let mut leaks: Vec<Leak> = (self.found.iter())
            .map(|(&(function, sink), &number)| {
                let (what, trace) = self.trace(number);
                let kind = self.net.flows(function).sinks[sink as usize].kind;
                Leak { function: self.net.graph.function(function).0, sink: sink as usize, kind, what, trace }
            })
            .collect();
        leaks.sort_unstable_by_key(|leak| (leak.function, leak.sink));
        leaks
    }

    /// What something follows from, backwards; where a function was entered, with the caller and the call.
    ///
    /// What a function does with a parameter is found out once, for the first call that enters it so. A way that comes out of another call
    /// went in by that one.
    fn chain(&self, number: u32) -> Vec<(Known, Option<(u32, u32)>)> {
        let mut chain = Vec::new();
        // The calls that the way comes out of, with how their callers were entered, and that it has not gone into yet.
        let mut open: Vec<(Entry, u32)> = Vec::new();
        let mut next = Some(number);
        while let Some(number) = next {
            let known = self.known[number as usize];
            let mut entered_by = None;
            next = known.from;
            match known.node.0 {
                Origin::Parameter(_) | Origin::GivenWriter => {
                    let incoming = self.incoming.get(&known.entry).map_or(&[][..], Vec::as_slice);
                    let is_open =
                        |of: &(Entry, u32)| incoming.iter().find(|(caller, call)| (self.known[*caller as usize].entry, *call) == *of);
                    let came_out = open.last().and_then(is_open);
                    if came_out.is_some() {
                        open.pop();
                    }
                    if let Some(&(caller, call)) = came_out.or(incoming.first()) {
                        entered_by = Some((self.known[caller as usize].entry.function, call));
                        next = Some(caller);
                    }
                }
                Origin::Result(call) | Origin::Written(call, _) | Origin::WrittenOut(call, _)
                    if known.node.0 != Origin::Written(call, HANDED) =>
                {
                    let inner = known.from.map(|from| self.known[from as usize].entry);
                    if inner.is_some_and(|inner| inner != known.entry && inner.with.is_some()) {
                        open.push((known.entry, call));
                    }
                }
                _ => {}
            }
            chain.push((known, entered_by));
        }
        chain
    }

    /// What data these are, and the way that they came.
    fn trace(&self, number: u32) -> (String, Vec<Step>) {
        let chain = self.chain(number);
        let mut steps: Vec<Step> = Vec::new();
        let mut what = String::new();
        for (at, &(known, entered_by)) in chain.iter().rev().enumerate() {
            let (number, origin) = (known.entry.function, known.node.0);
            let (place, function) = self.net.graph.function(number);
            let located = |span| super::location(self.net.units, place.unit, span);
            let step = match origin {
                Origin::Source(source) => {
                    let source = function.flows.sources[source as usize];
                    what = self.net.text(number, source.what).to_owned();
                    Step { location: located(source.span), message: format!("{what}: personal data") }
                }
                Origin::Field(ty, part) => {
                    let (ty, part) = (self.net.text(number, ty), self.net.text(number, part));
                    let krate = &self.net.units[place.unit].unit.crate_name;
                    what = self.marked.of_field(krate, ty, part).map(|mark| mark.what()).unwrap_or_default();
                    Step { location: located(function.span), message: format!("`{}` reads {what}", self.net.name(number)) }
                }
                Origin::Whole(ty) => {
                    what = format!("a `{}`, in which a field is marked `#[pii]`", path::last_segment(self.net.text(number, ty)));
                    Step { location: located(function.span), message: format!("`{}` passes on {what}", self.net.name(number)) }
                }
                Origin::Parameter(_) if at > 0 => self.net.given(number, entered_by),
                Origin::GivenWriter => self.net.written_through(number, entered_by),
                Origin::Parameter(_) | Origin::Made(_) | Origin::Sealed | Origin::Written(_, HANDED) => continue,
                Origin::Result(_)
                | Origin::Written(..)
                | Origin::WrittenOut(..)
                | Origin::KeptWriter(_)
                | Origin::Static(_)
                | Origin::Opened(_) => self.net.passed_on(number, origin),
            };
            if steps.last() != Some(&step) {
                steps.push(step);
            }
        }
        (what, steps)
    }
}
