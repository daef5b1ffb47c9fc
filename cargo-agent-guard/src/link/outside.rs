//! What the workspace calls outside itself, and the dependencies that have a store behind them.
//!
//! Which dependencies these are is a question of cargo's graph, which the facts do not have: the driver answers it, and lays the answer
//! beside the linked program. Which of them are called, and where, is here.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{FunctionRef, call_graph::CallGraph};
use crate::{
    facts::{Facts, OutsideCall, Span, Target},
    finding::Location,
    index::TargetId,
};

/// A dependency that has a store behind it, and of which neither the catalogue nor the policy says what it does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Dependency {
    /// The package.
    pub package: String,
    /// Its version.
    pub version: String,
    /// Its library, as rustc has the name.
    pub library: String,
    /// The packages from it to the store, without itself. The last one is the store.
    pub way: Vec<String>,
    /// The packages of the workspace that can name it.
    pub users: Vec<User>,
}

/// A package of the workspace that can name a dependency.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct User {
    /// The package.
    pub package: String,
    /// Its version.
    pub version: String,
    /// The package's own dependency that brings in the other one, where it is not that one itself.
    pub through: Option<String>,
    /// Where the package's manifest names it.
    pub declared: Option<Location>,
}

/// A call of a dependency's function that nothing classifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutsideUse<'f> {
    /// The function that calls it.
    pub function: FunctionRef,
    /// The library, as rustc has the name.
    pub library: &'f str,
    /// What is called.
    pub operation: &'f str,
    /// Where it stands.
    pub span: Option<Span>,
}

/// The calls of dependencies in the units: what derives have written counts where the workspace itself calls it.
pub fn uses<'f>(units: &'f [Facts], graph: &CallGraph<'f>) -> Vec<OutsideUse<'f>> {
    let mut called_by_path = None;
    let mut uses = Vec::new();
    for (unit, facts) in units.iter().enumerate() {
        let matters = |call: &&OutsideCall| graph.matters(FunctionRef { unit, function: call.function });
        for call in facts.outside.iter().filter(matters) {
            if facts.is_derived(call.function) {
                let around = facts.enclosing(call.function).last().unwrap_or(call.function);
                let called: &BTreeSet<u32> = called_by_path.get_or_insert_with(|| of_paths(units, graph));
                if !called.contains(&graph.number(FunctionRef { unit, function: around })) {
                    continue;
                }
            }
            let (library, operation) = (facts.text(call.library), facts.text(call.operation));
            uses.push(OutsideUse { function: FunctionRef { unit, function: call.function }, library, operation, span: call.span });
        }
    }
    uses
}

/// The functions that some unit names by a path.
fn of_paths(units: &[Facts], graph: &CallGraph<'_>) -> BTreeSet<u32> {
    let paths = units.iter().enumerate().flat_map(|(unit, facts)| {
        let targets = facts.targets.iter().enumerate().filter(|(_, target)| matches!(target, Target::Path(_)));
        targets.map(move |(at, _)| (unit, TargetId::from_usize(at)))
    });
    paths.flat_map(|(unit, target)| graph.candidates(unit, target)).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::{Item, TraitRef},
        fixture::Fixture,
        index::FunctionId,
    };

    /// What counts as called where a derive has written the body that calls `helper`, and where `main` calls that one or not.
    fn used(calls_it: bool) -> Vec<String> {
        let mut unit = Fixture::new("my-agent");
        let main = unit.function("main", 1, 9);
        let load = unit.method("Record", "Note", "load", 12);
        let [name, krate] = ["Record", "derive"].map(|text| unit.text(text));
        let Item::Method { of_trait, .. } = &mut unit.facts.functions[load.index()].item else { panic!("it is a method") };
        *of_trait = Some(TraitRef { name, krate });
        unit.outside(load, "helper", "Table::load", 12);
        if calls_it {
            let path = Target::Path(unit.text("Note::load"));
            unit.call(main, path, 3);
        }
        let units = [unit.facts];
        uses(&units, &CallGraph::new(&units)).iter().map(|used| format!("{}: {}", used.library, used.operation)).collect()
    }

    #[test]
    fn what_a_derive_has_written_counts_where_somebody_calls_it() {
        assert_eq!(used(false), [""; 0]);
        assert_eq!(used(true), ["helper: Table::load"]);
    }

    #[test]
    fn what_somebody_wrote_counts() {
        let mut unit = Fixture::new("my-agent");
        let recall = unit.function("recall", 1, 9);
        unit.outside(recall, "helper", "Memory::recall", 3);
        let units = [unit.facts];
        let found = uses(&units, &CallGraph::new(&units));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].function, FunctionRef { unit: 0, function: FunctionId(0) });
    }
}
