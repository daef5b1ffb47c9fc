//! AG305: see [`RULE`].

use super::{Found, exposure};
use crate::{facts::flows::SinkKind, link::Program, rule::declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds each panic and each error of `anyhow` whose text is made of personal data. What counts as personal, and how it is followed, is as for AG301.
    ///
    /// ## Why it matters
    ///
    /// Nobody decides where an error goes. It is logged by whoever catches it, shown to the next user, sent to a service that collects crashes.
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
    ///     if person.visits == 0 {
    ///         panic!("{} was never here", person.email);
    ///     }
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
    ///     if person.visits == 0 {
    ///         panic!("somebody was never here");
    ///     }
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
    /// Data that nothing marks; errors of types of one's own, which count where they are logged or printed.
    AG305 {
        name: "pii-in-error",
        summary: "the text of an error or a panic is made of personal data",
        level: Warn,
        since: "0.1.0",
        cwe: [209, 359],
        owasp: ["LLM02"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    exposure::check(program, &RULE, SinkKind::Error, found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::exposure::tests::leaking;

    #[test]
    fn it_is_about_its_own_kind_of_place() {
        assert_eq!(leaking(SinkKind::Error, check), ["personal data reach an error: `operation` puts `Person.email`, marked `#[pii]` (EmailAddress) into its text"]);
        assert_eq!(leaking(SinkKind::File, check), [""; 0]);
    }
}
