//! AG304: see [`RULE`].

use super::{Found, exposure};
use crate::{facts::flows::SinkKind, link::Program, rule::declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds each place where personal data are written to a file by `std::fs` or `tokio::fs`, or through an open file and what wraps one
    /// (`write!`, `BufWriter<File>`, `serde_json::to_writer`, `csv::Writer<File>`). What counts as personal, and how it is followed, is as
    /// for AG301; what a `Vault` has sealed is not.
    ///
    /// ## Why it matters
    ///
    /// A file lies there when the program has ended: in backups, on discs that are sold, for every other program of the same user. And nobody finds it when
    /// somebody wants to be forgotten.
    ///
    /// ## Example
    ///
    /// ```rust
    /// use agent_guard::pii;
    ///
    /// #[pii]
    /// struct Person {
    ///     #[pii(email)]
    ///     email: String,
    ///     visits: u32,
    /// }
    ///
    /// fn greet(person: &Person) -> std::io::Result<()> {
    ///     std::fs::write("last-visitor.txt", &person.email)
    /// }
    ///
    /// fn main() {
    ///     let person = Person { email: "ada@example.org".to_owned(), visits: 3 };
    ///     let _ = greet(&person);
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```rust
    /// use agent_guard::pii;
    ///
    /// #[pii]
    /// struct Person {
    ///     #[pii(email)]
    ///     email: String,
    ///     visits: u32,
    /// }
    ///
    /// fn greet(person: &Person) -> std::io::Result<()> {
    ///     std::fs::write("visits.txt", person.visits.to_string())
    /// }
    ///
    /// fn main() {
    ///     let person = Person { email: "ada@example.org".to_owned(), visits: 3 };
    ///     let _ = greet(&person);
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// Data that nothing marks; what is written to a file by a closure that another function calls with it.
    AG304 {
        name: "pii-to-file",
        summary: "personal data reach a file in plain",
        level: Warn,
        since: "0.1.0",
        cwe: [312, 359],
        owasp: ["LLM02"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    exposure::check(program, &RULE, SinkKind::File, found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::exposure::tests::leaking;

    #[test]
    fn it_is_about_its_own_kind_of_place() {
        assert_eq!(leaking(SinkKind::File, check), ["personal data reach a file: `operation` writes `Person.email`, marked `#[pii]` (EmailAddress)"]);
        assert_eq!(leaking(SinkKind::Network, check), [""; 0]);
    }
}
