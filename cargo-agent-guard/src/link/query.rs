//! What a query does, from its text: which statement it is, and which tables it names.
//!
//! The text is parsed by a real SQL parser. What is not constant may be any statement on any table; definitions of tables, pragmas and
//! transactions touch nobody's data.

use std::collections::BTreeSet;

use sqlparser::{
    ast::{self, Statement},
    dialect::{Dialect, GenericDialect, PostgreSqlDialect, SQLiteDialect},
    parser::Parser,
};

use super::{LinkPolicy, Requirement, commands, fts, stored_values::StoredValues, texts::Texts};
use crate::facts::Effect;

/// What the texts of a query do together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QueryEffect {
    /// Nothing to anybody's data: definitions, pragmas, transactions.
    Nothing,
    /// It erases.
    Erase,
    /// It reads.
    Read,
    /// It writes.
    Write,
    /// It reads and writes, or may do either.
    ReadWrite,
}

impl QueryEffect {
    pub(super) fn and(self, other: QueryEffect) -> QueryEffect {
        use QueryEffect::{Erase, Nothing, Read, ReadWrite, Write};
        match (self, other) {
            (Nothing, effect) | (effect, Nothing) => effect,
            (Erase, effect) | (effect, Erase) => effect,
            (Read, Read) => Read,
            (Write, Write) => Write,
            (Read | Write | ReadWrite, _) => ReadWrite,
        }
    }

    fn effect(self) -> Option<Effect> {
        match self {
            QueryEffect::Nothing => None,
            QueryEffect::Erase => Some(Effect::Erase),
            QueryEffect::Read => Some(Effect::Read),
            QueryEffect::Write => Some(Effect::Write),
            QueryEffect::ReadWrite => Some(Effect::ReadWrite),
        }
    }
}

/// Whether texts in a language say what they do.
pub fn is_read(language: &str) -> bool {
    matches!(language, "sql" | "diesel" | "redis" | "cypher" | "mongodb" | "surrealql")
}

/// What a statement does that is one of these texts.
#[derive(Debug, PartialEq, Eq)]
pub struct Done {
    /// What it does.
    pub effect: Effect,
    /// The tables or collections; empty where they are not known.
    pub targets: Vec<String>,
    /// What it stores of what it is given.
    pub stored: StoredValues,
}

/// What a statement does that is one of these texts; `None` if it touches no memory.
pub fn of_statement(language: &str, texts: &Texts, policy: &LinkPolicy) -> Option<Done> {
    let Texts { whole, appended, all_known } = texts;
    let mut stored = StoredValues::Any;
    let (effect, tables) = match language {
        "sql" | "diesel" if !appended.is_empty() => growing_sql(whole, appended),
        // A statement that is a type has been written down as the SQL that it stands for.
        "sql" | "diesel" => {
            let (effect, tables, values) = sql_texts(whole);
            stored = values;
            (effect, tables)
        }
        // What a text in another language grows into is not known.
        _ if !appended.is_empty() => (QueryEffect::ReadWrite, None),
        "redis" => commands::redis(whole),
        "cypher" => commands::cypher(whole),
        "mongodb" => commands::mongodb(whole),
        "surrealql" => commands::surrealql(whole),
        // Other languages are not parsed: what they do is not known.
        _ => (QueryEffect::ReadWrite, None),
    };
    // That nothing happens is only believed where everything is known that may reach the query.
    let (effect, tables) = match effect {
        QueryEffect::Nothing if !all_known => (QueryEffect::ReadWrite, None),
        _ => (effect, tables),
    };
    let stored = if *all_known { stored } else { StoredValues::Any };
    let effect = effect.effect()?;
    let Some(tables) = tables else { return Some(Done { effect, targets: Vec::new(), stored }) };
    let is_memory = |table: &String| {
        // The schema before a name does not matter, on either side.
        let is = |known: &String| known.rsplit('.').next().is_some_and(|known| known.eq_ignore_ascii_case(table));
        let ignored = policy.ignored_tables.iter().any(is);
        let chosen = policy.memory_tables.as_ref().is_none_or(|known| known.iter().any(is));
        chosen && !ignored
    };
    let memory: Vec<String> = tables.iter().filter(|&table| is_memory(table)).cloned().collect();
    // A statement without tables (`SELECT 1`) touches none.
    (!memory.is_empty()).then_some(Done { effect, targets: memory, stored })
}

