//! AG905: see [`RULE`].

use super::Found;
use crate::{
    finding::Step,
    link::{Dependency, OutsideUse, Program, User},
    path::last_segment,
    rule::declare_rule,
};

declare_rule! {
    /// ## What it does
    ///
    /// Finds dependencies of the workspace that have a catalogued store behind them (they depend on it, directly or through crates that
    /// nobody has classified either), that the workspace calls, and of which neither the catalogue nor the policy says what their functions
    /// do. What counts is what cargo has compiled for this check: an optional dependency that is off, one of another platform, of a build
    /// script, of a procedural macro or of the dependency's own tests is none. A type, a re-export or a derive alone is no call.
    ///
    /// ## Why it matters
    ///
    /// The check reads the code of the workspace. What a dependency keeps in a store of its own is in none of its accesses: an agent that
    /// remembers through somebody else's crate looks like one that remembers nothing.
    ///
    /// ## Example
    ///
    /// `notes-client` is somebody else's crate, and keeps what it is told with `rusqlite`:
    ///
    /// ```rust
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let notes = notes_client::Notes::open("notes.db")?;
    ///     println!("{}", notes.recall("ada")?);
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// Say what its functions do, and ask where they read:
    ///
    /// ```rust
    /// use agent_guard::{Consent, ConsentLedger, Purpose, SubjectId};
    ///
    /// /// Recall what you told me earlier.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.recall")]
    /// struct Recall;
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let ledger = ConsentLedger::new();
    ///     let notes = notes_client::Notes::open("notes.db")?;
    ///     let _consent = Consent::<Recall>::require(&ledger, &SubjectId::new("ada"))?;
    ///     println!("{}", notes.recall("ada")?);
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ```toml
    /// [[catalogue]]
    /// package = "notes-client"
    /// kind = "sql"
    /// entry = [
    ///     { type = "Notes", methods = ["open"], effect = "open" },
    ///     { type = "Notes", methods = ["recall"], effect = "read" },
    /// ]
    /// ```
    ///
    /// Or have its own code looked at, so that nothing need be said of it: `cargo agent-guard check --deps notes-client`, for good with
    ///
    /// ```text
    /// [deps]
    /// analyse = ["notes-client"]
    /// ```
    ///
    /// Or, where somebody has looked and it keeps nothing of a person, say so and why. Reports show it:
    ///
    /// ```text
    /// [[deps.harmless]]
    /// package = "notes-client"
    /// versions = ">=0.3, <0.4"
    /// reason = "keeps the weather of the last week"
    /// ```
    ///
    /// ## Known misses
    ///
    /// Dependencies of which the workspace calls no function itself: the report has a notice for these. Stores that the catalogue does not
    /// know, files, and services that a dependency reaches over the network. Facts that are linked apart from their workspace
    /// (`cargo agent-guard link`) know nothing of its dependencies; `facts` says what there is to say.
    AG905 {
        name: "store-behind-a-dependency",
        summary: "a dependency with a store behind it is called, and nothing says what it does",
        level: Deny,
        since: "0.1.0",
        cwe: [862],
        owasp: ["LLM03"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    for dependency in &program.dependencies {
        let mut uses = uses(program, dependency);
        // What ships matters more than its tests.
        uses.sort_by_key(|(used, _)| program.units[used.function.unit].unit.is_test);
        let Some(&(first, user)) = uses.first() else { continue };
        let Dependency { package, version, way, users, .. } = dependency;
        let store = way.last().map_or("", String::as_str);
        let message = format!("`{package}` has the store `{store}` behind it, and nothing says what its functions do");
        let label = match &user.through {
            None => format!("`{}` calls it", user.package),
            Some(through) => format!("`{}` calls what `{through}` brings in", user.package),
        };
        let mut finding = RULE.finding(user.declared.clone(), message, label);
        let call = |used: &OutsideUse<'_>| Step {
            location: program.location(used.function.unit, used.span),
            message: format!("`{}` is called here", used.operation),
        };
        finding.related.push(call(&first));
        let others = users.iter().filter(|other| *other != user && uses.iter().any(|(_, user)| user == other));
        finding.related.extend(
            others.map(|other| Step { location: other.declared.clone(), message: format!("`{}` depends on it, too", other.package) }),
        );
        if way.len() > 1 {
            finding.notes.push(format!("`{package}` {version} depends on it through {}", named(&way[..way.len() - 1])));
        }
        finding.help = help(package, first.operation);
        finding.package.clone_from(&user.package);
        // It is in no function: what an attribute on one of them accepts would be accepted for all.
        found.push(Found { finding, functions: Vec::new(), store: package.clone() });
    }
}

/// The calls of a dependency, each with the package that calls it.
fn uses<'p>(program: &'p Program<'_>, dependency: &'p Dependency) -> Vec<(OutsideUse<'p>, &'p User)> {
    let calls = program.outside.iter().filter(|used| used.library == dependency.library);
    calls
        .filter_map(|used| {
            let unit = &program.units[used.function.unit].unit;
            let user = dependency.users.iter().find(|user| user.package == unit.package && user.version == unit.version)?;
            Some((*used, user))
        })
        .collect()
}

