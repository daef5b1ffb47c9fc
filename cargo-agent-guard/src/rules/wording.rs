//! The sentences that several rules share. No rule.

use super::{Found, named_function};
use crate::{
    facts::{Effect, Facts},
    finding::Step,
    link::{LinkedAccess, Program},
    path::last_segment,
    rule::Rule,
};

/// A finding of an access for which no consent was obtained.
pub(super) fn unconsented(program: &Program<'_>, access: &LinkedAccess<'_>, rule: &Rule, verb: &str, trace: &[Step]) -> Found {
    let facts = &program.units[access.function.unit];
    let operation = &access.operation;
    let object = object(program, access);
    let message = match access.effect {
        Effect::Bind => format!("`{operation}` {verb} {object} to a framework, which reads and may write it, without consent"),
        _ => format!("`{operation}` {verb} {object} without consent"),
    };
    let purpose = purpose_type(program, &access.required);
    let label = if access.required.is_empty() {
        format!("needs a `Consent<{purpose}>`, and on some path none is held")
    } else {
        format!("needs consent to {}, and on some path none is held", quoted_list(&access.required, "or"))
    };
    let mut finding = rule.finding(program.location(access.function.unit, access.access.span), message, label);
    finding.trace = trace.to_vec();
    let function = named_function(program, access.function);
    finding.help = help(program, facts, last_segment(&function), &purpose);
    Found::at_access(program, access, finding)
}

/// What to add where, also for an agent that does not know agent-guard yet.
fn help(program: &Program<'_>, facts: &Facts, function: &str, purpose: &str) -> Vec<String> {
    let mut help = Vec::new();
    if !knows_agent_guard(program) {
        let package = Some(facts.unit.package.as_str()).filter(|package| !package.is_empty() && !facts.unit.is_dependency);
        let option = package.map(|package| format!(" -p {package}")).unwrap_or_default();
        help.push(format!(
            "add `agent-guard` to the dependencies (`cargo add agent-guard{option}`) and declare what you ask for: `#[derive(agent_guard::Purpose)] #[purpose(id = \"memory.recall\")] struct {purpose};`"
        ));
    }
    if facts.unit.is_dependency {
        let package = &facts.unit.package;
        help.push(format!(
            "this is code of the dependency `{package}`: ask on every path before the workspace calls it: `let consent = agent_guard::Consent::<{purpose}>::require(&gate, &subject)?;`"
        ));
        return help;
    }
    help.push(format!("ask on every path to here: `let consent = agent_guard::Consent::<{purpose}>::require(&gate, &subject)?;`"));
    if function != "main" {
        help.push(format!("or have the callers of `{function}` ask: give it a parameter `consent: &agent_guard::Consent<{purpose}>`"));
    }
    help
}

/// Whether any crate of the program uses agent-guard at all.
fn knows_agent_guard(program: &Program<'_>) -> bool {
    program.units.iter().any(|facts| {
        !facts.purposes.is_empty()
            || facts.held.iter().any(|held| !held.is_empty())
            || facts.functions.iter().any(|function| !function.requires.is_empty() || function.gate.is_some())
    })
}

/// The name of the purpose to write in an example: the one that the policy asks for or the only one there is, otherwise `P`. An agent
/// without any purpose is shown one to begin with.
pub(super) fn purpose_type(program: &Program<'_>, required: &[String]) -> String {
    let is_meant = |id: &String| required.is_empty() || required.contains(id);
    let mut types: Vec<&str> = program.purposes.iter().filter(|(id, _)| is_meant(id)).map(|(_, ty)| last_segment(ty)).collect();
    types.sort_unstable();
    types.dedup();
    match types[..] {
        [ty] => ty.to_owned(),
        [] if required.is_empty() && !knows_agent_guard(program) => "Recall".to_owned(),
        _ => "P".to_owned(),
    }
}

/// What an access is to: "`memories` and `users` in `rusqlite`", "the file `memory.json`", "the store `qdrant-client`".
pub(super) fn object(program: &Program<'_>, access: &LinkedAccess<'_>) -> String {
    let facts = &program.units[access.function.unit];
    let store = &access.store;
    let targets = quoted_list(&access.targets, "and");
    match (facts.text(access.access.language), access.targets.len()) {
        ("path", 0) => "a file that may be memory".to_owned(),
        ("path", 1) => format!("the file {targets}"),
        ("path", _) => format!("the files {targets}"),
        (_, 0) => format!("the store `{store}`"),
        _ => format!("{targets} in `{store}`"),
    }
}

/// "`a`, `b` and `c`".
pub(super) fn quoted_list(names: &[String], conjunction: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => "no purpose that is known here".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} {conjunction} {last}", others.join(", ")),
    }
}