/// The files that a path may name and that are memory; `None` if it names none of them.
pub fn of_path(texts: &Texts, policy: &LinkPolicy) -> Option<Vec<String>> {
    if policy.memory_files.is_empty() {
        return None;
    }
    let Texts { whole: texts, appended, all_known } = texts;
    // A path that is joined of several texts ends in one of them: its name must do.
    let is_joined = texts.len() > 1;
    let is_memory = |file: &str| {
        let file = file.replace("{}", "agent-guard");
        let name = file.rsplit('/').next().unwrap_or(&file);
        let fits = |glob: &globset::GlobMatcher| glob.is_match(&file) || glob.is_match(name) || (is_joined && ends_like(glob, name));
        policy.memory_files.iter().any(fits)
    };
    let named: Vec<String> = texts.iter().flatten().filter(|file| is_memory(file)).cloned().collect();
    let unknown = texts.is_empty() || !appended.is_empty() || !all_known || texts.iter().any(Option::is_none);
    // A path that is made at run time may be any file, the memory's too.
    (!named.is_empty() || unknown).then_some(named)
}

/// Whether a pattern's last part fits the name of a file.
fn ends_like(glob: &globset::GlobMatcher, name: &str) -> bool {
    let last = glob.glob().glob().rsplit('/').next().unwrap_or_default();
    globset::Glob::new(last).is_ok_and(|last| last.compile_matcher().is_match(name))
}

/// What the policy asks for: one list of purposes for each demand that applies, any purpose of which will do. A table's demand stands in
/// place of its store's. An access whose targets are not known may be to any of them.
pub fn demands(store: &str, effect: Effect, targets: &[String], policy: &LinkPolicy) -> Vec<Vec<String>> {
    let of_store = |requirement: &&Requirement| requirement.store.is_empty() || requirement.store == store;
    let names = |requirement: &Requirement, target: &str| target.eq_ignore_ascii_case(&requirement.target);
    let by_target = |requirement: &&Requirement| {
        !requirement.target.is_empty()
            && (targets.iter().any(|target| names(requirement, target)) || (targets.is_empty() && effect != Effect::Bind))
    };
    let applying: Vec<&Requirement> = policy.required.iter().filter(of_store).collect();
    let mut demands: Vec<Vec<String>> = applying.iter().copied().filter(|one| by_target(one)).map(|one| one.purposes.clone()).collect();
    let all_targets_named = !targets.is_empty() && targets.iter().all(|target| applying.iter().any(|one| names(one, target)));
    if !all_targets_named {
        demands.extend(applying.iter().filter(|one| one.target.is_empty()).map(|one| one.purposes.clone()));
    }
    demands.sort();
    demands.dedup();
    demands
}

/// What the texts do together, the tables they name, `None` for these where they cannot be told, and what they store of what they are given.
fn sql_texts(texts: &[Option<String>]) -> (QueryEffect, Option<BTreeSet<String>>, StoredValues) {
    let mut effect = QueryEffect::Nothing;
    let mut tables = Some(BTreeSet::new());
    let mut stored = StoredValues::NONE;
    let mut any = false;
    for text in texts {
        let read = match text {
            Some(text) => sql(text),
            None => Some((QueryEffect::ReadWrite, None, StoredValues::Any)),
        };
        // A literal that is no SQL came into the slice with something else (a file's name, a column).
        let Some((one, names, values)) = read else { continue };
        any = true;
        effect = effect.and(one);
        stored = stored.or(values);
        // What does nothing to anybody's data may name what it will.
        if one != QueryEffect::Nothing {
            tables = tables.zip(names).map(|(all, names): (BTreeSet<String>, _)| &all | &names);
        }
    }
    if any { (effect, tables, stored) } else { (QueryEffect::ReadWrite, None, StoredValues::Any) }
}

