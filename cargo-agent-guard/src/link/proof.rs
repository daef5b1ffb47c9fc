//! From the roots: where control gets without a token.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::{
    FunctionRef, IdleGate, Verdict,
    call_graph::CallGraph,
    callers::Route,
    function_name, location,
    names::{self, Names},
};
use crate::{
    facts::{Access, CallSite, Facts, Function, FunctionKind, Item},
    finding::Step,
    index::{FunctionId, HeldId},
    path,
};

/// The proofs of a workspace: one search for each set of purposes that is asked for.
pub struct Search<'p, 'f> {
    units: &'f [Facts],
    graph: &'p CallGraph<'f>,
    names: &'p Names<'f>,
    /// Purposes whose every gate cannot deny: their tokens prove nothing.
    worthless: BTreeSet<String>,
    held: HashMap<(usize, HeldId), BTreeSet<String>>,
    /// Purposes that a function asks only idle gates about.
    asked_in_vain: HashMap<FunctionRef, BTreeSet<String>>,
    reached: HashMap<Vec<String>, Reached>,
}

/// What a search reached: for each function how it was entered.
struct Reached {
    entered: Vec<Entered>,
}

/// What of that which a call leads to is covered by what is held there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Covers {
    Nothing,
    /// What an async fn does happens where it is awaited.
    WhatIsAwaited,
    All,
}

