//! What a text may be that a function is given, finds in a field or gets back from another one; and by which calls it is that.
//!
//! ```text
//! fn run(&self, sql: &str) {                     {parameter 2 of 7}
//!     self.connection.execute(sql, ()) …
//! }
//! notes.run("SELECT text FROM notes")            SELECT text FROM notes, by this call
//! notes.run("DELETE FROM notes")                 DELETE FROM notes, by that one
//! ```
//!
//! So the addresses of requests are followed ([`urls`](super::urls)), and the texts of statements ([`statements`](super::statements)). What a
//! field of a struct is made with is taken for what it may be anywhere. What nobody here says stays a hole: where a function is entered from
//! outside as well, and where a call gives what is not known.

use std::{collections::BTreeSet, hash::Hash};

use rustc_hash::FxHashSet;

use super::{FunctionRef, call_graph::CallGraph, texts::Texts};
use crate::{
    facts::{Facts, Function, FunctionKind, Hole, Part, QueryText, Target, all_texts, parts},
    index::FunctionId,
    path,
};

/// A call that a function is entered by: function, caller, and the number of the call in that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entry {
    /// The function.
    pub callee: u32,
    /// The body that calls it.
    pub caller: u32,
    /// The number of the call in [`Function::calls`].
    pub site: u32,
}

/// Calls one around the other, from the inside out. Whatever leads to the last caller is part of the route.
pub type Route = Vec<Entry>;

/// What is followed into the callers: texts, with parameters in them.
pub trait Followed: Clone + Eq + Hash {
    /// The texts.
    fn texts(&self) -> Vec<&str>;

    /// All that it may be, where each of its texts may be several.
    fn each(&self, may_be: &dyn Fn(&str) -> Vec<String>) -> Vec<Self>;
}

/// What something is that was followed, if the function is entered by the calls of a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End<T> {
    pub what: T,
    pub route: Route,
    /// Whether callers were asked as well: it is left so for those who enter the function otherwise.
    pub is_for_others: bool,
}

/// All that something is, and whether that is certainly all.
pub struct Ends<T> {
    pub ends: Vec<End<T>>,
    pub are_all: bool,
}

/// The calls and fields of a workspace, as far as texts get through them.
pub struct Callers<'g, 'f> {
    units: &'f [Facts],
    graph: &'g CallGraph<'f>,
}

/// No more than this many routes are looked at for one text, and none of more calls.
const MOST_ROUTES: usize = 512;
const LONGEST_ROUTE: usize = 8;

/// Constants, fields and parameters that are made of each other are followed through this many.
const DEEPEST: usize = 6;

/// Something on its way to those who decide it.
struct State<T> {
    /// The unit that the texts are of.
    unit: usize,
    what: T,
    route: Route,
    /// What was asked for before.
    from: Option<usize>,
}

struct Search<'c, 'g, 'f, T> {
    callers: &'c Callers<'g, 'f>,
    states: Vec<State<T>>,
    seen: FxHashSet<(usize, T, Route)>,
    are_all: bool,
}

impl<'g, 'f> Callers<'g, 'f> {
    /// Nothing looked at yet.
    pub fn new(units: &'f [Facts], graph: &'g CallGraph<'f>) -> Self {
        Callers { units, graph }
    }

