//! AG306: see [`RULE`].

use std::collections::BTreeSet;

use super::Found;
use crate::{
    facts::{GivenKind, NoteKind},
    finding::Location,
    link::{LinkedGiven, Program, is_of_this_machine, password},
    rule::declare_rule,
    secret,
};

declare_rule! {
    /// ## What it does
    ///
    /// Finds credentials that are written in the code: a text that gets to an argument that is known to be a key, a token or a password, a
    /// password in the address of a store, and any text that has the unmistakable form of a known provider's key (`sk-…`, `AKIA…`, `ghp_…`,
    /// `hf_…`, `xoxb-…` and the like). Where it gets to decides, and not how a variable is called. The credential is not printed.
    ///
    /// What only stands for one is fine (`"changeme"`, `"<your key>"`, `"test"`), what a model server on this machine is given because
    /// something must be (`"ollama"`), and the password of every guide for a database on this machine. So is code that is compiled for
    /// tests only.
    ///
    /// ## Why it matters
    ///
    /// Whoever has the source, an old commit of it or the program has the key, and with it what people told the agent. A key in the code
    /// cannot be changed without a release, so it is not.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [[catalogue]]
    /// package = "model"
    /// kind = "llm"
    /// entry = [{ type = "Model", methods = ["with_key"], secret = 0 }]
    /// ```
    ///
    /// ```rust
    /// mod model {
    ///     /// Stands for the client of a language model.
    ///     pub struct Model;
    ///
    ///     impl Model {
    ///         pub fn with_key(key: &str) -> usize {
    ///             key.len()
    ///         }
    ///     }
    /// }
    ///
    /// const KEY: &str = "4f1d-9b02-77aa";
    ///
    /// fn main() {
    ///     model::Model::with_key(KEY);
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml
    /// [[catalogue]]
    /// package = "model"
    /// kind = "llm"
    /// entry = [{ type = "Model", methods = ["with_key"], secret = 0 }]
    /// ```
    ///
    /// ```rust
    /// mod model {
    ///     /// Stands for the client of a language model.
    ///     pub struct Model;
    ///
    ///     impl Model {
    ///         pub fn with_key(key: &str) -> usize {
    ///             key.len()
    ///         }
    ///     }
    /// }
    ///
    /// fn main() -> std::io::Result<()> {
    ///     let key = std::fs::read_to_string("/run/secrets/model-key")?;
    ///     model::Model::with_key(key.trim());
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// A credential that is put together at run time from parts, that gets to its place through a parameter of a function of yours, or that
    /// is given to a client that neither the catalogue nor the policy knows, unless its form gives it away. Credentials in files that the
    /// program reads, or that are taken in by `include_str!` in a form of their own.
    AG306 {
        name: "secret-in-code",
        summary: "a credential is written in the code",
        level: Deny,
        since: "0.1.0",
        cwe: [798],
        owasp: ["LLM02"],
    }
}

const HELP: [&str; 2] = [
    "read it when the program starts, from the environment or a keyring",
    "if it was ever committed, have it replaced: whoever has the history has it",
];

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    for (function, note) in &program.notes {
        let facts = &program.units[function.unit];
        if note.kind == NoteKind::SecretInCode && !facts.unit.is_test {
            let message = format!("a credential is written in the code: {}", facts.text(note.detail));
            let finding = finding(program.location(function.unit, note.span), message);
            found.push(Found::in_function(program, *function, finding));
        }
    }
    for given in &program.given {
        let facts = &program.units[given.function.unit];
        let is_for_this_machine = is_for_this_machine(program, given);
        let said: BTreeSet<&str> = given.texts.iter().filter_map(|text| credential(given.given.kind, text, is_for_this_machine)).collect();
        for what in said.into_iter().filter(|_| !facts.unit.is_test) {
            let message = format!("`{}` is given {what} that is written in the code", facts.text(given.given.operation));
            let location = program.location(given.function.unit, given.given.span);
            let mut one = Found::in_function(program, given.function, finding(location, message));
            one.store = facts.text(given.given.store).to_owned();
            found.push(one);
        }
    }
}

