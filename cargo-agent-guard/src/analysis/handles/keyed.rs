//! The openings of a body that are given a key in place, and where in the body that has certainly happened.
//!
//! A must-analysis by reachability: behind the opening, every block that is reached without the success of a keying is one where the handle may
//! still be plain. On all others it has been keyed, since nothing ends that. Success is what the keying's `Result` says, by `?`,
//! `unwrap`, a `match` or `is_ok`: a key that nobody looked after proves nothing.

use std::collections::BTreeSet;

use super::{Handles, Point, Source};
use crate::{
    analysis::{
        constants::{self, Value},
        keying,
    },
    flow,
    index::{Block, Local},
    mir::{Body, Call, Operand, Place, Rvalue, Terminator},
    path::{self, Callee},
};

/// Openings, as bits by their position.
pub(super) type Mask = u64;

/// The openings of a body.
#[derive(Debug, Default)]
pub(super) struct Openings {
    blocks: Vec<Block>,
    /// For each block the openings of which every handle has been keyed there.
    keyed: Vec<Mask>,
}

impl Openings {
    /// The openings of which every handle has been keyed in a block.
    pub(super) fn keyed_at(&self, block: Block) -> Mask {
        self.keyed.get(block.index()).copied().unwrap_or(0)
    }

    pub(super) fn is_opening(&self, block: Block) -> bool {
        self.blocks.contains(&block)
    }

    /// Whether the opening in a block is among these.
    pub(super) fn is_in(&self, opening: Block, mask: Mask) -> bool {
        self.blocks.iter().position(|&known| known == opening).is_some_and(|at| mask & bit(at) != 0)
    }
}

/// Of more openings than there are bits, the last are never known to be keyed.
fn bit(at: usize) -> Mask {
    u32::try_from(at).ok().and_then(|at| 1_u64.checked_shl(at)).unwrap_or(0)
}

/// A step of control from one block to the next.
type Edge = (Block, Block);

impl<'a> Handles<'a, '_, '_, '_> {
    /// Finds the openings, and where they have been keyed.
    pub(super) fn find_openings(&mut self, reached: &[Block]) {
        let body = self.body;
        for &block in reached {
            let Some((call, callee)) = called(body, block) else { continue };
            let class = self.surroundings.catalogue.classify(&callee);
            let is_handle = call.destination.is_some_and(|place| self.has_handle(place));
            let opens = is_handle && class.is_some_and(|class| class.effect.is_none()) && self.encrypted_by(call, &callee).is_none();
            // What is made of a raw pointer, somebody has opened before.
            let is_pointer = |operand: &Operand<'a>| operand.place().is_some_and(|place| super::place_type(body, place).starts_with('*'));
            let is_open = call.arguments.iter().any(|&operand| is_pointer(&operand) || self.operand_has_handle(operand));
            if opens && !is_open {
                self.openings.blocks.push(block);
            }
        }
        let mut keyings: Vec<Vec<Block>> = vec![Vec::new(); self.openings.blocks.len()];
        let mut successes: Vec<BTreeSet<Edge>> = vec![BTreeSet::new(); self.openings.blocks.len()];
        for &block in reached {
            let Some(opening) = self.keyed_opening(block) else { continue };
            keyings[opening].push(block);
            let Terminator::Call(Call { destination: Some(destination), .. }) = body.blocks[block.index()].terminator else { continue };
            successes[opening].extend(destination.as_local().into_iter().flat_map(|local| successes_of(body, reached, local)));
        }
        let mut keyed = vec![0; body.blocks.len()];
        for (at, successes) in successes.iter().enumerate().filter(|(_, successes)| !successes.is_empty()) {
            let opening = self.openings.blocks[at];
            let plain = self.plain_blocks(opening, successes);
            let early = self.leading_to(&keyings[at], &plain);
            // What is opened again before it was keyed is never sure to be, nor what was used before.
            if plain.contains(&opening) || early.iter().any(|&block| self.is_used(block, opening)) {
                continue;
            }
            let is_keyed = |block: &&Block| **block != opening && !plain.contains(block);
            reached.iter().filter(is_keyed).for_each(|block| keyed[block.index()] |= bit(at));
        }
        self.openings.keyed = keyed;
    }

    /// The opening, by its position, of which a call at the end of a block keys the handle.
    fn keyed_opening(&mut self, block: Block) -> Option<usize> {
        let (call, callee) = called(self.body, block)?;
        let (_, arguments) = self.surroundings.catalogue.arguments(&callee)?;
        let keying = keying::of_call(self.body, call, &callee, arguments.encrypts.as_ref()?)?;
        let &receiver = call.arguments.first()?;
        if !keying.is_certain || !super::place_type(self.body, receiver.place()?).starts_with('&') {
            return None;
        }
        let sources: Vec<Source<'a, '_>> = self.sources(receiver, self.end(block)).into_iter().collect();
        match sources[..] {
            [Source::Opened(opening, _)] => self.openings.blocks.iter().position(|&known| known == opening),
            _ => None,
        }
    }

    /// The blocks that control gets to from behind an opening without one of the successes.
    fn plain_blocks(&self, opening: Block, successes: &BTreeSet<Edge>) -> BTreeSet<Block> {
        let mut plain = BTreeSet::new();
        let mut pending: Vec<Block> = called(self.body, opening).and_then(|(call, _)| call.target).into_iter().collect();
        while let Some(block) = pending.pop() {
            if plain.insert(block) {
                pending.extend(flow::live_successors(self.body, block).into_iter().filter(|&next| !successes.contains(&(block, next))));
            }
        }
        plain
    }

    /// The blocks among these from which control may get to one of those.
    fn leading_to(&self, to: &[Block], among: &BTreeSet<Block>) -> BTreeSet<Block> {
        let mut found = BTreeSet::new();
        let mut pending = to.to_vec();
        while let Some(block) = pending.pop() {
            if among.contains(&block) && found.insert(block) {
                pending.extend(&self.before[block.index()]);
            }
        }
        found
    }

    /// Whether a block ends with a use of the database that an opening has opened, other than a pragma: a key that is given later does nothing.
    fn is_used(&mut self, block: Block, opening: Block) -> bool {
        let Some((call, callee)) = called(self.body, block) else { return false };
        let Some(class) = self.surroundings.catalogue.classify(&callee).filter(|class| class.effect.is_some()) else { return false };
        let statement = class.query.and_then(|(at, _)| call.arguments.get(at));
        let is_pragma =
            |value: &Value<'_>| matches!(value, Value::Text(text) if text.trim_start().to_ascii_lowercase().starts_with("pragma"));
        if statement.is_some_and(|&statement| constants::values_reaching(self.body, statement, &[]).iter().all(is_pragma)) {
            return false;
        }
        let given: Vec<Operand<'a>> = call.arguments.iter().copied().filter(|&operand| self.operand_has_handle(operand)).collect();
        let is_it = |source: &Source<'_, '_>| matches!(source, Source::Opened(known, _) if *known == opening);
        given.into_iter().any(|operand| self.sources(operand, self.end(block)).iter().any(is_it))
    }

    fn end(&self, block: Block) -> Point {
        Point { block, statements: self.body.blocks[block.index()].statements.len() }
    }
}

