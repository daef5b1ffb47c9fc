//! Where data come from that get somewhere: the same graph against its direction.
//!
//! Asked only of what is stored and of what an access depends on, so that nothing else of the workspace is looked at. As in the other
//! direction, a way leaves a function where it was entered: what of a function's arguments comes out of it is found out once for each of its
//! exits and used at every call.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    net::{Net, Routes},
    parts::{PathId, Paths},
};
use crate::{
    facts::flows::{ALL_PARAMETERS, Destination, Flow, Matter, Origin},
    finding::Step,
    index::Text,
};

/// Which data are followed back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// What is content, and what is sealed.
    Content,
    /// Everything.
    All,
    /// Values of types of the workspace: no numbers and no text.
    Values,
}

/// Where data begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The function.
    pub function: u32,
    /// In it: a parameter that nobody in the workspace gives it, what foreign code made, or [`Origin::Sealed`].
    pub origin: Origin,
    /// Which parts of it.
    pub parts: PathId,
    /// Of content, whether it arrives as an embedding; of everything, whether it arrives in a store's handle.
    pub matter: Matter,
    /// What is known there.
    known: u32,
}

/// A function left against its direction: from what it gives back, or from what it writes to a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Exit {
    function: u32,
    to: Destination,
    parts: PathId,
    matter: Matter,
}

/// A closure or function as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Made {
    /// The function in which it is made or named.
    pub function: u32,
    /// The number of the call that stands for it there.
    pub call: u32,
}

/// Data at a place, on their way to where they were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Node {
    /// The exit by which the function is looked at; `None` on the way up to callers.
    within: Option<Exit>,
    function: u32,
    origin: Origin,
    parts: PathId,
    matter: Matter,
    /// Whether it is a byte or number there, which by itself is no content.
    is_element: bool,
}

#[derive(Debug, Clone, Copy)]
struct Known {
    node: Node,
    /// Where they get to from here.
    towards: Option<u32>,
    /// The call that they get there by, if it is one: caller and call.
    by: Option<(u32, u32)>,
}

/// Searches of one workspace.
pub struct Back<'n, 'f, 'g> {
    net: &'n Net<'f, 'g>,
    pub paths: Paths,
    /// For each function its flows by where they get.
    by_destination: FxHashMap<u32, FxHashMap<Destination, Vec<&'f Flow>>>,
}

/// Which functions are looked at from outside: what they are given counts as from outside where somebody else may call them.
pub type Fence<'s> = &'s dyn Fn(u32) -> bool;

/// One search.
pub struct Search<'s, 'n, 'f, 'g> {
    back: &'s mut Back<'n, 'f, 'g>,
    wanted: Wanted,
    fence: Option<Fence<'s>>,
    /// By which calls functions are entered, if not by all.
    routes: Option<&'s Routes>,
    known: Vec<Known>,
    numbers: FxHashMap<Node, u32>,
    pending: VecDeque<u32>,
    /// From which nodes, by which call, a function's exit was asked for.
    incoming: FxHashMap<Exit, Vec<(u32, u32)>>,
    /// The parameters that come out by an exit.
    coming: FxHashMap<Exit, Vec<u32>>,
    ends: Vec<u32>,
    /// The closures and functions that get there as values.
    values: FxHashSet<Made>,
    /// The types of values that get there as they are, each with a function that has it.
    types: FxHashSet<(u32, Text)>,
}

impl<'n, 'f, 'g> Back<'n, 'f, 'g> {
    pub fn new(net: &'n Net<'f, 'g>) -> Self {
        Self { net, paths: Paths::default(), by_destination: FxHashMap::default() }
    }

    /// The flows of a function that get to a place of it.
    pub fn flows_to(&mut self, function: u32, to: Destination) -> Vec<&'f Flow> {
        let flows = self.net.flows(function);
        let by_destination = self.by_destination.entry(function).or_insert_with(|| {
            let mut by_destination: FxHashMap<Destination, Vec<&'f Flow>> = FxHashMap::default();
            flows.edges.iter().for_each(|flow| by_destination.entry(flow.to).or_default().push(flow));
            by_destination
        });
        by_destination.get(&to).cloned().unwrap_or_default()
    }
}

impl<'s, 'n, 'f, 'g> Search<'s, 'n, 'f, 'g> {
    /// Follows flows of a function back to where they begin. Behind a fence, what a function is given from outside of it begins there.
    pub fn new(back: &'s mut Back<'n, 'f, 'g>, wanted: Wanted, fence: Option<Fence<'s>>, routes: Option<&'s Routes>) -> Self {
        Self {
            back,
            wanted,
            fence,
            routes,
            known: Vec::new(),
            numbers: FxHashMap::default(),
            pending: VecDeque::new(),
            incoming: FxHashMap::default(),
            coming: FxHashMap::default(),
            ends: Vec::new(),
            values: FxHashSet::default(),
            types: FxHashSet::default(),
        }
    }

