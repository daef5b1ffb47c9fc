//! AG205: see [`RULE`].

use std::collections::BTreeSet;

use super::Found;
use crate::{
    facts::GivenKind,
    link::{LinkedGiven, Program, clear_text},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it does
    ///
    /// Finds each client of a store or of a language model that is opened with an address of another machine that says itself that nothing
    /// on the way is encrypted: `http://`, `ws://`, `grpc://`, `redis://`, `bolt://` and `neo4j://`, and for PostgreSQL `sslmode=disable`
    /// or `NoTls`. The text is followed from where it is written through constants, fields, `format!` and defaults (`unwrap_or`) to the
    /// client. So are the addresses of requests that are written by hand and that are known to be a store's or a language model's.
    ///
    /// `localhost`, `127.0.0.0/8`, `[::1]` and sockets of this machine are fine.
    ///
    /// ## Why it matters
    ///
    /// What people told the agent, and the key that opens all of it, can be read and changed by everybody on the way: on the same network,
    /// in the same cluster, at the provider. Consent and encrypted storage do not help on this stretch.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [[catalogue]]
    /// package = "notes"
    /// kind = "vector"
    /// entry = [{ type = "Store", methods = ["open"], effect = "open", url = 0 }]
    /// ```
    ///
    /// ```rust
    /// mod notes {
    ///     /// Stands for the client of a store.
    ///     pub struct Store;
    ///
    ///     impl Store {
    ///         pub fn open(url: &str) -> usize {
    ///             url.len()
    ///         }
    ///     }
    /// }
    ///
    /// const HOST: &str = "http://notes.example.com:6334";
    ///
    /// fn main() {
    ///     notes::Store::open(HOST);
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml
    /// [[catalogue]]
    /// package = "notes"
    /// kind = "vector"
    /// entry = [{ type = "Store", methods = ["open"], effect = "open", url = 0 }]
    /// ```
    ///
    /// ```rust
    /// mod notes {
    ///     /// Stands for the client of a store.
    ///     pub struct Store;
    ///
    ///     impl Store {
    ///         pub fn open(url: &str) -> usize {
    ///             url.len()
    ///         }
    ///     }
    /// }
    ///
    /// const HOST: &str = "https://notes.example.com:6334";
    ///
    /// fn main() {
    ///     notes::Store::open(HOST);
    ///     notes::Store::open("http://localhost:6334");
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// An address that is not in the code (from the environment, a file, an argument of the program), also where only the host is not, and
    /// one that a closure gives (`unwrap_or_else(|_| …)`). An address that is written in another function than the one that opens it,
    /// unless as a constant. A client that is told in another way to do without TLS. Where TLS is added around the connection (a mesh, a
    /// tunnel), accept the finding with that reason.
    AG205 {
        name: "store-over-plain-http",
        summary: "a store or a language model is spoken to in clear text",
        level: Deny,
        since: "0.1.0",
        cwe: [319],
        owasp: ["LLM02"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    let is_address = |given: &&LinkedGiven<'_>| matches!(given.given.kind, GivenKind::Url | GivenKind::Request);
    for given in program.given.iter().filter(is_address) {
        let facts = &program.units[given.function.unit];
        if facts.unit.is_test {
            continue;
        }
        // Of a request it is the method.
        let scheme = if given.given.kind == GivenKind::Url { facts.text(given.given.scheme) } else { "" };
        let mut addresses = BTreeSet::new();
        for text in &given.texts {
            let Some(clear) = clear_text(text, scheme) else { continue };
            if !addresses.insert(clear.address.clone()) {
                continue;
            }
            let message = format!("`{}` opens `{}` in clear text", facts.text(given.given.operation), clear.address);
            let location = program.location(given.function.unit, given.given.span);
            let mut finding = RULE.finding(location, message, "can be read and changed on the way");
            finding.help.push(format!("let it be encrypted: `{}`", clear.instead));
            let mut one = Found::in_function(program, given.function, finding);
            one.store = facts.text(given.given.store).to_owned();
            found.push(one);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Fixture, messages, program};

    fn said(kind: GivenKind, texts: &[&str], is_test: bool) -> Vec<String> {
        let mut unit = Fixture::new("agent");
        let main = unit.function("main", 1, 9);
        unit.given(main, kind, texts, 3);
        let units = [if is_test { unit.for_tests().facts } else { unit.facts }];
        messages(check, &program(&units))
    }

    #[test]
    fn an_address_of_another_machine_in_clear_text_is_found_once() {
        let texts = ["http://db.example.com:6334", "http://db.example.com/other", "http://localhost", "https://db.example.com"];
        assert_eq!(said(GivenKind::Url, &texts, false), ["`Store::open` opens `http://db.example.com` in clear text"]);
    }

    #[test]
    fn this_machine_tests_and_what_is_no_address_are_not_found() {
        assert_eq!(said(GivenKind::Url, &["http://localhost:6334"], false), [""; 0]);
        assert_eq!(said(GivenKind::Url, &["http://db.example.com"], true), [""; 0]);
        assert_eq!(said(GivenKind::Secret, &["http://db.example.com"], false), [""; 0]);
    }

    #[test]
    fn what_is_secret_in_an_address_is_not_printed() {
        let said = said(GivenKind::Url, &["redis://agent:hunter2@db.example.com/0"], false);
        assert_eq!(said, ["`Store::open` opens `redis://db.example.com` in clear text"]);
    }
}
