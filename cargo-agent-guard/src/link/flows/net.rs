//! The flows of all bodies side by side: who calls whom with data, who reads and writes which static; and steps of a way in words.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    open,
    parts::{PathId, Paths},
    values,
};
use crate::{
    facts::{
        Facts, FunctionKind, Span, Target,
        flows::{ALL_PARAMETERS, Destination, Flow, Flows, Origin, StoredBy, THE_VALUE},
    },
    finding::{Location, Step},
    index::Text,
    link::{self, call_graph::CallGraph, callers::Route},
    path,
};

/// By which calls functions are entered on some routes: by whom, and where that stands. Of what is not in it every caller counts.
#[derive(Debug, Clone, Default)]
pub struct Routes(FxHashMap<u32, FxHashSet<(u32, Option<Span>)>>);

impl Routes {
    /// The routes of an access; `None` where it is that access whoever calls it.
    pub fn new(graph: &CallGraph<'_>, routes: &[Route]) -> Option<Self> {
        let mut entries = Routes::default();
        for entry in routes.iter().flatten() {
            entries.enter(entry.callee, entry.caller, graph.function(entry.caller).1.calls[entry.site as usize].span);
        }
        (!routes.iter().any(Vec::is_empty)).then_some(entries)
    }

    /// A function is entered by a call.
    fn enter(&mut self, function: u32, caller: u32, span: Option<Span>) {
        self.0.entry(function).or_default().insert((caller, span));
    }

    /// Whether a function is entered by these calls only.
    pub fn limit(&self, function: u32) -> bool {
        self.0.contains_key(&function)
    }
}

/// That a function is called, by this caller with this call.
type HandedOn = (u32, (u32, u32));

/// A function that puts something into a request or builder that another one has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// The function.
    pub function: u32,
    /// How it has come by it.
    pub what: StoredBy,
    /// The calls by which it was handed on.
    handed_on: BTreeSet<HandedOn>,
}

impl Put {
    /// Where what it puts in gets to.
    pub fn destination(&self) -> Destination {
        match self.what {
            StoredBy::Access(access) => Destination::Access(access),
            StoredBy::Begun(call) => Destination::Begun(call),
            StoredBy::Given => Destination::Given,
        }
    }

    /// Whether it may put something into it where that is begun on a route in a function.
    pub fn may_be_on(&self, route: &Route, function: u32) -> bool {
        // Who is given it is on any.
        self.what == StoredBy::Given
            || self.function == function
            || route.is_empty()
            || route.iter().any(|entry| entry.caller == self.function)
    }

    /// The routes of the access on which it puts something in.
    pub fn routes(&self, net: &Net<'_, '_>, routes: Option<&Routes>) -> Option<Routes> {
        if self.handed_on.is_empty() && routes.is_none() {
            return None;
        }
        let mut entries = Routes::default();
        for &(callee, (caller, call)) in &self.handed_on {
            entries.enter(callee, caller, net.flows(caller).calls[call as usize].span);
        }
        let mut all = routes.cloned().unwrap_or_default();
        all.0.extend(entries.0);
        Some(all)
    }
}

/// The flows of a workspace.
pub struct Net<'f, 'g> {
    /// The facts.
    pub units: &'f [Facts],
    /// The functions.
    pub graph: &'g CallGraph<'f>,
    /// The parts that the facts have.
    pub paths: Paths,
    /// For each unit the parts that its texts are, where they are parts of a flow.
    parts: Vec<Vec<PathId>>,
    /// Who calls a function: the caller, and the number of the call in its flows.
    callers: FxHashMap<u32, Vec<(u32, u32)>>,
    /// Who reads a static, or says where what is written through the writer in a field goes, by its last segment, with its path.
    readers: FxHashMap<&'f str, Vec<(u32, &'f str, Origin)>>,
    /// Who writes one.
    writers: FxHashMap<&'f str, Vec<(u32, &'f str, &'f Flow)>>,
    /// Who opens what was sealed under a name.
    openers: Vec<(u32, String, Origin)>,
    /// The requests and builders of others that something is put into: function, and how it has come by it.
    put_into: FxHashSet<(u32, StoredBy)>,
    /// What the calls of values may lead to: function and call.
    called_values: FxHashMap<(u32, u32), Vec<u32>>,
    /// What calls for values of types that are only parameters may lead to: function and call.
    pub open_calls: FxHashMap<(u32, u32), Vec<u32>>,
}

