//! What the user wants: rule levels, which stores need which purposes, what counts as memory, and waivers.
//!
//! This is the policy after it was read and checked (`config` does both); here are only the questions that the other floors ask of it.
//! The empty policy, [`Policy::default`], is a good one: every rule at its own level, every table is memory, any purpose will do, no
//! file is memory.

use std::collections::BTreeMap;

use globset::GlobSet;
use jiff::civil::Date;

use crate::{
    finding::{Level, Location},
    rule::Rule,
};

/// The policy of a workspace.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// The levels that differ from the rules' own, by code.
    pub levels: BTreeMap<&'static str, Level>,
    /// What stores need, by the name of the catalogued crate.
    pub stores: BTreeMap<String, StorePolicy>,
    /// Which tables are memory.
    pub tables: Tables,
    /// Which files are memory.
    pub files: Files,
    /// The user's own catalogue entries, as the catalogue reads them.
    pub catalogue: Vec<toml::Table>,
    /// What is accepted for now.
    pub waivers: Vec<Waiver>,
}

/// The purposes that a store needs: of each list, one must have been consented to. An empty list asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StorePolicy {
    /// For the whole store.
    pub purposes: Vec<String>,
    /// For single tables, collections or keys of it, instead of the store's. The names are in lower case.
    pub targets: BTreeMap<String, Vec<String>>,
}

/// Which tables of SQL stores are memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tables {
    /// Only these, if any are named. In lower case.
    pub memory: Vec<String>,
    /// Never these. In lower case.
    pub ignored: Vec<String>,
}

/// Which files are memory.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// Patterns for paths. Without any, no file access is an access to memory.
    pub memory: GlobSet,
    /// Whether a path that is made at run time is left alone. Otherwise it may be any of them.
    pub ignore_dynamic_paths: bool,
}

/// A finding or gap that somebody accepted, until a date.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The rule's code.
    pub rule: &'static str,
    /// It applies to these files.
    pub files: Option<GlobSet>,
    /// It applies to this function, or what else the gap is about.
    pub function: Option<String>,
    /// It applies to this store.
    pub store: Option<String>,
    /// It applies to this package.
    pub package: Option<String>,
    /// Why.
    pub reason: String,
    /// The last day on which it applies.
    pub expires: Date,
    /// Where it stands.
    pub location: Location,
}

impl Policy {
    /// The level of a rule.
    pub fn level(&self, rule: &Rule) -> Level {
        self.levels.get(rule.code).copied().unwrap_or(rule.level)
    }

    /// Sets the level of a rule, as the command line does over the policy's.
    pub fn set_level(&mut self, rule: &Rule, level: Level) {
        self.levels.insert(rule.code, level);
    }

    /// The purposes of which one must be held for an access to these targets of a store: one list per demand, each of which must be met.
    /// Nothing if any purpose will do.
    ///
    /// Where no target is known, the access may be to any of them.
    pub fn required_purposes(&self, store: &str, targets: &[String]) -> Vec<&[String]> {
        let Some(store) = self.stores.get(store) else { return Vec::new() };
        let mut demands: Vec<&[String]> = Vec::new();
        if targets.is_empty() {
            demands.push(&store.purposes);
            demands.extend(store.targets.values().map(Vec::as_slice));
        }
        demands.extend(targets.iter().map(|target| store.purposes_of(target)));
        demands.retain(|demand| !demand.is_empty());
        demands.sort();
        demands.dedup();
        demands
    }

    /// Whether a table is memory, without policy every one is. The name may have a schema in front.
    pub fn is_memory_table(&self, table: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|name| is_same_target(name, table));
        !named(&self.tables.ignored) && (self.tables.memory.is_empty() || named(&self.tables.memory))
    }

    /// Whether the file at a path is memory; `None` is a path that is made at run time. Parts of a path that are put in at run time stand
    /// as `{}`.
    pub fn is_memory_file(&self, path: Option<&str>) -> bool {
        match path {
            Some(path) => self.files.memory.is_match(path.trim_start_matches("./")) || self.may_be_memory_file(path),
            None => !self.files.memory.is_empty() && !self.files.ignore_dynamic_paths,
        }
    }

    /// Whether nothing but the last part of a path could tell, and that part is made at run time.
    fn may_be_memory_file(&self, path: &str) -> bool {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        name.contains("{}") && self.is_memory_file(None)
    }
}

impl StorePolicy {
    fn purposes_of(&self, target: &str) -> &[String] {
        let own = self.targets.iter().find(|(name, _)| is_same_target(name, target));
        own.map_or(&self.purposes, |(_, purposes)| purposes)
    }
}

