//! Calls that lead into the workspace and to no body there.
//!
//! Such a call is an edge that is missing from the graph, and with it every path that leads through it. So it is a gap, unless it is known
//! why there is no body: the function is declared here and defined elsewhere, its crate only shows what is another's, it is a constructor,
//! or nothing in the workspace implements the trait.

use std::collections::{BTreeMap, BTreeSet};

use super::{FunctionRef, call_graph::CallGraph};
use crate::{
    facts::{CallSite, Facts, Gap, Item, Target},
    index::{FunctionId, TargetId},
    path,
};

/// The gaps, each with the unit of the caller.
pub fn gaps(units: &[Facts], graph: &CallGraph<'_>) -> Vec<(usize, Gap)> {
    let mut found = Vec::new();
    for (unit, facts) in units.iter().enumerate() {
        let mut sites: BTreeMap<TargetId, Vec<&CallSite>> = BTreeMap::new();
        let functions = facts.functions.iter().zip(0..);
        let functions = functions.filter(|(_, at)| graph.matters(FunctionRef { unit, function: FunctionId::from_usize(*at) }));
        for site in functions.flat_map(|(function, _)| &function.calls).filter(|site| graph.callees(unit, site).is_empty()) {
            sites.entry(site.target).or_default().push(site);
        }
        for (target, sites) in sites {
            let subject = match facts.targets[target.index()] {
                Target::Path(path) => {
                    let path = facts.text(path);
                    let is_called = sites.iter().any(|site| site.is_call);
                    Some(path).filter(|path| Missing { units, unit, path }.should_have_a_body(is_called)).map(str::to_owned)
                }
                Target::Trait { of_trait, name, .. } => {
                    let (of_trait, name) = (facts.text(of_trait), facts.text(name));
                    let missing = Missing { units, unit, path: of_trait };
                    (missing.is_a_trait_of_the_workspace() && graph.is_implemented(unit, of_trait)).then(|| format!("{of_trait}::{name}"))
                }
                Target::Body(_) | Target::Value => None,
            };
            let Some(subject) = subject else { continue };
            let place = sites.iter().find_map(|site| site.span).map(|span| (facts.text(span.file).to_owned(), span.line));
            let reason = "it is called here and belongs to the workspace, and no body of it was found".to_owned();
            found.push((unit, Gap { subject, reason, place }));
        }
    }
    found
}

/// A function without a body, as a unit prints its path.
struct Missing<'f, 'p> {
    units: &'f [Facts],
    unit: usize,
    path: &'p str,
}

impl Missing<'_, '_> {
    fn should_have_a_body(&self, is_called: bool) -> bool {
        let segments: Vec<&str> = self.path.split("::").collect();
        let (root, name) = (segments[0], segments[segments.len() - 1]);
        // A call of a constructor is no call in MIR, so one that stands as a value is all there is.
        let is_constructor = !is_called && name.starts_with(char::is_uppercase);
        if !self.is_of_a_known_root(&segments) || is_constructor || path::is_renamed_by_derive(self.path) || self.is_of_the_harness(name) {
            return false;
        }
        // The crate that the path starts with, if it starts with one, and the unit itself: a module may be called like a crate.
        let homes = self.units_of(root).chain([self.unit]);
        let is_declared = |facts: &Facts| facts.foreign_functions.iter().any(|&known| facts.text(known) == name);
        !homes.into_iter().any(|home| is_declared(&self.units[home])) && !self.leads_elsewhere(root, &segments)
    }

    /// Whether the path is that of a trait which the sources of the workspace define. What is implemented of another one is not seen whole.
    fn is_a_trait_of_the_workspace(&self) -> bool {
        let segments: Vec<&str> = self.path.split("::").collect();
        let (root, name) = (segments[0], segments[segments.len() - 1]);
        let defines = |home: usize| self.units[home].traits.iter().any(|&known| self.units[home].text(known) == name);
        let is_defined = self.is_of_a_known_root(&segments) && self.units_of(root).chain([self.unit]).any(defines);
        is_defined && !path::is_renamed_by_derive(self.path) && !self.leads_elsewhere(root, &segments)
    }

    /// Whether the path starts in a crate of the workspace. What no crate, module, type or function of it is called is a foreign crate
    /// whose library has another name than its package.
    fn is_of_a_known_root(&self, segments: &[&str]) -> bool {
        let facts = &self.units[self.unit];
        let root = segments[0];
        let is_named = || [&facts.modules, &facts.types, &facts.traits].into_iter().flatten().any(|&known| facts.text(known) == root);
        // What macros define stands in no list.
        let is_around_functions = || {
            facts.functions.iter().any(|function| match function.item {
                Item::Path(path) => path::first_segment(facts.text(path)) == root,
                Item::Method { module, self_type, .. } => path::first_segment(facts.text(module)) == root || facts.text(self_type) == root,
                Item::Nested => false,
            })
        };
        segments.len() == 1 || self.units_of(root).next().is_some() || is_named() || is_around_functions()
    }

