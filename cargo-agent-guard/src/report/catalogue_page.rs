//! What there is to read about the catalogue: what it knows of a word or a package, and which of the user's own entries are of use.

use std::fmt::Write;

use semver::Version;
use serde::Serialize;

use crate::{
    catalogue::{
        self, EntrySource, QuerySource, StoreSource,
        rest::{self, Api, RestEffect},
    },
    facts::Facts,
    finding::Location,
    link,
    policy::Policy,
};

/// The version of the JSON form.
const VERSION: u32 = 1;

/// What the catalogue has for a word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found<'c> {
    version: u32,
    /// The word.
    word: &'c str,
    /// The packages that are called so.
    packages: Vec<FoundPackage<'c>>,
    /// The functions that are called so, or whose type, trait or module is.
    functions: Vec<FoundFunction<'c>>,
    /// The requests over HTTP in which the word is.
    requests: Vec<FoundRequest<'c>>,
}

/// A request over HTTP that is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct FoundRequest<'c> {
    store: &'c str,
    host: &'c str,
    request: String,
    effect: RestEffect,
    from: &'static str,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct FoundPackage<'c> {
    package: &'c str,
    kind: String,
    verified: Option<String>,
    from: &'static str,
    functions: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct FoundFunction<'c> {
    package: &'c str,
    function: String,
    effect: String,
    query: &'c Option<QuerySource>,
    from: &'static str,
    versions: Option<String>,
    reason: Option<&'c str>,
}

/// What the catalogue knows of a package.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown<'c> {
    version: u32,
    /// Its entries: the user's own, then the built-in ones.
    stores: Vec<ShownStore<'c>>,
    /// Its requests over HTTP, where it is used by hand.
    requests: Vec<FoundRequest<'c>>,
    /// The versions that the project has; `null` where there is no project.
    locked: Option<Vec<Locked>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct ShownStore<'c> {
    from: &'static str,
    #[serde(flatten)]
    store: &'c StoreSource,
}

/// A package that the project has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Locked {
    package: String,
    version: String,
    /// Whether the entries were compared with this version.
    is_verified: bool,
}

/// All that is in the catalogue, with where it is from: the user's own entries speak first.
fn all(own: &[StoreSource]) -> impl Iterator<Item = (&StoreSource, &'static str)> + Clone {
    let own = own.iter().map(|store| (store, "policy"));
    own.chain(catalogue::built_in().iter().map(|store| (store, "built-in")))
}

/// All requests over HTTP that are known, the user's own first.
fn all_requests(own: &[Api]) -> impl Iterator<Item = FoundRequest<'_>> {
    let all = own.iter().map(|api| (api, "policy")).chain(rest::built_in().iter().map(|api| (api, "built-in")));
    all.flat_map(|(api, from)| {
        let found = move |(request, effect)| FoundRequest { store: &api.store, host: &api.host, request, effect, from };
        api.patterns().map(found)
    })
}

/// Searches packages, types, traits, modules and functions for a word, whatever its case.
pub fn search<'c>(word: &'c str, own: &'c [StoreSource], apis: &'c [Api]) -> Found<'c> {
    let wanted = word.to_lowercase();
    let has = |name: &String| name.to_lowercase().contains(&wanted);
    let requests = all_requests(apis).filter(|found| has(&found.store.to_owned()) || has(&found.request)).collect();
    let mut found = Found { version: VERSION, word, packages: Vec::new(), functions: Vec::new(), requests };
    for (store, from) in all(own) {
        if has(&store.package) || store.also.iter().any(has) || store.roots.iter().any(has) {
            found.packages.push(FoundPackage {
                package: &store.package,
                kind: word_of(&store.kind),
                verified: store.verified.as_ref().map(ToString::to_string),
                from,
                functions: store.entry.iter().map(|entry| entry.functions().count()).sum(),
            });
        }
        for entry in &store.entry {
            let functions = entry.functions().filter(has);
            found.functions.extend(functions.map(|function| FoundFunction {
                package: &store.package,
                function,
                effect: word_of(&entry.effect),
                query: &entry.query,
                from,
                versions: entry.versions.as_ref().map(ToString::to_string),
                reason: entry.reason.as_deref(),
            }));
        }
    }
    found
}