impl<'f, 'g> Net<'f, 'g> {
    pub fn new(units: &'f [Facts], graph: &'g CallGraph<'f>) -> Self {
        let mut net = Self {
            units,
            graph,
            paths: Paths::default(),
            parts: Vec::new(),
            callers: FxHashMap::default(),
            readers: FxHashMap::default(),
            writers: FxHashMap::default(),
            openers: Vec::new(),
            put_into: FxHashSet::default(),
            called_values: FxHashMap::default(),
            open_calls: FxHashMap::default(),
        };
        net.parts = units.iter().map(|facts| parts(&mut net.paths, facts)).collect();
        net.functions().for_each(|number| net.index(number));
        // Only now that it is known what flows where.
        for ((function, call), callees) in values::called(&net) {
            callees.iter().for_each(|&callee| net.callers.entry(callee).or_default().push((function, call)));
            net.called_values.insert((function, call), callees);
        }
        for ((function, call), callees) in open::called(&net) {
            callees.iter().for_each(|&callee| net.callers.entry(callee).or_default().push((function, call)));
            net.open_calls.insert((function, call), callees);
        }
        net
    }

    /// Whether a call of a function's flows is that of a value.
    pub fn calls_value(&self, function: u32, call: u32) -> bool {
        let (at, caller) = self.graph.function(function);
        self.units[at.unit].targets[caller.flows.calls[call as usize].target.index()] == Target::Value
    }

    /// Whether a call of a function's flows stands for a closure that is made there, or for a function as a value.
    pub fn is_value(&self, function: u32, call: u32) -> bool {
        let is_closure = |&callee: &u32| self.graph.function(callee).1.kind == FunctionKind::Closure;
        let named = self.flows(function).calls[call as usize];
        (named.span.is_none() && !named.is_by_foreign_code) || self.callees(function, call).iter().any(is_closure)
    }

