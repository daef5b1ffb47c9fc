//! Commands to SQLite's full-text indexes, which are written as insertions into a column that is called as the table is.
//!
//! See "Special INSERT Commands" of <https://sqlite.org/fts5.html> and section 6 of <https://sqlite.org/fts3.html>.

use sqlparser::ast::{Expr, Insert, ObjectName, SetExpr, TableObject, Value};

/// What such a command does to what is indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// It takes a row out of the index, or all of them.
    Erases,
    /// It puts the index in order, or says how that is to be done. What is in it stays.
    Maintains,
}

/// The command that an insertion is, if it is one: `INSERT INTO notes_fts(notes_fts) VALUES ('optimize')`.
pub fn command(insert: &Insert) -> Option<Command> {
    let TableObject::TableName(table) = &insert.table else { return None };
    let [first, others @ ..] = &insert.columns[..] else { return None };
    if !is_called(first, name_of(table)?) {
        return None;
    }
    let SetExpr::Values(values) = insert.source.as_ref()?.body.as_ref() else { return None };
    let is_of_one_row = others.first().is_some_and(|second| is_called(second, "rowid"));
    let is_of_the_index = match others {
        [] => true,
        [second] => is_called(second, "rank"),
        _ => false,
    };
    let commands = values.rows.iter().map(|row| {
        let Expr::Value(first) = row.content.first()? else { return None };
        let Value::SingleQuotedString(command) = &first.value else { return None };
        match command.split('=').next()? {
            "delete" if is_of_one_row => Some(Command::Erases),
            "delete-all" if is_of_the_index => Some(Command::Erases),
            "automerge" | "crisismerge" | "deletemerge" | "integrity-check" | "merge" | "optimize" | "pgsz" | "rank" | "rebuild"
            | "secure-delete" | "usermerge"
                if is_of_the_index =>
            {
                Some(Command::Maintains)
            }
            _ => None,
        }
    });
    let commands: Vec<Command> = commands.collect::<Option<_>>()?;
    commands.contains(&Command::Erases).then_some(Command::Erases).or(commands.first().copied())
}

fn name_of(name: &ObjectName) -> Option<&str> {
    Some(&name.0.last()?.as_ident()?.value)
}

fn is_called(column: &ObjectName, name: &str) -> bool {
    name_of(column).is_some_and(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use sqlparser::{ast::Statement, dialect::SQLiteDialect, parser::Parser};

    use super::*;

    fn read(text: &str) -> Option<Command> {
        let statements = Parser::parse_sql(&SQLiteDialect {}, text).unwrap();
        let [Statement::Insert(insert)] = &statements[..] else { panic!("{text}") };
        command(insert)
    }

    #[test]
    fn commands_are_told_from_insertions() {
        for (text, expected) in [
            ("INSERT INTO notes_fts(notes_fts) VALUES ('optimize')", Some(Command::Maintains)),
            ("INSERT INTO main.Notes_fts(notes_fts, rank) VALUES ('merge', 500)", Some(Command::Maintains)),
            ("INSERT INTO notes(notes) VALUES ('merge=4,8')", Some(Command::Maintains)),
            ("INSERT INTO notes_fts(notes_fts) VALUES ('delete-all')", Some(Command::Erases)),
            ("INSERT INTO notes_fts(notes_fts, rowid, body) VALUES ('delete', ?1, ?2)", Some(Command::Erases)),
            ("INSERT INTO notes_fts(rowid, body) VALUES (?1, ?2)", None),
            ("INSERT INTO notes_fts(notes_fts) VALUES (?1)", None),
            ("INSERT INTO notes_fts(notes_fts) SELECT body FROM notes", None),
            // A table with a column of its name.
            ("INSERT INTO status(status, body) VALUES ('delete', ?1)", None),
            ("INSERT INTO status(status, body) VALUES ('rebuild', ?1)", None),
            ("INSERT INTO status(status) VALUES ('tired')", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