/// What texts do that something is appended to: the beginning says what statement it is, all of it what else it does. Which tables
/// it names in the end is not known.
fn growing_sql(texts: &[Option<String>], appended: &[String]) -> (QueryEffect, Option<BTreeSet<String>>) {
    const UNKNOWN: (QueryEffect, Option<BTreeSet<String>>) = (QueryEffect::ReadWrite, None);
    let addition = appended.join(" ");
    // Behind the end of a statement another one may begin, which nobody knows.
    let ends = |text: &String| text.contains(';');
    if addition.contains("{}") && (texts.iter().flatten().any(ends) || appended.iter().any(ends)) {
        return UNKNOWN;
    }
    // After `clear`, or in another branch, what is appended may be where a statement begins.
    const VERBS: &[&str] =
        &["select", "with", "insert", "replace", "update", "delete", "truncate", "drop", "create", "alter", "merge", "copy"];
    // What only selects parameters is a list of values, and reads nothing.
    let reads = !has_only_parameters(&addition) || addition.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| word == "from");
    let begins = |text: &&String| first_word(text).is_some_and(|first| VERBS.contains(&first.as_str()) && (reads || first != "select"));
    let beginnings = appended.iter().filter(begins).cloned().map(Some);
    let mut effect = None;
    for text in texts.iter().cloned().chain(beginnings) {
        let Some(text) = text else { return UNKNOWN };
        let Some(first) = first_word(&text) else { continue };
        let is_open = match first.as_str() {
            "select" | "insert" | "replace" | "update" | "delete" => true,
            // Columns follow, and not a query.
            "create" => text.contains('('),
            _ => false,
        };
        if !is_open {
            return UNKNOWN;
        }
        let whole = format!("{text} {addition}");
        let (one, _) = by_keyword(&whole, &first);
        effect = Some(effect.map_or(one, |effect: QueryEffect| effect.and(one)));
    }
    match effect {
        Some(QueryEffect::Nothing) => (QueryEffect::Nothing, Some(BTreeSet::new())),
        Some(effect) => (effect, None),
        None => UNKNOWN,
    }
}

/// Whether what a text leaves open is the number or the name of a parameter: `?{}`, `${}`, `:{}`.
fn has_only_parameters(text: &str) -> bool {
    text.match_indices("{}").all(|(at, _)| text[..at].ends_with(['?', '$', ':']))
}

/// What one text does: `None` if it is no SQL at all.
fn sql(text: &str) -> Option<(QueryEffect, Option<BTreeSet<String>>, StoredValues)> {
    if text.trim_start().starts_with("{}") {
        // How it begins is decided at run time.
        return Some((QueryEffect::ReadWrite, None, StoredValues::Any));
    }
    let first = first_word(text)?;
    let known = [
        "select",
        "with",
        "insert",
        "replace",
        "update",
        "delete",
        "create",
        "drop",
        "alter",
        "pragma",
        "begin",
        "commit",
        "rollback",
        "savepoint",
        "release",
        "vacuum",
        "analyze",
        "reindex",
        "attach",
        "detach",
        "explain",
        "truncate",
        "merge",
        "copy",
        "values",
        "set",
        "show",
        "start",
        "end",
        "abort",
        "lock",
        "grant",
        "revoke",
        "comment",
        "listen",
        "notify",
        "call",
        "do",
        "table",
        "from",
        "use",
    ];
    if !known.contains(&first.as_str()) {
        return None;
    }
    if first == "vacuum" && text.to_lowercase().contains(" into ") {
        // The whole database is copied to a file.
        return Some((QueryEffect::Read, None, StoredValues::Any));
    }
    let holes = text.contains("{}");
    // A hole is a value, a name or a list of either; as a name it parses almost everywhere.
    let text = text.replace("{}", HOLE);
    let dialects: [&dyn Dialect; 3] = [&SQLiteDialect {}, &PostgreSqlDialect {}, &GenericDialect {}];
    let parsed = dialects.iter().find_map(|dialect| Parser::parse_sql(*dialect, &text).ok());
    let Some(statements) = parsed else {
        let (effect, tables) = by_keyword(&text, &first);
        return Some((effect, tables, StoredValues::Any));
    };
    let mut effect = QueryEffect::Nothing;
    let mut tables = BTreeSet::new();
    for statement in &statements {
        effect = effect.and(statement_effect(statement));
        let _ = ast::visit_relations(statement, |name| {
            let parts: Vec<String> = name.0.iter().filter_map(|part| part.as_ident()).map(|part| part.value.clone()).collect();
            if let Some(last) = parts.last().filter(|_| !is_of_the_database(&parts)) {
                tables.insert(last.clone());
            }
            std::ops::ControlFlow::<()>::Continue(())
        });
    }
    let unknown = holes && tables.iter().any(|table| table.contains(HOLE));
    // A function of the database's own (`SELECT match_memories($1)`) may read any table.
    let calls = tables.is_empty() && calls_unknown_functions(&statements);
    let stored = match statements.as_slice() {
        [only] => StoredValues::of(only, HOLE),
        _ => StoredValues::Any,
    };
    Some((effect, (!unknown && !calls).then_some(tables), stored))
}

