//! What a function that makes consent decisions can answer.
//!
//! A gate must be able to say no, and what it says must depend on what it was asked. For each body that returns a `Decision` this finds
//! the *sources* of the answer: the `Granted` and `Denied` (or `Err`) that are made and flow into the return place, and the calls whose
//! answer is passed on. A denial depends on the request if a branch on something that comes from the request decides whether it is
//! reached. What a foreign function answers is unknown and may be a denial; what a function of the workspace answers, the linker looks up.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::{Analysis, items};
use crate::{
    facts::{FunctionKind, Gate, Item, Target},
    flow::constant_value,
    index::{Block, FunctionId, Local, TargetId},
    mir::{Aggregate, Body, Operand, Place, Projection, Rvalue, Terminator},
    path::{self, Callee},
};

/// What a body can answer, before its texts are interned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers<'a> {
    /// See [`crate::facts::Gate::can_deny`].
    pub can_deny: bool,
    /// See [`crate::facts::Gate::depends_on_request`].
    pub depends_on_request: bool,
    /// Callees whose answer is passed on, with whether the request reaches them.
    pub delegates: Vec<(&'a str, bool)>,
    /// Why it cannot deny by itself.
    pub reason: &'static str,
}

impl Analysis<'_> {
    /// Notes what the body can answer, if it is a gate's.
    pub(super) fn gate(&mut self, body: &Body<'_>, id: FunctionId) {
        if !decides(body) {
            return;
        }
        let is_foreign = |printed: &str| Callee::parse(printed).is_none_or(|callee| self.is_foreign(&callee));
        let answers = answers(body, &is_foreign);
        for &(callee, reached) in answers.delegates.iter().filter(|(callee, _)| is_closure_call(callee)) {
            if let Some(span) = items::made_at(callee.split(" as ").next().unwrap_or(callee)) {
                self.gate_closures.push((id, span.to_owned(), reached));
            }
        }
        let delegates = answers
            .delegates
            .iter()
            .filter_map(|&(callee, reached)| {
                let parsed = Callee::parse(callee).filter(|parsed| !self.is_foreign(parsed))?;
                let target = self.target(callee, &parsed);
                Some((TargetId(self.targets.intern(&target)), reached))
            })
            .collect();
        let gate = Gate {
            ty: self.text(""),
            can_deny: answers.can_deny,
            depends_on_request: answers.depends_on_request,
            delegates,
            reason: self.text(answers.reason),
        };
        self.facts.functions[id.index()].gate = Some(gate);
    }

    /// Puts the answers of async bodies where the method is, and tells which type each gate is.
    pub(super) fn finish_gates(&mut self) {
        for (function, span, reached) in std::mem::take(&mut self.gate_closures) {
            let Some(&body) = self.by_span.get(&span) else { continue };
            let target = TargetId(self.targets.intern(&Target::Body(body)));
            if let Some(gate) = &mut self.facts.functions[function.index()].gate {
                gate.delegates.push((target, reached));
            }
        }
        for at in 0..self.facts.functions.len() {
            let function = &self.facts.functions[at];
            if let (FunctionKind::Coroutine, Some(parent), Some(gate)) = (function.kind, function.parent, function.gate.clone()) {
                self.facts.functions[parent.index()].gate.get_or_insert(gate);
            }
        }
        for function in &mut self.facts.functions {
            if let (Item::Method { self_type, .. }, Some(gate)) = (function.item, &mut function.gate) {
                gate.ty = self_type;
            }
        }
    }
}

/// Whether a body's return type says that it makes decisions.
pub fn decides(body: &Body<'_>) -> bool {
    body.locals.first().is_some_and(|local| mentions_decision(local.ty)) && !body.locals[0].ty.starts_with("impl ")
}

fn mentions_decision(ty: &str) -> bool {
    ty.contains("agent_guard::Decision") && !ty.contains("Future<")
}

