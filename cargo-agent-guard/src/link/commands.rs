//! What queries do that are no SQL: Redis and MongoDB commands by their names, Cypher by its keywords.

use std::collections::BTreeSet;

use super::query::QueryEffect;

/// What redis commands do. The texts are commands and nothing else: the slice does not follow their arguments.
pub(super) fn redis(texts: &[Option<String>]) -> (QueryEffect, Option<BTreeSet<String>>) {
    let effects = texts.iter().map(|text| text.as_deref().map_or(QueryEffect::ReadWrite, redis_command));
    let effect = effects.reduce(QueryEffect::and).unwrap_or(QueryEffect::ReadWrite);
    (effect, None)
}

fn redis_command(text: &str) -> QueryEffect {
    // Methods are named like the commands, with `_` where those have a space or nothing.
    match text.split_whitespace().next().unwrap_or("").to_uppercase().as_str() {
        "PING" | "AUTH" | "SELECT" | "HELLO" | "CLIENT" | "CONFIG" | "INFO" | "COMMAND" | "MULTI" | "EXEC" | "EXPIRE" | "PEXPIRE"
        | "FT.CREATE" | "FT.DROPINDEX" | "FT.INFO" | "FT._LIST" | "DBSIZE" | "WAIT" | "TTL" | "PTTL" => QueryEffect::Nothing,
        "DEL" | "UNLINK" | "FLUSHDB" | "FLUSHALL" | "HDEL" | "LREM" | "SREM" | "ZREM" | "XDEL" | "XTRIM" | "LTRIM" | "JSON.DEL" => {
            QueryEffect::Erase
        }
        "GET" | "MGET" | "HGET" | "HMGET" | "HGETALL" | "HGET_ALL" | "HVALS" | "HSCAN" | "LRANGE" | "LINDEX" | "SMEMBERS" | "SSCAN"
        | "ZRANGE" | "ZREVRANGE" | "ZRANGEBYSCORE" | "ZSCAN" | "XRANGE" | "XREVRANGE" | "XREAD" | "SCAN" | "KEYS" | "EXISTS"
        | "HEXISTS" | "SISMEMBER" | "FT.SEARCH" | "FT.AGGREGATE" | "JSON.GET" | "JSON.MGET" | "GETRANGE" | "STRLEN" | "DUMP" | "VSIM" => {
            QueryEffect::Read
        }
        "SET" | "SETEX" | "SET_EX" | "PSETEX" | "SETNX" | "SET_NX" | "MSET" | "HSET" | "HMSET" | "HSETNX" | "LPUSH" | "RPUSH" | "SADD"
        | "ZADD" | "XADD" | "APPEND" | "INCR" | "INCRBY" | "HINCRBY" | "JSON.SET" | "RESTORE" | "PUBLISH" | "VADD" => QueryEffect::Write,
        _ => QueryEffect::ReadWrite,
    }
}

/// What a MongoDB command does, by the keys of its document. The first one is its name, and the others are options; as they come in no
/// certain order, each counts.
pub(super) fn mongodb(keys: &[Option<String>]) -> (QueryEffect, Option<BTreeSet<String>>) {
    let effect = match keys {
        [Some(_), ..] if keys.iter().all(|key| key.as_ref().is_some_and(|key| !key.contains("{}"))) => {
            let effects = keys.iter().flatten().filter_map(|key| mongodb_command(key));
            effects.reduce(QueryEffect::and).unwrap_or(QueryEffect::ReadWrite)
        }
        _ => QueryEffect::ReadWrite,
    };
    (effect, None)
}

/// `None` for what is no command that is known here: an option, or a command that may do anything.
fn mongodb_command(key: &str) -> Option<QueryEffect> {
    Some(match key.to_ascii_lowercase().as_str() {
        "ping" | "hello" | "ismaster" | "buildinfo" | "serverstatus" | "hostinfo" | "connectionstatus" | "whatsmyuri" | "listcommands"
        | "listdatabases" | "listcollections" | "listindexes" | "dbstats" | "collstats" | "create" | "createindexes" | "dropindexes"
        | "collmod" | "replsetgetstatus" | "features" | "logout" | "endsessions" => QueryEffect::Nothing,
        "find" | "aggregate" | "count" | "distinct" | "getmore" | "mapreduce" | "dbhash" | "explain" => QueryEffect::Read,
        "insert" => QueryEffect::Write,
        "update" | "findandmodify" | "bulkwrite" => QueryEffect::ReadWrite,
        "delete" | "drop" | "dropdatabase" => QueryEffect::Erase,
        _ => return None,
    })
}

/// What Cypher does, by its keywords outside of strings.
pub(super) fn cypher(texts: &[Option<String>]) -> (QueryEffect, Option<BTreeSet<String>>) {
    // A text that is no Cypher came into the slice with something else (the description of a migration).
    let is_cypher = |text: &&Option<String>| text.as_deref().is_none_or(may_be_cypher);
    let effects = texts.iter().filter(is_cypher).map(|text| text.as_deref().map_or(QueryEffect::ReadWrite, cypher_text));
    (effects.reduce(QueryEffect::and).unwrap_or(QueryEffect::ReadWrite), None)
}