/// Whether a table describes the database itself, and nobody's data.
fn is_of_the_database(parts: &[String]) -> bool {
    let is = |part: &String, names: &[&str]| names.iter().any(|name| part.eq_ignore_ascii_case(name));
    let last = parts.last().map(|last| last.to_lowercase()).unwrap_or_default();
    parts.iter().rev().skip(1).any(|schema| is(schema, &["information_schema", "pg_catalog", "sys", "mysql", "performance_schema"]))
        || ["sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema", "sqlite_sequence"].contains(&last.as_str())
        || last.starts_with("pg_")
        || last.starts_with("pragma_")
}

/// Whether a function is called that is not known to look at no table.
fn calls_unknown_functions(statements: &Vec<Statement>) -> bool {
    const HARMLESS: &[&str] = &[
        "now",
        "version",
        "sqlite_version",
        "vec_version",
        "last_insert_rowid",
        "changes",
        "total_changes",
        "random",
        "gen_random_uuid",
        "uuid_generate_v4",
        "current_timestamp",
        "current_date",
        "datetime",
        "date",
        "time",
        "strftime",
        "unixepoch",
        "julianday",
        "coalesce",
        "count",
        "lower",
        "upper",
        "length",
        "abs",
        "max",
        "min",
        "round",
        "json",
        "json_extract",
        "database",
        "current_database",
        "current_schema",
        "current_setting",
        "set_config",
        "load_extension",
        "vec_distance_cosine",
        "vec_distance_l2",
        "vec_f32",
        "vec_to_json",
    ];
    let mut found = false;
    let _ = ast::visit_expressions(statements, |expression| {
        if let ast::Expr::Function(function) = expression {
            let name = function.name.0.last().and_then(|part| part.as_ident()).map(|name| name.value.to_lowercase()).unwrap_or_default();
            found |= !HARMLESS.contains(&name.as_str()) && !name.starts_with("pg_");
        }
        std::ops::ControlFlow::<()>::Continue(())
    });
    found
}

const HOLE: &str = "agent_guard_hole";

fn first_word(text: &str) -> Option<String> {
    let mut rest = text.trim_start();
    // Comments may come first.
    loop {
        if let Some(after) = rest.strip_prefix("--") {
            rest = after.split_once('\n').map_or("", |(_, after)| after).trim_start();
        } else if let Some(after) = rest.strip_prefix("/*") {
            rest = after.split_once("*/").map_or("", |(_, after)| after).trim_start();
        } else {
            break;
        }
    }
    let word: String = rest.trim_start_matches('(').chars().take_while(|c| c.is_ascii_alphabetic()).collect();
    // One word alone (`select`, `"table"` as a name) is no statement, but for these.
    let alone = rest.trim_end().trim_end_matches(';').len() == word.len();
    let standalone = ["begin", "commit", "rollback", "vacuum", "analyze", "end", "abort", "reindex"];
    let word = word.to_lowercase();
    (!word.is_empty() && (!alone || standalone.contains(&word.as_str()))).then_some(word)
}

fn statement_effect(statement: &Statement) -> QueryEffect {
    match statement {
        Statement::Query(query) => match query.body.as_ref() {
            ast::SetExpr::Insert(inner) | ast::SetExpr::Update(inner) | ast::SetExpr::Delete(inner) => {
                statement_effect(inner).and(if query.with.is_some() { QueryEffect::Read } else { QueryEffect::Nothing })
            }
            _ => QueryEffect::Read,
        },
        Statement::Insert(insert) if insert.returning.is_some() => QueryEffect::ReadWrite,
        Statement::Insert(insert) => match fts::command(insert) {
            Some(fts::Command::Erases) => QueryEffect::Erase,
            Some(fts::Command::Maintains) => QueryEffect::Nothing,
            None => QueryEffect::Write,
        },
        Statement::Merge { .. } => QueryEffect::Write,
        // The other columns come back, too.
        Statement::Update(update) if update.returning.is_some() => QueryEffect::ReadWrite,
        Statement::Update(_) => QueryEffect::Write,
        // What was deleted comes back.
        Statement::Delete(delete) if delete.returning.is_some() => QueryEffect::Read,
        Statement::Delete(_) | Statement::Truncate { .. } | Statement::Drop { .. } => QueryEffect::Erase,
        Statement::Copy { .. } => QueryEffect::ReadWrite,
        Statement::Explain { statement, analyze, .. } => {
            if *analyze {
                statement_effect(statement)
            } else {
                QueryEffect::Nothing
            }
        }
        // `CREATE TABLE … AS SELECT` reads what it copies.
        Statement::CreateTable(create) if create.query.is_some() => QueryEffect::ReadWrite,
        Statement::Call(_) | Statement::Execute { .. } => QueryEffect::ReadWrite,
        _ => QueryEffect::Nothing,
    }
}