    /// The facts.
    pub fn units(&self) -> &'f [Facts] {
        self.units
    }

    /// What something in a unit is, and by which calls. Callers are asked for what a function is given, as long as what is known is not enough.
    pub fn follow<T: Followed>(&self, unit: usize, starts: Vec<T>, is_enough: impl Fn(&T) -> bool) -> Ends<T> {
        let mut search = Search { callers: self, states: Vec::new(), seen: FxHashSet::default(), are_all: true };
        starts.iter().for_each(|start| search.add(unit, start, &[], None));
        let mut ends = Vec::new();
        let mut next = 0;
        while next < search.states.len() {
            let (asks, is_left) = match self.owner(&search.states[next]).filter(|_| !is_enough(&search.states[next].what)) {
                Some((function, number)) => search.ask(next, function, number),
                None => (false, true),
            };
            if is_left || !asks {
                let State { what, route, .. } = &search.states[next];
                ends.push(End { what: what.clone(), route: route.clone(), is_for_others: asks });
            }
            next += 1;
        }
        Ends { ends, are_all: search.are_all }
    }

    /// The function that is given what is not known yet, in its unit and by its number. A closure's parameters are nobody's.
    fn owner<T: Followed>(&self, state: &State<T>) -> Option<(u32, u32)> {
        let functions = &self.units[state.unit].functions;
        let is_function = |&function: &u32| functions.get(function as usize).is_some_and(|known| known.kind == FunctionKind::Function);
        let function = state.what.texts().into_iter().flat_map(open_parameters).find(is_function)?;
        Some((function, self.graph.number(FunctionRef { unit: state.unit, function: FunctionId(function) })))
    }

    /// A text with what a call gives for the parameters of the function that is called. What it does not say, and what is another function's, is
    /// not known any more.
    fn given(&self, unit: usize, caller: &Function, site: u32, callee: u32, text: &str) -> Vec<String> {
        let facts = &self.units[unit];
        put_together(text, |hole| match hole {
            Hole::Parameter { parameter, function } if function == callee => {
                let given = caller.arguments.iter().filter(|argument| argument.call == site && argument.parameter == parameter);
                given.flat_map(|argument| &argument.texts).map(|&text| as_part(facts, text)).collect()
            }
            _ => Vec::new(),
        })
    }

    /// All that a text may be: constants and fields by their values. Parameters are left to be asked for, or are what any caller gives.
    fn values(&self, unit: usize, text: &str, leaves_parameters: bool, depth: usize) -> Vec<String> {
        put_together(text, |hole| match hole {
            _ if depth >= DEEPEST => Vec::new(),
            Hole::Constant(path) => self.constant(unit, path),
            Hole::Field { ty, number } => self.field(unit, (ty, number), depth),
            Hole::Parameter { .. } if leaves_parameters => vec![hole.to_string()],
            Hole::Parameter { parameter, function } => self.parameter(unit, function, parameter, depth),
            Hole::Result { block, function } => {
                let caller = FunctionRef { unit, function: FunctionId(function) };
                let given = self.given_back(caller, block, depth);
                given.into_iter().flat_map(|text| self.values(unit, &text, leaves_parameters, depth + 1)).collect()
            }
            Hole::Any | Hole::Capture(_) | Hole::OwnParameter(_) | Hole::OwnResult(_) => Vec::new(),
        })
    }

    /// What a constant is. One that nobody knows stays as it stands: it may be no hole at all, but text with braces of its own.
    fn constant(&self, unit: usize, path: &str) -> Vec<String> {
        let hole = Hole::Constant(path);
        let constant = Texts::of_constant(self.units, unit, path);
        if constant.whole.is_empty() {
            return vec![hole.to_string()];
        }
        let is_all = constant.all_known && constant.appended.is_empty();
        let unknown = (!is_all).then(|| Hole::Any.to_string());
        constant.whole.into_iter().map(|text| text.unwrap_or_else(|| Hole::Any.to_string())).chain(unknown).collect()
    }

    /// What any caller gives a function as a parameter.
    fn parameter(&self, unit: usize, function: u32, parameter: u32, depth: usize) -> Vec<String> {
        let callee = self.graph.number(FunctionRef { unit, function: FunctionId(function) });
        let mut found = Vec::new();
        for entry in self.entries_of(callee) {
            let (caller, function) = self.graph.function(entry.caller);
            let given = function.arguments.iter().filter(|argument| argument.call == entry.site && argument.parameter == parameter);
            let given: Vec<QueryText> = given.flat_map(|argument| argument.texts.iter().copied()).collect();
            found.extend(self.all_of(caller.unit, &given, depth));
        }
        if found.is_empty() || self.is_entered_otherwise(callee) {
            found.push(Hole::Any.to_string());
        }
        found
    }

    /// What a call gives back, with what it is given, as texts of the caller.
    fn given_back(&self, caller: FunctionRef, block: u32, depth: usize) -> Vec<String> {
        let Some(body) = self.units[caller.unit].functions.get(caller.function.index()) else { return Vec::new() };
        let site = body.text_calls.iter().find(|(known, _)| *known == block).map(|&(_, site)| site);
        let Some((site, call)) = site.and_then(|site| Some((site, body.calls.get(site as usize)?))) else { return Vec::new() };
        let mut found = Vec::new();
        for &callee in self.graph.callees(caller.unit, call) {
            let (callee, function) = self.graph.function(callee);
            if function.returned.is_empty() {
                found.push(Hole::Any.to_string());
            }
            for &text in &function.returned {
                let texts = self.values(callee.unit, &as_part(&self.units[callee.unit], text), true, depth + 1);
                found.extend(texts.iter().flat_map(|text| self.given(caller.unit, body, site, callee.function.0, text)));
            }
        }
        found
    }

    /// All that texts may be, whoever calls; where there is none, what is not known.
    fn all_of(&self, unit: usize, texts: &[QueryText], depth: usize) -> Vec<String> {
        if texts.is_empty() {
            return vec![Hole::Any.to_string()];
        }
        texts.iter().flat_map(|&text| self.values(unit, &as_part(&self.units[unit], text), false, depth + 1)).collect()
    }

    /// What a field of a struct is made with, in all crates.
    fn field(&self, unit: usize, (ty, number): (&str, u32), depth: usize) -> Vec<String> {
        let mut found = Vec::new();
        for (home, facts) in self.units.iter().enumerate() {
            let is_it = |(known, field, _): &&(_, u32, _)| *field == number && self.is_same_type((unit, ty), (home, facts.text(*known)));
            for (known, _, texts) in facts.fields.iter().filter(is_it) {
                // A copy of the struct has what the struct has.
                let is_copy = |text: &QueryText| matches!(text, QueryText::Field(ty, of) if (ty, *of) == (known, number));
                let texts: Vec<QueryText> = texts.iter().copied().filter(|text| !is_copy(text)).collect();
                found.extend(if texts.is_empty() { Vec::new() } else { self.all_of(home, &texts, depth) });
            }
            let is_constructor = |target: &Target| match target {
                Target::Path(path) => self.is_same_type((unit, ty), (home, facts.text(*path))),
                _ => false,
            };
            // `map(Statement)` makes one of whatever it is.
            if facts.targets.iter().any(is_constructor) {
                found.push(Hole::Any.to_string());
            }
        }
        found
    }

    /// Whether two paths, each as a unit prints it, are of one type: in one unit they are the same; between two, crate and name have to be.
    fn is_same_type(&self, (unit, ty): (usize, &str), (home, known): (usize, &str)) -> bool {
        if unit == home {
            return known == ty;
        }
        path::last_segment(known) == path::last_segment(ty) && {
            let (one, other) = (self.crate_of(unit, ty), self.crate_of(home, known));
            one == other || self.shows(one, other, path::last_segment(ty)) || self.shows(other, one, path::last_segment(ty))
        }
    }

    /// The crate of the workspace that a path begins with, as a unit prints it, or else the unit's own.
    fn crate_of<'t>(&self, unit: usize, path: &'t str) -> &'t str
    where
        'f: 't,
    {
        let krate = path::first_segment(path);
        let is_crate = path.contains("::") && self.units.iter().any(|facts| facts.unit.crate_name == krate);
        if is_crate { krate } else { &self.units[unit].unit.crate_name }
    }

    /// Whether a crate shows another one's item of this name as its own.
    fn shows(&self, krate: &str, of: &str, name: &str) -> bool {
        let of_crate = self.units.iter().filter(|facts| facts.unit.crate_name == krate);
        of_crate.into_iter().any(|facts| {
            let is_it =
                |&(shown, from): &(_, _)| facts.text(from) == of && matches!(facts.text(shown), shown if shown == name || shown == "*");
            facts.reexports.iter().any(is_it)
        })
    }

    /// By which calls a function is entered.
    fn entries_of(&self, callee: u32) -> impl Iterator<Item = Entry> + '_ {
        let is_call = |&&(caller, site): &&(u32, u32)| self.graph.function(caller).1.calls[site as usize].is_call;
        self.graph.callers(callee).iter().filter(is_call).map(move |&(caller, site)| Entry { callee, caller, site })
    }

    /// Whether a function is entered by others than its calls: from outside, or by whoever has it as a value.
    fn is_entered_otherwise(&self, function: u32) -> bool {
        let is_value = |&(caller, site): &(u32, u32)| !self.graph.function(caller).1.calls[site as usize].is_call;
        self.graph.is_root(function) || self.graph.callers(function).iter().any(is_value)
    }
}

