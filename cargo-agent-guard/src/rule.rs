//! What a rule is: a code, a name, a level and a page of documentation, all written in one file per rule.
//!
//! The page is the doc comment of the rule's declaration. It is data: `explain`, the page in `docs/rules` and every report print the
//! same text, and its *Example* and *Use instead* are run by the end-to-end tests.

use crate::finding::{Finding, Level, Location};

/// The headings of a rule's page, in their order.
pub const HEADINGS: [&str; 5] = ["What it does", "Why it matters", "Example", "Use instead", "Known misses"];

/// A rule. Declared with `declare_rule!` in `rules/<name>.rs`.
#[derive(Debug)]
pub struct Rule {
    /// `AG101`
    pub code: &'static str,
    /// `unconsented-read`: the file's name with dashes.
    pub name: &'static str,
    /// One line, lower case: what is wrong where it fires.
    pub summary: &'static str,
    /// The level without policy.
    pub level: Level,
    /// The version that brought it.
    pub since: &'static str,
    /// CWE ids that it relates to.
    pub cwe: &'static [u32],
    /// Ids of OWASP's lists that it relates to: `LLM02`, `ASI06`.
    pub owasp: &'static [&'static str],
    /// The doc comment of the declaration, each line with the space that follows `///`. [`Rule::page`] is the text without it.
    docs: &'static str,
}

/// A small agent out of a rule's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// A whole `src/main.rs`, or a `src/lib.rs` where it has no `fn main`. It depends on `agent-guard` alone, on `rusqlite` where it mentions it, and on the feature `vault` where it seals.
    pub code: String,
    /// The `agent-guard.toml` beside it, where it needs one.
    pub policy: Option<String>,
}

impl Rule {
    /// A rule as [`declare_rule!`] makes it.
    pub(crate) const fn new(code: &'static str, name: &'static str, summary: &'static str, level: Level, docs: &'static str) -> Self {
        Self { code, name, summary, level, since: "", cwe: &[], owasp: &[], docs }
    }

    /// The same rule with what it relates to.
    pub(crate) const fn relating_to(mut self, since: &'static str, cwe: &'static [u32], owasp: &'static [&'static str]) -> Self {
        self.since = since;
        self.cwe = cwe;
        self.owasp = owasp;
        self
    }

    /// The page, in Markdown, from its first heading on.
    pub fn page(&self) -> String {
        let lines = self.docs.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
        let mut page = lines.collect::<Vec<_>>().join("\n");
        page.push('\n');
        page
    }

    /// What stands below a heading of the page; `None` where the page has no such heading.
    pub fn section(&self, heading: &str) -> Option<String> {
        let page = self.page();
        let mut lines = page.lines();
        lines.find(|line| line.strip_prefix("## ") == Some(heading))?;
        Some(lines.take_while(|line| !line.starts_with("## ")).collect::<Vec<_>>().join("\n").trim().to_owned())
    }

    /// The agent that this rule, and no other, finds fault with.
    pub fn example(&self) -> Option<Example> {
        example_in(&self.section("Example")?)
    }

    /// The same agent as it should be written: no rule finds fault with it.
    pub fn use_instead(&self) -> Option<Example> {
        example_in(&self.section("Use instead")?)
    }

    /// Whether an attribute or a comment in the source may accept what the rule finds. What was not read can only be waived, with a reason
    /// and a date; whether suppressions are in order is not for suppressions to say; and a dependency is in no source of the workspace.
    pub fn may_be_allowed_in_the_source(&self) -> bool {
        !matches!(self.code, "AG901" | "AG902" | "AG903" | "AG905")
    }

    /// A finding of this rule with nothing but what every finding has. The level is the rule's own until the policy is asked.
    pub fn finding(&self, location: Option<Location>, message: impl Into<String>, label: impl Into<String>) -> Finding {
        Finding {
            location,
            rule: self.code,
            level: self.level,
            message: message.into(),
            label: label.into(),
            related: Vec::new(),
            trace: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            package: String::new(),
            krate: String::new(),
            function: String::new(),
        }
    }
}

/// The code blocks of a section: `rust` is the agent, `toml` its policy.
fn example_in(section: &str) -> Option<Example> {
    Some(Example { code: code_block(section, "rust")?, policy: code_block(section, "toml") })
}

fn code_block(section: &str, language: &str) -> Option<String> {
    let mut lines = section.lines();
    lines.find(|line| line.strip_prefix("```") == Some(language))?;
    Some(lines.take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect())
}

/// Declares the `RULE` of a rule's file: the doc comment is its page.
///
/// The comment is not put on the static: its examples are agents with dependencies of their own, no doc tests of this crate.
macro_rules! declare_rule {
    (
        $(#[doc = $line:literal])*
        $code:ident {
            name: $name:literal, summary: $summary:literal, level: $level:ident, since: $since:literal,
            cwe: $cwe:expr, owasp: $owasp:expr $(,)?
        }
    ) => {
        #[doc = concat!($summary, ". The page is [`crate::rule::Rule::page`].")]
        pub static RULE: crate::rule::Rule = crate::rule::Rule::new(
            stringify!($code),
            $name,
            $summary,
            crate::finding::Level::$level,
            concat!($($line, "\n"),*),
        )
        .relating_to($since, &$cwe, &$owasp);
    };
}
pub(crate) use declare_rule;

#[cfg(test)]
mod tests {
    use super::*;

    static RULE: Rule = Rule::new(
        "AG999",
        "made-up",
        "nothing is wrong",
        Level::Warn,
        " ## What it does\n Nothing.\n\n ## Example\n ```toml\n [rules]\n ```\n ```rust\n fn main() {\n     work();\n }\n ```\n ## Known misses\n All.\n",
    );

    #[test]
    fn a_section_ends_at_the_next_heading() {
        assert_eq!(RULE.section("What it does").as_deref(), Some("Nothing."));
        assert_eq!(RULE.section("Known misses").as_deref(), Some("All."));
        assert_eq!(RULE.section("Use instead"), None);
    }

    #[test]
    fn an_example_is_the_code_and_the_policy_beside_it() {
        let example = Example { code: "fn main() {\n    work();\n}\n".to_owned(), policy: Some("[rules]\n".to_owned()) };
        assert_eq!(RULE.example(), Some(example));
        assert_eq!(RULE.use_instead(), None);
    }
}
