//! Which locals are still asked for after a point: what nobody asks for any more need not be carried along.

use super::Cfg;
use crate::{
    index::{Block, Local},
    mir::{Body, Operand, Place, Projection, Terminator},
};

/// For each block the locals whose value at its start is asked for, in it or behind it.
#[derive(Debug)]
pub struct Live {
    /// Bits of locals, so many words a block.
    bits: Vec<u64>,
    /// Those that a block gives another value before it asks for them.
    replaced: Vec<u64>,
    words: usize,
    /// How many locals the body has.
    locals: usize,
    /// The last local that is asked for at the end: parameters, and what is given back.
    last_parameter: usize,
}

impl Live {
    /// Looks through a body.
    pub(super) fn new(body: &Body<'_>, cfg: &Cfg) -> Self {
        let words = body.locals.len().div_ceil(64);
        let none = vec![0; words * body.blocks.len()];
        let mut live = Self { bits: none.clone(), replaced: none, words, locals: body.locals.len(), last_parameter: body.argument_count };
        cfg.order.iter().for_each(|block| live.mention_all(body, block.index()));
        let mut changed = true;
        while changed {
            changed = false;
            for block in cfg.order.iter().rev() {
                body.blocks[block.index()].terminator.for_each_successor(|next| {
                    changed |= live.take_over(block.index(), next.index()) && cfg.has_loops();
                });
            }
        }
        live
    }

    /// Whether anything after the start of the block may ask for the local by its name.
    pub fn at(&self, block: Block, local: Local) -> bool {
        let (word, bit) = (local.index() / 64, 1u64 << (local.index() % 64));
        // Beyond the body's own there are statics, which are always there.
        local.index() <= self.last_parameter || local.index() >= self.locals || self.bits[block.index() * self.words + word] & bit != 0
    }

    fn mention_all(&mut self, body: &Body<'_>, at: usize) {
        let data = &body.blocks[at];
        for statement in &data.statements {
            statement.rvalue.for_each_place(|place| self.place(at, place));
            self.assigned(at, statement.place);
        }
        match data.terminator {
            Terminator::Call(call) => {
                self.operand(at, call.callee);
                call.arguments.iter().for_each(|&argument| self.operand(at, argument));
                call.destination.into_iter().for_each(|place| self.assigned(at, place));
            }
            Terminator::SwitchInt { operand, .. } => self.operand(at, operand),
            // What comes back from it replaces nothing: nobody follows that.
            Terminator::Yield { destination, operand, .. } => {
                self.place(at, destination);
                self.operand(at, operand);
            }
            _ => {}
        }
    }

    /// A place gets a value: of the whole of a local nothing is left then.
    fn assigned(&mut self, at: usize, place: Place<'_>) {
        let Some(local) = place.as_local() else { return self.place(at, place) };
        self.replaced[at * self.words + local.index() / 64] |= 1 << (local.index() % 64);
    }

    fn operand(&mut self, at: usize, operand: Operand<'_>) {
        operand.place().into_iter().for_each(|place| self.place(at, place));
    }

    fn place(&mut self, at: usize, place: Place<'_>) {
        self.asked(at, place.local);
        for step in place.projection {
            if let Projection::Index(local) = step {
                self.asked(at, *local);
            }
        }
    }

    fn asked(&mut self, at: usize, local: Local) {
        let word = at * self.words + local.index() / 64;
        self.bits[word] |= (1 << (local.index() % 64)) & !self.replaced[word];
    }

    fn take_over(&mut self, block: usize, next: usize) -> bool {
        let mut changed = false;
        for word in 0..self.words {
            let from = self.bits[next * self.words + word] & !self.replaced[block * self.words + word];
            let to = &mut self.bits[block * self.words + word];
            changed |= from & !*to != 0;
            *to |= from;
        }
        changed
    }
}
