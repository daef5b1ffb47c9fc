//! Forward data flow over a body's control-flow graph, to a fixpoint.
//!
//! An analysis gives a state for the entry, a transfer for a block, and a join. The states that reach a block are joined; a block that
//! nothing reaches has no state at all, which is the top of the lattice.

mod live;

use std::cell::OnceCell;

use smallvec::{SmallVec, smallvec};

pub use self::live::Live;
use crate::{
    index::Block,
    mir::{Body, Operand, Terminator},
};

/// A forward analysis.
pub trait Analysis<'a> {
    /// What is known at a point.
    type State: Clone;

    /// The state at the entry of the body.
    fn entry(&mut self) -> Self::State;

    /// Runs through a block, and gives for each edge out of it the state that flows along it.
    fn transfer(&mut self, block: Block, state: Self::State, edges: &mut Edges<'_, Self::State>);

    /// Joins what flows in into what is known; returns whether that changed.
    fn join(&mut self, known: &mut Self::State, incoming: &Self::State) -> bool;
}

/// The edges out of a block, each with the state that flows along it.
pub struct Edges<'w, S> {
    leads_to_wanted: &'w [bool],
    states: Vec<(Block, S)>,
}

impl<S: Clone> Edges<'_, S> {
    /// Whether it matters what flows along an edge to this block.
    pub fn wants(&self, to: Block) -> bool {
        self.leads_to_wanted.get(to.index()) == Some(&true)
    }

    /// The edges, and what flows along them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Block, &mut S)> {
        self.states.iter_mut().map(|(to, state)| (*to, state))
    }

    /// The state flows to a block.
    pub fn push(&mut self, to: Block, state: S) {
        if self.wants(to) {
            self.states.push((to, state));
        }
    }

    /// The state flows to each of these blocks.
    pub fn push_all(&mut self, to: impl IntoIterator<Item = Block>, state: S) {
        let mut wanted: SmallVec<[Block; 4]> = to.into_iter().filter(|&to| self.wants(to)).collect();
        let last = wanted.pop();
        self.states.extend(wanted.into_iter().map(|to| (to, state.clone())));
        self.states.extend(last.map(|to| (to, state)));
    }
}

/// The control-flow graph of a body: what all analyses of it ask, found out once.
#[derive(Debug)]
pub struct Cfg {
    /// The blocks that the entry reaches, each after all its predecessors but for loops.
    pub order: Vec<Block>,
    /// Where each block of the body stands in it; `usize::MAX` for one that is not reached.
    position: Vec<usize>,
    /// The first place in it that an edge leads back to: what stands before is run through once.
    first_loop: usize,
    live: OnceCell<Live>,
}

impl Cfg {
    /// The graph of a body.
    pub fn of(body: &Body<'_>) -> Self {
        let blocks = reverse_postorder(body);
        let mut position = vec![usize::MAX; body.blocks.len()];
        blocks.iter().enumerate().for_each(|(at, block)| position[block.index()] = at);
        let mut first_loop = blocks.len();
        for (at, block) in blocks.iter().enumerate() {
            body.blocks[block.index()].terminator.for_each_successor(|next| {
                let to = position.get(next.index()).copied().unwrap_or(usize::MAX);
                if to <= at {
                    first_loop = first_loop.min(to);
                }
            });
        }
        Cfg { order: blocks, position, first_loop, live: OnceCell::new() }
    }

    /// Whether any edge leads back.
    pub fn has_loops(&self) -> bool {
        self.first_loop < self.order.len()
    }

    /// Which locals are still asked for at the blocks of the body.
    pub fn live(&self, body: &Body<'_>) -> &Live {
        self.live.get_or_init(|| Live::new(body, self))
    }

    /// Whether the entry leads to a block.
    pub fn reaches(&self, block: Block) -> bool {
        self.position[block.index()] != usize::MAX
    }
}

/// The state at the start of each block that is wanted; `None` where no path from the entry leads.
pub fn iterate_to_fixpoint<'a, A: Analysis<'a>>(body: &Body<'a>, cfg: &Cfg, analysis: &mut A, wanted: &[Block]) -> Vec<Option<A::State>> {
    let mut is_kept = vec![false; body.blocks.len()];
    wanted.iter().for_each(|block| is_kept[block.index()] = true);
    let leads_to_wanted = leading_to(body, cfg, is_kept.clone());
    iterate(cfg, analysis, leads_to_wanted, |block| is_kept[block.index()])
}

/// The same, where nobody asks for the states.
pub fn run_to_fixpoint<'a, A: Analysis<'a>>(body: &Body<'a>, cfg: &Cfg, analysis: &mut A, wanted: impl Fn(Block) -> bool) {
    let is_wanted = (0..body.blocks.len()).map(|at| wanted(Block::from_usize(at))).collect();
    let leads_to_wanted = leading_to(body, cfg, is_wanted);
    iterate(cfg, analysis, leads_to_wanted, |_| false);
}