impl<T: Followed> Search<'_, '_, '_, T> {
    /// Adds what something may be, with constants and fields by their values.
    fn add(&mut self, unit: usize, what: &T, route: &[Entry], from: Option<usize>) {
        for what in what.each(&|text| self.callers.values(unit, text, true, 0)) {
            if self.states.len() >= MOST_ROUTES {
                self.are_all = false;
            } else if self.seen.insert((unit, what.clone(), route.to_vec())) {
                self.states.push(State { unit, what, route: route.to_vec(), from });
            }
        }
    }

    /// Asks the callers of a function; says whether there are any, and whether somebody else enters it.
    fn ask(&mut self, at: usize, function: u32, number: u32) -> (bool, bool) {
        let callers = self.callers;
        let mut asks = false;
        let mut is_left = callers.is_entered_otherwise(number);
        let route = self.states[at].route.clone();
        for entry in callers.entries_of(number) {
            if route.len() >= LONGEST_ROUTE {
                is_left = true;
                continue;
            }
            let (caller, body) = callers.graph.function(entry.caller);
            let given = self.states[at].what.each(&|text| callers.given(caller.unit, body, entry.site, function, text));
            // Round in a circle nothing may become of it that it was not before.
            if route.contains(&entry) {
                is_left |= !given.iter().all(|given| self.was_before(at, caller.unit, given));
                continue;
            }
            asks = true;
            let route: Route = route.iter().copied().chain([entry]).collect();
            given.iter().for_each(|given| self.add(caller.unit, given, &route, Some(at)));
        }
        (asks, is_left)
    }

    fn was_before(&self, at: usize, unit: usize, given: &T) -> bool {
        let before = |what: &T| {
            let chain = std::iter::successors(Some(&self.states[at]), |state| state.from.map(|from| &self.states[from]));
            chain.into_iter().any(|state| state.unit == unit && state.what == *what)
        };
        given.each(&|text| self.callers.values(unit, text, true, 0)).iter().all(before)
    }
}

/// All that a text may be whose holes have these values, each once.
fn put_together(text: &str, values: impl Fn(Hole<'_>) -> Vec<String>) -> Vec<String> {
    all_texts(text, |hole| BTreeSet::from_iter(values(hole)).into_iter().collect())
}

/// A text as part of another one.
pub fn as_part(facts: &Facts, text: QueryText) -> String {
    match text {
        QueryText::Literal(text) => facts.text(text).to_owned(),
        QueryText::Constant(path) => Hole::Constant(facts.text(path)).to_string(),
        QueryText::Parameter(function, parameter) => Hole::Parameter { parameter, function: function.0 }.to_string(),
        QueryText::Field(ty, number) => Hole::Field { ty: facts.text(ty), number }.to_string(),
        // What it is appended to is another text.
        QueryText::Appended(_) | QueryText::Dynamic => Hole::Any.to_string(),
    }
}

/// The functions on whose parameters a text depends.
fn open_parameters(text: &str) -> Vec<u32> {
    let open = |part| match part {
        Part::Hole(Hole::Parameter { function, .. }) => Some(function),
        _ => None,
    };
    parts(text).into_iter().filter_map(open).collect()
}
