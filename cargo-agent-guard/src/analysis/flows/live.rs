//! Which locals are still spoken of after a point: what nobody asks for any more need not be carried along.

use crate::{
    flow,
    index::{Block, Local},
    mir::{Body, Operand, Place, Projection, Rvalue, Terminator},
};

/// For each block the locals that it, or one that it leads to, mentions.
#[derive(Debug)]
pub struct Live {
    /// Bits of locals, so many words a block.
    bits: Vec<u64>,
    words: usize,
    /// Locals that are referred to somewhere: they may be meant without being mentioned.
    referred_to: Vec<u64>,
}

impl Live {
    /// Looks through a body. Parameters and what is given back are spoken of to the end.
    pub fn new(body: &Body<'_>) -> Self {
        let words = body.locals.len().div_ceil(64);
        let mut live = Self { bits: vec![0; words * body.blocks.len()], words, referred_to: vec![0; words] };
        for local in 0..=body.argument_count.min(body.locals.len().saturating_sub(1)) {
            live.referred_to[local / 64] |= 1 << (local % 64);
        }
        for at in 0..body.blocks.len() {
            live.mention_all(body, at);
        }
        let order = flow::reverse_postorder(body);
        let mut changed = true;
        while changed {
            changed = false;
            for block in order.iter().rev() {
                for next in flow::live_successors(body, *block) {
                    changed |= live.take_over(block.index(), next.index());
                }
            }
        }
        live
    }

    /// Whether anything after the start of the block may ask for the local.
    pub fn at(&self, block: Block, local: Local) -> bool {
        let (word, bit) = (local.index() / 64, 1u64 << (local.index() % 64));
        // Beyond the body's own there are statics, which are always there.
        word >= self.words || (self.referred_to[word] | self.bits[block.index() * self.words + word]) & bit != 0
    }

    fn mention_all(&mut self, body: &Body<'_>, at: usize) {
        let data = &body.blocks[at];
        for statement in &data.statements {
            self.place(at, statement.place);
            statement.rvalue.for_each_place(|place| self.place(at, place));
            if let Rvalue::Ref(place) | Rvalue::RawPtr(place) = statement.rvalue {
                self.referred_to[place.local.index() / 64] |= 1 << (place.local.index() % 64);
            }
        }
        match data.terminator {
            Terminator::Call(call) => {
                self.operand(at, call.callee);
                call.arguments.iter().for_each(|&argument| self.operand(at, argument));
                call.destination.into_iter().for_each(|place| self.place(at, place));
            }
            Terminator::Yield { destination, operand, .. } => {
                self.place(at, destination);
                self.operand(at, operand);
            }
            _ => {}
        }
    }

    fn operand(&mut self, at: usize, operand: Operand<'_>) {
        operand.place().into_iter().for_each(|place| self.place(at, place));
    }

    fn place(&mut self, at: usize, place: Place<'_>) {
        let indices = place.projection.iter().filter_map(|step| if let Projection::Index(local) = step { Some(*local) } else { None });
        for local in std::iter::once(place.local).chain(indices) {
            self.bits[at * self.words + local.index() / 64] |= 1 << (local.index() % 64);
        }
    }

    fn take_over(&mut self, block: usize, next: usize) -> bool {
        let mut changed = false;
        for word in 0..self.words {
            let from = self.bits[next * self.words + word];
            let to = &mut self.bits[block * self.words + word];
            changed |= from & !*to != 0;
            *to |= from;
        }
        changed
    }
}
