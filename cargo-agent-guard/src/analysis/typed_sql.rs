//! Statements that are types: what diesel's query builder has made is all in the type of the value that is run.
//!
//! ```text
//! <diesel::query_builder::DeleteStatement<schema::notes::table, WhereClause<…>> as diesel::RunQueryDsl<_>>::execute
//! DELETE FROM notes
//! ```
//!
//! Such a type is written down as the SQL that it stands for, as far as its verb and its tables go, so that whoever reads statements need
//! not know of it.

use std::collections::BTreeSet;

use crate::path;

/// The SQL that a statement's type stands for. `rows` says that what the statement touches comes back (`get_result`, and not `execute`).
/// `None` if the type does not tell: a type parameter, a query type of the user's own, a statement that is text after all.
pub fn of_type(ty: &str, rows: bool) -> Option<String> {
    let ty = path::peel(ty);
    let head = path::last_segment(ty);
    let returning = if rows { " RETURNING *" } else { "" };
    let tables = tables(ty);
    let first = tables.first().map_or("{}", String::as_str);
    // What a subquery or a join reads besides.
    let others = match tables.get(1..).unwrap_or_default() {
        [] => String::new(),
        others => format!(" WHERE EXISTS (SELECT 1 FROM {})", others.join(", ")),
    };
    Some(match head {
        "DeleteStatement" => format!("DELETE FROM {first}{others}{returning}"),
        "UpdateStatement" => format!("UPDATE {first} SET a = 1{others}{returning}"),
        "InsertStatement" => match tables.get(1..).unwrap_or_default() {
            [] => format!("INSERT INTO {first} (a) VALUES (1){returning}"),
            sources => format!("INSERT INTO {first} (a) SELECT a FROM {}{returning}", sources.join(", ")),
        },
        "SelectStatement" | "BoxedSelectStatement" | "CombinationClause" | "table" if !tables.is_empty() => {
            format!("SELECT * FROM {}", tables.join(", "))
        }
        // It selects from what the type does not name.
        "SelectStatement" | "BoxedSelectStatement" | "CombinationClause" => "SELECT * FROM {}".to_owned(),
        _ => return None,
    })
}

/// The tables that a type names, in their order: `table!` makes a module of a table's name with a type `table` in it. Where SQL is put in
/// as text, it may name any other.
fn tables(ty: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut tables: Vec<String> = ty
        .split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
        .filter_map(|path| path.strip_suffix("::table"))
        .map(|module| path::last_segment(module).trim_start_matches("r#").to_owned())
        .filter(|table| seen.insert(table.clone()))
        .collect();
    if ["SqlLiteral<", "UncheckedBind<"].iter().any(|text| ty.contains(text)) {
        tables.push("{}".to_owned());
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::of_type;

    #[test]
    fn a_statement_is_read_from_its_type() {
        let filter = "diesel::query_builder::where_clause::WhereClause<diesel::expression::operators::Eq<schema::notes::columns::id, i32>>";
        for (ty, rows, sql) in [
            (format!("diesel::query_builder::DeleteStatement<schema::notes::table, {filter}>"), false, "DELETE FROM notes"),
            (format!("diesel::query_builder::DeleteStatement<schema::notes::table, {filter}>"), true, "DELETE FROM notes RETURNING *"),
            (format!("diesel::query_builder::UpdateStatement<schema::notes::table, {filter}, ()>"), false, "UPDATE notes SET a = 1"),
            ("diesel::query_builder::InsertStatement<notes::table, ()>".to_owned(), false, "INSERT INTO notes (a) VALUES (1)"),
            ("schema::notes::table".to_owned(), true, "SELECT * FROM notes"),
            (
                "diesel::internal::table_macro::SelectStatement<diesel::internal::table_macro::FromClause<JoinOn<Join<a::table, b::table, Inner>, ()>>>".to_owned(),
                true,
                "SELECT * FROM a, b",
            ),
            ("diesel::internal::table_macro::BoxedSelectStatement<'_, (), FromClause<a::table>, Sqlite>".to_owned(), true, "SELECT * FROM a"),
        ] {
            assert_eq!(of_type(&ty, rows).as_deref(), Some(sql), "{ty}");
        }
    }

    #[test]
    fn a_table_that_the_type_does_not_name_may_be_any() {
        assert_eq!(of_type("diesel::query_builder::SelectStatement<FromClause<T>>", true).as_deref(), Some("SELECT * FROM {}"));
        let literal = "diesel::query_builder::SelectStatement<FromClause<a::table>, SelectClause<diesel::expression::SqlLiteral<Text>>>";
        assert_eq!(of_type(literal, true).as_deref(), Some("SELECT * FROM a, {}"));
    }

    #[test]
    fn what_is_text_or_of_ones_own_is_not_told_by_its_type() {
        for ty in ["diesel::query_builder::SqlQuery", "pagination::Paginated<T>", "T", "impl diesel::query_dsl::LoadQuery"] {
            assert_eq!(of_type(ty, true), None, "{ty}");
        }
    }
}
