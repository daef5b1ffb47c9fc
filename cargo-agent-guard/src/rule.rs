//! What a rule is: a code, a name, a level and a page of documentation, all written in one file per rule.

use crate::finding::Level;

/// A rule. Declared with [`declare_rule!`] in `rules/<name>.rs`.
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
    /// The page, in Markdown: the doc comment of the declaration.
    pub docs: &'static str,
}

/// Declares the `RULE` of a rule's file: the doc comment is its page.
macro_rules! declare_rule {
    (
        $(#[doc = $line:literal])*
        $code:ident {
            name: $name:literal, summary: $summary:literal, level: $level:ident, since: $since:literal,
            cwe: $cwe:expr, owasp: $owasp:expr $(,)?
        }
    ) => {
        $(#[doc = $line])*
        pub static RULE: crate::rule::Rule = crate::rule::Rule {
            code: stringify!($code),
            name: $name,
            summary: $summary,
            level: crate::finding::Level::$level,
            since: $since,
            cwe: &$cwe,
            owasp: &$owasp,
            docs: concat!($($line, "\n"),*),
        };
    };
}
pub(crate) use declare_rule;