/// The call that a block ends with, if it is known what it calls.
fn called<'a>(body: &Body<'a>, block: Block) -> Option<(&'a Call<'a>, Callee<'a>)> {
    let Terminator::Call(call) = body.blocks[block.index()].terminator else { return None };
    Some((call, call.function?))
}

/// The steps of control on which the `Result` or `Option` in a local is a success.
fn successes_of(body: &Body<'_>, reached: &[Block], local: Local) -> Vec<Edge> {
    let is_it = |operand: &Operand<'_>| operand.place().and_then(Place::as_local) == Some(local);
    let Some(success) = success_of(body.locals[local.index()].ty).filter(|_| is_assigned_once(body, reached, local)) else {
        return Vec::new();
    };
    let mut edges = Vec::new();
    for &block in reached {
        let data = &body.blocks[block.index()];
        for statement in &data.statements {
            let Some(to) = statement.place.as_local() else { continue };
            match statement.rvalue {
                Rvalue::Discriminant(place) if place.as_local() == Some(local) => edges.extend(switched(body, reached, to, success)),
                Rvalue::Use(operand) if is_it(&operand) => edges.extend(successes_of(body, reached, to)),
                Rvalue::Ref(place) if place.as_local() == Some(local) => edges.extend(asked(body, reached, to)),
                _ => {}
            }
        }
        let Some((call, callee)) = called(body, block).filter(|(call, _)| call.arguments.first().is_some_and(is_it)) else { continue };
        match callee.name() {
            "unwrap" | "expect" => edges.extend(call.target.map(|next| (block, next))),
            "branch" | "map" | "map_err" | "context" | "with_context" | "wrap_err" | "wrap_err_with" | "inspect_err" | "ok" => {
                let given = call.destination.and_then(Place::as_local);
                edges.extend(given.into_iter().flat_map(|given| successes_of(body, reached, given)));
            }
            _ => {}
        }
    }
    edges
}

/// The discriminant of a success.
fn success_of(ty: &str) -> Option<i128> {
    match path::last_segment(ty) {
        "Result" | "ControlFlow" => Some(0),
        "Option" => Some(1),
        _ => None,
    }
}

fn is_assigned_once(body: &Body<'_>, reached: &[Block], local: Local) -> bool {
    let assignments = reached.iter().map(|block| {
        let data = &body.blocks[block.index()];
        let statements = data.statements.iter().filter(|statement| statement.place.local == local).count();
        let is_given = matches!(data.terminator, Terminator::Call(call) if call.destination.is_some_and(|place| place.local == local));
        statements + usize::from(is_given)
    });
    assignments.sum::<usize>() == 1
}

/// The steps on which a reference to a `Result` was asked whether it is a success, and is.
fn asked(body: &Body<'_>, reached: &[Block], reference: Local) -> Vec<Edge> {
    let mut edges = Vec::new();
    for &block in reached {
        let Some((call, callee)) = called(body, block) else { continue };
        let is_it = call.arguments.first().and_then(|operand| operand.place()).and_then(Place::as_local) == Some(reference);
        let success = match callee.name() {
            "is_ok" | "is_some" => 1,
            "is_err" | "is_none" => 0,
            _ => continue,
        };
        if let Some(answer) = call.destination.and_then(Place::as_local).filter(|_| is_it) {
            edges.extend(switched(body, reached, answer, success));
        }
    }
    edges
}

/// The steps that a switch over a local takes for one of two values.
fn switched(body: &Body<'_>, reached: &[Block], local: Local, value: i128) -> Vec<Edge> {
    if !is_assigned_once(body, reached, local) {
        return Vec::new();
    }
    let next = |&block: &Block| match body.blocks[block.index()].terminator {
        Terminator::SwitchInt { operand, targets, otherwise } if operand.place().and_then(Place::as_local) == Some(local) => {
            let listed = targets.iter().find(|(target, _)| *target == value).map(|&(_, next)| next);
            let next = listed.or(otherwise.filter(|_| targets.len() == 1))?;
            // Where both values lead to one block, nothing is known there.
            let is_shared =
                targets.iter().any(|&(target, other)| target != value && other == next) || (listed.is_some() && otherwise == Some(next));
            (!is_shared).then_some((block, next))
        }
        _ => None,
    };
    reached.iter().filter_map(next).collect()
}
