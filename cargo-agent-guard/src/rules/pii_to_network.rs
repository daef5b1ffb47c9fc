//! AG303: see [`RULE`].

use super::{Found, exposure};
use crate::{facts::flows::SinkKind, link::Program, rule::declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds each place where personal data are put into a request to another machine by a client of the catalogue, or written to a TCP
    /// connection. What counts as personal, and how it is followed, is as for AG301.
    ///
    /// ## Why it matters
    ///
    /// Whoever gets the data has them. Whether they may is a question of consent and contract that somebody has to have decided; the finding asks whether anybody did.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [[catalogue]]
    /// package = "mail"
    /// kind = "library"
    /// entry = [{ type = "Client", methods = ["post"], effect = "network" }]
    /// ```
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
    /// mod mail {
    ///     /// Stands for an HTTP client.
    ///     pub struct Client;
    ///
    ///     impl Client {
    ///         pub fn post(&self, body: &str) -> usize {
    ///             body.len()
    ///         }
    ///     }
    /// }
    ///
    /// fn greet(person: &Person) -> usize {
    ///     mail::Client.post(&person.email)
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
    /// ```toml
    /// [[catalogue]]
    /// package = "mail"
    /// kind = "library"
    /// entry = [{ type = "Client", methods = ["post"], effect = "network" }]
    /// ```
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
    /// mod mail {
    ///     /// Stands for an HTTP client.
    ///     pub struct Client;
    ///
    ///     impl Client {
    ///         pub fn post(&self, body: &str) -> usize {
    ///             body.len()
    ///         }
    ///     }
    /// }
    ///
    /// fn greet(person: &Person) -> usize {
    ///     mail::Client.post(&format!("visit number {}", person.visits))
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
    /// Data that nothing marks; clients that neither the catalogue nor the policy knows; sockets of other kinds; a connection that another function calls a closure with.
    AG303 {
        name: "pii-to-network",
        summary: "personal data reach another machine",
        level: Warn,
        since: "0.1.0",
        cwe: [201, 359],
        owasp: ["LLM02"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    exposure::check(program, &RULE, SinkKind::Network, found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::exposure::tests::leaking;

    #[test]
    fn it_is_about_its_own_kind_of_place() {
        assert_eq!(leaking(SinkKind::Network, check), ["personal data reach the network: `operation` sends `Person.email`, marked `#[pii]` (EmailAddress)"]);
        assert_eq!(leaking(SinkKind::Llm, check), [""; 0]);
    }
}