/// What a text does that the parser does not know: by its first word, with all tables possible.
fn by_keyword(text: &str, first: &str) -> (QueryEffect, Option<BTreeSet<String>>) {
    let lower = text.to_lowercase();
    let contains = |word: &str| lower.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|other| other == word);
    // Several statements in one text: each may be one of these.
    let mut effect = QueryEffect::Nothing;
    let definitions = ["create", "alter", "pragma", "begin", "commit", "rollback", "attach", "detach", "set", "vacuum", "analyze"];
    if !definitions.contains(&first) || contains("select") {
        // A query in what says which rows are erased shows nobody anything.
        let only_erases = first == "delete" && !lower.trim_end().trim_end_matches(';').contains(';');
        if (contains("select") && !only_erases) || first == "with" {
            effect = effect.and(QueryEffect::Read);
        }
        if contains("insert") || contains("replace") || contains("update") || contains("merge") {
            effect = effect.and(QueryEffect::Write);
        }
        if effect == QueryEffect::Nothing && (contains("delete") || contains("drop") || contains("truncate")) {
            effect = QueryEffect::Erase;
        }
        if effect == QueryEffect::Nothing && !definitions.contains(&first) {
            effect = QueryEffect::ReadWrite;
        }
    }
    // Triggers and views are definitions that contain statements: they run later, and then on their own.
    let is_definition = first == "create" && !lower.contains(" as select") && !lower.contains(" as\nselect");
    if is_definition || (definitions.contains(&first) && effect == QueryEffect::Nothing) {
        effect = by_statements(&lower);
    }
    if effect == QueryEffect::Erase && contains("returning") {
        effect = QueryEffect::Read;
    }
    (effect, if effect == QueryEffect::Nothing { Some(BTreeSet::new()) } else { None })
}

