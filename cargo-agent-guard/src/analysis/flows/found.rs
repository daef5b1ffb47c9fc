//! What was found in a body, and how it is put in order.

use std::cmp::Ordering;

use super::{
    BodyFlows, Flows, To,
    state::Value,
    table::{Origin, OriginId, OriginNumbers, Parts, PartsTable},
};

impl<'a> Flows<'a, '_, '_, '_> {
    /// Notes that a value gets somewhere.
    pub(super) fn flow(&mut self, value: &Value, to: To<'a>) {
        value.from.iter().for_each(|&(parts, origin)| self.edge(origin, to, parts));
    }

    /// Notes that what comes from an origin gets somewhere.
    pub(super) fn edge(&mut self, origin: OriginId, to: To<'a>, parts: Parts) {
        if self.edges.len() == self.edges.capacity() {
            // Loops find the same again and again.
            self.edges.sort_unstable();
            self.edges.dedup();
            self.edges.reserve(self.edges.len());
        }
        self.edges.push((origin, to, parts));
    }

    /// What was found, in an order that does not depend on how.
    pub(super) fn finish(mut self) -> (BodyFlows<'a>, PartsTable, OriginNumbers) {
        let text = |parts: Parts| self.table.text(parts);
        // In the order of the texts: parts have their numbers by accident.
        let compare_parts = |one: Parts, other: Parts| if one == other { Ordering::Equal } else { text(one).cmp(text(other)) };
        // Origins are compared once, and not with each edge that begins there.
        let place = self.origins.in_order(self.edges.iter().map(|&(origin, ..)| origin), |one, other| {
            one.from.cmp(&other.from).then_with(|| compare_parts(one.parts, other.parts))
        });
        let look = |origin: OriginId| {
            let Origin { keeps_parts, form, .. } = self.origins.get(origin);
            (keeps_parts, form)
        };
        let mut edges = std::mem::take(&mut self.edges);
        edges.sort_unstable_by(|one, other| {
            (place[one.0.index()].cmp(&place[other.0.index()]))
                .then_with(|| one.1.cmp(&other.1))
                .then_with(|| compare_parts(one.2, other.2))
                .then_with(|| look(one.0).cmp(&look(other.0)))
        });
        edges.dedup();
        let edges = edges.into_iter().map(|(origin, to, to_parts)| {
            let Origin { from, parts, keeps_parts, form } = self.origins.get(origin);
            (from, parts, to, to_parts, keeps_parts, form)
        });
        self.found.edges = edges.collect();
        (self.found, self.table, self.origins.into_numbers())
    }
}
