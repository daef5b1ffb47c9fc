//! The report as one JSON document, in a versioned form: `docs/schema/report.schema.json`.
//!
//! The types here are the promise to other programs. They are apart from the tool's own, so that these may change freely.

use schemars::JsonSchema;
use serde::Serialize;

use super::rule_of;
use crate::{
    checked::{Counts, SeenAccess},
    finding::{Finding, Level, Location, Step},
    outcome::Outcome,
    suppress::{Suppressed, SuppressionKind},
};

/// The version of the form. It changes when a field changes its meaning or goes; new fields do not change it.
pub const VERSION: u32 = 1;

/// The result of `cargo agent-guard check`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "agent-guard report")]
struct Report<'o> {
    /// The version of this form.
    version: u32,
    /// The tool that wrote it.
    tool: Tool,
    /// What was looked at, and what came of it.
    summary: Summary,
    /// What is wrong, in the order of the places.
    findings: Vec<Reported<'o>>,
    /// What was not understood, and so not checked.
    gaps: Vec<Reported<'o>>,
    /// What somebody accepted.
    suppressed: Vec<Accepted<'o>>,
    /// What else somebody should know: a store that only dependencies use, a version that nobody has compared with the catalogue.
    notices: &'o [String],
    /// Every access that was looked at, guarded ones too.
    accesses: &'o [SeenAccess],
}

#[derive(Serialize, JsonSchema)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize, JsonSchema)]
struct Summary {
    /// What was looked at.
    #[serde(flatten)]
    counts: Counts,
    /// How many gaps there are.
    gaps: usize,
    /// How many findings fail the check.
    findings: usize,
    /// How many findings do not.
    warnings: usize,
    /// How many findings and gaps are suppressed.
    suppressed: usize,
    /// The last line of the report for people.
    text: String,
}

#[derive(Serialize, JsonSchema)]
struct Reported<'o> {
    /// The rule's code.
    rule: &'static str,
    /// The rule's name.
    name: &'static str,
    level: Level,
    /// One line: what is wrong.
    message: &'o str,
    /// What the location is labelled with.
    label: &'o str,
    /// Where. `null` for what concerns no line of source.
    location: Option<&'o Location>,
    /// The package; empty where it is in none.
    package: &'o str,
    /// The crate; empty where it is in none.
    #[serde(rename = "crate")]
    krate: &'o str,
    /// The function; empty where it is in none.
    function: &'o str,
    /// Other places that matter.
    related: &'o [Step],
    /// The steps from a root of the program to the location.
    trace: &'o [Step],
    /// What else to know.
    notes: &'o [String],
    /// What to do.
    help: &'o [String],
    /// CWE ids that the rule relates to.
    cwe: &'static [u32],
    /// Ids of OWASP's lists that the rule relates to.
    owasp: &'static [&'static str],
}

#[derive(Serialize, JsonSchema)]
struct Accepted<'o> {
    finding: Reported<'o>,
    /// What accepts it.
    by: SuppressionKind,
    /// Why.
    reason: &'o str,
    /// The last day on which it is accepted; `null` for no end.
    expires: Option<&'o str>,
    /// Where that is written.
    suppression: Option<&'o Location>,
}

/// The report: one document, and a line end.
pub fn render(outcome: &Outcome) -> String {
    let report = Report {
        version: VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        summary: Summary {
            counts: outcome.counts,
            gaps: outcome.gaps.len(),
            findings: outcome.denied(),
            warnings: outcome.warned(),
            suppressed: outcome.suppressed.len(),
            text: outcome.summary(),
        },
        findings: outcome.findings.iter().map(Reported::of).collect(),
        gaps: outcome.gaps.iter().map(Reported::of).collect(),
        suppressed: outcome.suppressed.iter().map(Accepted::of).collect(),
        notices: &outcome.notices,
        accesses: &outcome.accesses,
    };
    let mut text = serde_json::to_string_pretty(&report).expect("a report has string keys only");
    text.push('\n');
    text
}

/// The JSON Schema of the report.
pub fn schema() -> String {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(Report<'_>)).expect("a schema has string keys only");
    text.push('\n');
    text
}

impl<'o> Reported<'o> {
    fn of(finding: &'o Finding) -> Self {
        let rule = rule_of(finding);
        Self {
            rule: finding.rule,
            name: rule.map_or("", |rule| rule.name),
            level: finding.level,
            message: &finding.message,
            label: &finding.label,
            location: finding.location.as_ref(),
            package: &finding.package,
            krate: &finding.krate,
            function: &finding.function,
            related: &finding.related,
            trace: &finding.trace,
            notes: &finding.notes,
            help: &finding.help,
            cwe: rule.map_or(&[], |rule| rule.cwe),
            owasp: rule.map_or(&[], |rule| rule.owasp),
        }
    }
}

impl<'o> Accepted<'o> {
    fn of(suppressed: &'o Suppressed) -> Self {
        Self {
            finding: Reported::of(&suppressed.finding),
            by: suppressed.by,
            reason: &suppressed.reason,
            expires: suppressed.expires.as_deref(),
            suppression: suppressed.suppression.as_ref(),
        }
    }
}
