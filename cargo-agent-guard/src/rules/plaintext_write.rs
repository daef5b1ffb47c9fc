//! AG201: see [`RULE`].

use std::collections::BTreeSet;

use super::{Found, exposure, wording};
use crate::{
    catalogue::Lack,
    facts::{Effect, flows::SinkKind},
    link::{LinkedAccess, Program, Way},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it does
    ///
    /// Finds each place where content is written to a store as it is: text, bytes, records that come from outside the program (what a
    /// function at its edge is given, what somebody types, what a server answers) and that no authenticated encryption has sealed on every
    /// way to the store; and personal data (`#[pii]`, `Pii::reveal`) that are written unsealed, even beside sealed content.
    ///
    /// What counts as encryption the catalogue says: a `Vault`, a `SubjectKeys`, the AEAD crates. Constants, numbers, ids, times and what a key has hashed
    /// are no content. Of several values that are written together, those that stand beside a sealed one are taken for its ids and keys.
    ///
    /// A database that encrypts by itself counts, too, where that is proven: SQLCipher through `rusqlite` and `sqlx`, `libsql`, the encrypted types
    /// of `heed`. Every opening that the handle can come from, through the fields, arguments, closures and statics of the workspace, must
    /// certainly have been given its key: on every path, before anything else is done with it and before the handle gets anywhere, and somebody must
    /// look whether that worked (`?`). Where SQLite is built without SQLCipher, such a key does nothing, and the finding says so. An empty key is none;
    /// a key that is in the code is AG203. MongoDB's client-side encryption does not count: it is for the fields that a schema names, and which
    /// these are the code does not tell.
    ///
    /// ## Why it matters
    ///
    /// A store is copied: by backups, by whoever runs it, by whoever breaks in. What is sealed with a key per person stays secret in all
    /// copies, and is gone from all of them when the key is.
    ///
    /// ## Example
    ///
    /// ```rust
    /// use agent_guard::{Consent, ConsentLedger, Purpose, SubjectId};
    /// use rusqlite::Connection;
    ///
    /// /// Remember what you tell me.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.store")]
    /// struct Remember;
    ///
    /// fn remember(memory: &Connection, user: &str, note: &str, _consent: &Consent<Remember>) -> rusqlite::Result<usize> {
    ///     memory.execute("INSERT INTO memories (user, note) VALUES (?1, ?2)", [user, note])
    /// }
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let ledger = ConsentLedger::new();
    ///     let memory = Connection::open("memory.db")?;
    ///     let user = std::env::args().nth(1).unwrap_or_default();
    ///     let consent = Consent::<Remember>::require(&ledger, &SubjectId::new(&user))?;
    ///     for note in std::io::stdin().lines() {
    ///         remember(&memory, &user, &note?, &consent)?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```rust
    /// use agent_guard::seal::{MasterKey, MemoryKeyStore};
    /// use agent_guard::{Consent, ConsentLedger, Purpose, SubjectId, Vault};
    /// use rusqlite::Connection;
    ///
    /// /// Remember what you tell me.
    /// #[derive(Purpose)]
    /// #[purpose(id = "memory.store")]
    /// struct Remember;
    ///
    /// fn remember(memory: &Connection, vault: &Vault, note: &str, consent: &Consent<Remember>) -> Result<usize, Box<dyn std::error::Error>> {
    ///     let user = consent.subject();
    ///     let sealed = vault.seal(user, "memories", b"note", note.as_bytes())?;
    ///     Ok(memory.execute("INSERT INTO memories (user, note) VALUES (?1, ?2)", (user.as_str(), sealed))?)
    /// }
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let ledger = ConsentLedger::new();
    ///     let memory = Connection::open("memory.db")?;
    ///     let vault = Vault::open(MasterKey::from_file("master.key")?, MemoryKeyStore::new())?;
    ///     let user = std::env::args().nth(1).unwrap_or_default();
    ///     let consent = Consent::<Remember>::require(&ledger, &SubjectId::new(&user))?;
    ///     for note in std::io::stdin().lines() {
    ///         remember(&memory, &vault, &note?, &consent)?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// Text that a pure foreign function makes of nothing that is followed. What stands beside something sealed and is content all the same,
    /// unless it is marked `#[pii]`. What a request over HTTP that is written by hand stores otherwise than in the content that the function is given which makes
    /// it, and what a statement does in that content (Neo4j). What an unknown SQL statement stores that a function for rows runs (`query_map`,
    /// `fetch_one`). A database that is attached to an encrypted one with an empty key (`ATTACH … KEY ''`).
    ///
    /// Reported in vain: a key that another function gives the handle, a connection that foreign code hands to a closure (`pool.get()`, `with_init`,
    /// `connection.call(|connection| …)`), fields of generic types, an encrypted and a plain handle in one field or in collections. What an
    /// `UPDATE` looks for by `WHERE`, where it also sets what it is given and the values are bound one after the other (`.bind(…)`), have names
    /// (`:key`), or are in a list that is not made where the statement is run.
    AG201 {
        name: "plaintext-write",
        summary: "content is stored unencrypted on some path",
        level: Deny,
        since: "0.1.0",
        cwe: [311, 312],
        owasp: ["LLM02", "LLM08"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    let mut personal = BTreeSet::new();
    for leak in program.leaks.iter().filter(|leak| leak.kind == SinkKind::Store) {
        let facts = &program.units[leak.function.unit];
        let sink = facts.functions[leak.function.function.index()].flows.sinks[leak.sink];
        let is_it = |access: &&LinkedAccess<'_>| {
            access.function == leak.function && sink.stored.is_some_and(|stored| access.stores(stored))
        };
        // Of what several functions do through one, it is not known here whose these are: a request would seldom store them, a statement may.
        let is_known = |access: &&LinkedAccess<'_>| {
            is_it(access) && (access.access.effect == Effect::Query || access.routes.iter().any(Vec::is_empty))
        };
        let Some(access) = program.accesses.iter().find(is_known) else { continue };
        if access.plain.is_encrypted_by_the_store() {
            continue;
        }
        personal.insert((access.function, access.number));
        let way = Way { what: leak.what.clone(), trace: leak.trace.clone() };
        found.push(finding(program, access, &way));
    }
    for access in &program.accesses {
        let is_told = access.plain.is_in_wrapper || personal.contains(&(access.function, access.number));
        let Some(way) = access.plain.content.as_ref().filter(|_| !is_told) else { continue };
        found.push(finding(program, access, way));
    }
}

