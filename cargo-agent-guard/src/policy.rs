//! What the user wants: rule levels, which stores need which purposes, what counts as memory, and waivers.
//!
//! This is the policy after it was read and checked (`config` does both). The empty one, [`Policy::default`], is a good one: every rule
//! is at its own level, every table is memory, any purpose will do, and no file is memory.

use std::collections::BTreeMap;

use globset::GlobMatcher;
use jiff::civil::Date;
use semver::{Version, VersionReq};
use serde::Serialize;

use crate::{
    catalogue::StoreSource,
    finding::{Level, Location},
    link::LinkPolicy,
    rule::Rule,
};

/// The policy of a workspace.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// The rules' levels.
    pub levels: Levels,
    /// Which stores need which purposes, and which tables and files are memory.
    pub link: LinkPolicy,
    /// The user's own catalogue entries.
    pub catalogue: Vec<StoreSource>,
    /// Where each of these stands.
    pub catalogue_at: Vec<Location>,
    /// Where each of the user's own HTTP interfaces stands.
    pub apis_at: Vec<Location>,
    /// What is accepted for now.
    pub waivers: Vec<Waiver>,
    /// Dependencies that are to be looked at as if they were of the workspace, and where the policy names them.
    pub analyse: Vec<(String, Location)>,
    /// Dependencies of which somebody says that they keep nothing.
    pub harmless: Vec<Harmless>,
}

/// The levels that rules have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Levels {
    /// Those that differ from the rules' own, by code.
    set: BTreeMap<&'static str, Level>,
}

impl Levels {
    /// The level of a rule.
    pub fn of(&self, rule: &Rule) -> Level {
        self.set.get(rule.code).copied().unwrap_or(rule.level)
    }

    /// Whether somebody has set the level of a rule.
    pub fn is_set(&self, rule: &Rule) -> bool {
        self.set.contains_key(rule.code)
    }
}

/// A dependency with a store behind it, of which somebody who has looked says that it keeps nothing of a person.
#[derive(Debug, Clone)]
pub struct Harmless {
    /// The package.
    pub package: String,
    /// The versions that were looked at; all, if that is left out.
    pub versions: Option<VersionReq>,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub location: Location,
}

/// A finding or gap that somebody accepted, until a date.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The rule's code.
    pub rule: &'static str,
    /// It applies to these files.
    pub file: Option<GlobMatcher>,
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
        self.levels.of(rule)
    }

    /// Sets the level of a rule, as the command line does over the policy file.
    ///
    /// # Errors
    /// If the rule's level cannot be set: what was not understood stays what it is.
    pub fn set_level(&mut self, rule: &Rule, level: Level) -> Result<(), FixedLevel> {
        if rule.code == "AG901" && level != Level::Deny {
            return Err(FixedLevel(rule.code));
        }
        self.levels.set.insert(rule.code, level);
        Ok(())
    }
}

/// A rule of which the level cannot be lowered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FixedLevel(&'static str);

impl FixedLevel {
    /// What to do instead.
    pub const HELP: &'static str = "accept single gaps with a `[[waiver]]`, which has a reason and an end";
}

impl std::fmt::Display for FixedLevel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` cannot be lowered: what was not understood is not clean", self.0)
    }
}

impl std::error::Error for FixedLevel {}

impl Harmless {
    /// Whether it speaks of this version. One that is none is nobody's.
    pub fn speaks_of(&self, version: &str) -> bool {
        let is_met = |required: &VersionReq| Version::parse(version).is_ok_and(|version| required.matches(&version));
        self.versions.as_ref().is_none_or(is_met)
    }
}

impl Waiver {
    /// Whether the waiver covers what is in this file, function, store and package. What it does not name it does not ask for.
    pub fn covers(&self, file: Option<&str>, function: &str, store: &str, package: &str) -> bool {
        let in_file = self.file.as_ref().is_none_or(|pattern| file.is_some_and(|file| pattern.is_match(file)));
        let in_function = self.function.as_ref().is_none_or(|name| is_same_path(name, function));
        let in_store = self.store.as_ref().is_none_or(|name| name == store);
        let in_package = self.package.as_ref().is_none_or(|name| name == package);
        in_file && in_function && in_store && in_package
    }
}

/// Whether `Agent::recall` means `agent::Agent::recall`.
fn is_same_path(name: &str, path: &str) -> bool {
    path == name || path.strip_suffix(name).is_some_and(|before| before.ends_with("::"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{unconsented_read, unread_code};

    #[test]
    fn a_rule_has_its_own_level_until_somebody_sets_another() {
        let mut policy = Policy::default();
        assert_eq!(policy.level(&unconsented_read::RULE), Level::Deny);
        policy.set_level(&unconsented_read::RULE, Level::Warn).expect("it can be lowered");
        assert_eq!(policy.level(&unconsented_read::RULE), Level::Warn);
    }

    #[test]
    fn what_was_not_understood_keeps_its_level() {
        let mut policy = Policy::default();
        assert!(policy.set_level(&unread_code::RULE, Level::Allow).is_err());
        assert!(policy.set_level(&unread_code::RULE, Level::Deny).is_ok());
        assert_eq!(policy.level(&unread_code::RULE), Level::Deny);
    }

    #[test]
    fn a_waiver_covers_only_what_fits_all_that_it_names() {
        let waiver = Waiver {
            rule: "AG101",
            file: Some(globset::Glob::new("src/*.rs").expect("a pattern").compile_matcher()),
            function: Some("Agent::recall".to_owned()),
            store: None,
            package: None,
            reason: "migration".to_owned(),
            expires: Date::constant(2027, 1, 31),
            location: Location { file: "agent-guard.toml".to_owned(), line: 1, column: 1, end_line: 1, end_column: 2 },
        };
        assert!(waiver.covers(Some("src/a.rs"), "agent::Agent::recall", "rusqlite", "app"));
        assert!(!waiver.covers(Some("src/a.rs"), "OtherAgent::recall", "rusqlite", "app"));
        assert!(!waiver.covers(None, "Agent::recall", "rusqlite", "app"));
    }
}