    /// The numbers of all functions.
    pub fn functions(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.graph.len()).unwrap_or(u32::MAX)
    }

    /// Notes a function's calls and statics.
    fn index(&mut self, number: u32) {
        let flows = self.flows(number);
        for call in 0..u32::try_from(flows.calls.len()).unwrap_or(0) {
            for &callee in self.callees(number, call).iter() {
                self.callers.entry(callee).or_default().push((number, call));
            }
        }
        let mut read = FxHashSet::default();
        for flow in &flows.edges {
            match flow.from {
                Origin::Static(path) | Origin::KeptWriter(path) if read.insert(flow.from) => {
                    let path = self.text(number, path);
                    self.readers.entry(path::last_segment(path)).or_default().push((number, path, flow.from));
                }
                Origin::Opened(name) if read.insert(flow.from) => self.openers.push((number, self.name_of_sealed(number, name), flow.from)),
                _ => {}
            }
            match flow.to {
                Destination::Static(path) => {
                    let path = self.text(number, path);
                    self.writers.entry(path::last_segment(path)).or_default().push((number, path, flow));
                }
                Destination::Begun(call) => drop(self.put_into.insert((number, StoredBy::Begun(call)))),
                Destination::Given => drop(self.put_into.insert((number, StoredBy::Given))),
                _ => {}
            }
        }
    }

    /// The flows of a function.
    pub fn flows(&self, function: u32) -> &'f Flows {
        &self.graph.function(function).1.flows
    }

    /// A text of a function's facts.
    pub fn text(&self, function: u32, text: Text) -> &'f str {
        self.units[self.graph.function(function).0.unit].text(text)
    }

    /// The parts that a text of a function's flows is.
    pub fn parts(&self, function: u32, text: Text) -> PathId {
        self.parts[self.graph.function(function).0.unit][text.index()]
    }

    /// Who calls a function: the caller, and the number of the call in its flows.
    pub fn callers(&self, function: u32) -> &[(u32, u32)] {
        self.callers.get(&function).map_or(&[], Vec::as_slice)
    }

    /// The same, of those only by which a function is entered on some routes.
    pub fn callers_by(&self, function: u32, routes: Option<&Routes>) -> Vec<(u32, u32)> {
        let callers = self.callers(function).iter().copied();
        let Some(entries) = routes.and_then(|routes| routes.0.get(&function)) else { return callers.collect() };
        let is_entry = |&(caller, call): &(u32, u32)| entries.contains(&(caller, self.flows(caller).calls[call as usize].span));
        callers.filter(is_entry).collect()
    }

    /// Who else puts something into the request or builder of an access.
    pub fn others_who_put(&self, function: u32, access: u32, routes: Option<&Routes>) -> Vec<Put> {
        if self.put_into.is_empty() {
            return Vec::new();
        }
        let mut known = BTreeMap::from([((function, StoredBy::Access(access)), BTreeSet::new())]);
        let mut pending: Vec<_> = known.keys().copied().collect();
        while let Some((function, what)) = pending.pop() {
            let handed_on = known[&(function, what)].clone();
            for (next, by) in self.leads_on(function, what, routes) {
                let is_new = !known.contains_key(&next);
                let known = known.entry(next).or_default();
                let before = known.len();
                known.extend(handed_on.iter().copied().chain(by));
                if is_new || known.len() > before {
                    pending.push(next);
                }
            }
        }
        let known = known.into_iter().filter(|(key, _)| self.put_into.contains(key));
        known.map(|((function, what), handed_on)| Put { function, what, handed_on }).collect()
    }

    /// Who comes by a request or builder next that a function has come by: those that it hands it to, each with the call, it again where these
    /// give it back, and those that it gives it back to.
    fn leads_on(&self, function: u32, what: StoredBy, routes: Option<&Routes>) -> Vec<((u32, StoredBy), Option<HandedOn>)> {
        let mut next = Vec::new();
        for handed in self.flows(function).handed.iter().filter(|handed| handed.what == what) {
            for &callee in self.callees(function, handed.call).iter() {
                next.push(((callee, StoredBy::Given), Some((callee, (function, handed.call)))));
            }
            next.push(((function, StoredBy::Begun(handed.call)), None));
        }
        // Whether it does give it back its callers show.
        let gives_back = match what {
            StoredBy::Access(_) => true,
            StoredBy::Begun(call) => {
                let comes_back = |flow: &Flow| (flow.from, flow.to) == (Origin::Result(call), Destination::Return);
                let is_put_into = self.put_into.contains(&(function, what));
                self.is_nested(function) || is_put_into || self.flows(function).edges.iter().any(comes_back)
            }
            // To those alone who gave it that, and they are known.
            StoredBy::Given => false,
        };
        if gives_back {
            let callers = self.callers_by(function, routes).into_iter();
            next.extend(callers.map(|(caller, call)| ((caller, StoredBy::Begun(call)), None)));
        }
        next
    }

    /// Whether two paths are of one static: as one crate prints them, they are the same; as two do, their last segments are.
    fn is_same_static(&self, (one, path): (u32, &str), (other, known): (u32, &str)) -> bool {
        let unit = |number| self.graph.function(number).0.unit;
        path == known || unit(one) != unit(other)
    }

    /// Who reads a static that a function writes, or says where what lies in a field leads that it writes through.
    pub fn readers(&self, by: u32, path: &str) -> Vec<(u32, Origin)> {
        let readers = self.readers.get(path::last_segment(path)).into_iter().flatten();
        let readers = readers.filter(|(number, known, _)| self.is_same_static((by, path), (*number, known)));
        readers.map(|&(number, _, origin)| (number, origin)).collect()
    }

    /// Who opens what a function seals under a name. A vault's name that is not known may be any.
    pub fn openers(&self, by: u32, name: Text) -> Vec<(u32, Origin)> {
        let name = self.name_of_sealed(by, name);
        let is_any = |one: &str, other: &str| one.contains("{}") && !other.starts_with("with ");
        let openers = self.openers.iter().filter(|(_, known, _)| *known == name || is_any(known, &name) || is_any(&name, known));
        openers.map(|&(number, _, origin)| (number, origin)).collect()
    }

    fn name_of_sealed(&self, function: u32, name: Text) -> String {
        link::texts::expanded(self.units, self.graph.function(function).0.unit, self.text(function, name))
    }

    /// Who writes a static that a function reads, and by which flow.
    pub fn writers(&self, by: u32, path: &str) -> Vec<(u32, &'f Flow)> {
        let writers = self.writers.get(path::last_segment(path)).into_iter().flatten();
        let writers = writers.filter(|(number, known, _)| self.is_same_static((by, path), (*number, known)));
        writers.map(|&(number, _, flow)| (number, flow)).collect()
    }

    /// The functions that a call of a function's flows may lead to.
    pub fn callees(&self, function: u32, number: u32) -> Cow<'g, [u32]> {
        let (at, caller) = self.graph.function(function);
        let call = caller.flows.calls[number as usize];
        let facts = &self.units[at.unit];
        match facts.targets[call.target.index()] {
            Target::Trait { self_type, of_trait, name } if call.is_by_foreign_code => {
                let known = self.graph.implementations(at.unit, facts.text(self_type), facts.text(of_trait), facts.text(name));
                match self.open_calls.get(&(function, number)) {
                    Some(open) if known.is_empty() => open.clone().into(),
                    _ => known.into(),
                }
            }
            Target::Value => self.called_values.get(&(function, number)).cloned().unwrap_or_default().into(),
            _ => self.graph.candidates(at.unit, call.target).into(),
        }
    }

    /// Whether a call of a function's flows may lead to code that is not known, beside these: all that it gives depends on all that it gets then.
    pub fn may_be_foreign(&self, function: u32, call: u32, callees: &[u32]) -> bool {
        let (at, caller) = self.graph.function(function);
        let of_any = |target: &Target| matches!(target, Target::Trait { self_type, .. } if self.units[at.unit].text(*self_type).is_empty());
        // What foreign code does with what it is given there, the caller says itself.
        let is_of_any = || of_any(&self.units[at.unit].targets[caller.flows.calls[call as usize].target.index()]);
        (callees.is_empty() || self.open_calls.contains_key(&(function, call))) && !is_of_any()
    }

    /// Whether a call of a function's flows gives back what the method that it leads to writes to its second argument: `ToString::to_string`.
    pub fn gives_what_is_written(&self, function: u32, call: u32) -> bool {
        let (at, caller) = self.graph.function(function);
        let (facts, call) = (&self.units[at.unit], caller.flows.calls[call as usize]);
        match facts.targets[call.target.index()] {
            Target::Trait { of_trait, .. } if call.is_by_foreign_code => path::last_segment(facts.text(of_trait)) == "ToString",
            _ => false,
        }
    }

    /// The parameters that an argument of a function's call is.
    pub fn parameters(&self, (function, call): (u32, u32), callee: u32, argument: u32) -> Vec<u32> {
        match argument {
            // However many there are: a parameter that is not there has no flows.
            ALL_PARAMETERS if self.is_nested(callee) => (2..6).collect(),
            ALL_PARAMETERS => (1..5).collect(),
            _ if self.calls_value(function, call) => self.of_value(callee, argument).into_iter().collect(),
            _ => vec![argument],
        }
    }

    /// The arguments of a function's call that a parameter may be.
    pub fn arguments(&self, (function, call): (u32, u32), callee: u32, parameter: u32) -> [Destination; 2] {
        let is_shifted = !self.is_nested(callee) && self.calls_value(function, call);
        let argument = if is_shifted { parameter + THE_VALUE } else { parameter };
        [argument, ALL_PARAMETERS].map(|argument| Destination::Argument(call, argument))
    }

    /// The parameter that an argument of a call of a value is: a function has no captures, which stand first.
    pub fn of_value(&self, callee: u32, argument: u32) -> Option<u32> {
        match self.is_nested(callee) {
            // What it captures, it got where it was made.
            true => (argument != THE_VALUE).then_some(argument),
            false => argument.checked_sub(THE_VALUE).filter(|parameter| *parameter > 0),
        }
    }

    /// Whether a function is a closure or a coroutine.
    pub fn is_nested(&self, function: u32) -> bool {
        matches!(self.graph.function(function).1.kind, FunctionKind::Closure | FunctionKind::Coroutine)
    }

    /// A function as a person would name it.
    pub fn name(&self, function: u32) -> String {
        link::function_name(self.units, self.graph.function(function).0)
    }

    /// A function gets data as an argument, of this caller by this call if that is known.
    pub fn given(&self, function: u32, call: Option<(u32, u32)>) -> Step {
        Step { location: self.location_of(call), message: format!("`{}` is given it", self.name(function)) }
    }

    /// Data are written through the writer that a function gave back to this caller by this call.
    pub fn written_through(&self, function: u32, call: Option<(u32, u32)>) -> Step {
        Step { location: self.location_of(call), message: format!("it is written through what `{}` gives back", self.name(function)) }
    }

    /// Where a caller's call stands.
    fn location_of(&self, call: Option<(u32, u32)>) -> Option<Location> {
        let (caller, call) = call?;
        let (at, function) = self.graph.function(caller);
        link::location(self.units, at.unit, function.flows.calls[call as usize].span)
    }

    /// Data come out of a call or a static.
    pub fn passed_on(&self, function: u32, origin: Origin) -> Step {
        let (at, caller) = self.graph.function(function);
        let (call, does) = match origin {
            Origin::Result(call) => (call, "gives it back"),
            Origin::Written(call, _) | Origin::WrittenOut(call, _) => (call, "writes it to what it is given"),
            Origin::Static(path) => {
                return Step { location: None, message: format!("it lies in the static `{}`", self.text(function, path)) };
            }
            Origin::KeptWriter(path) => {
                let (ty, _) = self.text(function, path).split_once('.').unwrap_or_default();
                return Step { location: None, message: format!("it is written through what lies in `{}`", path::last_segment(ty)) };
            }
            Origin::Opened(_) => return Step { location: None, message: "it is sealed, and opened again".to_owned() },
            _ => return Step { location: None, message: "it goes on".to_owned() },
        };
        let call = caller.flows.calls[call as usize];
        let location = link::location(self.units, at.unit, call.span);
        Step { location, message: format!("{} {does}", link::callee_name(&self.units[at.unit], call.target)) }
    }
}

/// The parts that the texts of a unit are.
fn parts(paths: &mut Paths, facts: &Facts) -> Vec<PathId> {
    let mut parts = vec![None; facts.texts.len()];
    for flow in facts.functions.iter().flat_map(|function| &function.flows.edges) {
        for text in [flow.from_parts, flow.to_parts] {
            parts[text.index()].get_or_insert_with(|| paths.read(facts.text(text)));
        }
    }
    parts.into_iter().map(Option::unwrap_or_default).collect()
}
