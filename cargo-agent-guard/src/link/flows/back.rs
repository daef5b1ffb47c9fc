//! Where data come from that get somewhere: the same graph against its direction.
//!
//! Asked only of what is stored and of what an access depends on, so that nothing else of the workspace is looked at. As in the other
//! direction, a way leaves a function where it was entered: what of a function's arguments comes out of it is found out once for each of its
//! exits, used at every call, and kept for the questions that come after.

use std::{collections::VecDeque, rc::Rc};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// What is content, and what is sealed.
    Content,
    /// Everything.
    All,
    /// Values of types of the workspace, closures and functions: no numbers and no text.
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

/// What is found out once, for all searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Question {
    /// Where data come from with which a function is left against its direction: what it gives back, or what it writes to a parameter.
    Exit { function: u32, to: Destination, parts: PathId, matter: Matter },
    /// Where data come from that whoever calls a function gives it. Of searches that go by certain calls only, each finds that out for itself.
    Given { function: u32, parameter: u32, parts: PathId, matter: Matter, is_element: bool },
    /// Where data come from that are in a static that a function reads.
    Static { function: u32, path: Text, parts: PathId, matter: Matter },
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
    /// The frame that it belongs to.
    within: u32,
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
    link: Link,
}

/// What follows a node on the way to where data were asked for. Where nothing does, the frame begins there.
#[derive(Debug, Clone, Copy, Default)]
struct Link {
    towards: Option<u32>,
    /// The parameter of another function that lies between, if one does.
    through: Option<u32>,
    /// The call that they get there by, if it is one: caller and call.
    by: Option<(u32, u32)>,
}

/// What is found out for one question, or for all that a search asks.
#[derive(Debug, Default)]
struct Frame {
    /// Whether a parameter is what the function's callers give it. In a function that was entered by an exit it is what that call gives it.
    goes_up: bool,
    /// Whether data begin with what it is about: a parameter of a function that somebody else calls.
    is_end: bool,
    /// Whether there is anything in it or in a frame that it has asked for, and so on, that a search asks for. It is known once it is complete.
    is_fertile: bool,
    /// The search that has asked for it last, by its own frame.
    reached_by: Option<u32>,
    /// The parameters that come out.
    coming: Vec<u32>,
    /// The frames that it asked for, each with the node that did first.
    asked: Vec<(u32, u32)>,
    ends: Vec<u32>,
    /// The statics that are read.
    statics: Vec<u32>,
    /// The closures and functions that get there as values.
    values: FxHashSet<Made>,
    /// The types of values that get there as they are, each with a function that has it.
    types: FxHashSet<(u32, Text)>,
}

/// What is known by all searches so far. Between two of them each frame is complete.
#[derive(Debug, Default)]
struct Table {
    known: Vec<Known>,
    numbers: FxHashMap<Node, u32>,
    frames: Vec<Frame>,
    questions: FxHashMap<Question, u32>,
    /// Which frame asked for which.
    asked: FxHashSet<(u32, u32)>,
}

impl Table {
    fn add(&mut self, frame: Frame) -> u32 {
        self.frames.push(frame);
        u32::try_from(self.frames.len() - 1).expect("the exits of a workspace stay below 2^32")
    }

    /// The frame of a question, and whether it is a new one.
    fn of(&mut self, question: Question) -> (u32, bool) {
        if let Some(&frame) = self.questions.get(&question) {
            return (frame, false);
        }
        let goes_up = !matches!(question, Question::Exit { .. });
        let frame = self.add(Frame { goes_up, ..Frame::default() });
        self.questions.insert(question, frame);
        (frame, true)
    }

    /// Notes that a frame asks for another, and by which node.
    fn ask(&mut self, frame: u32, asked: u32, by: u32) {
        if self.asked.insert((frame, asked)) {
            self.frame(frame).asked.push((asked, by));
        }
    }

    fn frame(&mut self, frame: u32) -> &mut Frame {
        &mut self.frames[frame as usize]
    }

