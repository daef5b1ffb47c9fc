//! What a policy makes of facts: all that reports need of them, before anybody accepts anything.
//!
//! Once cargo has nothing to compile, linking and searching are most of what a run does, and what they come to depends on the [`Basis`]
//! alone. So it is data, [`Checked`], that can be kept between runs. What depends on the day or on the text of the sources (suppressions
//! and their ends, excerpts) is not in it, and is looked at in every run.
//!
//! *Invariant*: [`check`] is a function of its [`Basis`]: the same basis, the same result. Whatever else it should come to depend on has to
//! become part of the basis, and so of what [`Basis::without_facts`] tells apart.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::{
    catalogue::Lack,
    facts::{self, Effect, Facts, FileError, Function, FunctionKind, Gap, Span},
    finding::{Finding, Location},
    index::{FunctionId, Text},
    link::{self, Dependency, FunctionRef, LinkPolicy, Program, Verdict},
    policy::Levels,
    rules::{self, Found},
};

const FORM: facts::Form = facts::Form { magic: b"AGCHECKD", schema: 1 };

/// All that the result of a check depends on, but for the day and the text of the sources.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// The facts of all units, in order.
    pub units: &'a [Facts],
    /// What the policy says that the linker needs.
    pub link: &'a LinkPolicy,
    /// The rules' levels.
    pub levels: &'a Levels,
    /// The dependencies that have a store behind them and that nothing classifies.
    pub dependencies: &'a [Dependency],
    /// The databases that were built without their encryption, with what they lack.
    pub unable: &'a BTreeMap<String, Lack>,
}

/// What a check comes to, before anybody accepts anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// What is wrong, in the order of the places.
    pub raised: Vec<Raised>,
    /// What was not understood, each with the package and the crate that it is in.
    pub gaps: BTreeSet<(Gap, String, String)>,
    /// Every access that was looked at, in the order of the places. What several units share stands once, with its worst verdict.
    pub accesses: Vec<SeenAccess>,
    /// What was looked at.
    pub counts: Counts,
    /// The `#[agent_guard::allow]` of the workspace.
    pub allows: Vec<Allow>,
    /// The source files that may have comments which suppress, and the first and last lines of their functions. Code that no unit compiled
    /// is in none.
    pub compiled_lines: BTreeMap<String, BTreeSet<(u32, u32)>>,
    /// The dependencies that have a store behind them: name and version.
    pub dependencies: Vec<(String, String)>,
}

/// A finding with what suppressions need to know of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    /// The finding.
    #[serde(serialize_with = "with_code", deserialize_with = "from_code")]
    pub finding: Finding,
    /// The store it is about; empty where it is about none.
    pub store: String,
    /// Which of [`Checked::allows`] are of its rule and stand at all functions that it is in.
    pub allowed_by: Vec<usize>,
}

/// An `#[agent_guard::allow]` as it was written. One attribute on an impl is one, whatever functions it has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Allow {
    /// Where it stands.
    pub location: Option<Location>,
    /// The rule, by code or name, or what was written for one.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// The last day; empty for none.
    pub expires: String,
}

/// An access to a store, and what is proven of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SeenAccess {
    /// Where it is.
    pub location: Option<Location>,
    /// The catalogued package: `qdrant-client`.
    pub store: String,
    /// What is called: `Qdrant::query`.
    pub operation: String,
    /// What it does.
    pub effect: Effect,
    /// The tables, collections or files that it names, as far as they are known.
    pub targets: Vec<String>,
    /// The function it is in.
    pub function: String,
    /// What is proven.
    pub verdict: Proven,
}

/// What is proven of an access, in the order from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Proven {
    /// It needs no consent.
    Exempt,
    /// A token is held on every path.
    Guarded,
    /// On some path only tokens for other purposes are held.
    OtherPurpose,
    /// On some path no token is held.
    Unconsented,
}

/// What was looked at. What several units share counts once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Counts {
    /// Accesses to stores.
    pub accesses: usize,
    /// Functions and methods. Closures and async bodies belong to the function around them.
    pub functions: usize,
    /// Crates.
    pub crates: usize,
}