/// Reads the answers of a body. `is_foreign` tells whether a callee is outside the workspace.
pub fn answers<'a>(body: &Body<'a>, is_foreign: &dyn Fn(&str) -> bool) -> Answers<'a> {
    let reachable = Reachable::new(body);
    let tainted = request(body);
    let sources = sources(body, &reachable, &tainted, is_foreign);
    let depends = sources.unknown_depends
        || sources.denials.iter().any(|&denial| reachable.is_decided_by(body, &tainted, denial))
        || sources.grants.is_empty() && sources.delegates.is_empty() && !sources.unknown;
    let can_deny = !sources.denials.is_empty() || sources.unknown;
    let made_but_lost = !can_deny && denials_made(body).next().is_some();
    let reason = match (can_deny, depends) {
        (false, _) if made_but_lost => "the `Denied` that it makes is never what it returns",
        (false, _) if sources.delegates.is_empty() => "every answer that it can give is `Granted`",
        (true, false) => "its answer does not depend on the subject or the purpose that it is asked about",
        _ => "",
    };
    Answers { can_deny, depends_on_request: depends, delegates: sources.delegates, reason }
}

/// Blocks that can run: a branch over a constant has one outcome, also if the constant was put into a variable first.
struct Reachable {
    successors: Vec<Vec<Block>>,
    from_entry: BTreeSet<Block>,
}

impl Reachable {
    fn new(body: &Body<'_>) -> Self {
        let constants = constants(body);
        let successors: Vec<Vec<Block>> = body
            .blocks
            .iter()
            .map(|block| {
                let mut out = Vec::new();
                let known = match block.terminator {
                    Terminator::SwitchInt { operand, targets, otherwise } => value_of(operand, &constants).map(|value| {
                        let hit = targets.iter().find(|(target, _)| *target == value).map(|&(_, block)| block);
                        hit.or(otherwise).into_iter().collect::<Vec<_>>()
                    }),
                    _ => None,
                };
                match known {
                    Some(known) => known,
                    None => {
                        block.terminator.for_each_successor(|next| out.push(next));
                        // Unwinding gives no answer.
                        out.retain(|next| !body.blocks[next.index()].is_cleanup);
                        out
                    }
                }
            })
            .collect();
        let mut reachable = Reachable { successors, from_entry: BTreeSet::new() };
        reachable.from_entry = reachable.from(Block(0));
        reachable
    }

    fn from(&self, start: Block) -> BTreeSet<Block> {
        let mut seen = BTreeSet::from([start]);
        let mut queue = VecDeque::from([start]);
        while let Some(block) = queue.pop_front() {
            for &next in &self.successors[block.index()] {
                if seen.insert(next) {
                    queue.push_back(next);
                }
            }
        }
        seen
    }

    /// Whether a branch on something tainted decides if a block is reached.
    fn is_decided_by(&self, body: &Body<'_>, tainted: &BTreeSet<Local>, block: Block) -> bool {
        self.from_entry.iter().any(|&at| {
            let Terminator::SwitchInt { operand, .. } = body.blocks[at.index()].terminator else { return false };
            let depends = operand.place().is_some_and(|place| tainted.contains(&place.local));
            let outcomes = &self.successors[at.index()];
            let leads = |&next: &Block| self.from(next).contains(&block);
            depends && outcomes.iter().any(leads) && !outcomes.iter().all(leads)
        })
    }
}

