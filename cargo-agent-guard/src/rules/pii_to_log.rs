//! AG302: see [`RULE`].

use super::{Found, exposure};
use crate::{facts::flows::SinkKind, link::Program, rule::declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds each place where personal data are logged or printed: `println!` and its relatives, what is written to `stdout()` and
    /// `stderr()`, the macros of `log` and `tracing`. What counts as personal, and how it is followed, is as for AG301. A type whose
    /// `Debug` leaves its personal fields out may be logged.
    ///
    /// ## Why it matters
    ///
    /// Logs are copied, shipped, searched and kept by people and services that nobody asked about; and nobody thinks of them when somebody wants to be forgotten.
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
    /// fn greet(person: &Person) -> u32 {
    ///     println!("greeting {} again", person.email);
    ///     person.visits
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
    /// fn greet(person: &Person) -> u32 {
    ///     println!("greeting visitor number {}", person.visits);
    ///     person.visits
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
    /// Data that nothing marks; loggers that neither the catalogue nor the policy knows; what is written to `stdout()` by a closure that another function calls with it.
    AG302 {
        name: "pii-to-log",
        summary: "personal data reach a log or what a program prints",
        level: Deny,
        since: "0.1.0",
        cwe: [532, 359],
        owasp: ["LLM02"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    exposure::check(program, &RULE, SinkKind::Log, found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::exposure::tests::leaking;

    #[test]
    fn it_is_about_its_own_kind_of_place() {
        assert_eq!(leaking(SinkKind::Log, check), ["personal data reach a log: `operation` logs `Person.email`, marked `#[pii]` (EmailAddress)"]);
        assert_eq!(leaking(SinkKind::File, check), [""; 0]);
    }
}