impl Found<'_> {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.packages.is_empty() && self.functions.is_empty() && self.requests.is_empty()
    }

    /// For programs.
    pub fn json(&self) -> String {
        json(self)
    }

    /// For people.
    pub fn human(&self) -> String {
        let mut out = String::new();
        for FoundPackage { package, kind, verified, from, functions } in &self.packages {
            let verified = verified.as_ref().map(|verified| format!(", {verified}")).unwrap_or_default();
            let functions = counted(*functions, "function");
            let _ = writeln!(out, "{package} ({kind}{verified}{}): {functions}", in_policy(from));
        }
        if !self.packages.is_empty() {
            out.push_str("`cargo agent-guard catalogue show PACKAGE` lists them\n");
        }
        if !self.packages.is_empty() && !self.functions.is_empty() {
            out.push('\n');
        }
        let width = self.functions.iter().map(|found| found.package.len() + 2 + found.function.len()).max().unwrap_or(0).min(60);
        for found in &self.functions {
            let name = format!("{}  {}", found.package, found.function);
            let more = more(found.query.as_ref(), found.versions.as_deref(), found.reason);
            let _ = writeln!(out, "{name:width$}  {}{more}{}", found.effect, in_policy(found.from));
        }
        let is_first = self.packages.is_empty() && self.functions.is_empty();
        if !is_first && !self.requests.is_empty() {
            out.push('\n');
        }
        for FoundRequest { store, host, request, effect, from } in &self.requests {
            let _ = writeln!(out, "{store}  {request}  {}{}{}", word_of(effect), of_host(host), in_policy(from));
        }
        out
    }
}

/// What the catalogue knows of a package, by its own name or that of one of its parts. `locked` are name and version of the packages that the
/// project has, if there is one. `None` for a package that it does not know.
pub fn show<'c>(package: &str, own: &'c [StoreSource], apis: &'c [Api], locked: Option<&[(String, String)]>) -> Option<Shown<'c>> {
    let stores: Vec<ShownStore<'c>> =
        all(own).filter(|(store, _)| store.concerns(package)).map(|(store, from)| ShownStore { from, store }).collect();
    let verified = |version: &str| {
        let version = Version::parse(version);
        version.is_ok_and(|version| stores.iter().all(|shown| shown.store.is_verified(&version)))
    };
    let of_stores = |name: &str| stores.iter().any(|shown| shown.store.concerns(name));
    let locked = locked.map(|locked| {
        let locked = locked.iter().filter(|(name, _)| of_stores(name));
        let mut locked: Vec<Locked> = locked
            .map(|(name, version)| Locked { package: name.clone(), version: version.clone(), is_verified: verified(version) })
            .collect();
        locked.sort();
        locked
    });
    let requests: Vec<FoundRequest<'c>> = all_requests(apis).filter(|found| found.store == package || of_stores(found.store)).collect();
    (!stores.is_empty() || !requests.is_empty()).then_some(Shown { version: VERSION, stores, requests, locked })
}

impl Shown<'_> {
    /// For programs.
    pub fn json(&self) -> String {
        json(self)
    }

    /// For people.
    pub fn human(&self) -> String {
        let mut out = String::new();
        for ShownStore { from, store } in &self.stores {
            let _ = writeln!(out, "{} ({}{})", store.package, word_of(&store.kind), in_policy(from));
            for (what, names) in [("roots", &store.roots), ("also", &store.also), ("handles", &store.handles)] {
                if !names.is_empty() {
                    let _ = writeln!(out, "{what}: {}", names.join(", "));
                }
            }
            if let Some(verified) = &store.verified {
                let _ = writeln!(out, "compared with {verified}");
            }
            if let Some((build, features)) = store.encryption.as_ref().and_then(|known| Some((known.build.as_ref()?, &known.features))) {
                let _ = writeln!(out, "encrypts where it is built with {build}: {}", features.join(" or "));
            }
            out.push('\n');
            for entry in &store.entry {
                let more = more(entry.query.as_ref(), entry.versions.as_ref().map(ToString::to_string).as_deref(), entry.reason.as_deref());
                let does = if entry.encrypts.is_some() { "encrypts".to_owned() } else { word_of(&entry.effect) };
                let _ = writeln!(out, "  {does:12} {}{more}", functions(entry));
            }
            out.push('\n');
        }
        if !self.requests.is_empty() {
            out.push_str("over HTTP, by hand\n\n");
            for FoundRequest { host, request, effect, from, .. } in &self.requests {
                let _ = writeln!(out, "  {:12} {request}{}{}", word_of(effect), of_host(host), in_policy(from));
            }
            out.push('\n');
        }
        match self.locked.as_deref() {
            // What is asked over HTTP is in no lock file.
            _ if self.stores.is_empty() => {}
            None => {}
            Some([]) => out.push_str("this project does not have it\n"),
            Some(locked) => {
                for Locked { package, version, is_verified } in locked {
                    let verified = if *is_verified { "" } else { ", which nobody has compared with these entries" };
                    let _ = writeln!(out, "this project has {package} {version}{verified}");
                }
            }
        }
        out
    }
}