fn iterate<'a, A: Analysis<'a>>(
    cfg: &Cfg,
    analysis: &mut A,
    leads_to_wanted: Vec<bool>,
    is_kept: impl Fn(Block) -> bool,
) -> Vec<Option<A::State>> {
    let mut states: Vec<Option<A::State>> = vec![None; leads_to_wanted.len()];
    let mut dirty = vec![false; cfg.order.len()];
    let mut edges = Edges { leads_to_wanted: &leads_to_wanted, states: Vec::new() };
    let Some(first) = cfg.order.first().filter(|first| edges.wants(**first)) else { return states };
    states[first.index()] = Some(analysis.entry());
    dirty[0] = true;
    let mut next = 0;
    while let Some(at) = (next..dirty.len()).find(|&at| dirty[at]) {
        dirty[at] = false;
        next = at + 1;
        let block = cfg.order[at];
        let state = &mut states[block.index()];
        let state = if at < cfg.first_loop && !is_kept(block) { state.take() } else { state.clone() };
        let Some(state) = state else { continue };
        analysis.transfer(block, state, &mut edges);
        for (target, incoming) in edges.states.drain(..) {
            let changed = match &mut states[target.index()] {
                Some(known) => analysis.join(known, &incoming),
                empty => {
                    *empty = Some(incoming);
                    true
                }
            };
            if changed {
                let place = cfg.position[target.index()];
                dirty[place] = true;
                next = next.min(place);
            }
        }
    }
    states
}

/// Which blocks lead to a wanted one, themselves included.
fn leading_to(body: &Body<'_>, cfg: &Cfg, wanted: Vec<bool>) -> Vec<bool> {
    let mut leads = wanted;
    // Against the flow once, and once more for each loop within a loop that turns out to lead there.
    let mut changed = true;
    while changed {
        changed = false;
        for block in cfg.order.iter().rev() {
            if !leads[block.index()] {
                let terminator = &body.blocks[block.index()].terminator;
                terminator.for_each_successor(|next| leads[block.index()] |= leads.get(next.index()) == Some(&true));
                changed |= cfg.has_loops() && leads[block.index()];
            }
        }
    }
    leads
}

/// The blocks that the entry reaches, each after all its predecessors but for loops.
fn reverse_postorder(body: &Body<'_>) -> Vec<Block> {
    let mut seen = vec![false; body.blocks.len()];
    let mut order = Vec::with_capacity(body.blocks.len());
    // An explicit stack: bodies made by macros can be deeper than a thread's.
    let mut stack: Vec<(Block, SmallVec<[Block; 4]>)> = Vec::new();
    if !body.blocks.is_empty() {
        seen[0] = true;
        stack.push((Block(0), live_successors(body, Block(0))));
    }
    while let Some((block, rest)) = stack.last_mut() {
        match rest.pop() {
            Some(next) => {
                if next.index() < seen.len() && !seen[next.index()] {
                    seen[next.index()] = true;
                    stack.push((next, live_successors(body, next)));
                }
            }
            None => {
                order.push(*block);
                stack.pop();
            }
        }
    }
    order.reverse();
    order
}

/// The successors that a block can really have: a switch over a constant (`if cfg!(…)`, `if true`) has one.
pub fn live_successors(body: &Body<'_>, block: Block) -> SmallVec<[Block; 4]> {
    let terminator = &body.blocks[block.index()].terminator;
    if let Terminator::SwitchInt { operand: Operand::Const(value), targets, otherwise } = terminator
        && let Some(value) = constant_value(value)
    {
        let hit = targets.iter().find(|(target, _)| *target == value).map(|&(_, block)| block);
        return hit.or(*otherwise).into_iter().collect();
    }
    let mut out = SmallVec::new();
    terminator.for_each_successor(|block| out.push(block));
    out
}

/// The blocks that more than one edge leads to. One leads into the body.
pub fn joined(body: &Body<'_>) -> Vec<bool> {
    let mut edges = vec![0_u8; body.blocks.len()];
    let mut leads_to = |block: Block| edges.get_mut(block.index()).into_iter().for_each(|edges| *edges = edges.saturating_add(1));
    leads_to(Block(0));
    body.blocks.iter().for_each(|block| block.terminator.for_each_successor(&mut leads_to));
    edges.into_iter().map(|edges| edges > 1).collect()
}

/// Where a body goes on after a block, as far as it is not unwound or dropped.
pub fn continues_at(body: &Body<'_>, block: Block) -> SmallVec<[Block; 4]> {
    match body.blocks[block.index()].terminator {
        Terminator::SwitchInt { .. } => live_successors(body, block),
        Terminator::Asm(blocks) => SmallVec::from_slice(blocks),
        Terminator::Goto(next) | Terminator::Assert { target: next, .. } | Terminator::Yield { resume: next, .. } => smallvec![next],
        Terminator::Drop { target, .. } => target.into_iter().collect(),
        Terminator::Call(call) => call.target.into_iter().collect(),
        Terminator::Return | Terminator::End => SmallVec::new(),
    }
}

/// The number that a constant stands for, if it is a `bool` or an integer.
pub fn constant_value(text: &str) -> Option<i128> {
    match text {
        "true" => Some(1),
        "false" => Some(0),
        _ => text.split('_').next()?.parse().ok(),
    }
}