impl Waiver {
    /// Whether the waiver covers what is in this file, function, store and package. What it does not name it does not ask for.
    pub fn covers(&self, file: Option<&str>, function: &str, store: &str, package: &str) -> bool {
        let in_file = self.files.as_ref().is_none_or(|files| file.is_some_and(|file| files.is_match(file)));
        let in_function = self.function.as_ref().is_none_or(|name| is_same_path(name, function));
        let in_store = self.store.as_ref().is_none_or(|name| name == store);
        let in_package = self.package.as_ref().is_none_or(|name| name == package);
        in_file && in_function && in_store && in_package
    }
}

/// Whether a name of the policy (in lower case) means a table as a statement names it: `memories` means `Memories` and `public.memories`.
fn is_same_target(name: &str, target: &str) -> bool {
    let target = target.to_lowercase();
    target == name || target.strip_suffix(name).is_some_and(|schema| schema.ends_with('.'))
}

/// Whether `Agent::recall` means `agent::Agent::recall`.
fn is_same_path(name: &str, path: &str) -> bool {
    path == name || path.strip_suffix(name).is_some_and(|before| before.ends_with("::"))
}

#[cfg(test)]
mod tests {
    use globset::{Glob, GlobSetBuilder};

    use super::*;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    fn globs(patterns: &[&str]) -> GlobSet {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            set.add(Glob::new(pattern).expect("a pattern of a test"));
        }
        set.build().expect("patterns of a test")
    }

    #[test]
    fn without_policy_every_table_is_memory_and_no_file() {
        let policy = Policy::default();
        assert!(policy.is_memory_table("anything"));
        assert!(!policy.is_memory_file(Some("memory.json")));
        assert!(!policy.is_memory_file(None));
        assert!(policy.required_purposes("rusqlite", &texts(&["memories"])).is_empty());
    }

    #[test]
    fn a_table_is_known_by_its_last_name_in_any_case() {
        let tables = Tables { memory: texts(&["memories", "chat"]), ignored: texts(&["chat"]) };
        let policy = Policy { tables, ..Policy::default() };
        assert!(policy.is_memory_table("Public.Memories"));
        assert!(!policy.is_memory_table("old_memories"));
        assert!(!policy.is_memory_table("chat"), "ignoring wins");
    }

    #[test]
    fn a_path_made_at_run_time_may_be_memory() {
        let mut policy = Policy { files: Files { memory: globs(&["**/memory.json"]), ignore_dynamic_paths: false }, ..Policy::default() };
        assert!(policy.is_memory_file(Some("./data/memory.json")));
        assert!(policy.is_memory_file(Some("{}/memory.json")));
        assert!(!policy.is_memory_file(Some("{}/config.json")), "its name is known");
        assert!(policy.is_memory_file(Some("data/{}.json")));
        assert!(policy.is_memory_file(None));
        policy.files.ignore_dynamic_paths = true;
        assert!(!policy.is_memory_file(None));
        assert!(!policy.is_memory_file(Some("data/{}.json")));
    }

    #[test]
    fn each_table_makes_its_own_demand() {
        let store = StorePolicy {
            purposes: texts(&["memory.recall"]),
            targets: BTreeMap::from([("profiles".to_owned(), texts(&["profile.read", "support"])), ("log".to_owned(), Vec::new())]),
        };
        let policy = Policy { stores: BTreeMap::from([("rusqlite".to_owned(), store)]), ..Policy::default() };
        let recall: &[String] = &texts(&["memory.recall"]);
        let profile: &[String] = &texts(&["profile.read", "support"]);
        assert_eq!(policy.required_purposes("rusqlite", &texts(&["notes", "facts"])), [recall]);
        assert_eq!(policy.required_purposes("rusqlite", &texts(&["notes", "main.Profiles"])), [recall, profile]);
        assert_eq!(policy.required_purposes("rusqlite", &texts(&["log"])), [] as [&[String]; 0]);
        assert_eq!(policy.required_purposes("rusqlite", &[]), [recall, profile], "it may be any of them");
        assert!(policy.required_purposes("sled", &[]).is_empty());
    }

    #[test]
    fn a_waiver_covers_only_what_fits_all_that_it_names() {
        let location = Location { file: "agent-guard.toml".to_owned(), line: 1, column: 1, end_line: 1, end_column: 2 };
        let waiver = Waiver {
            rule: "AG101",
            files: Some(globs(&["src/*.rs"])),
            function: Some("Agent::recall".to_owned()),
            store: None,
            package: None,
            reason: "migration".to_owned(),
            expires: Date::constant(2027, 1, 31),
            location,
        };
        assert!(waiver.covers(Some("src/a.rs"), "agent::Agent::recall", "rusqlite", "app"));
        assert!(!waiver.covers(Some("src/a.rs"), "OtherAgent::recall", "rusqlite", "app"));
        assert!(!waiver.covers(None, "Agent::recall", "rusqlite", "app"));
    }
}