/// Locals that hold one constant all the time.
fn constants(body: &Body<'_>) -> HashMap<Local, i128> {
    let mut found: HashMap<Local, Option<i128>> = HashMap::new();
    for block in &body.blocks {
        for statement in &block.statements {
            let value = match statement.rvalue {
                Rvalue::Use(Operand::Const(text)) if statement.place.projection.is_empty() => constant_value(text),
                _ => None,
            };
            found.entry(statement.place.local).and_modify(|known| *known = known.filter(|known| Some(*known) == value)).or_insert(value);
            if let Rvalue::Ref(place) | Rvalue::RawPtr(place) = statement.rvalue {
                found.insert(place.local, None);
            }
        }
        if let Terminator::Call(call) = block.terminator
            && let Some(place) = call.destination
        {
            found.insert(place.local, None);
        }
    }
    // A copy of a constant is one too.
    let mut known: HashMap<Local, i128> = found.into_iter().filter_map(|(local, value)| Some((local, value?))).collect();
    for _ in 0..3 {
        for statement in body.blocks.iter().flat_map(|block| &block.statements) {
            let (Some(local), Rvalue::Use(operand) | Rvalue::Not(operand)) = (statement.place.as_local(), statement.rvalue) else {
                continue;
            };
            let Some(&value) = operand.place().and_then(Place::as_local).and_then(|from| known.get(&from)) else { continue };
            let single = body.blocks.iter().flat_map(|block| &block.statements).filter(|other| other.place.local == local).count() == 1;
            if single {
                known.insert(local, if matches!(statement.rvalue, Rvalue::Not(_)) { i128::from(value == 0) } else { value });
            }
        }
    }
    known
}

fn value_of(operand: Operand<'_>, constants: &HashMap<Local, i128>) -> Option<i128> {
    match operand {
        Operand::Const(text) => constant_value(text),
        _ => constants.get(&operand.place()?.as_local()?).copied(),
    }
}

/// The locals that hold something that comes from what the function was asked: everything but `self`, and what is computed from it.
fn request(body: &Body<'_>) -> BTreeSet<Local> {
    let is_self = |name: &str| matches!(name, "self" | "__self");
    let own_field = |place: Place<'_>| {
        body.debug.iter().any(|variable| is_self(variable.name) && variable.place.local == place.local && is_prefix(variable.place, place))
    };
    let mut tainted: BTreeSet<Local> = BTreeSet::new();
    if !body.is_coroutine {
        let receiver = body.debug.iter().find(|variable| is_self(variable.name)).and_then(|variable| variable.place.as_local());
        tainted.extend((1..=body.argument_count).map(Local::from_usize).filter(|&local| Some(local) != receiver));
    }
    let from_request = |tainted: &BTreeSet<Local>, place: Place<'_>| {
        // The captures of an async body are fields of its first argument.
        tainted.contains(&place.local)
            || (body.is_coroutine && place.local == Local(1) && !place.projection.is_empty() && !own_field(place))
    };
    loop {
        let before = tainted.len();
        for block in &body.blocks {
            for statement in &block.statements {
                let mut hit = false;
                statement.rvalue.for_each_place(|place| hit |= from_request(&tainted, place));
                if hit {
                    tainted.insert(statement.place.local);
                }
            }
            if let Terminator::Call(call) = block.terminator {
                let hit = call.arguments.iter().filter_map(|argument| argument.place()).any(|place| from_request(&tainted, place));
                // Polling passes the task's context, which is no request.
                let is_poll = matches!(call.callee, Operand::Fn(text) if text.ends_with("::poll") && text.contains("::Future"));
                let own_future = is_poll
                    && call.arguments.first().and_then(|argument| argument.place()).is_some_and(|place| !from_request(&tainted, place));
                if let (true, false, Some(place)) = (hit, own_future, call.destination) {
                    tainted.insert(place.local);
                }
            }
        }
        if tainted.len() == before {
            return tainted;
        }
    }
}

fn is_prefix(prefix: Place<'_>, place: Place<'_>) -> bool {
    let field = |place: Place<'_>| {
        place.projection.iter().find_map(|step| match step {
            Projection::Field(number, _) => Some(*number),
            _ => None,
        })
    };
    field(prefix) == field(place)
}

#[derive(Default)]
struct Sources<'a> {
    grants: Vec<Block>,
    denials: Vec<Block>,
    delegates: Vec<(&'a str, bool)>,
    /// An answer comes from where nobody can look: a field, a parameter, a foreign function.
    unknown: bool,
    /// … and the request reaches that place.
    unknown_depends: bool,
}