/// Links the facts and applies the rules.
pub fn check(basis: &Basis<'_>) -> Checked {
    let mut program = Program { dependencies: basis.dependencies.to_vec(), ..link::link(basis.units, basis.link) };
    program.trust_encryption(basis.unable);
    Checked::of(&program, basis.levels)
}

impl Basis<'_> {
    /// All of it but the facts, as bytes that are the same for the same basis and for no other.
    ///
    /// # Panics
    /// Never: it holds nothing that postcard cannot write.
    pub fn without_facts(&self) -> Vec<u8> {
        // Taken apart, so that nobody adds a field and forgets it here.
        let Basis { units: _, link, levels, dependencies, unable } = self;
        postcard::to_stdvec(&(link, levels, dependencies, unable)).expect("a basis holds lists of text, which postcard can write")
    }
}

impl Checked {
    /// What the rules say of a linked program, and what of it suppressions and reports look at.
    pub fn of(program: &Program<'_>, levels: &Levels) -> Self {
        let attributes = attributes(program);
        let gaps_of = |facts: &Facts, gap: &Gap| (gap.clone(), facts.unit.package.clone(), facts.unit.crate_name.clone());
        let in_facts = program.units.iter().flat_map(|facts| facts.gaps.iter().map(move |gap| gaps_of(facts, gap)));
        let in_all = program.gaps.iter().map(|(unit, gap)| gaps_of(&program.units[*unit], gap));
        Self {
            raised: rules::findings(program, levels).into_iter().map(|found| raised(program, found, &attributes)).collect(),
            gaps: in_facts.chain(in_all).collect(),
            accesses: SeenAccess::all(program),
            counts: Counts::of(program),
            compiled_lines: compiled_lines(program),
            dependencies: program.dependencies.iter().map(|known| (known.package.clone(), known.version.clone())).collect(),
            allows: attributes.into_keys().collect(),
        }
    }

    /// The bytes of a file that keeps it.
    ///
    /// # Panics
    /// Never: it holds nothing that postcard cannot write.
    pub fn encode(&self, key: &str) -> Vec<u8> {
        FORM.encode(self, key)
    }

    /// Reads a file that was written under `key`.
    ///
    /// # Errors
    /// If it is damaged or was written under another key.
    pub fn decode(bytes: &[u8], key: &str) -> Result<Self, FileError> {
        let checked: Self = FORM.decode(bytes, key)?;
        let is_in_range = checked.raised.iter().flat_map(|raised| &raised.allowed_by).all(|&at| at < checked.allows.len());
        is_in_range.then_some(checked).ok_or_else(|| FileError::Corrupt("an index points nowhere".to_owned()))
    }
}

/// A finding with its rule's code.
fn with_code<S: Serializer>(finding: &Finding, serializer: S) -> Result<S::Ok, S::Error> {
    (finding.rule, finding).serialize(serializer)
}

fn from_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Finding, D::Error> {
    let (code, finding) = <(String, Finding)>::deserialize(deserializer)?;
    let rule = rules::find(&code).filter(|rule| rule.code == code).ok_or_else(|| D::Error::custom("there is no such rule"))?;
    Ok(Finding { rule: rule.code, ..finding })
}

/// The `#[agent_guard::allow]` that the facts name, with the functions that they stand at: of one on an impl each of its functions has it.
fn attributes(program: &Program<'_>) -> BTreeMap<Allow, BTreeSet<FunctionRef>> {
    let mut written: BTreeMap<Allow, BTreeSet<FunctionRef>> = BTreeMap::new();
    // What a dependency allows itself is not for it to say.
    for (unit, facts) in program.units.iter().enumerate().filter(|(_, facts)| !facts.unit.is_dependency) {
        for (at, function) in facts.functions.iter().enumerate() {
            for allow in &function.allows {
                let [rule, reason, expires] = [allow.rule, allow.reason, allow.expires].map(|text| facts.text(text).to_owned());
                let allow = Allow { location: program.location(unit, allow.span), rule, reason, expires };
                written.entry(allow).or_default().insert(FunctionRef { unit, function: FunctionId::from_usize(at) });
            }
        }
    }
    written
}