    /// The frames from this one on are complete: what they have asked for in vain, nobody has to look at again.
    fn settle(&mut self, first: u32) {
        let new = first as usize..self.frames.len();
        let mut askers: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut fertile: Vec<u32> = Vec::new();
        for (number, frame) in (first..).zip(&self.frames[new.clone()]) {
            let asks_for_fertile = frame.asked.iter().any(|&(asked, _)| asked < first && self.frames[asked as usize].is_fertile);
            if frame.has_any() || asks_for_fertile {
                fertile.push(number);
            }
            for &(asked, _) in frame.asked.iter().filter(|(asked, _)| *asked >= first) {
                askers.entry(asked).or_default().push(number);
            }
        }
        while let Some(number) = fertile.pop() {
            if !std::mem::replace(&mut self.frame(number).is_fertile, true) {
                fertile.extend(askers.get(&number).into_iter().flatten());
            }
        }
        for number in new {
            let mut asked = std::mem::take(&mut self.frames[number].asked);
            asked.retain(|&(asked, _)| self.frames[asked as usize].is_fertile);
            self.frames[number].asked = asked;
        }
    }
}

impl Frame {
    /// Whether there is anything in it that a search asks for, or that leads on.
    fn has_any(&self) -> bool {
        self.is_end || !(self.ends.is_empty() && self.statics.is_empty() && self.values.is_empty() && self.types.is_empty())
    }
}

/// Searches of one workspace.
pub struct Back<'n, 'f, 'g> {
    net: &'n Net<'f, 'g>,
    pub paths: Paths,
    tables: FxHashMap<Wanted, Table>,
    /// For each function its flows by where they get.
    by_destination: FxHashMap<u32, FxHashMap<Destination, Rc<[&'f Flow]>>>,
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
    table: Table,
    /// The frame that it starts in.
    start: u32,
    pending: VecDeque<u32>,
    /// From which nodes, by which call, a frame was asked for in this search.
    incoming: FxHashMap<u32, Vec<(u32, u32)>>,
    /// The frames that it has asked for, or one of these has, and so on; each with the node that asked for it first.
    reached: Vec<(u32, u32)>,
    /// How many of those that the first frame has asked for are among them.
    reached_first: usize,
}

impl<'n, 'f, 'g> Back<'n, 'f, 'g> {
    pub fn new(net: &'n Net<'f, 'g>) -> Self {
        Self { net, paths: net.paths.clone(), tables: FxHashMap::default(), by_destination: FxHashMap::default() }
    }

    /// The flows of a function that get to a place of it.
    pub fn flows_to(&mut self, function: u32, to: Destination) -> Rc<[&'f Flow]> {
        let flows = self.net.flows(function);
        let by_destination = self.by_destination.entry(function).or_insert_with(|| {
            let mut by_destination: FxHashMap<Destination, Vec<&'f Flow>> = FxHashMap::default();
            flows.edges.iter().for_each(|flow| by_destination.entry(flow.to).or_default().push(flow));
            by_destination.into_iter().map(|(to, flows)| (to, flows.into())).collect()
        });
        by_destination.get(&to).cloned().unwrap_or_default()
    }
}

impl<'s, 'n, 'f, 'g> Search<'s, 'n, 'f, 'g> {
    /// Follows flows of a function back to where they begin. Behind a fence, what a function is given from outside of it begins there.
    pub fn new(back: &'s mut Back<'n, 'f, 'g>, wanted: Wanted, fence: Option<Fence<'s>>, routes: Option<&'s Routes>) -> Self {
        let mut table = back.tables.remove(&wanted).unwrap_or_default();
        let start = table.add(Frame { goes_up: true, ..Frame::default() });
        Self {
            back,
            wanted,
            fence,
            routes,
            table,
            start,
            pending: VecDeque::new(),
            incoming: FxHashMap::default(),
            reached: Vec::new(),
            reached_first: 0,
        }
    }

