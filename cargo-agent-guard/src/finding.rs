//! What is wrong with the user's code: findings, and where they are.

use serde::{Deserialize, Serialize};

/// A range of source in a form that every report can use. Lines and columns are 1-based, columns count characters, the end is exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Location {
    /// The file, relative to the workspace root where it is below it, with `/`.
    pub file: String,
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// The column after the last character.
    pub end_column: u32,
}

/// How bad it is: what a rule's level makes of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// It is not reported.
    Allow,
    /// It is reported and does not fail the check.
    Warn,
    /// It fails the check.
    Deny,
}

/// A step on the way from a root to the access.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Step {
    /// Where it is.
    pub location: Option<Location>,
    /// What happens there: "`main` calls `agent::answer`".
    pub message: String,
}

/// A violation of a rule: one primary location, and a trace that ends there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// Where. `None` only for what concerns no line of source (a crate, a policy).
    pub location: Option<Location>,
    /// The rule's code: `AG101`. It is a text of the list of rules, which is no business of this floor: whoever stores a finding stores
    /// the code beside it.
    #[serde(skip)]
    pub rule: &'static str,
    /// The level that the policy gives it.
    pub level: Level,
    /// One line: what is wrong.
    pub message: String,
    /// What the primary location is labelled with.
    pub label: String,
    /// Other places that matter, with what they are.
    pub related: Vec<Step>,
    /// From the root to the location.
    pub trace: Vec<Step>,
    /// What else to know.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
    /// The package and crate it is in; empty where it is in none.
    pub package: String,
    /// The crate.
    pub krate: String,
    /// The function it is in, as a person would name it. Empty where it is in none.
    pub function: String,
}