    fn units_of(&self, krate: &str) -> impl Iterator<Item = usize> {
        (0..self.units.len()).filter(move |&unit| self.units[unit].unit.crate_name == krate)
    }

    /// What a test harness calls is printed as if it were the crate's.
    fn is_of_the_harness(&self, name: &str) -> bool {
        self.units[self.unit].unit.is_test && (name.starts_with("test_main_static") || name == "assert_test_result")
    }

    /// Whether the path leads through a name that stands for something outside the workspace.
    fn leads_elsewhere(&self, root: &str, segments: &[&str]) -> bool {
        let mut seen = BTreeSet::new();
        let mut pending: Vec<(usize, &[&str])> = self.units_of(root).map(|unit| (unit, &segments[1..])).collect();
        pending.push((self.unit, segments));
        while let Some((unit, segments)) = pending.pop() {
            if !seen.insert(unit) {
                continue;
            }
            let facts = &self.units[unit];
            let is_own_type = segments.iter().any(|segment| facts.types.iter().any(|&known| facts.text(known) == *segment));
            let is_own = is_own_type && has_function(facts, segments[segments.len() - 1]);
            for &(name, krate) in &facts.reexports {
                let (name, krate) = (facts.text(name), facts.text(krate));
                // A glob may stand for anything, and a module that is called like a crate for the crate, but not for a type of this one. Two
                // types of one name are told apart by their functions: rustc has counted the bodies here, so none of them is missing unnoticed.
                let leads_on = match name {
                    "*" => !is_own_type,
                    _ if unit == self.unit && segments[0] == name => !is_own,
                    _ => segments.contains(&name),
                };
                let mut members = self.units_of(krate).peekable();
                match (leads_on, members.peek()) {
                    (false, _) => {}
                    (true, Some(_)) => pending.extend(members.map(|unit| (unit, segments))),
                    (true, None) => return true,
                }
            }
        }
        false
    }
}

