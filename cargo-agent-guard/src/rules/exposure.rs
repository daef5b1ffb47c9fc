//! What the rules about personal data that leave have in common. No rule.

use std::collections::BTreeSet;

use super::Found;
use crate::{
    facts::flows::SinkKind,
    finding::{Finding, Step},
    link::{LinkedAccess, Program, Way},
    rule::Rule,
};

/// How many steps of a way are shown at its beginning and at its end.
const SHOWN: usize = 5;

/// The findings of one kind of place.
pub(super) fn check(program: &Program<'_>, rule: &Rule, kind: SinkKind, found: &mut Vec<Found>) {
    let mut seen = BTreeSet::new();
    for leak in program.leaks.iter().filter(|leak| leak.kind == kind) {
        let facts = &program.units[leak.function.unit];
        let sink = facts.functions[leak.function.function.index()].flows.sinks[leak.sink];
        let (operation, what) = (facts.text(sink.operation), &leak.what);
        let (message, help) = match kind {
            SinkKind::Llm => (
                format!("personal data reach a language model: `{operation}` sends {what}"),
                "leave it out, or redact it: `let sent = session.redact(&text);`, and `session.restore(&answer)` (`agent_guard::Redactor`)",
            ),
            SinkKind::Log => (
                format!("personal data reach a log: `{operation}` logs {what}"),
                "leave it out, or log something that tells two people apart without naming them (`Vault::blind_index`)",
            ),
            SinkKind::Network => (
                format!("personal data reach the network: `{operation}` sends {what}"),
                "leave it out, redact it, or accept it with the reason: somebody has decided who may have it",
            ),
            SinkKind::File => (
                format!("personal data reach a file: `{operation}` writes {what}"),
                "seal it before (`agent_guard::Vault`), or keep it in `SqliteMemory`",
            ),
            // What is stored is AG201's.
            SinkKind::Store => continue,
            SinkKind::Error => {
                (format!("personal data reach an error: `{operation}` puts {what} into its text"), "say what is wrong, and not with whom")
            }
        };
        // A macro may expand to several calls.
        let place = sink.span.map(|span| (leak.function.unit, span.file, span.line));
        if place.is_some_and(|place| !seen.insert(place)) {
            continue;
        }
        let mut finding = rule.finding(program.location(leak.function.unit, sink.span), message, "it gets here");
        finding.trace = folded(&leak.trace);
        finding.help = vec![help.to_owned()];
        found.push(Found::in_function(program, leak.function, finding));
    }
}

/// A finding at an access, with the way of what gets there.
pub(super) fn at_the_end_of(
    program: &Program<'_>,
    access: &LinkedAccess<'_>,
    way: &Way,
    rule: &Rule,
    message: String,
    label: impl Into<String>,
) -> Finding {
    let mut finding = rule.finding(program.location(access.function.unit, access.access.span), message, label);
    finding.trace = folded(&way.trace);
    finding
}

/// The way, without its middle where it is long.
pub(super) fn folded(trace: &[Step]) -> Vec<Step> {
    if trace.len() <= 2 * SHOWN {
        return trace.to_vec();
    }
    let left_out = trace.len() - (2 * SHOWN - 1);
    let middle = Step { location: None, message: format!("… {left_out} more steps") };
    trace[..SHOWN].iter().cloned().chain([middle]).chain(trace[trace.len() - SHOWN + 1..].iter().cloned()).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{
        facts::flows::{Flows, Sink},
        fixture::{Fixture, messages, program},
        index::FunctionId,
        link::{FunctionRef, Leak},
    };

    /// The messages of a check where an e-mail address reaches a place of this kind.
    pub(crate) fn leaking(kind: SinkKind, check: fn(&Program<'_>, &mut Vec<Found>)) -> Vec<String> {
        let mut unit = Fixture::new("agent");
        let greet = unit.function("greet", 1, 9);
        let operation = unit.text("operation");
        unit.facts.functions[greet.index()].flows =
            Flows { sinks: vec![Sink { kind, operation, stored: None, span: None }], ..Flows::default() };
        let units = [unit.facts];
        let mut program = program(&units);
        program.leaks.push(Leak {
            function: FunctionRef { unit: 0, function: FunctionId(0) },
            sink: 0,
            kind,
            what: "`Person.email`, marked `#[pii]` (EmailAddress)".to_owned(),
            trace: Vec::new(),
        });
        messages(check, &program)
    }

    #[test]
    fn a_long_way_is_folded_and_a_short_one_is_not() {
        let way = |length: usize| (0..length).map(|at| Step { location: None, message: at.to_string() }).collect::<Vec<_>>();
        assert_eq!(folded(&way(10)), way(10));
        let shown: Vec<String> = folded(&way(13)).into_iter().map(|step| step.message).collect();
        assert_eq!(shown, ["0", "1", "2", "3", "4", "… 4 more steps", "9", "10", "11", "12"]);
    }
}