/// A script that begins with a definition or a transaction and that the parser does not know as a whole: the strongest of its statements.
fn by_statements(script: &str) -> QueryEffect {
    let mut effect = QueryEffect::Nothing;
    let mut in_trigger = false;
    for statement in script.split(';') {
        let words: Vec<&str> = statement.split_whitespace().take(3).collect();
        match words.as_slice() {
            ["create", "trigger", ..] | ["create", "temp" | "temporary", "trigger"] => in_trigger = !statement.trim_end().ends_with("end"),
            ["end", ..] => in_trigger = false,
            _ if in_trigger => {}
            ["insert" | "replace" | "update", ..] => effect = effect.and(QueryEffect::Write),
            ["select" | "with", ..] => effect = effect.and(QueryEffect::Read),
            ["delete" | "drop", ..] => effect = effect.and(QueryEffect::Erase),
            // CQL: the statements of a batch stand behind its head, with or without `;` between them.
            ["begin", "batch", ..] | ["begin", _, "batch"] => {
                for word in statement.split_whitespace() {
                    match word {
                        "insert" | "update" => effect = effect.and(QueryEffect::Write),
                        "delete" => effect = effect.and(QueryEffect::Erase),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    effect
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (QueryEffect, Vec<String>) {
        let (effect, tables, _) = sql(text).unwrap();
        (effect, tables.map_or(vec!["?".to_owned()], |tables| tables.into_iter().collect()))
    }

    #[test]
    fn a_script_that_the_parser_does_not_know_is_what_its_statements_are() {
        for (text, effect) in [
            ("BEGIN BATCH INSERT INTO notes (id) VALUES (?); APPLY BATCH", QueryEffect::Write),
            ("BEGIN UNLOGGED BATCH DELETE FROM notes WHERE id = ? APPLY BATCH", QueryEffect::Erase),
            ("BEGIN BATCH DELETE FROM notes WHERE id = ? UPDATE notes SET text = ? WHERE id = ? APPLY BATCH", QueryEffect::Write),
            ("BEGIN; INSERT INTO notes VALUES (1) FROBNICATE; COMMIT", QueryEffect::Write),
            ("BEGIN WORK FROBNICATE", QueryEffect::Nothing),
            ("DELETE FROM a FROBNICATE WHERE id IN (SELECT id FROM b);", QueryEffect::Erase),
            ("DELETE FROM a FROBNICATE WHERE id IN (SELECT id FROM b) RETURNING body", QueryEffect::Read),
            ("DELETE FROM a FROBNICATE; SELECT body FROM b", QueryEffect::Read),
        ] {
            assert_eq!(sql(text).map(|(effect, ..)| effect), Some(effect), "{text}");
        }
    }

    #[test]
    fn statements_read_write_and_erase_their_tables() {
        use QueryEffect::{Erase, Nothing, Read, ReadWrite, Write};
        for (text, effect, tables) in [
            ("SELECT body FROM memories WHERE user = ?1 ORDER BY at DESC LIMIT ?2", Read, &["memories"][..]),
            ("insert or replace into memories (id, body) values (?1, ?2)", Write, &["memories"]),
            ("INSERT INTO m (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET b = $2 RETURNING id", ReadWrite, &["m"]),
            ("UPDATE profiles SET name = $1 WHERE id = $2", Write, &["profiles"]),
            ("DELETE FROM memories WHERE user = ?", Erase, &["memories"]),
            ("INSERT INTO memories_fts(memories_fts, rowid, body) VALUES ('delete', ?1, ?2)", Erase, &["memories_fts"]),
            ("INSERT INTO memories_fts(memories_fts) VALUES ('optimize'); INSERT INTO a VALUES (1)", Write, &["a", "memories_fts"]),
            ("WITH x AS (SELECT * FROM a) SELECT * FROM x JOIN b ON b.id = x.id", Read, &["a", "b", "x"]),
            ("SELECT id FROM items ORDER BY embedding <=> $1 LIMIT 5", Read, &["items"]),
            ("SELECT 1", Read, &[]),
            ("BEGIN; INSERT INTO a VALUES (1); COMMIT;", Write, &["a"]),
        ] {
            assert_eq!(read(text), (effect, tables.iter().map(|table| (*table).to_owned()).collect()), "{text}");
        }
        for text in [
            "CREATE TABLE IF NOT EXISTS memories (id INTEGER PRIMARY KEY, body TEXT NOT NULL);\n CREATE INDEX i ON memories(id);",
            "PRAGMA journal_mode = WAL;",
            "CREATE VIRTUAL TABLE vec_items USING vec0(embedding float[768]);",
            "CREATE VIRTUAL TABLE IF NOT EXISTS fts USING fts5(body, content='memories', content_rowid='id');
             CREATE TRIGGER t AFTER INSERT ON memories BEGIN INSERT INTO fts(rowid, body) VALUES (new.id, new.body); END;",
            "BEGIN IMMEDIATE",
            "INSERT INTO memories_fts(memories_fts) VALUES ('rebuild')",
        ] {
            assert_eq!(read(text).0, Nothing, "{text}");
        }
    }

    #[test]
    fn a_hole_in_place_of_a_table_may_be_any_table() {
        assert_eq!(read("SELECT * FROM {} WHERE id = ?1"), (QueryEffect::Read, vec!["?".to_owned()]));
        assert_eq!(read("SELECT * FROM notes WHERE id IN ({})"), (QueryEffect::Read, vec!["notes".to_owned()]));
    }

    #[test]
    fn tables_that_describe_the_database_are_nobodys_data() {
        assert_eq!(read("SELECT name FROM sqlite_master WHERE type = 'table'"), (QueryEffect::Read, Vec::new()));
        assert_eq!(read("SELECT 1 FROM information_schema.tables WHERE table_name = $1"), (QueryEffect::Read, Vec::new()));
        assert_eq!(read("SELECT t.a FROM public.memories t"), (QueryEffect::Read, vec!["memories".to_owned()]));
    }

    #[test]
    fn what_reads_without_naming_a_table_may_read_any() {
        assert_eq!(read("SELECT match_memories($1, 5)"), (QueryEffect::Read, vec!["?".to_owned()]));
        assert_eq!(read("SELECT last_insert_rowid()"), (QueryEffect::Read, Vec::new()));
        assert_eq!(read("VACUUM INTO 'copy.db'"), (QueryEffect::Read, vec!["?".to_owned()]));
        assert_eq!(read("DELETE FROM memories WHERE id = 1 RETURNING body"), (QueryEffect::Read, vec!["memories".to_owned()]));
    }

    #[test]
    fn what_is_no_sql_is_none() {
        for text in ["memory.db", "selected", "id, body", "", "select"] {
            assert_eq!(sql(text), None, "{text}");
        }
    }
}