fn raised(program: &Program<'_>, found: Found, attributes: &BTreeMap<Allow, BTreeSet<FunctionRef>>) -> Raised {
    let Found { finding, functions, store } = found;
    let is_of_rule = |allow: &Allow| rules::find(&allow.rule).is_some_and(|rule| rule.code == finding.rule);
    // One source place in several units is one place: it is allowed where all its compilations are.
    let is_at_all = |covered: &BTreeSet<FunctionRef>| {
        let is_at = |at: &FunctionRef| {
            let mut around = program.units[at.unit].enclosing(at.function);
            around.any(|function| covered.contains(&FunctionRef { unit: at.unit, function }))
        };
        !functions.is_empty() && functions.iter().all(is_at)
    };
    let allows = attributes.iter().enumerate().filter(|(_, (allow, covered))| is_of_rule(allow) && is_at_all(covered));
    let allowed_by = allows.map(|(at, _)| at).collect();
    Raised { finding, store, allowed_by }
}

/// See [`Checked::compiled_lines`].
fn compiled_lines(program: &Program<'_>) -> BTreeMap<String, BTreeSet<(u32, u32)>> {
    let mut files: BTreeMap<String, BTreeSet<(u32, u32)>> = BTreeMap::new();
    for facts in program.units.iter().filter(|facts| !facts.unit.is_dependency) {
        let has_none: BTreeSet<Text> = facts.without_suppressions.iter().copied().collect();
        let may_have = |function: &&Function| {
            let own = function.span.into_iter();
            own.chain(spans_of(function)).any(|span| !has_none.contains(&span.file))
        };
        for function in facts.functions.iter().filter(may_have) {
            let Some(defined) = function.span else { continue };
            let inside = spans_of(function).filter(|span| span.file == defined.file);
            let last = inside.map(|span| span.end_line).max().unwrap_or(defined.end_line).max(defined.end_line);
            files.entry(facts.text(defined.file).to_owned()).or_default().insert((defined.line, last));
            for span in spans_of(function).filter(|span| span.file != defined.file) {
                files.entry(facts.text(span.file).to_owned()).or_default().insert((span.line, span.end_line));
            }
        }
    }
    for facts in program.units {
        for &file in &facts.without_suppressions {
            files.remove(facts.text(file));
        }
    }
    files
}

fn spans_of(function: &Function) -> impl Iterator<Item = Span> {
    let accesses = function.accesses.iter().map(|access| access.span);
    let calls = function.calls.iter().map(|call| call.span);
    let notes = function.notes.iter().map(|note| note.span);
    accesses.chain(calls).chain(notes).flatten()
}

impl SeenAccess {
    /// All accesses of a program, each place once.
    fn all(program: &Program<'_>) -> Vec<Self> {
        let mut seen: Vec<SeenAccess> = Vec::new();
        for access in &program.accesses {
            let verdict = match &access.verdict {
                Verdict::Exempt => Proven::Exempt,
                Verdict::Guarded => Proven::Guarded,
                Verdict::OtherPurpose(..) => Proven::OtherPurpose,
                Verdict::Unconsented(_) => Proven::Unconsented,
            };
            let one = SeenAccess {
                location: program.location(access.function.unit, access.access.span),
                store: access.store.clone(),
                operation: access.operation.clone(),
                effect: access.effect,
                targets: access.targets.clone(),
                function: program.function_name(access.function),
                verdict,
            };
            // The accesses come in the order of their places. At one several may be made, by whose statement it is.
            let here = seen.iter_mut().rev().take_while(|known| known.location == one.location);
            let what = |access: &SeenAccess| (access.operation.clone(), access.effect, access.targets.clone());
            let same = |known: &&mut SeenAccess| what(known) == what(&one);
            match here.into_iter().find(same) {
                Some(known) if one.location.is_some() => known.verdict = known.verdict.max(one.verdict),
                _ => seen.push(one),
            }
        }
        seen
    }
}