/// Whether any function of a unit has this name.
fn has_function(facts: &Facts, name: &str) -> bool {
    facts.functions.iter().any(|function| match function.item {
        Item::Path(path) => path::last_segment(facts.text(path)) == name,
        Item::Method { name: known, .. } => facts.text(known) == name,
        Item::Nested => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    /// What `agent` calls on line 3, beside a library `storage` that `prepare` completes.
    fn found(target: &str, prepare: impl Fn(&mut Fixture)) -> Vec<String> {
        let (mut agent, mut storage) = (Fixture::new("agent"), Fixture::new("storage"));
        prepare(&mut storage);
        let main = agent.function("main", 1, 9);
        let target = match target.split_once(" as ") {
            Some((self_type, method)) => {
                let (of_trait, name) = method.rsplit_once("::").unwrap();
                Target::Trait { self_type: agent.text(self_type), of_trait: agent.text(of_trait), name: agent.text(name) }
            }
            None => Target::Path(agent.text(target)),
        };
        agent.call(main, target, 3);
        let units = [agent.facts, storage.facts];
        gaps(&units, &CallGraph::new(&units)).into_iter().map(|(unit, gap)| format!("{unit}: {}", gap.subject)).collect()
    }

    fn reexport(storage: &mut Fixture, name: &str, krate: &str) {
        let pair = (storage.text(name), storage.text(krate));
        storage.facts.reexports.push(pair);
    }

    #[test]
    fn a_call_into_a_crate_of_the_workspace_needs_a_body() {
        assert_eq!(found("storage::recall", |_| {}), ["0: storage::recall"]);
        assert_eq!(found("storage::Memory::recall", |_| {}), ["0: storage::Memory::recall"]);
        assert_eq!(found("recall", |_| {}), ["0: recall"]);
        let recall = |storage: &mut Fixture| {
            storage.function("recall", 1, 2);
        };
        assert!(found("storage::recall", recall).is_empty());
        assert!(found("storage::notes::recall", recall).is_empty(), "a re-export may have moved it");
        assert_eq!(found("recall", recall), ["0: recall"], "it is another crate's");
    }

    #[test]
    fn the_gap_says_where_the_call_stands() {
        let mut agent = Fixture::new("agent");
        let main = agent.function("main", 1, 9);
        let target = Target::Path(agent.text("recall"));
        agent.call(main, target, 3);
        let units = [agent.facts];
        let (_, gap) = gaps(&units, &CallGraph::new(&units)).remove(0);
        assert_eq!(gap.place, Some((crate::fixture::FILE.to_owned(), 3)));
    }

    #[test]
    fn what_is_declared_here_and_defined_in_c_has_no_body() {
        let declare = |storage: &mut Fixture| {
            let name = storage.text("sqlite3_open");
            storage.facts.foreign_functions.push(name);
        };
        assert!(found("storage::ffi::sqlite3_open", declare).is_empty());
        assert_eq!(found("storage::ffi::sqlite3_close", declare), ["0: storage::ffi::sqlite3_close"]);
    }

    #[test]
    fn what_a_crate_only_shows_is_not_its_own() {
        assert!(found("storage::sled::Tree::get", |storage| reexport(storage, "sled", "sled")).is_empty());
        assert!(found("storage::Tree::get", |storage| reexport(storage, "*", "sled")).is_empty());
        assert_eq!(found("storage::Memory::get", |storage| reexport(storage, "sled", "sled")), ["0: storage::Memory::get"]);
        let own = |storage: &mut Fixture| {
            reexport(storage, "*", "sled");
            let name = storage.text("Memory");
            storage.facts.types.push(name);
        };
        assert_eq!(found("storage::Memory::get", own), ["0: storage::Memory::get"], "a glob does not hide the crate's own types");
    }

    #[test]
    fn a_module_that_is_called_like_a_foreign_crate_may_be_either() {
        let mut agent = Fixture::new("agent");
        let main = agent.function("main", 1, 9);
        agent.method("", "Notes", "get", 20);
        for path in ["sled::Memory::get", "sled::Tree::get", "sled::Memory::flush"] {
            let target = Target::Path(agent.text(path));
            agent.call(main, target, 3);
        }
        reexport(&mut agent, "sled", "sled");
        let (memory, module) = (agent.text("Memory"), agent.text("sled"));
        agent.facts.types.push(memory);
        agent.facts.modules.push(module);
        let units = [agent.facts];
        let gaps = gaps(&units, &CallGraph::new(&units));
        assert_eq!(gaps.into_iter().map(|(_, gap)| gap.subject).collect::<Vec<_>>(), ["sled::Memory::get"]);
    }

    #[test]
    fn what_is_shown_of_another_crate_of_the_workspace_is_looked_for_there() {
        let through = |storage: &mut Fixture| reexport(storage, "agent", "agent");
        assert_eq!(found("storage::agent::recall", through), ["0: storage::agent::recall"]);
        let further = |storage: &mut Fixture| {
            reexport(storage, "agent", "agent");
            reexport(storage, "recall", "sled");
        };
        assert!(found("storage::agent::recall", further).is_empty());
    }

    #[test]
    fn a_constructor_as_a_value_has_no_body() {
        let mut agent = Fixture::new("agent");
        let main = agent.function("main", 1, 9);
        let (constructor, function) = (Target::Path(agent.text("Event::Told")), Target::Path(agent.text("Event::told")));
        let event = agent.text("Event");
        agent.facts.types.push(event);
        agent.value(main, constructor, 3);
        agent.value(main, function, 4);
        let units = [agent.facts];
        let gaps = gaps(&units, &CallGraph::new(&units));
        assert_eq!(gaps.into_iter().map(|(_, gap)| gap.subject).collect::<Vec<_>>(), ["Event::told"]);
    }

    #[test]
    fn a_method_needs_a_body_where_its_trait_is_implemented() {
        let define = |storage: &mut Fixture| {
            let name = storage.text("Store");
            storage.facts.traits.push(name);
        };
        assert!(found("dyn storage::Store as storage::Store::get", define).is_empty(), "nothing implements it");
        let implement = |storage: &mut Fixture| {
            define(storage);
            storage.method("Store", "Map", "put", 5);
        };
        assert_eq!(found("dyn storage::Store as storage::Store::get", implement), ["0: storage::Store::get"]);
        assert!(found("dyn storage::Store as storage::Store::put", implement).is_empty());
        let foreign = |storage: &mut Fixture| {
            storage.method("Store", "Map", "put", 5);
        };
        assert!(found("dyn storage::Store as storage::Store::get", foreign).is_empty(), "the trait is not defined here");
    }

    #[test]
    fn a_root_that_nothing_here_is_called_is_a_foreign_crate() {
        assert!(found("md5::Md5::new", |_| {}).is_empty());
        let mut agent = Fixture::new("agent");
        let main = agent.function("main", 1, 9);
        agent.function("notes::list", 10, 12);
        agent.method("Store", "Shelf", "put", 14);
        for path in ["notes::load", "Shelf::load", "xml::load"] {
            let target = Target::Path(agent.text(path));
            agent.call(main, target, 3);
        }
        let units = [agent.facts];
        let gaps = gaps(&units, &CallGraph::new(&units));
        assert_eq!(gaps.into_iter().map(|(_, gap)| gap.subject).collect::<Vec<_>>(), ["notes::load", "Shelf::load"]);
    }

    #[test]
    fn hidden_crates_of_derives_are_no_crates_of_the_workspace() {
        let of_agent = |path: &str| {
            let mut agent = Fixture::new("agent");
            let main = agent.function("main", 1, 9);
            let (target, note) = (Target::Path(agent.text(path)), agent.text("note"));
            agent.facts.modules.push(note);
            agent.call(main, target, 3);
            let units = [agent.facts];
            gaps(&units, &CallGraph::new(&units)).len()
        };
        assert_eq!(of_agent("note::_::_serde::__private::missing"), 0);
        assert_eq!(of_agent("note::_::missing"), 1);
    }
}
