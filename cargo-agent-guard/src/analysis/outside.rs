//! What a body calls outside the workspace: what the catalogue has recognised, and the dependencies of which it knows nothing.
//!
//! A dependency may have a store behind it. The driver knows which ones do; here it is only noted which ones are called at all, and where
//! first, for a person to look at. What a derive writes into a crate is no call that somebody wrote, so it is kept apart: the linker counts
//! it where the workspace calls the function that the derive has made.

use std::collections::HashSet;

use super::{
    Analysis,
    sites::{self, Site, What},
};
use crate::{
    catalogue::Classification,
    facts::{Facts, Item, OutsideCall, OwnEntrySeen},
    index::FunctionId,
    mir::Body,
    path::Callee,
};

impl Analysis<'_> {
    /// Notes that the catalogue has recognised a function.
    pub(super) fn seen(&mut self, class: &Classification<'_>, callee: &Callee<'_>) {
        let store = self.text(class.store);
        if !self.facts.crates_seen.contains(&store) {
            self.facts.crates_seen.push(store);
        }
        if let Some((store, entry)) = class.own {
            let seen = OwnEntrySeen { store, entry, name: self.text(callee.name()) };
            if !self.facts.own_entries_seen.contains(&seen) {
                self.facts.own_entries_seen.push(seen);
            }
        }
    }

    /// Notes which dependencies a body calls, of the sites of which nothing else is known.
    pub(super) fn outside(&mut self, body: &Body<'_>, function: FunctionId, sites: &[Site<'_, '_>]) {
        let mut told = Vec::new();
        for site in sites {
            let What::Outside(callee, libraries) = site.what else { continue };
            for library in libraries.into_iter().flatten() {
                if !told.contains(&library) {
                    told.push(library);
                    let (library, operation) = (self.text(library), self.text(&sites::operation(&callee)));
                    let span = self.place_of(body, site);
                    self.facts.outside.push(OutsideCall { library, operation, function, span });
                }
            }
        }
    }

    /// Keeps one call of each library, and those in what derives have written. All bodies must be there.
    pub(super) fn finish_outside(&mut self) {
        let facts = &self.facts;
        let texts = &self.texts.values;
        let mut told = HashSet::new();
        let is_kept = |call: &OutsideCall| {
            let around = facts.enclosing(call.function).last().unwrap_or(call.function);
            is_derived(facts, around, texts) || told.insert(call.library)
        };
        let kept = facts.outside.iter().copied().filter(is_kept).collect();
        self.facts.outside = kept;
    }
}

/// Whether a function is a method of an impl that a derive has written.
fn is_derived(facts: &Facts, function: FunctionId, texts: &[String]) -> bool {
    let item = facts.functions[function.index()].item;
    matches!(item, Item::Method { of_trait: Some(of_trait), .. } if texts[of_trait.krate.index()] == "derive")
}