impl Covers {
    fn applies_to(self, callee: &Function) -> bool {
        match self {
            Covers::All => true,
            Covers::WhatIsAwaited => callee.is_async,
            Covers::Nothing => false,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Entered {
    Never,
    AsRoot,
    /// By this function, at the call site with this number.
    By(u32, u32),
}

impl<'p, 'f> Search<'p, 'f> {
    /// Nothing searched yet.
    pub fn new(units: &'f [Facts], graph: &'p CallGraph<'f>, names: &'p Names<'f>, idle: &[IdleGate]) -> Self {
        let worthless = worthless_purposes(units, names, idle);
        let idle: BTreeSet<String> = idle.iter().map(|gate| path::last_segment(path::peel(&gate.ty)).to_owned()).collect();
        let mut asked_in_vain = HashMap::new();
        for (unit, facts) in units.iter().enumerate().filter(|_| !idle.is_empty()) {
            for (at, function) in facts.functions.iter().enumerate() {
                let mut vain = BTreeSet::new();
                let mut served = names.purposes_of(unit, function.entry);
                for require in &function.requires {
                    let purpose = names.purpose(unit, facts.text(require.purpose));
                    let is_idle = idle.contains(path::last_segment(path::peel(facts.text(require.gate))));
                    if is_idle {
                        vain.insert(purpose)
                    } else {
                        served.insert(purpose)
                    };
                }
                vain.retain(|purpose| !served.contains(purpose));
                if !vain.is_empty() {
                    asked_in_vain.insert(FunctionRef { unit, function: FunctionId::from_usize(at) }, vain);
                }
            }
        }
        Search { units, graph, names, worthless, held: HashMap::new(), asked_in_vain, reached: HashMap::new() }
    }

    /// The worst of what is proven for each demand, and that demand. No demand at all is one for any purpose.
    /// It is only looked at by the routes that are named.
    pub fn worst_verdict(
        &mut self,
        function: FunctionRef,
        access: &Access,
        routes: &[Route],
        demands: Vec<Vec<String>>,
    ) -> (Verdict, Vec<String>) {
        let rank = |verdict: &Verdict| match verdict {
            Verdict::Exempt => 0,
            Verdict::Guarded => 1,
            Verdict::OtherPurpose(..) => 2,
            Verdict::Unconsented(_) => 3,
        };
        let demands = if demands.is_empty() { vec![Vec::new()] } else { demands };
        let verdicts = demands.into_iter().map(|demand| (self.verdict(function, access, routes, &demand), demand));
        verdicts.max_by_key(|(verdict, _)| rank(verdict)).expect("there is at least one demand")
    }

    /// What is proven of an access that asks for any of the purposes (or, if the list is empty, for any at all).
    fn verdict(&mut self, function: FunctionRef, access: &Access, routes: &[Route], required: &[String]) -> Verdict {
        if self.counts(function, access.held, required) {
            return Verdict::Guarded;
        }
        let Some(trace) = self.trace_by(function, routes, required) else { return Verdict::Guarded };
        if required.is_empty() {
            return Verdict::Unconsented(trace);
        }
        // Is a token missing, or is it one for something else?
        if !self.counts(function, access.held, &[])
            && let Some(trace) = self.trace_by(function, routes, &[])
        {
            return Verdict::Unconsented(trace);
        }
        let mut others = self.purposes(function.unit, access.held).clone();
        for route in routes {
            let mut inner = self.graph.number(function);
            for entry in route {
                let (caller, body) = self.graph.function(entry.caller);
                others.extend(self.purposes(caller.unit, body.calls[entry.site as usize].held).clone());
                inner = entry.caller;
            }
            others.extend(self.held_on_the_way(inner, required));
        }
        others.remove(names::ANY);
        Verdict::OtherPurpose(others.into_iter().collect(), trace)
    }

    /// The purposes of a held set that are worth something.
    fn purposes(&mut self, unit: usize, held: HeldId) -> &BTreeSet<String> {
        let (names, worthless) = (self.names, &self.worthless);
        self.held.entry((unit, held)).or_insert_with(|| {
            let mut purposes = names.purposes_of(unit, held);
            purposes.retain(|purpose| !worthless.contains(purpose));
            // Which of the purposes it is that differs from path to path is not known: it may be a worthless one.
            if !worthless.is_empty() {
                purposes.remove(names::ANY);
            }
            purposes
        })
    }

    /// Whether what is held in a function is enough.
    fn counts(&mut self, function: FunctionRef, held: HeldId, required: &[String]) -> bool {
        if held == HeldId(0) {
            return false;
        }
        if let Some(vain) = self.asked_in_vain.get(&function).cloned() {
            let mut purposes = self.purposes(function.unit, held).clone();
            purposes.retain(|purpose| !vain.contains(purpose) && purpose != names::ANY);
            return is_enough(&purposes, required);
        }
        is_enough(self.purposes(function.unit, held), required)
    }

    fn search(&mut self, required: &[String]) -> &Reached {
        if !self.reached.contains_key(required) {
            let reached = self.breadth_first(required);
            self.reached.insert(required.to_vec(), reached);
        }
        &self.reached[required]
    }

    fn breadth_first(&mut self, required: &[String]) -> Reached {
        let graph = self.graph;
        let mut entered = vec![Entered::Never; graph.len()];
        let mut queue = VecDeque::new();
        for &root in &graph.roots {
            entered[root as usize] = Entered::AsRoot;
            queue.push_back(root);
        }
        while let Some(number) = queue.pop_front() {
            let (at, function) = graph.function(number);
            for (site_number, site) in function.calls.iter().enumerate() {
                let covers = self.covers(at, site, required);
                for &callee in graph.callees(at.unit, site) {
                    if !covers.applies_to(graph.function(callee).1) && entered[callee as usize] == Entered::Never {
                        entered[callee as usize] = Entered::By(number, site_number as u32);
                        queue.push_back(callee);
                    }
                }
            }
        }
        Reached { entered }
    }

    /// Whether what is held at a call is enough.
    fn covers(&mut self, caller: FunctionRef, site: &CallSite, required: &[String]) -> Covers {
        if self.counts(caller, site.held, required) {
            return Covers::All;
        }
        let is_awaited = site.awaited.is_some_and(|held| self.counts(caller, held, required));
        if is_awaited { Covers::WhatIsAwaited } else { Covers::Nothing }
    }

    /// The shortest path from a root to a function by one of the routes, if there is one on which too little is held.
    fn trace_by(&mut self, function: FunctionRef, routes: &[Route], required: &[String]) -> Option<Vec<Step>> {
        let traces: Vec<Vec<Step>> = routes.iter().filter_map(|route| self.trace_along(function, route, required)).collect();
        traces.into_iter().min_by_key(Vec::len)
    }

    fn trace_along(&mut self, function: FunctionRef, route: &Route, required: &[String]) -> Option<Vec<Step>> {
        let (units, graph) = (self.units, self.graph);
        let mut steps = Vec::new();
        let mut inner = function;
        for entry in route {
            let (caller, body) = graph.function(entry.caller);
            let (callee, called) = graph.function(entry.callee);
            steps.extend(self.steps_within(inner, callee, required)?);
            let site = &body.calls[entry.site as usize];
            if self.covers(caller, site, required).applies_to(called) {
                return None;
            }
            steps.extend(step(units, caller, site, callee));
            inner = caller;
        }
        let mut trace = self.trace(graph.number(inner), required)?;
        steps.reverse();
        trace.extend(steps);
        Some(trace)
    }

    /// The steps from a function to a closure or async block in it, the last first. `None` where enough is held on the way.
    fn steps_within(&mut self, inner: FunctionRef, outer: FunctionRef, required: &[String]) -> Option<Vec<Step>> {
        let (units, graph, facts) = (self.units, self.graph, &self.units[inner.unit]);
        let mut steps = Vec::new();
        let around: Vec<FunctionRef> = facts.enclosing(inner.function).map(|function| FunctionRef { unit: inner.unit, function }).collect();
        for pair in around.windows(2).take_while(|pair| pair[0] != outer) {
            let (child, parent) = (graph.number(pair[0]), pair[1]);
            let (_, body) = graph.function(graph.number(parent));
            let mut makers = body.calls.iter().filter(|site| graph.callees(parent.unit, site).contains(&child)).peekable();
            let is_made_elsewhere = makers.peek().is_none();
            let open = makers.find(|site| !self.covers(parent, site, required).applies_to(graph.function(child).1));
            match open {
                Some(site) => steps.extend(step(units, parent, site, pair[0])),
                None if is_made_elsewhere => {}
                None => return None,
            }
        }
        Some(steps)
    }

    /// The path from a root to a function, if the search got there.
    fn trace(&mut self, number: u32, required: &[String]) -> Option<Vec<Step>> {
        let (units, graph) = (self.units, self.graph);
        let reached = self.search(required);
        let mut steps = Vec::new();
        let mut at = number;
        let mut enters = "";
        loop {
            match reached.entered[at as usize] {
                Entered::Never => return None,
                Entered::AsRoot => break,
                Entered::By(caller, _) if is_test(units, graph.function(caller).0, graph.function(at).0) => {
                    enters = "the test ";
                    break;
                }
                Entered::By(caller, site) => {
                    let (caller_at, function) = graph.function(caller);
                    let site = &function.calls[site as usize];
                    steps.extend(step(units, caller_at, site, graph.function(at).0));
                    at = caller;
                }
            }
        }
        let (root, function) = graph.function(at);
        let message = format!("{enters}`{}` is where control enters", function_name(units, root));
        steps.push(Step { location: location(units, root.unit, function.span), message });
        steps.reverse();
        Some(steps)
    }

    /// The purposes held at the calls on the path to a function.
    fn held_on_the_way(&mut self, number: u32, required: &[String]) -> BTreeSet<String> {
        let graph = self.graph;
        let mut sets = Vec::new();
        let mut at = number;
        let reached = self.search(required);
        while let Entered::By(caller, site) = reached.entered[at as usize] {
            let (caller_at, function) = graph.function(caller);
            sets.push((caller_at.unit, function.calls[site as usize].held));
            at = caller;
        }
        sets.into_iter().flat_map(|(unit, held)| self.purposes(unit, held).clone()).collect()
    }
}

/// Whether the purposes held are enough for what is required: one of these, or, if nothing certain is required, any.
fn is_enough(purposes: &BTreeSet<String>, required: &[String]) -> bool {
    if required.is_empty() { !purposes.is_empty() } else { required.iter().any(|purpose| purposes.contains(purpose)) }
}

/// Whether a function is a `#[test]`, and the caller what the compiler has made of it: a closure in a constant of the same name, with
/// which the harness calls it. Nobody wrote these.
fn is_test(units: &[Facts], caller: FunctionRef, callee: FunctionRef) -> bool {
    let facts = &units[caller.unit];
    if !facts.unit.is_test || caller.unit != callee.unit {
        return false;
    }
    let parent = facts.functions[caller.function.index()].parent.map(|parent| &facts.functions[parent.index()]);
    let item = facts.functions[callee.function.index()].item;
    matches!(item, Item::Path(_)) && parent.is_some_and(|parent| parent.kind == FunctionKind::Constant && parent.item == item)
}

/// A call as a step of a trace. That an `async fn` makes its own body is none that anybody wrote.
fn step(units: &[Facts], caller: FunctionRef, site: &CallSite, callee: FunctionRef) -> Option<Step> {
    let (caller_name, callee_name) = (function_name(units, caller), function_name(units, callee));
    let message = match (site.is_call, callee_name.starts_with("a closure")) {
        (true, _) => format!("`{caller_name}` calls `{callee_name}`"),
        (false, true) => format!("`{caller_name}` makes the closure or async block"),
        (false, false) if caller_name == callee_name => return None,
        (false, false) => format!("`{caller_name}` passes `{callee_name}` on"),
    };
    let message = message.replace("`a closure in ", "a closure in `");
    Some(Step { location: location(units, caller.unit, site.span), message })
}

/// The gates of the workspace that cannot deny.
pub fn idle_gates(units: &[Facts], graph: &CallGraph<'_>) -> Vec<IdleGate> {
    let mut found: Vec<IdleGate> = Vec::new();
    for (unit, facts) in units.iter().enumerate() {
        for (at, function) in facts.functions.iter().enumerate() {
            let Some(gate) = &function.gate else { continue };
            let Item::Method { of_trait: Some(of_trait), .. } = function.item else { continue };
            if !matches!(facts.text(of_trait.name), "ConsentGate" | "AsyncConsentGate") {
                continue;
            }
            let here = FunctionRef { unit, function: FunctionId::from_usize(at) };
            let Some(reason) = idleness(units, graph, here, &mut Vec::new()) else { continue };
            let ty = facts.text(gate.ty).to_owned();
            let name = path::last_segment(path::peel(&ty)).to_owned();
            let requests = units
                .iter()
                .flat_map(|facts| facts.functions.iter().map(move |function| (facts, function)))
                .flat_map(|(facts, function)| function.requires.iter().map(move |require| facts.text(require.gate)))
                .filter(|gate| path::last_segment(path::peel(gate)) == name)
                .count();
            found.push(IdleGate { function: here, ty, reason, span: function.span, requests });
        }
    }
    found
}

/// Why the gate implemented by a function cannot deny; `None` if it can.
fn idleness(units: &[Facts], graph: &CallGraph<'_>, at: FunctionRef, seen: &mut Vec<FunctionRef>) -> Option<String> {
    if seen.contains(&at) {
        // A gate that asks only itself never answers.
        return Some("it asks only itself".to_owned());
    }
    seen.push(at);
    let facts = &units[at.unit];
    let gate = facts.functions[at.function.index()].gate.as_ref()?;
    if gate.can_deny && gate.depends_on_request {
        return None;
    }
    let mut delegate_reason = None;
    for &(target, reached) in &gate.delegates {
        let candidates = graph.candidates(at.unit, target);
        if candidates.is_empty() {
            // A foreign function may deny; whether it was told whom to ask about is seen here.
            if reached {
                return None;
            }
            continue;
        }
        for &candidate in candidates {
            let (callee, function) = graph.function(candidate);
            if function.gate.is_none() {
                if reached {
                    return None;
                }
                continue;
            }
            match idleness(units, graph, callee, seen) {
                None if reached => return None,
                None => {}
                Some(reason) => {
                    delegate_reason = Some(format!("it passes on what `{}` answers, and {reason}", function_name(units, callee)))
                }
            }
        }
    }
    Some(delegate_reason.filter(|_| facts.text(gate.reason).is_empty()).unwrap_or_else(|| facts.text(gate.reason).to_owned()))
}

/// Purposes that only idle gates are asked about: what they guard is unguarded.
fn worthless_purposes(units: &[Facts], names: &Names<'_>, idle: &[IdleGate]) -> BTreeSet<String> {
    let is_idle = |gate: &str| {
        let name = path::last_segment(path::peel(gate));
        idle.iter().any(|idle| path::last_segment(path::peel(&idle.ty)) == name)
    };
    let mut gates: HashMap<String, (usize, usize)> = HashMap::new();
    for (unit, facts) in units.iter().enumerate() {
        for require in facts.functions.iter().flat_map(|function| &function.requires) {
            let (idle, functional) = gates.entry(names.purpose(unit, facts.text(require.purpose))).or_default();
            if is_idle(facts.text(require.gate)) { *idle += 1 } else { *functional += 1 }
        }
    }
    gates.into_iter().filter(|(_, (idle, functional))| *idle > 0 && *functional == 0).map(|(purpose, _)| purpose).collect()
}