    /// Where the data of flows begin, each of which is one of this function.
    pub fn ends(mut self, flows: &[(u32, &'f Flow)]) -> Ends {
        self.run(flows.iter().copied(), PathId::ALL);
        let mut ends = Vec::new();
        let askers = std::iter::once(None).chain(self.reached.iter().map(|(_, asker)| Some(asker)));
        for (frame, asker) in self.frames().zip(askers) {
            let asker = asker.filter(|_| frame.is_end);
            ends.extend(asker.into_iter().chain(&frame.ends).map(|&known| {
                let Node { function, origin, parts, matter, .. } = self.node(known);
                End { function, origin, parts, matter, known }
            }));
        }
        let reached = std::mem::take(&mut self.reached);
        Ends { wanted: self.done(), ends, reached }
    }

    /// The closures and functions that get to these parts by flows of a function.
    pub fn values(mut self, function: u32, flows: &[&'f Flow], parts: PathId) -> Vec<Made> {
        self.run(flows.iter().map(|&flow| (function, flow)), parts);
        let mut values: Vec<Made> = self.frames().flat_map(|frame| &frame.values).copied().collect();
        values.sort_unstable();
        values.dedup();
        self.done();
        values
    }

    /// The types of the values that get there by flows of a function as they are, each with a function that has it.
    pub fn types(mut self, function: u32, flows: &[&'f Flow]) -> Vec<(u32, Text)> {
        self.run(flows.iter().map(|&flow| (function, flow)), PathId::ALL);
        let mut types: Vec<(u32, Text)> = self.frames().flat_map(|frame| &frame.types).copied().collect();
        types.sort_unstable();
        types.dedup();
        self.done();
        types
    }

    /// Hands back what is known now of what was wanted.
    fn done(mut self) -> Wanted {
        self.table.settle(self.start);
        self.back.tables.insert(self.wanted, self.table);
        self.wanted
    }

    /// The frames that it has to do with.
    fn frames(&self) -> impl Iterator<Item = &Frame> {
        let reached = self.reached.iter().map(|(frame, _)| *frame);
        std::iter::once(self.start).chain(reached).map(|frame| &self.table.frames[frame as usize])
    }

    fn run(&mut self, flows: impl Iterator<Item = (u32, &'f Flow)>, parts: PathId) {
        for (function, flow) in flows {
            self.follow(self.start, function, (parts, Matter::Content), flow, Link::default());
        }
        loop {
            while let Some(number) = self.pending.pop_front() {
                self.step(number);
            }
            if !self.reach() {
                break;
            }
        }
    }

    /// Takes up what was found out in frames that have been asked for since; whether there are any. All of them are complete by now; only what lies
    /// in a static that one of them reads leads on, to whoever writes it.
    fn reach(&mut self) -> bool {
        let asked = &self.table.frames[self.start as usize].asked;
        let mut pending: VecDeque<(u32, u32)> = asked[self.reached_first..].iter().copied().collect();
        self.reached_first = asked.len();
        let before = self.reached.len();
        while let Some((frame, asker)) = pending.pop_front() {
            if self.table.frame(frame).reached_by.replace(self.start) == Some(self.start) {
                continue;
            }
            self.reached.push((frame, asker));
            pending.extend(&self.table.frames[frame as usize].asked);
            for number in self.table.frames[frame as usize].statics.clone() {
                self.go_to_writers(number, self.start);
            }
        }
        self.reached.len() > before
    }

    /// Whether all who call a function count.
    fn goes_by_any_call(&self) -> bool {
        self.fence.is_none() && self.routes.is_none()
    }

    fn follow(&mut self, within: u32, function: u32, (parts, matter): (PathId, Matter), flow: &'f Flow, link: Link) {
        let is = flow.form.matter;
        let is_wanted = match self.wanted {
            Wanted::Content => !matches!(is, Matter::Aside | Matter::Beside | Matter::Handle),
            Wanted::Values => matches!(is, Matter::Content | Matter::Beside | Matter::Handle),
            Wanted::All => true,
        };
        if !is_wanted {
            return;
        }
        let matter = match (self.wanted, is) {
            (Wanted::All, Matter::Handle) => Matter::Handle,
            // What it is last before it arrives: an embedding by which a text was found makes no embedding of the text.
            (Wanted::Content, Matter::Embedding | Matter::Text) if matter == Matter::Content => is,
            _ => matter,
        };
        let net = self.back.net;
        let (from, to) = (net.parts(function, flow.from_parts), net.parts(function, flow.to_parts));
        let Some(parts) = self.back.paths.carry(parts, to, from, flow.keeps_parts) else { return };
        if let Origin::Result(call) = flow.from
            && (self.back.paths.has_outcome(to) || !flow.keeps_parts)
            && net.is_value(function, call)
        {
            self.table.frame(within).values.insert(Made { function, call });
        }
        let is_element = self.wanted == Wanted::Content && flow.form.matter == Matter::Element;
        self.know(Node { within, function, origin: flow.from, parts, matter, is_element }, link);
    }

    fn know(&mut self, node: Node, link: Link) {
        let next = u32::try_from(self.table.known.len()).expect("what is known of a workspace stays below 2^32");
        if *self.table.numbers.entry(node).or_insert(next) == next {
            self.table.known.push(Known { node, link });
            self.pending.push_back(next);
        }
    }

    fn node(&self, number: u32) -> Node {
        self.table.known[number as usize].node
    }

    fn step(&mut self, number: u32) {
        let node = self.node(number);
        match node.origin {
            Origin::Result(call) => {
                let is_written = self.back.net.gives_what_is_written(node.function, call);
                let exit = if is_written { Destination::Parameter(2) } else { Destination::Return };
                self.enter_callees(number, call, |_| vec![exit]);
            }
            Origin::Written(call, argument) => {
                self.enter_callees(number, call, |parameters| parameters(argument).into_iter().map(Destination::Parameter).collect())
            }
            Origin::Parameter(parameter) if self.table.frame(node.within).goes_up => self.up(number, parameter),
            Origin::Parameter(_) => {
                self.table.frame(node.within).coming.push(number);
                for (outer, call) in self.incoming.get(&node.within).cloned().unwrap_or_default() {
                    self.come_out(number, outer, call);
                }
            }
            Origin::Static(_) if self.table.frame(node.within).goes_up => self.go_to_writers(number, node.within),
            Origin::Static(_) => self.table.frame(node.within).statics.push(number),
            Origin::Made(_) | Origin::Source(_) | Origin::Sealed => self.table.frame(node.within).ends.push(number),
            // The value that the field is read of, and what is in a value, are followed by themselves; what is opened begins there.
            Origin::Whole(ty) if node.parts == PathId::ALL => drop(self.table.frame(node.within).types.insert((node.function, ty))),
            Origin::Whole(_) => {}
            // What is written out is not stored in what it is written with.
            Origin::Field(..) | Origin::Opened(_) | Origin::WrittenOut(..) | Origin::GivenWriter | Origin::KeptWriter(_) => {}
        }
    }

    /// What is read from a static is what anybody has put there.
    fn go_to_writers(&mut self, number: u32, asker: u32) {
        let Node { function, origin: Origin::Static(path), parts, matter, .. } = self.node(number) else { return };
        let (within, link) = match self.goes_by_any_call() {
            true => {
                let (frame, is_new) = self.table.of(Question::Static { function, path, parts, matter });
                self.table.ask(asker, frame, number);
                if !is_new {
                    return;
                }
                (frame, Link::default())
            }
            false => (self.start, Link { towards: Some(number), ..Link::default() }),
        };
        let net = self.back.net;
        for (writer, flow) in net.writers(function, net.text(function, path)) {
            self.follow(within, writer, (parts, matter), flow, link);
        }
    }

    /// Data come out of a call: in all that it may lead to, from where they leave there.
    fn enter_callees(&mut self, number: u32, call: u32, exits: impl Fn(&dyn Fn(u32) -> Vec<u32>) -> Vec<Destination>) {
        let node = self.node(number);
        let net = self.back.net;
        let callees = net.callees(node.function, call);
        if net.may_be_foreign(node.function, call, &callees) {
            // Nothing is known of it, so all that it gives depends on all that it gets.
            let given =
                net.flows(node.function).edges.iter().filter(|flow| matches!(flow.to, Destination::Argument(known, _) if known == call));
            for flow in given {
                let link = Link { towards: Some(number), ..Link::default() };
                self.follow(node.within, node.function, (PathId::ALL, node.matter), flow, link);
            }
        }
        for &callee in callees.iter() {
            for to in exits(&|argument| net.parameters((node.function, call), callee, argument)) {
                let (frame, is_new) = self.table.of(Question::Exit { function: callee, to, parts: node.parts, matter: node.matter });
                self.table.ask(node.within, frame, number);
                self.incoming.entry(frame).or_default().push((number, call));
                if is_new {
                    for &flow in self.back.flows_to(callee, to).iter() {
                        self.follow(frame, callee, (node.parts, node.matter), flow, Link::default());
                    }
                }
                for inner in self.table.frame(frame).coming.clone() {
                    self.come_out(inner, number, call);
                }
            }
        }
    }

    /// A parameter comes out of a function that was looked at for this call: the argument is what counts.
    fn come_out(&mut self, inner: u32, outer: u32, call: u32) {
        let Node { function, within, .. } = self.node(outer);
        let Node { function: callee, origin: Origin::Parameter(parameter), parts, matter, .. } = self.node(inner) else { return };
        let link = Link { towards: Some(outer), through: Some(inner), by: Some((function, call)) };
        for to in self.back.net.arguments((function, call), callee, parameter) {
            for &flow in self.back.flows_to(function, to).iter() {
                self.follow(within, function, (parts, matter), flow, link);
            }
        }
    }

    /// A parameter of a function that anybody may have called.
    fn up(&mut self, number: u32, parameter: u32) {
        let Node { within, function, parts, matter, is_element, .. } = self.node(number);
        let (given, towards) = match self.goes_by_any_call() {
            true => {
                let (frame, is_new) = self.table.of(Question::Given { function, parameter, parts, matter, is_element });
                self.table.ask(within, frame, number);
                if !is_new {
                    return;
                }
                (frame, None)
            }
            false => (self.start, Some(number)),
        };
        let net = self.back.net;
        let is_within = |function: u32| self.fence.is_none_or(|fence| fence(function));
        let callers = net.callers_by(function, self.routes);
        let (inside, outside): (Vec<_>, Vec<_>) = callers.into_iter().partition(|&(caller, _)| is_within(caller));
        let is_root = net.graph.is_root(function) && !self.routes.is_some_and(|routes| routes.limit(function));
        let is_entered = is_root || inside.is_empty() || !outside.is_empty();
        let (mut is_given, mut is_handed_out) = (false, false);
        for (caller, call) in inside {
            for to in net.arguments((caller, call), function, parameter) {
                for &flow in self.back.flows_to(caller, to).iter() {
                    // What a framework calls it with is known to begin there.
                    if matches!((flow.from, to), (Origin::Made(_), Destination::Argument(_, ALL_PARAMETERS))) {
                        is_handed_out = true;
                        continue;
                    }
                    is_given = true;
                    let link = Link { towards, through: None, by: Some((caller, call)) };
                    self.follow(given, caller, (parts, matter), flow, link);
                }
            }
        }
        // What foreign code calls a closure or a function with that it is handed, nobody here says.
        if !is_element && (is_entered || is_handed_out || (!is_given && self.is_called_by_foreign_code(function))) {
            match towards {
                Some(_) => self.table.frame(given).ends.push(number),
                None => self.table.frame(given).is_end = true,
            }
        }
    }

    fn is_called_by_foreign_code(&self, function: u32) -> bool {
        let net = self.back.net;
        net.is_nested(function) || net.callers(function).iter().all(|&(caller, call)| net.flows(caller).calls[call as usize].span.is_none())
    }
}

/// How many nodes of a way are looked at inside functions that it goes through.
const LONGEST: usize = 200;

/// Where data begin, with the ways from there.
pub struct Ends {
    pub ends: Vec<End>,
    wanted: Wanted,
    /// The frames on the ways, each with the node that asked for it.
    reached: Vec<(u32, u32)>,
}

impl Ends {
    /// What begins there, in words, and its way.
    pub fn way(&self, back: &Back<'_, '_, '_>, end: &End) -> (String, Vec<Step>) {
        let net = back.net;
        let (at, function) = net.graph.function(end.function);
        let located = |span| crate::link::location(net.units, at.unit, span);
        let what = match end.origin {
            Origin::Made(source) | Origin::Source(source) => {
                let source = function.flows.sources[source as usize];
                (net.text(end.function, source.what).to_owned(), located(source.span))
            }
            _ => (format!("what `{}` is given", net.name(end.function)), located(function.span)),
        };
        let mut steps = vec![Step { location: what.1, message: format!("it begins with {}", what.0) }];
        for pair in self.chain(&back.tables[&self.wanted], end.known).windows(2) {
            let Node { function, origin, .. } = pair[1].node;
            let step = match origin {
                Origin::Parameter(_) => net.given(function, pair[0].link.by),
                origin => net.passed_on(function, origin),
            };
            if steps.last() != Some(&step) {
                steps.push(step);
            }
        }
        (what.0, steps)
    }

    /// From where data begin to where they were asked for.
    fn chain(&self, table: &Table, end: u32) -> Vec<Known> {
        let mut chain = Vec::new();
        let mut next = Some(end);
        while let Some(number) = next {
            let last = Self::leave(table, number, &mut chain);
            let within = table.known[last as usize].node.within;
            next = self.reached.iter().find(|(frame, _)| *frame == within).map(|(_, asker)| *asker);
        }
        chain
    }

    /// From a node to where data leave its function; gives the last node before that.
    fn leave(table: &Table, mut number: u32, chain: &mut Vec<Known>) -> u32 {
        loop {
            let known = table.known[number as usize];
            chain.push(known);
            if let Some(inner) = known.link.through
                && chain.len() < LONGEST
            {
                Self::leave(table, inner, chain);
            }
            match known.link.towards {
                Some(towards) => number = towards,
                None => return number,
            }
        }
    }
}