impl Counts {
    fn of(program: &Program<'_>) -> Self {
        let mut accesses = FxHashSet::default();
        for (at, access) in program.accesses.iter().enumerate() {
            let location = program.location(access.function.unit, access.access.span);
            // Without a place it is an access of its own.
            let own = location.is_none().then_some(at);
            accesses.insert((location, own, &access.operation, access.effect, &access.targets));
        }
        let mut functions = FxHashSet::default();
        let mut crates = FxHashSet::default();
        for facts in program.units {
            crates.insert((&facts.unit.package, &facts.unit.crate_name));
            for function in facts.functions.iter().filter(|function| function.kind == FunctionKind::Function) {
                let span = function.span.map(|span| (facts.text(span.file), Span { file: Text(0), ..span }));
                functions.insert((&facts.unit.package, span, facts.text(function.name)));
            }
        }
        Self { accesses: accesses.len(), functions: functions.len(), crates: crates.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalogue::rest::Apis,
        finding::Level,
        fixture::{Fixture, one_access, program},
        link::{Requirement, User},
        policy::Policy,
        rules::unconsented_read,
    };

    /// One read that is allowed and one write that is not, a gap, a dependency.
    fn checked() -> Checked {
        let mut unit = Fixture::new("my-agent");
        let recall = unit.function("recall", 1, 5);
        unit.access(recall, "Connection::query_row", Effect::Read, 3);
        unit.access(recall, "Connection::execute", Effect::Write, 4);
        unit.allow(recall, "unconsented-read", "a cache", "2027-06-30", 1);
        unit.gap("recall", "it is long", 3);
        let units = [unit.facts];
        let mut program = program(&units);
        program.dependencies.push(dependency());
        Checked::of(&program, &Levels::default())
    }

    fn dependency() -> Dependency {
        let user = User { package: "my-agent".to_owned(), version: "0.1.0".to_owned(), through: None, declared: None };
        Dependency {
            package: "notes-client".to_owned(),
            version: "0.3.0".to_owned(),
            library: "notes_client".to_owned(),
            way: vec!["rusqlite".to_owned()],
            users: vec![user],
        }
    }

    #[test]
    fn what_is_kept_is_what_was_checked() {
        let checked = checked();
        let found: Vec<_> = checked.raised.iter().map(|raised| (raised.finding.rule, raised.allowed_by.as_slice())).collect();
        assert_eq!(found, [("AG101", &[0][..]), ("AG102", &[])]);
        assert_eq!((checked.gaps.len(), checked.accesses.len(), checked.allows.len(), checked.dependencies.len()), (1, 2, 1, 1));
        assert_eq!(checked.compiled_lines.values().collect::<Vec<_>>(), [&BTreeSet::from([(1, 5)])]);
        assert_eq!(Checked::decode(&checked.encode("key"), "key"), Ok(checked));
    }

    #[test]
    fn another_key_and_damage_are_told_from_it() {
        let good = checked().encode("key");
        assert_eq!(Checked::decode(&good, "another"), Err(FileError::Stale));
        for at in [0, good.len() / 2, good.len() - 1] {
            let mut damaged = good.clone();
            damaged[at] ^= 1;
            assert!(Checked::decode(&damaged, "key").is_err(), "byte {at}");
            assert!(Checked::decode(&good[..at], "key").is_err(), "cut off at {at}");
        }
    }

    #[test]
    fn a_rule_or_an_attribute_that_is_not_there_is_damage() {
        let is_corrupt = |checked: &Checked| matches!(Checked::decode(&checked.encode("key"), "key"), Err(FileError::Corrupt(_)));
        let mut of_no_rule = checked();
        assert!(!is_corrupt(&of_no_rule));
        of_no_rule.raised[0].finding.rule = "AG999";
        assert!(is_corrupt(&of_no_rule));
        let mut without_attributes = checked();
        without_attributes.allows.clear();
        assert!(is_corrupt(&without_attributes));
    }

    #[test]
    fn whatever_changes_the_result_changes_the_basis() {
        let glob = |pattern: &str| globset::Glob::new(pattern).expect("a pattern").compile_matcher();
        let apis = |text: &str| Apis { own: vec![toml::from_str(text).expect("an interface")] };
        let requirement = |purpose: &str| Requirement { purposes: vec![purpose.to_owned()], ..Requirement::default() };
        let links = [
            LinkPolicy::default(),
            LinkPolicy { required: vec![requirement("memory.recall")], ..LinkPolicy::default() },
            LinkPolicy { required: vec![requirement("memory.share")], ..LinkPolicy::default() },
            LinkPolicy { memory_tables: Some(Vec::new()), ..LinkPolicy::default() },
            LinkPolicy { memory_tables: Some(vec!["notes".to_owned()]), ..LinkPolicy::default() },
            LinkPolicy { ignored_tables: vec!["notes".to_owned()], ..LinkPolicy::default() },
            LinkPolicy { memory_files: vec![glob("notes/*.md")], ..LinkPolicy::default() },
            LinkPolicy { memory_files: vec![glob("notes/*.txt")], ..LinkPolicy::default() },
            LinkPolicy { apis: apis("store = \"notes\"\nread = [\"GET /notes\"]"), ..LinkPolicy::default() },
            LinkPolicy { apis: apis("store = \"notes\"\nwrite = [\"GET /notes\"]"), ..LinkPolicy::default() },
            LinkPolicy { apis: apis("store = \"notes\"\nread = [\"POST /notes\"]"), ..LinkPolicy::default() },
            LinkPolicy { apis: apis("store = \"notes\"\nhost = \"example.org\"\nread = [\"GET /notes\"]"), ..LinkPolicy::default() },
        ];
        let lack = Lack { build: "SQLCipher".to_owned(), features: vec!["bundled-sqlcipher".to_owned()] };
        let [none, lacking] = [BTreeMap::new(), BTreeMap::from([("rusqlite".to_owned(), lack)])];
        let mut warned = Policy::default();
        warned.set_level(&unconsented_read::RULE, Level::Warn).expect("it can be lowered");
        let (levels, dependencies) = (Levels::default(), [dependency()]);
        let plain = Basis { units: &[], link: &links[0], levels: &levels, dependencies: &[], unable: &none };
        let mut bases: Vec<Basis<'_>> = links.iter().map(|link| Basis { link, ..plain }).collect();
        bases.extend([
            Basis { levels: &warned.levels, ..plain },
            Basis { dependencies: &dependencies, ..plain },
            Basis { unable: &lacking, ..plain },
        ]);
        let different: BTreeSet<Vec<u8>> = bases.iter().map(Basis::without_facts).collect();
        assert_eq!(different.len(), bases.len());
        assert_eq!(plain.without_facts(), Basis { link: &LinkPolicy::default(), ..plain }.without_facts());
    }

    #[test]
    fn which_dependencies_there_are_is_in_the_result() {
        let mut unit = Fixture { facts: one_access("Connection::query_row", Effect::Read) };
        unit.outside(FunctionId(0), "notes_client", "Notes::recall", 4);
        let units = [unit.facts];
        let (link, levels, unable) = (LinkPolicy::default(), Levels::default(), BTreeMap::new());
        let dependency = Dependency { users: vec![User { version: String::new(), ..dependency().users.remove(0) }], ..dependency() };
        let basis = Basis { units: &units, link: &link, levels: &levels, dependencies: &[], unable: &unable };
        let rules = |basis: &Basis<'_>| check(basis).raised.iter().map(|raised| raised.finding.rule).collect::<Vec<_>>();
        assert_eq!(rules(&basis), ["AG101"]);
        assert_eq!(rules(&Basis { dependencies: &[dependency], ..basis }), ["AG905", "AG101"]);
    }
}