fn finding(location: Option<Location>, message: String) -> crate::finding::Finding {
    let mut finding = RULE.finding(location, message, "whoever has the code has the credential");
    finding.help = HELP.map(str::to_owned).to_vec();
    finding
}

/// What credential is in a text, where one is. What has the form of a provider's is found where it stands.
fn credential(kind: GivenKind, text: &str, is_for_this_machine: bool) -> Option<&'static str> {
    if secret::by_form(text).is_some() {
        return None;
    }
    let (secret, what) = match kind {
        // Clients of one name may take a key, or an address where they need none.
        GivenKind::Secret if !text.contains("://") => (text.to_owned(), "a credential"),
        GivenKind::Secret | GivenKind::Url | GivenKind::Request => (password(text)?, "an address with a password"),
    };
    let is_usual = is_for_this_machine && secret::is_usual_default(secret::without_scheme(&secret));
    // A part that is put in at run time may be all that is secret.
    (!secret.contains("{}") && !is_usual && !secret::is_placeholder(&secret)).then_some(what)
}

/// Whether the same call is given an address, and all that are known are of this machine.
fn is_for_this_machine(program: &Program<'_>, given: &LinkedGiven<'_>) -> bool {
    let of_the_call = |other: &&LinkedGiven<'_>| {
        other.given.kind == GivenKind::Url && other.function == given.function && other.given.span == given.given.span
    };
    let mut texts = program.given.iter().filter(of_the_call).flat_map(|other| &other.texts).peekable();
    texts.peek().is_some() && texts.all(|text| is_of_this_machine(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Fixture, messages, of_notes, program};

    fn said(kind: GivenKind, text: &str) -> Vec<String> {
        let mut unit = Fixture::new("agent");
        let main = unit.function("main", 1, 9);
        unit.given(main, kind, &[text], 3);
        let units = [unit.facts];
        messages(check, &program(&units))
    }

    #[test]
    fn a_text_in_the_place_of_a_credential_is_found_and_not_printed() {
        for text in ["4f1d-9b02-77aa", "Bearer hunter2", "correct horse"] {
            assert_eq!(said(GivenKind::Secret, text), ["`Store::open` is given a credential that is written in the code"], "{text}");
        }
    }

    #[test]
    fn what_stands_for_a_credential_is_not_one() {
        for text in ["", "test", "<your key>", "Bearer {}", "{}", "MODEL_KEY", "ollama", "http://models.example.com:11434"] {
            assert_eq!(said(GivenKind::Secret, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn the_password_of_an_address_is_one() {
        let found = ["`Store::open` is given an address with a password that is written in the code"];
        for text in [
            "postgres://agent:hunter2@db.example.com/agent",
            "redis://:hunter2@127.0.0.1",
            "postgres://postgres:postgres@db.example.com/agent",
            "host=localhost user=agent password=hunter2",
            "mongodb+srv://agent:hunter2@cluster0.example.net/?retryWrites=true",
        ] {
            assert_eq!(said(GivenKind::Url, text), found, "{text}");
        }
        for text in [
            "postgres://postgres:postgres@localhost/agent",
            "host=localhost user=postgres password=postgres",
            "postgres://agent:{}@db.example.com/agent",
            "postgres://agent@db.example.com/agent",
            "https://db.example.com",
            "redis://db.example.com",
        ] {
            assert_eq!(said(GivenKind::Url, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_has_the_form_of_a_providers_key_is_found_where_it_stands_and_nowhere_else() {
        assert_eq!(said(GivenKind::Secret, concat!("sk-", "Zk3u9QwErTy7UiOp1AsDfGh2JkLz")), [""; 0]);
        let found = of_notes(check, "an API key (`sk-…`)");
        assert_eq!(found, [((NoteKind::SecretInCode, false), "a credential is written in the code: an API key (`sk-…`)".to_owned())]);
    }
}