fn finding(program: &Program<'_>, access: &LinkedAccess<'_>, way: &Way) -> Found {
    let message = format!("`{}` stores {} in {} unencrypted", access.operation, way.what, wording::object(program, access));
    let label = match &access.plain.lacks {
        Some((package, lack)) => &format!("the key pragma does nothing: `{package}` is built without {}", lack.build),
        None if access.plain.is_sealed_on_some => "sealed on some paths, and on this one not",
        None => "nothing on the way here seals it",
    };
    let mut finding = exposure::at_the_end_of(program, access, way, &RULE, message, label);
    finding.help = vec![
        "seal it before: `let sealed = vault.seal(&subject, text.as_bytes())?;` (`agent_guard::seal::Vault`)".to_owned(),
        "or keep it in `agent_guard::SqliteMemory` or a `SealedStore`, which seal what they are given".to_owned(),
    ];
    if let Some((package, Lack { build, features })) = &access.plain.lacks {
        let features: Vec<String> = features.iter().map(|feature| format!("`{feature}`")).collect();
        finding.help.insert(0, format!("build `{package}` with {build}: it comes with the feature {}", features.join(" or ")));
    }
    Found::at_access(program, access, finding)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        fixture::{messages, one_access, program, step},
        link::Plain,
    };

    fn way() -> Option<Way> {
        Some(Way { what: "what `io::stdin` gives".to_owned(), trace: vec![step("it begins there", "src/main.rs", 3)] })
    }

    #[test]
    fn what_is_stored_as_it_is_is_found() {
        let units = [one_access("Connection::execute", Effect::Write)];
        let mut program = program(&units);
        assert_eq!(messages(check, &program), [""; 0]);
        program.accesses[0].plain.content = way();
        assert_eq!(messages(check, &program), ["`Connection::execute` stores what `io::stdin` gives in `memories` in `rusqlite` unencrypted"]);
    }

    #[test]
    fn what_a_wrapper_stores_is_another_rules() {
        let units = [one_access("Connection::execute", Effect::Write)];
        let mut program = program(&units);
        program.accesses[0].plain.content = way();
        program.accesses[0].plain.is_in_wrapper = true;
        assert_eq!(messages(check, &program), [""; 0]);
    }

    #[test]
    fn what_the_database_encrypts_is_sealed_if_it_is_built_so() {
        let units = [one_access("Connection::execute", Effect::Write)];
        let keyed = |unable: &BTreeMap<String, Lack>| {
            let mut program = program(&units);
            program.accesses[0].plain = Plain { content: way(), keyed: vec!["rusqlite".to_owned()], ..Plain::default() };
            program.trust_encryption(unable);
            let mut found = Vec::new();
            check(&program, &mut found);
            found.into_iter().map(|found| found.finding.label).collect::<Vec<_>>()
        };
        assert_eq!(keyed(&BTreeMap::new()), [""; 0]);
        let without = BTreeMap::from([("rusqlite".to_owned(), Lack { build: "SQLCipher".to_owned(), features: Vec::new() })]);
        assert_eq!(keyed(&without), ["the key pragma does nothing: `rusqlite` is built without SQLCipher"]);
    }
}