/// Whether a text begins as a statement does. What is created or merged stands in parentheses, unless it is a definition.
fn may_be_cypher(text: &str) -> bool {
    const CLAUSES: &[&str] = &[
        "MATCH",
        "OPTIONAL",
        "CREATE",
        "MERGE",
        "RETURN",
        "WITH",
        "UNWIND",
        "CALL",
        "SHOW",
        "DROP",
        "DELETE",
        "DETACH",
        "SET",
        "REMOVE",
        "FOREACH",
        "LOAD",
        "ALTER",
        "USE",
        "EXPLAIN",
        "PROFILE",
        "CYPHER",
        "TERMINATE",
        "START",
        "STOP",
        "GRANT",
        "DENY",
        "REVOKE",
        "RENAME",
        "ENABLE",
        "DEALLOCATE",
        "REALLOCATE",
        "FINISH",
        "INSERT",
        "LET",
        "FILTER",
    ];
    let text = text.trim_start();
    // A hole or a comment may be followed by anything.
    if !text.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return true;
    }
    let words: Vec<String> = text.split(|c: char| !c.is_ascii_alphabetic()).take(4).map(str::to_ascii_uppercase).collect();
    let is_definition = words.iter().any(|word| matches!(word.as_str(), "INDEX" | "CONSTRAINT" | "DATABASE" | "USER" | "ROLE" | "ALIAS"));
    let makes = matches!(words[0].as_str(), "CREATE" | "MERGE");
    CLAUSES.contains(&words[0].as_str()) && (!makes || is_definition || text.contains(['(', '{', '$']))
}

/// What SurrealQL does: a text that begins with `SELECT` and has no word that changes anything, not even in a string, reads. Nothing else is
/// read: any statement may have others in it, and what a function of the database does is not in the text.
pub(super) fn surrealql(texts: &[Option<String>]) -> (QueryEffect, Option<BTreeSet<String>>) {
    const CHANGES: &[&str] = &[
        "CREATE", "INSERT", "UPDATE", "UPSERT", "RELATE", "DELETE", "DEFINE", "ALTER", "REMOVE", "REBUILD", "IMPORT", "FN", "KILL", "HTTP",
    ];
    let only_selects = |text: &String| {
        let text = text.to_ascii_uppercase();
        let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        words.next() == Some("SELECT") && !words.any(|word| CHANGES.contains(&word))
    };
    let effects = texts.iter().map(|text| match text {
        Some(text) if only_selects(text) => QueryEffect::Read,
        _ => QueryEffect::ReadWrite,
    });
    (effects.reduce(QueryEffect::and).unwrap_or(QueryEffect::ReadWrite), None)
}

