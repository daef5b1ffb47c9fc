//! Values of types that `Drop` is implemented for: what is put into one, its `drop` is given.
//!
//! Where values are dropped is not asked. One may lie in a list, behind a `dyn`, in a static or in a value of foreign code, and what is dropped
//! there is not told by any type; but what it holds then, somebody has put into it before, by making it or by writing to it.

use super::{
    CalledTarget, Flows, To,
    state::{Slot, Value},
    types,
};
use crate::{index::Block, mir::Span, path};

/// The calls of `drop`, among those of the body: one for each type.
const DROPPED: usize = usize::MAX - 1;

/// Where values of such types lie in a body, as far as anything leads into them.
#[derive(Debug, Default)]
pub(super) struct Dropped<'a> {
    /// Each with its type's number.
    places: Vec<(Slot, usize)>,
    /// The types.
    types: Vec<&'a str>,
    /// The place in the source of what is looked at.
    pub at: Span<'a>,
}

impl<'a> Dropped<'a> {
    /// Whether nothing leads into any.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Notes that a value of such a type may lie there.
    pub fn lies_at(&mut self, slot: Slot, ty: &'a str) {
        let place = (slot, self.number(ty));
        if !self.places.contains(&place) {
            self.places.push(place);
        }
    }

    fn number(&mut self, ty: &'a str) -> usize {
        let ty = types::path_of(path::peel(ty));
        self.types.iter().position(|known| *known == ty).unwrap_or_else(|| {
            self.types.push(ty);
            self.types.len() - 1
        })
    }
}

impl<'a> Flows<'a, '_, '_, '_> {
    /// A value of such a type is made.
    pub(super) fn dropped_later(&mut self, value: &Value, ty: &'a str) {
        let number = self.dropped.number(ty);
        self.given_to_drop(value, number);
    }

    /// Something is put into a slot, which may be or be in values of such types.
    pub(super) fn put_into_dropped(&mut self, slot: Slot, value: &Value) {
        for at in 0..self.dropped.places.len() {
            let ((local, parts), ty) = self.dropped.places[at];
            if local != slot.0 {
                continue;
            }
            if let Some(below) = self.table.below(parts, slot.1) {
                let within = value.clone().within(below, &mut self.table);
                self.given_to_drop(&within, ty);
            }
        }
    }

    fn given_to_drop(&mut self, value: &Value, ty: usize) {
        let (name, at) = (self.dropped.types[ty], self.dropped.at);
        let number = self.call_number((Block(0), DROPPED, ty), CalledTarget::Foreign(name, "std::ops::Drop", "drop"), at);
        self.flow(value, To::Argument(number, 1));
    }
}