/// What can flow into the return place.
fn sources<'a>(body: &Body<'a>, reachable: &Reachable, tainted: &BTreeSet<Local>, is_foreign: &dyn Fn(&str) -> bool) -> Sources<'a> {
    let mut found = Sources::default();
    let mut seen = BTreeSet::from([Local(0)]);
    let mut pending = vec![Local(0)];
    while let Some(local) = pending.pop() {
        let mut follow = |place: Place<'a>, found: &mut Sources<'a>| {
            let is_argument = (1..=body.argument_count).contains(&place.local.index());
            if is_argument && mentions_decision(super::tokens::place_type(body, place)) {
                found.unknown = true;
                found.unknown_depends |= tainted.contains(&place.local);
            } else if seen.insert(place.local) {
                pending.push(place.local);
            }
        };
        for &at in &reachable.from_entry {
            let block = &body.blocks[at.index()];
            for statement in block.statements.iter().filter(|statement| statement.place.local == local) {
                match statement.rvalue {
                    Rvalue::Aggregate(Aggregate::Adt(head), operands) => match variant(head) {
                        Some("Granted") => found.grants.push(at),
                        Some("Denied" | "Err" | "None") => found.denials.push(at),
                        _ => operands.iter().filter_map(|operand| operand.place()).for_each(|place| follow(place, &mut found)),
                    },
                    ref other => other.for_each_place(|place| follow(place, &mut found)),
                }
            }
            let Terminator::Call(call) = block.terminator else { continue };
            if call.destination.is_none_or(|place| place.local != local) {
                continue;
            }
            let Operand::Fn(text) = call.callee else {
                found.unknown = true;
                continue;
            };
            let reached = call.arguments.iter().filter_map(|argument| argument.place()).any(|place| tainted.contains(&place.local));
            if is_adapter(text) {
                call.arguments.iter().filter_map(|argument| argument.place()).for_each(|place| follow(place, &mut found));
            } else if is_foreign(text) && !is_closure_call(text) {
                found.unknown = true;
                found.unknown_depends |= reached;
            } else if !found.delegates.contains(&(text, reached)) {
                found.delegates.push((text, reached));
            }
        }
    }
    found
}

/// The variant that an aggregate's head ends in, of the enums that matter here.
fn variant(head: &str) -> Option<&str> {
    let (owner, variant) = head.rsplit_once("::")?;
    let owner = path::last_segment(path::strip_turbofish(owner));
    matches!(owner, "Decision" | "Result" | "Option").then_some(variant)
}

fn denials_made<'b>(body: &'b Body<'_>) -> impl Iterator<Item = ()> + 'b {
    body.blocks.iter().flat_map(|block| &block.statements).filter_map(|statement| match statement.rvalue {
        Rvalue::Aggregate(Aggregate::Adt(head), _) if variant(head) == Some("Denied") => Some(()),
        _ => None,
    })
}

/// Whether a closure of this body is called: what it answers is known to the linker.
pub fn is_closure_call(text: &str) -> bool {
    text.starts_with("<{closure@") && matches!(Callee::parse(text), Some(Callee::Trait { trait_name: "Fn" | "FnMut" | "FnOnce", .. }))
}

/// Functions of the standard library that hand on the value they are given.
fn is_adapter(text: &str) -> bool {
    match Callee::parse(text) {
        Some(Callee::Trait { root: "std" | "core", trait_name, .. }) => {
            matches!(
                trait_name,
                "Try" | "FromResidual" | "From" | "Into" | "Clone" | "IntoFuture" | "Future" | "ToOwned" | "Deref" | "Borrow"
            )
        }
        Some(Callee::Path { root: "std" | "core" | "alloc", owner, .. }) => {
            matches!(owner, "Result" | "Option" | "Poll" | "Pin" | "Box" | "mem" | "ControlFlow" | "Arc" | "convert" | "hint")
        }
        _ => false,
    }
}