fn cypher_text(text: &str) -> QueryEffect {
    let mut words = Vec::new();
    let mut quote = None;
    let mut word = String::new();
    for character in text.chars().chain([' ']) {
        match quote {
            Some(open) => quote = (character != open).then_some(open),
            None if matches!(character, '\'' | '"' | '`') => quote = Some(character),
            None if character.is_ascii_alphanumeric() || character == '_' => word.push(character.to_ascii_uppercase()),
            None => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
        }
    }
    let has = |name: &str| words.iter().any(|word| word == name);
    if words.is_empty() || text.contains("{}") && words.len() < 2 {
        return QueryEffect::ReadWrite;
    }
    // `CREATE VECTOR INDEX …`, `DROP CONSTRAINT …`: what is created stands within the first words; a label may have the same name.
    let starts_with = |name: &str| words.first().is_some_and(|first| first == name);
    let kind = words.iter().skip(1).take(2).any(|word| word == "CONSTRAINT" || word == "INDEX");
    let is_pattern = text.trim_start().get(6..).is_some_and(|rest| rest.trim_start().starts_with('('));
    let defines = (starts_with("CREATE") || starts_with("DROP")) && kind && !is_pattern;
    if defines || starts_with("SHOW") || (words.first().is_some_and(|first| first == "RETURN") && words.len() == 2) {
        return QueryEffect::Nothing;
    }
    let writes = has("CREATE") || has("MERGE") || has("SET");
    let reads = has("RETURN") || has("CALL");
    match (writes, reads, has("DELETE") || has("REMOVE")) {
        (true, true, _) => QueryEffect::ReadWrite,
        (true, false, _) => QueryEffect::Write,
        (false, _, true) => QueryEffect::Erase,
        (false, true, false) => QueryEffect::Read,
        (false, false, false) => QueryEffect::ReadWrite,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redis_commands_that_nobody_knows_may_do_anything() {
        let texts = |commands: &[&str]| commands.iter().map(|command| Some((*command).to_owned())).collect::<Vec<_>>();
        assert_eq!(redis(&texts(&["GET"])).0, QueryEffect::Read);
        assert_eq!(redis(&texts(&["PING"])).0, QueryEffect::Nothing);
        assert_eq!(redis(&texts(&["PING", "FROBNICATE"])).0, QueryEffect::ReadWrite);
        assert_eq!(redis(&[Some("PING".to_owned()), None]).0, QueryEffect::ReadWrite);
        assert_eq!(redis(&[]).0, QueryEffect::ReadWrite);
    }

    #[test]
    fn surrealql_reads_where_it_certainly_only_selects() {
        let effect = |text: &str| surrealql(&[Some(text.to_owned())]).0;
        assert_eq!(effect("SELECT * FROM person WHERE name = $name"), QueryEffect::Read);
        assert_eq!(effect("select text from notes where kind = 'plan'; SELECT count() FROM notes"), QueryEffect::Read);
        assert_eq!(effect("SELECT * FROM (CREATE person SET name = $name)"), QueryEffect::ReadWrite);
        assert_eq!(effect("SELECT fn::remember($name) FROM person"), QueryEffect::ReadWrite);
        assert_eq!(effect("SELECT * FROM notes WHERE text = 'it\\'s'; CREATE notes"), QueryEffect::ReadWrite);
        assert_eq!(effect("CREATE person SET name = $name"), QueryEffect::ReadWrite);
        assert_eq!(effect("DELETE person RETURN BEFORE"), QueryEffect::ReadWrite);
        assert_eq!(effect("{}"), QueryEffect::ReadWrite);
        assert_eq!(surrealql(&[Some("SELECT 1".to_owned()), None]).0, QueryEffect::ReadWrite);
    }

    #[test]
    fn mongodb_commands_go_by_the_keys_of_their_documents() {
        let keys = |keys: &[&str]| keys.iter().map(|key| Some((*key).to_owned())).collect::<Vec<_>>();
        assert_eq!(mongodb(&keys(&["ping"])).0, QueryEffect::Nothing);
        assert_eq!(mongodb(&keys(&["buildInfo", "comment"])).0, QueryEffect::Nothing);
        assert_eq!(mongodb(&keys(&["find", "filter"])).0, QueryEffect::Read);
        assert_eq!(mongodb(&keys(&["filter", "find", "ping"])).0, QueryEffect::Read);
        assert_eq!(mongodb(&keys(&["dropDatabase"])).0, QueryEffect::Erase);
        assert_eq!(mongodb(&keys(&["frobnicate"])).0, QueryEffect::ReadWrite);
        assert_eq!(mongodb(&[Some("ping".to_owned()), None]).0, QueryEffect::ReadWrite);
        assert_eq!(mongodb(&keys(&["ping", "{}Indexes"])).0, QueryEffect::ReadWrite);
        assert_eq!(mongodb(&[]).0, QueryEffect::ReadWrite);
    }

    #[test]
    fn descriptions_beside_cypher_are_no_statements() {
        let texts = |texts: &[&str]| texts.iter().map(|text| Some((*text).to_owned())).collect::<Vec<_>>();
        let index = "CREATE INDEX memory IF NOT EXISTS FOR (n:Memory) ON (n.id)";
        assert_eq!(cypher(&texts(&["create initial constraints and indexes", "add an index", index])).0, QueryEffect::Nothing);
        assert_eq!(cypher(&texts(&["add an index", index, "MATCH (n) RETURN n"])).0, QueryEffect::Read);
        assert_eq!(cypher(&texts(&["create everything"])).0, QueryEffect::ReadWrite);
        assert_eq!(cypher(&texts(&["{} everything", index])).0, QueryEffect::ReadWrite);
        assert_eq!(cypher(&[Some(index.to_owned()), None]).0, QueryEffect::ReadWrite);
    }

    #[test]
    fn cypher_reads_writes_and_erases_by_its_keywords() {
        for (text, effect) in [
            ("MATCH (n:Memory {id: $id}) RETURN n", QueryEffect::Read),
            ("MERGE (n:Memory {id: $id}) SET n.body = $body", QueryEffect::Write),
            ("MATCH (n) WHERE n.text = 'SET' DETACH DELETE n", QueryEffect::Erase),
            ("CREATE CONSTRAINT c IF NOT EXISTS FOR (n:Memory) REQUIRE n.id IS UNIQUE", QueryEffect::Nothing),
            ("RETURN 1", QueryEffect::Nothing),
            ("CREATE VECTOR INDEX memories IF NOT EXISTS FOR (n:Memory) ON n.embedding", QueryEffect::Nothing),
            ("SHOW INDEXES", QueryEffect::Nothing),
            ("MATCH (n) WHERE n.show = true RETURN n", QueryEffect::Read),
            ("CREATE (:Index {body: $body})", QueryEffect::Write),
            ("CREATE (n:Memory) RETURN n", QueryEffect::ReadWrite),
        ] {
            assert_eq!(cypher_text(text), effect, "{text}");
        }
    }
}