/// The package of the catalogue whose name is most like what was written.
pub fn nearest<'c>(package: &str, own: &'c [StoreSource]) -> Option<&'c str> {
    let likeness = |store: &StoreSource| strsim::jaro_winkler(package, &store.package);
    let best = all(own).map(|(store, _)| store).max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) > 0.75).then_some(&best.package)
}

/// What a check says of the user's own entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tested<'c> {
    entries: Vec<TestedEntry<'c>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct TestedEntry<'c> {
    package: &'c str,
    at: &'c Location,
    /// The entry, as a person would look for it.
    what: String,
    effect: String,
    seen: Vec<String>,
    unseen: Vec<String>,
}

/// Says of each of the user's own entries whether a call was recognised by it. `at` are the places where they stand.
pub fn test<'c>(policy: &'c Policy, facts: &[Facts]) -> Tested<'c> {
    let (own, at) = (&policy.catalogue, &policy.catalogue_at);
    let mut entries = Vec::new();
    for (store, (source, at)) in own.iter().zip(at).enumerate() {
        for (number, entry) in source.entry.iter().enumerate() {
            let is_seen = |name: &&String| {
                facts.iter().any(|facts| {
                    let of_entry =
                        facts.own_entries_seen.iter().filter(|seen| (usize::from(seen.store), usize::from(seen.entry)) == (store, number));
                    of_entry.into_iter().any(|seen| facts.text(seen.name) == name.as_str())
                })
            };
            let names = entry.methods.iter().chain(&entry.functions);
            let (seen, unseen): (Vec<&String>, Vec<&String>) = names.partition(is_seen);
            let texts = |names: Vec<&'c String>| names.into_iter().cloned().collect();
            entries.push(TestedEntry {
                package: &source.package,
                at,
                what: functions(entry),
                effect: word_of(&entry.effect),
                seen: texts(seen),
                unseen: texts(unseen),
            });
        }
    }
    let made = link::own_requests_seen(facts, &policy.link.apis);
    for (number, (api, at)) in policy.link.apis.own.iter().zip(&policy.apis_at).enumerate() {
        let mut by_effect: Vec<(RestEffect, Vec<String>)> = Vec::new();
        for (pattern, effect) in api.patterns() {
            match by_effect.iter_mut().find(|(known, _)| *known == effect) {
                Some((_, patterns)) => patterns.push(pattern),
                None => by_effect.push((effect, vec![pattern])),
            }
        }
        for (effect, patterns) in by_effect {
            let (what, effect) = (patterns.join(", "), word_of(&effect));
            let (seen, unseen) = patterns.into_iter().partition(|pattern| made.contains(&(number, pattern.clone())));
            entries.push(TestedEntry { package: &api.store, at, what, effect, seen, unseen });
        }
    }
    Tested { entries }
}

