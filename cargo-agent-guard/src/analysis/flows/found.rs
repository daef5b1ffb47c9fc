//! What was found in a body, put in order.

use super::{
    BodyFlows, Flows, To,
    table::{Origin, OriginId, Parts},
};

impl<'a> Flows<'a, '_, '_, '_> {
    /// What was found, in an order that does not depend on how.
    pub(super) fn finish(mut self) -> BodyFlows<'a> {
        let parts = self.table.texts();
        // In the order of the texts: parts have their numbers by accident.
        let mut in_order: Vec<usize> = (0..parts.len()).collect();
        in_order.sort_unstable_by_key(|&number| &parts[number]);
        let mut rank = vec![0; parts.len()];
        in_order.into_iter().enumerate().for_each(|(at, number)| rank[number] = at);
        // Origins are compared once, and not with each edge that begins there.
        let place = self
            .origins
            .in_order(|one, other| one.from.cmp(&other.from).then_with(|| rank[one.parts.index()].cmp(&rank[other.parts.index()])));
        let mut edges: Vec<(OriginId, To<'a>, Parts)> = self.edges.iter().copied().collect();
        let look = |origin: OriginId| {
            let Origin { keeps_parts, form, .. } = self.origins.get(origin);
            (keeps_parts, form)
        };
        edges.sort_unstable_by(|one, other| {
            (place[one.0.index()].cmp(&place[other.0.index()]))
                .then_with(|| one.1.cmp(&other.1))
                .then_with(|| rank[one.2.index()].cmp(&rank[other.2.index()]))
                .then_with(|| look(one.0).cmp(&look(other.0)))
        });
        let edges = edges.into_iter().map(|(origin, to, to_parts)| {
            let Origin { from, parts, keeps_parts, form } = self.origins.get(origin);
            (from, parts, to, to_parts, keeps_parts, form)
        });
        let edges = edges.collect();
        self.found.edges = edges;
        self.found.parts = parts;
        self.found
    }
}