    /// Where the data of flows begin.
    pub fn ends(mut self, function: u32, flows: &[&'f Flow]) -> Ends<'n, 'f, 'g> {
        self.run(function, flows, PathId::ALL);
        let ends = self.ends.iter().map(|&known| {
            let Node { function, origin, parts, matter, .. } = self.known[known as usize].node;
            End { function, origin, parts, matter, known }
        });
        Ends { net: self.back.net, ends: ends.collect(), known: self.known }
    }

    /// The closures and functions that get to these parts by flows of a function.
    pub fn values(mut self, function: u32, flows: &[&'f Flow], parts: PathId) -> Vec<Made> {
        self.run(function, flows, parts);
        let mut values: Vec<Made> = self.values.into_iter().collect();
        values.sort_unstable();
        values
    }

    /// The types of the values that get there by flows of a function as they are, each with a function that has it.
    pub fn types(mut self, function: u32, flows: &[&'f Flow]) -> Vec<(u32, Text)> {
        self.run(function, flows, PathId::ALL);
        let mut types: Vec<(u32, Text)> = self.types.into_iter().collect();
        types.sort_unstable();
        types
    }

    fn run(&mut self, function: u32, flows: &[&'f Flow], parts: PathId) {
        for flow in flows {
            self.follow(None, function, (parts, Matter::Content), flow, None, None);
        }
        while let Some(number) = self.pending.pop_front() {
            self.step(number);
        }
    }

    fn follow(
        &mut self,
        within: Option<Exit>,
        function: u32,
        (parts, matter): (PathId, Matter),
        flow: &'f Flow,
        towards: Option<u32>,
        by: Option<(u32, u32)>,
    ) {
        let is = flow.form.matter;
        if self.wanted == Wanted::Content && matches!(is, Matter::Aside | Matter::Handle) {
            return;
        }
        if self.wanted == Wanted::Values && !matches!(is, Matter::Content | Matter::Handle) {
            return;
        }
        let matter = match (self.wanted, is) {
            (Wanted::All, Matter::Handle) => Matter::Handle,
            // What it is last before it arrives: an embedding by which a text was found makes no embedding of the text.
            (Wanted::Content, Matter::Embedding | Matter::Text) if matter == Matter::Content => is,
            _ => matter,
        };
        let from = self.back.paths.read(self.back.net.text(function, flow.from_parts));
        let to = self.back.paths.read(self.back.net.text(function, flow.to_parts));
        let Some(parts) = self.back.paths.carry(parts, to, from, flow.keeps_parts) else { return };
        if let Origin::Result(call) = flow.from
            && (self.back.paths.has_outcome(to) || !flow.keeps_parts)
            && self.back.net.is_value(function, call)
        {
            self.values.insert(Made { function, call });
        }
        let is_element = self.wanted == Wanted::Content && flow.form.matter == Matter::Element;
        self.know(Node { within, function, origin: flow.from, parts, matter, is_element }, towards, by);
    }

    fn know(&mut self, node: Node, towards: Option<u32>, by: Option<(u32, u32)>) {
        let next = u32::try_from(self.known.len()).expect("what is known of a workspace stays below 2^32");
        if *self.numbers.entry(node).or_insert(next) == next {
            self.known.push(Known { node, towards, by });
            self.pending.push_back(next);
        }
    }

    fn step(&mut self, number: u32) {
        let node = self.known[number as usize].node;
        match node.origin {
            Origin::Result(call) => {
                let is_written = self.back.net.gives_what_is_written(node.function, call);
                let exit = if is_written { Destination::Parameter(2) } else { Destination::Return };
                self.enter_callees(number, call, |_| vec![exit]);
            }
            Origin::Written(call, argument) => {
                self.enter_callees(number, call, |parameters| parameters(argument).into_iter().map(Destination::Parameter).collect())
            }
            Origin::Parameter(parameter) => match node.within {
                Some(exit) => {
                    self.coming.entry(exit).or_default().push(number);
                    for (outer, call) in self.incoming.get(&exit).cloned().unwrap_or_default() {
                        self.come_out(number, outer, call);
                    }
                }
                None => self.up(number, parameter),
            },
            Origin::Static(path) => {
                let net = self.back.net;
                for (function, flow) in net.writers(node.function, net.text(node.function, path)) {
                    self.follow(None, function, (node.parts, node.matter), flow, Some(number), None);
                }
            }
            Origin::Made(_) | Origin::Source(_) | Origin::Sealed => self.ends.push(number),
            // The value that the field is read of, and what is in a value, are followed by themselves; what is opened begins there.
            Origin::Whole(ty) if node.parts == PathId::ALL => drop(self.types.insert((node.function, ty))),
            Origin::Whole(_) => {}
            Origin::Field(..) | Origin::Opened(_) => {}
        }
    }

    /// Data come out of a call: in all that it may lead to, from where they leave there.
    fn enter_callees(&mut self, number: u32, call: u32, exits: impl Fn(&dyn Fn(u32) -> Vec<u32>) -> Vec<Destination>) {
        let node = self.known[number as usize].node;
        let net = self.back.net;
        let callees = net.callees(node.function, call);
        if net.may_be_foreign(node.function, call, &callees) {
            // Nothing is known of it, so all that it gives depends on all that it gets.
            let given: Vec<&'f Flow> = (net.flows(node.function).edges.iter())
                .filter(|flow| matches!(flow.to, Destination::Argument(known, _) if known == call))
                .collect();
            for flow in given {
                self.follow(node.within, node.function, (PathId::ALL, node.matter), flow, Some(number), None);
            }
        }
        for &callee in callees.iter() {
            for to in exits(&|argument| net.parameters((node.function, call), callee, argument)) {
                let exit = Exit { function: callee, to, parts: node.parts, matter: node.matter };
                let incoming = self.incoming.entry(exit).or_default();
                let is_new = incoming.is_empty();
                incoming.push((number, call));
                if is_new {
                    for flow in self.back.flows_to(callee, to) {
                        self.follow(Some(exit), callee, (node.parts, node.matter), flow, Some(number), None);
                    }
                }
                for inner in self.coming.get(&exit).cloned().unwrap_or_default() {
                    self.come_out(inner, number, call);
                }
            }
        }
    }

    /// A parameter comes out of a function that was looked at for this call: the argument is what counts.
    fn come_out(&mut self, inner: u32, outer: u32, call: u32) {
        let Node { function, within, .. } = self.known[outer as usize].node;
        let Node { function: callee, origin: Origin::Parameter(parameter), parts, matter, .. } = self.known[inner as usize].node else {
            return;
        };
        for to in self.back.net.arguments((function, call), callee, parameter) {
            for flow in self.back.flows_to(function, to) {
                self.follow(within, function, (parts, matter), flow, Some(inner), Some((function, call)));
            }
        }
    }

    /// A parameter of a function that anybody may have called.
    fn up(&mut self, number: u32, parameter: u32) {
        let Node { function, parts, matter, is_element, .. } = self.known[number as usize].node;
        let net = self.back.net;
        let is_within = |function: u32| self.fence.is_none_or(|fence| fence(function));
        let callers = net.callers_by(function, self.routes);
        let (inside, outside): (Vec<_>, Vec<_>) = callers.into_iter().partition(|&(caller, _)| is_within(caller));
        let is_root = net.graph.is_root(function) && !self.routes.is_some_and(|routes| routes.limit(function));
        let is_entered = is_root || inside.is_empty() || !outside.is_empty();
        let (mut is_given, mut is_handed_out) = (false, false);
        for (caller, call) in inside {
            for to in net.arguments((caller, call), function, parameter) {
                for flow in self.back.flows_to(caller, to) {
                    // What a framework calls it with is known to begin there.
                    if matches!((flow.from, to), (Origin::Made(_), Destination::Argument(_, ALL_PARAMETERS))) {
                        is_handed_out = true;
                        continue;
                    }
                    is_given = true;
                    self.follow(None, caller, (parts, matter), flow, Some(number), Some((caller, call)));
                }
            }
        }
        // What foreign code calls a closure or a function with that it is handed, nobody here says.
        if !is_element && (is_entered || is_handed_out || (!is_given && self.is_called_by_foreign_code(function))) {
            self.ends.push(number);
        }
    }

    fn is_called_by_foreign_code(&self, function: u32) -> bool {
        let net = self.back.net;
        net.is_nested(function) || net.callers(function).iter().all(|&(caller, call)| net.flows(caller).calls[call as usize].span.is_none())
    }
}

/// Where data begin, with the ways from there.
pub struct Ends<'n, 'f, 'g> {
    net: &'n Net<'f, 'g>,
    pub ends: Vec<End>,
    known: Vec<Known>,
}

impl Ends<'_, '_, '_> {
    /// What begins there, in words, and its way.
    pub fn way(&self, end: &End) -> (String, Vec<Step>) {
        let (at, function) = self.net.graph.function(end.function);
        let located = |span| crate::link::location(self.net.units, at.unit, span);
        let what = match end.origin {
            Origin::Made(source) | Origin::Source(source) => {
                let source = function.flows.sources[source as usize];
                (self.net.text(end.function, source.what).to_owned(), located(source.span))
            }
            _ => (format!("what `{}` is given", self.net.name(end.function)), located(function.span)),
        };
        let mut steps = vec![Step { location: what.1, message: format!("it begins with {}", what.0) }];
        let chain = std::iter::successors(Some(end.known), |&known| self.known[known as usize].towards);
        let chain: Vec<&Known> = chain.map(|known| &self.known[known as usize]).collect();
        for pair in chain.windows(2) {
            let Node { function, origin, .. } = pair[1].node;
            let step = match origin {
                Origin::Parameter(_) => self.net.given(function, pair[0].by),
                origin => self.net.passed_on(function, origin),
            };
            if steps.last() != Some(&step) {
                steps.push(step);
            }
        }
        (what.0, steps)
    }
}
