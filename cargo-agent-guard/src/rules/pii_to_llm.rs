//! AG301: see [`RULE`].

use super::{Found, exposure};
use crate::{facts::flows::SinkKind, link::Program, rule::declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds each request to a language model that personal data reach: a field, parameter or result that is marked `#[pii]`, what `Pii::reveal` gives out, or a
    /// secret of the crate `secrecy`. The way from there is followed through all functions of the workspace, through fields, references, closures,
    /// `format!` and awaits. What a `Redactor`, a `Vault` or a keyed hash gives out is not personal any more.
    ///
    /// ## Why it matters
    ///
    /// What is in a prompt is with the model's operator: kept, looked at by people, and trained on, as that party likes. Most of it the model does not need. It answers
    /// as well to `⟨EMAIL_1⟩`.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [[catalogue]]
    /// package = "model"
    /// kind = "llm"
    /// entry = [{ type = "Model", methods = ["complete"], effect = "send-to-llm" }]
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
    /// mod model {
    ///     /// Stands for the client of a language model.
    ///     pub struct Model;
    ///
    ///     impl Model {
    ///         pub fn complete(&self, prompt: &str) -> usize {
    ///             prompt.len()
    ///         }
    ///     }
    /// }
    ///
    /// fn greet(model: &model::Model, person: &Person) -> usize {
    ///     model.complete(&format!("Write a greeting to {}, visit number {}", person.email, person.visits))
    /// }
    ///
    /// fn main() {
    ///     let person = Person { email: "ada@example.org".to_owned(), visits: 3 };
    ///     greet(&model::Model, &person);
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml
    /// [[catalogue]]
    /// package = "model"
    /// kind = "llm"
    /// entry = [{ type = "Model", methods = ["complete"], effect = "send-to-llm" }]
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
    /// mod model {
    ///     /// Stands for the client of a language model.
    ///     pub struct Model;
    ///
    ///     impl Model {
    ///         pub fn complete(&self, prompt: &str) -> usize {
    ///             prompt.len()
    ///         }
    ///     }
    /// }
    ///
    /// /// What the model need not know is left out. With the feature `redact`, `Redactor` takes it out of free text and puts it back.
    /// fn greet(model: &model::Model, person: &Person) -> usize {
    ///     let known = if person.email.is_empty() { "a stranger" } else { "somebody we know" };
    ///     model.complete(&format!("Write a greeting to {known}, visit number {}", person.visits))
    /// }
    ///
    /// fn main() {
    ///     let person = Person { email: "ada@example.org".to_owned(), visits: 3 };
    ///     greet(&model::Model, &person);
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// Data that nothing marks: a name in a chat message is personal, and no type says so. Clients of language models that neither the catalogue nor the policy
    /// knows, requests by hand of which nobody knows that they are to a model (AG303 finds those), and what flows by way of a file or another process.
    AG301 {
        name: "pii-to-llm",
        summary: "personal data reach a language model without a redactor",
        level: Deny,
        since: "0.1.0",
        cwe: [201, 359],
        owasp: ["LLM02"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    exposure::check(program, &RULE, SinkKind::Llm, found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::exposure::tests::leaking;

    #[test]
    fn it_is_about_its_own_kind_of_place() {
        assert_eq!(leaking(SinkKind::Llm, check), ["personal data reach a language model: `operation` sends `Person.email`, marked `#[pii]` (EmailAddress)"]);
        assert_eq!(leaking(SinkKind::Log, check), [""; 0]);
    }
}
