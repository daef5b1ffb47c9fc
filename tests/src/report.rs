//! The part of the tool's JSON report that the tests compare.

use serde::Deserialize;

use crate::marks::Place;

/// A report, and how the tool ended.
#[derive(Debug, Deserialize)]
pub struct Report {
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What was not understood.
    pub gaps: Vec<Finding>,
    /// What somebody accepted.
    pub suppressed: Vec<Suppressed>,
    /// What else somebody should know.
    pub notices: Vec<String>,
    /// Every access to a store, with what is proven of it.
    pub accesses: Vec<Access>,
    /// The exit code.
    #[serde(skip)]
    pub exit_code: i32,
}

/// A finding.
#[derive(Debug, Deserialize)]
pub struct Finding {
    /// The rule's code.
    pub rule: String,
    /// `deny` fails the check.
    pub level: String,
    /// What is wrong.
    pub message: String,
    /// Where, if anywhere.
    pub location: Option<Location>,
    /// The way there.
    pub trace: Vec<Step>,
}

/// A step of a way.
#[derive(Debug, Deserialize)]
pub struct Step {
    /// Where, if anywhere.
    pub location: Option<Location>,
    /// What happens there.
    pub message: String,
}

/// A finding that somebody accepted.
#[derive(Debug, Deserialize)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
}

/// An access to a store.
#[derive(Debug, Deserialize)]
pub struct Access {
    /// Where.
    pub location: Option<Location>,
    /// `guarded`, `exempt`, `unconsented` or `other-purpose`.
    pub verdict: String,
}

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Location {
    /// The file, relative to the workspace.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
    /// The column.
    pub column: u32,
    /// The last line.
    pub end_line: u32,
    /// The column after it.
    pub end_column: u32,
}

impl Report {
    /// What the rules of a group say, those whose codes begin alike, and nothing of accesses and gaps.
    #[must_use]
    pub fn of_rules(mut self, groups: &[&str]) -> Self {
        let is_of = |rule: &str| groups.iter().any(|group| rule.starts_with(group));
        self.findings.retain(|finding| is_of(&finding.rule));
        self.suppressed.retain(|suppressed| is_of(&suppressed.finding.rule));
        self.gaps.clear();
        self.accesses.clear();
        self
    }

    /// The exit code says what the report says.
    ///
    /// # Panics
    /// If it does not.
    pub fn assert_exit_code(&self) {
        let is_denied = self.findings.iter().any(|finding| finding.level == "deny");
        let expected = match (is_denied, self.gaps.is_empty()) {
            (true, _) => 1,
            (false, false) => 3,
            (false, true) => 0,
        };
        assert_eq!(self.exit_code, expected, "the exit code must follow from the report");
    }
}

impl Finding {
    /// The line it is on; line 0 of no file where it is on none.
    pub fn place(&self) -> Place {
        place(self.location.as_ref())
    }
}

impl Access {
    /// The line it is on; line 0 of no file where it is on none.
    pub fn place(&self) -> Place {
        place(self.location.as_ref())
    }
}

fn place(location: Option<&Location>) -> Place {
    location.map_or_else(Place::default, |location| (location.file.clone(), location.line))
}
