//! AG204: see [`RULE`].

use super::{Found, exposure, wording};
use crate::{link::Program, rule::declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds each place where an embedding (a vector of `f32` or `f64`) is written to a store as it is: made of text from outside
    /// the program, and not sealed on every way. `VectorKey::seal` of agent-guard seals it so that it can still be searched.
    ///
    /// ## Why it matters
    ///
    /// Embeddings can be inverted: from the vector alone, much of the text comes back (Morris et al., *Text Embeddings Reveal (Almost) As Much As
    /// Text*, EMNLP 2023). A store in which the text is sealed and the embedding is not keeps the text all the same.
    ///
    /// ## Example
    ///
    /// ```rust
    /// use agent_guard::{Consent, Purpose};
    /// use rusqlite::Connection;
    ///
    /// /// Remember what you tell me.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.store")]
    /// pub struct Remember;
    ///
    /// pub fn remember(memory: &Connection, id: u64, embedding: &[f32], _consent: &Consent<Remember>) -> rusqlite::Result<usize> {
    ///     let bytes: Vec<u8> = embedding.iter().flat_map(|number| number.to_le_bytes()).collect();
    ///     memory.execute("INSERT INTO memories (id, embedding) VALUES (?1, ?2)", (id, bytes))
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```rust
    /// use agent_guard::seal::VectorKey;
    /// use agent_guard::{Consent, Purpose};
    /// use rusqlite::Connection;
    ///
    /// /// Remember what you tell me.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.store")]
    /// pub struct Remember;
    ///
    /// pub fn remember(
    ///     memory: &Connection,
    ///     key: &VectorKey,
    ///     id: u64,
    ///     embedding: &[f32],
    ///     _consent: &Consent<Remember>,
    /// ) -> Result<usize, Box<dyn std::error::Error>> {
    ///     let sealed = key.seal(embedding)?;
    ///     let bytes: Vec<u8> = sealed.values().iter().flat_map(|number| number.to_le_bytes()).collect();
    ///     Ok(memory.execute("INSERT INTO memories (id, embedding) VALUES (?1, ?2)", (id, bytes))?)
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// An embedding that a store makes itself of text that it is given: that text is AG201's. Vectors of other types (`half::f16`,
    /// bytes) count as content, so AG201 has them.
    AG204 {
        name: "plain-embedding",
        summary: "an embedding is stored as it is, and can be inverted",
        level: Warn,
        since: "0.1.0",
        cwe: [311, 312],
        owasp: ["LLM02", "LLM08"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    for access in &program.accesses {
        let Some(way) = &access.plain.embedding else { continue };
        let message = format!("`{}` stores an embedding in {} that can be inverted", access.operation, wording::object(program, access));
        let mut finding = exposure::at_the_end_of(program, access, way, &RULE, message, "nothing on the way here seals it");
        finding.notes.push(format!("it is made of {}", way.what));
        finding.help.push("seal it: `let sealed = key.seal(&embedding)?;` (`agent_guard::seal::VectorKey`)".to_owned());
        found.push(Found::at_access(program, access, finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::Effect,
        fixture::{messages, one_access, program},
        link::Way,
    };

    #[test]
    fn an_embedding_that_is_stored_as_it_is_is_found_and_content_is_another_rules() {
        let units = [one_access("Connection::execute", Effect::Write)];
        let mut program = program(&units);
        let way = Some(Way { what: "what `remember` is given".to_owned(), trace: Vec::new() });
        program.accesses[0].plain.content.clone_from(&way);
        assert_eq!(messages(check, &program), [""; 0]);
        program.accesses[0].plain.embedding = way;
        assert_eq!(messages(check, &program), ["`Connection::execute` stores an embedding in `memories` in `rusqlite` that can be inverted"]);
    }
}