impl Tested<'_> {
    /// Whether there was nothing to test.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether a call was recognised by each entry.
    pub fn is_passed(&self) -> bool {
        self.entries.iter().all(|entry| !entry.seen.is_empty())
    }

    /// For people.
    pub fn human(&self) -> String {
        let mut out = String::new();
        for TestedEntry { package, at, what, effect, seen, unseen } in &self.entries {
            let verdict = match (seen.is_empty(), unseen.is_empty()) {
                (true, _) => "no call was recognised by it".to_owned(),
                (false, true) => "recognised".to_owned(),
                (false, false) => format!("recognised; not called: {}", unseen.join(", ")),
            };
            let mark = if seen.is_empty() { "MISSING" } else { "ok" };
            let _ = writeln!(out, "{mark:8}{package} {what} ({effect}, {}:{}): {verdict}", at.file, at.line);
        }
        let unmatched = self.entries.iter().filter(|entry| entry.seen.is_empty()).count();
        let _ = writeln!(out, "\n{}; by {unmatched} of them no call was recognised", counted(self.entries.len(), "entry"));
        if unmatched > 0 {
            out.push_str(
                "what the workspace calls is named otherwise, is not called in the targets that were selected, or another entry speaks first\n",
            );
        }
        out
    }
}

/// The functions of an entry, those of one owner together: `Connection::{execute, query_row}`.
fn functions(entry: &EntrySource) -> String {
    let functions: Vec<String> = entry.functions().collect();
    let split = |function: &str| function.rsplit_once("::").map(|(owner, name)| (owner.to_owned(), name.to_owned()));
    let mut owners: Vec<(String, Vec<String>)> = Vec::new();
    for function in &functions {
        let (owner, name) = split(function).unwrap_or_else(|| (String::new(), function.clone()));
        match owners.iter_mut().find(|(known, _)| *known == owner) {
            Some((_, names)) => names.push(name),
            None => owners.push((owner, vec![name])),
        }
    }
    let shown = owners.into_iter().map(|(owner, names)| match (owner.as_str(), names.as_slice()) {
        ("", names) => names.join(", "),
        (owner, [only]) => format!("{owner}::{only}"),
        (owner, names) => format!("{owner}::{{{}}}", names.join(", ")),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// What else there is to say of a function: `; sql in argument 1; the whole database is copied out`.
fn more(query: Option<&QuerySource>, versions: Option<&str>, reason: Option<&str>) -> String {
    let query = query.map(|query| format!("; {} in argument {}", query.language, query.argument));
    let versions = versions.map(|versions| format!("; in {versions}"));
    let reason = reason.map(|reason| format!("; {reason}"));
    [query, versions, reason].into_iter().flatten().collect()
}

fn in_policy(from: &str) -> &'static str {
    if from == "policy" { ", of the policy" } else { "" }
}

/// `; of pinecone.io`
fn of_host(host: &str) -> String {
    if host.is_empty() { String::new() } else { format!("; of {host}") }
}

/// A word of the catalogue's files: `key-value`, `read-write`.
fn word_of(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn counted(count: usize, what: &str) -> String {
    match (count, what.strip_suffix('y')) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        _ => format!("{count} {what}s"),
    }
}

fn json(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("what the catalogue says has string keys only");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> Vec<StoreSource> {
        let text = "package = \"notes\"\nkind = \"key-value\"\n[[entry]]\ntype = \"Notes\"\nmethods = [\"get\", \"list\"]\neffect = \"read\"\n\
            [[entry]]\nfunctions = [\"open\"]\nmodule = \"store\"\neffect = \"open\"\nreason = \"a handle\"\n";
        vec![StoreSource::parse(text).expect("it is in order")]
    }

    #[test]
    fn a_word_is_searched_in_packages_types_and_functions() {
        let own = own();
        let found = search("NOTES", &own, &[]);
        assert_eq!(found.packages.iter().map(|found| found.package).collect::<Vec<_>>(), ["notes"]);
        assert!(found.functions.iter().any(|found| found.function == "Notes::list" && found.effect == "read"), "{found:?}");
        let found = search("query_row", &own, &[]);
        assert!(found.packages.is_empty());
        assert!(found.functions.iter().all(|found| found.function.contains("query_row")) && !found.is_empty(), "{found:?}");
        assert!(found.human().contains("rusqlite  Connection::query_row"), "{}", found.human());
        assert!(search("nothing_is_called_so", &own, &[]).is_empty());
    }

    #[test]
    fn a_package_is_shown_with_what_the_project_has_of_it() {
        let own = own();
        let locked = [("notes".to_owned(), "0.3.0".to_owned()), ("other".to_owned(), "1.0.0".to_owned())];
        let text = show("notes", &own, &[], Some(&locked)).expect("it is known").human();
        let expected = "notes (key-value, of the policy)\n\n  read         Notes::{get, list}\n  open         store::open; a handle\n\n\
            this project has notes 0.3.0\n";
        assert_eq!(text, expected);
        let locked = [("rusqlite".to_owned(), "99.0.0".to_owned())];
        let shown = show("rusqlite", &own, &[], Some(&locked)).expect("it is known").human();
        assert!(shown.contains("this project has rusqlite 99.0.0, which nobody has compared with these entries"), "{shown}");
        assert!(shown.contains("\nencrypts where it is built with SQLCipher: libsqlite3-sys/sqlcipher or "), "{shown}");
        assert!(shown.contains("\n  encrypts     Connection::pragma_update\n"), "{shown}");
        assert!(show("rusqlite", &own, &[], Some(&[])).expect("it is known").human().ends_with("this project does not have it\n"));
        assert!(!show("rusqlite", &own, &[], None).expect("it is known").human().contains("this project"));
        assert_eq!(show("nobody", &own, &[], None), None);
        assert_eq!(nearest("rusqlit", &own), Some("rusqlite"));
        assert_eq!(nearest("zzzz", &own), None);
    }

    #[test]
    fn each_entry_is_tested_by_what_was_recognised() {
        let own = own();
        let at = |line| Location { file: "agent-guard.toml".to_owned(), line, column: 1, end_line: line, end_column: 14 };
        let mut policy = Policy { catalogue: own, catalogue_at: vec![at(4)], ..Policy::default() };
        let mut unit = crate::fixture::Fixture::new("agent");
        let tested = test(&policy, std::slice::from_ref(&unit.facts));
        assert!(!tested.is_passed());
        assert_eq!(tested.human().matches("MISSING").count(), 2, "{}", tested.human());
        for (entry, name) in [(0, "get"), (1, "open")] {
            let name = unit.text(name);
            unit.facts.own_entries_seen.push(crate::facts::OwnEntrySeen { store: 0, entry, name });
        }
        let tested = test(&policy, std::slice::from_ref(&unit.facts));
        assert!(tested.is_passed());
        let text = tested.human();
        assert!(text.contains("ok      notes Notes::{get, list} (read, agent-guard.toml:4): recognised; not called: list\n"), "{text}");
        assert!(text.contains("ok      notes store::open (open, agent-guard.toml:4): recognised\n"), "{text}");
        assert!(text.ends_with("2 entries; by 0 of them no call was recognised\n"), "{text}");
        let api = "store = \"memory-server\"\nread = [\"POST /memories/search\"]\nerase = [\"DELETE /memories/{}\"]";
        policy.link.apis.own.push(toml::from_str(api).expect("it is in order"));
        policy.apis_at.push(at(9));
        let text = test(&policy, std::slice::from_ref(&unit.facts)).human();
        let missing = "MISSING memory-server POST /memories/search (read, agent-guard.toml:9): no call was recognised by it\n";
        assert!(text.contains(missing) && text.ends_with("or another entry speaks first\n"), "{text}");
    }

    #[test]
    fn requests_over_http_are_searched_and_shown() {
        let api = "store = \"memory-server\"\nhost = \"memory.example\"\nread = [\"POST /memories/search\"]";
        let own: Vec<Api> = vec![toml::from_str(api).expect("it is in order")];
        let found = search("Memories", &[], &own).human();
        assert!(found.contains("memory-server  POST /memories/search  read; of memory.example, of the policy\n"), "{found}");
        assert!(
            search("/points/search/batch", &[], &[])
                .human()
                .contains("qdrant-client  POST /collections/{target}/points/search/batch  read\n")
        );
        let shown = show("memory-server", &[], &own, Some(&[])).expect("it is known").human();
        assert_eq!(shown, "over HTTP, by hand\n\n  read         POST /memories/search; of memory.example, of the policy\n\n");
        let shown = show("qdrant-client", &[], &own, None).expect("it is known").human();
        assert!(shown.contains("  write        PUT /collections/{target}/points\n"), "{shown}");
    }
}
