//! Forward data flow over a body's control-flow graph, to a fixpoint.
//!
//! An analysis gives a state for the entry, a transfer for a block, and a join. The states that reach a block are joined; a block that
//! nothing reaches has no state at all, which is the top of the lattice.

use smallvec::SmallVec;

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
    fn transfer(&mut self, block: Block, state: Self::State, edges: &mut Vec<(Block, Self::State)>);

    /// Joins what flows in into what is known; returns whether that changed.
    fn join(&mut self, known: &mut Self::State, incoming: &Self::State) -> bool;
}

/// The state at the start of each block that is wanted, and of those that lead to one; `None` where no path from the entry leads, and
/// for blocks from which none is reached.
pub fn iterate_to_fixpoint<'a, A: Analysis<'a>>(body: &Body<'a>, analysis: &mut A, wanted: &[Block]) -> Vec<Option<A::State>> {
    let mut order = reverse_postorder(body);
    let leads_to_wanted = leading_to(body, &order, wanted);
    order.retain(|block| leads_to_wanted[block.index()]);
    let mut position = vec![usize::MAX; body.blocks.len()];
    order.iter().enumerate().for_each(|(at, block)| position[block.index()] = at);
    let mut states: Vec<Option<A::State>> = vec![None; body.blocks.len()];
    let mut dirty = vec![false; order.len()];
    let Some(first) = order.first() else { return states };
    states[first.index()] = Some(analysis.entry());
    dirty[0] = true;
    let mut edges = Vec::new();
    let mut next = 0;
    while let Some(at) = (next..order.len()).chain(0..next).find(|&at| dirty[at]) {
        dirty[at] = false;
        next = at + 1;
        let block = order[at];
        let Some(state) = states[block.index()].clone() else { continue };
        edges.clear();
        analysis.transfer(block, state, &mut edges);
        for (target, incoming) in edges.drain(..).filter(|(target, _)| leads_to_wanted[target.index()]) {
            let changed = match &mut states[target.index()] {
                Some(known) => analysis.join(known, &incoming),
                empty => {
                    *empty = Some(incoming);
                    true
                }
            };
            if changed {
                let place = position[target.index()];
                dirty[place] = true;
                next = next.min(place);
            }
        }
    }
    states
}

/// Which blocks lead to a wanted one, themselves included.
fn leading_to(body: &Body<'_>, order: &[Block], wanted: &[Block]) -> Vec<bool> {
    let mut leads = vec![false; body.blocks.len()];
    wanted.iter().for_each(|block| leads[block.index()] = true);
    // Against the flow once, and once more for each loop within a loop that turns out to lead there.
    let mut changed = true;
    while changed {
        changed = false;
        for block in order.iter().rev() {
            if !leads[block.index()] {
                let terminator = &body.blocks[block.index()].terminator;
                terminator.for_each_successor(|next| leads[block.index()] |= leads.get(next.index()) == Some(&true));
                changed |= leads[block.index()];
            }
        }
    }
    leads
}

/// The blocks that the entry reaches, each after all its predecessors but for loops.
pub fn reverse_postorder(body: &Body<'_>) -> Vec<Block> {
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

/// The number that a constant stands for, if it is a `bool` or an integer.
pub fn constant_value(text: &str) -> Option<i128> {
    match text {
        "true" => Some(1),
        "false" => Some(0),
        _ => text.split('_').next()?.parse().ok(),
    }
}