/// The ways to classify a dependency: have it looked at, say what it does, say that it does nothing.
fn help(package: &str, operation: &str) -> Vec<String> {
    // What it does is not known. What makes a handle seldom reads.
    let name = last_segment(operation);
    let makes_a_handle = ["new", "open", "connect", "build", "create", "init", "with_", "from_"].iter().any(|first| name.starts_with(first));
    let effect = if makes_a_handle { "open" } else { "read" };
    let (entry, options) = match operation.split_once("::") {
        Some((ty, method)) if ty.starts_with(char::is_uppercase) => {
            (format!("type = \"{ty}\", methods = [\"{method}\"]"), format!("--type {ty} --method {method}"))
        }
        _ => (format!("functions = [\"{name}\"]"), format!("--function {name}")),
    };
    vec![
        format!(
            "have its own code looked at: `cargo agent-guard check --deps {package}`, for good in `agent-guard.toml`: `[deps]` with `analyse = [\"{package}\"]`"
        ),
        format!(
            "or say what each function does: `[[catalogue]]` with `package = \"{package}\"`, `kind = \"key-value\"` and `entry = [{{ {entry}, effect = \"{effect}\" }}]`; `cargo agent-guard catalogue add {package} {options} --effect {effect} --kind key-value` writes that"
        ),
        format!("or, if it keeps nothing of a person, say why: `[[deps.harmless]]` with `package = \"{package}\"` and `reason = \"…\"`"),
    ]
}

/// "`a` and `b`"
fn named(packages: &[String]) -> String {
    packages.iter().map(|package| format!("`{package}`")).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::Facts,
        finding::Location,
        fixture::{Fixture, messages, program},
    };

    /// `my-agent`, of which line 4 calls something of this library, and its tests line 3.
    fn calls(library: &str, is_test: bool) -> Facts {
        let mut unit = Fixture::new("my-agent");
        let recall = unit.function("recall", 1, 5);
        unit.outside(recall, library, "Notes::recall", if is_test { 3 } else { 4 });
        if is_test { unit.for_tests().facts } else { unit.facts }
    }

    fn dependency(users: &[&str]) -> Dependency {
        let user = |name: &&str| User {
            package: (*name).to_owned(),
            version: String::new(),
            through: None,
            declared: Some(Location { file: format!("{name}/Cargo.toml"), line: 7, column: 1, end_line: 7, end_column: 9 }),
        };
        Dependency {
            package: "notes-client".to_owned(),
            version: "0.3.0".to_owned(),
            library: "notes_client".to_owned(),
            way: vec!["shelf".to_owned(), "rusqlite".to_owned()],
            users: users.iter().map(user).collect(),
        }
    }

    #[test]
    fn a_dependency_with_a_store_behind_it_that_is_called_is_found_at_its_line() {
        let units = [calls("notes_client", false)];
        let mut program = program(&units);
        program.dependencies.push(dependency(&["other", "my-agent"]));
        let mut found = Vec::new();
        check(&program, &mut found);
        let finding = &found[0].finding;
        assert_eq!(finding.message, "`notes-client` has the store `rusqlite` behind it, and nothing says what its functions do");
        assert_eq!(finding.location.as_ref().map(|at| at.file.as_str()), Some("my-agent/Cargo.toml"));
        assert_eq!(finding.notes, ["`notes-client` 0.3.0 depends on it through `shelf`"]);
        assert_eq!(finding.related.len(), 1, "the call; `other` calls nothing of it: {:?}", finding.related);
        assert!(finding.help[1].contains("type = \"Notes\", methods = [\"recall\"]"), "{:?}", finding.help);
        assert_eq!((found.len(), found[0].store.as_str()), (1, "notes-client"));
    }

    #[test]
    fn what_is_not_called_or_has_no_store_behind_it_is_not_found() {
        let units = [calls("notes_client", false)];
        assert_eq!(messages(check, &program(&units)), [""; 0], "no store");
        let units = [calls("other", false)];
        let mut program = program(&units);
        program.dependencies.push(dependency(&["my-agent"]));
        assert_eq!(messages(check, &program), [""; 0], "another library");
    }

    #[test]
    fn a_dependency_is_told_once_with_the_call_that_ships() {
        let units = [calls("notes_client", true), calls("notes_client", false)];
        let mut program = program(&units);
        program.dependencies.push(dependency(&["my-agent"]));
        let mut found = Vec::new();
        check(&program, &mut found);
        assert_eq!(found.len(), 1);
        let lines: Vec<_> = found[0].finding.related.iter().filter_map(|step| Some(step.location.as_ref()?.line)).collect();
        assert_eq!(lines, [4], "the call of what ships");
    }
}
