//! Which of the values that a statement is given it stores: those of `WHERE` are looked for, and stay where they were.
//!
//! ```text
//! UPDATE notes SET body = ?1, changed = ?2 WHERE key = ?3        the first and the second
//! UPDATE notes SET deleted = datetime('now') WHERE key = ?1      none
//! ```

use std::{collections::BTreeSet, ops::ControlFlow};

use sqlparser::{
    ast::{self, Expr, Statement, Value, Visit},
    tokenizer::Location,
};

/// Which of the values that a statement is given it stores.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum StoredValues {
    /// Any of them, as far as is known.
    #[default]
    Any,
    /// Those at these positions, counted from 0.
    At(BTreeSet<u32>),
}

impl StoredValues {
    /// A statement that stores nothing that it is given.
    pub const NONE: Self = StoredValues::At(BTreeSet::new());

    /// What one of two statements stores.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (StoredValues::At(one), StoredValues::At(other)) => StoredValues::At(&one | &other),
            _ => StoredValues::Any,
        }
    }

    /// Whether a value is stored, or may be: the one at a position, or one of which it is not known which it is.
    pub fn has(&self, position: Option<u32>) -> bool {
        match (self, position) {
            (StoredValues::Any, _) => true,
            (StoredValues::At(positions), Some(position)) => positions.contains(&position),
            (StoredValues::At(positions), None) => !positions.is_empty(),
        }
    }

    /// What a statement stores. `hole` is the name that stands for what is put into the text at run time.
    pub fn of(statement: &Statement, hole: &str) -> Self {
        let update = match statement {
            Statement::Delete(_) => return Self::NONE,
            Statement::Update(update) => update,
            _ => return StoredValues::Any,
        };
        let Some(condition) = &update.selection else { return StoredValues::Any };
        let holes = |text: String| text.matches(hole).count();
        if holes(statement.to_string()) != holes(condition.to_string()) {
            return StoredValues::Any;
        }
        let (all, in_condition) = (placeholders(statement), placeholders(condition));
        // Where one has a number, the next value is not the one at the next place.
        let by_place = all.iter().all(|(_, name)| name == "?");
        let stored = all.iter().enumerate().filter(|(_, one)| !in_condition.contains(one));
        let positions: Option<BTreeSet<u32>> = stored.map(|(at, (_, name))| position(at, name, by_place)).collect();
        positions.map_or(StoredValues::Any, StoredValues::At)
    }
}

/// The placeholders in a part of a statement, by where they stand in its text.
fn placeholders(part: &impl Visit) -> BTreeSet<(Location, String)> {
    let mut found = BTreeSet::new();
    let _ = ast::visit_expressions(part, |expression| {
        if let Expr::Value(value) = expression
            && let Value::Placeholder(name) = &value.value
        {
            found.insert((value.span.start, name.clone()));
        }
        ControlFlow::<()>::Continue(())
    });
    found
}

/// The position of the value that a placeholder stands for, if it says one: the placeholder at this place, or by its number.
fn position(at: usize, name: &str, by_place: bool) -> Option<u32> {
    if by_place {
        return u32::try_from(at).ok();
    }
    name.strip_prefix(['?', '$'])?.parse::<u32>().ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use sqlparser::{dialect::SQLiteDialect, parser::Parser};

    use super::*;

    fn stored(text: &str) -> Option<Vec<u32>> {
        let statements = Parser::parse_sql(&SQLiteDialect {}, text).expect("it is SQL");
        match StoredValues::of(&statements[0], "hole") {
            StoredValues::Any => None,
            StoredValues::At(positions) => Some(positions.into_iter().collect()),
        }
    }

    #[test]
    fn values_of_a_condition_are_not_stored() {
        for (text, positions) in [
            ("UPDATE notes SET deleted = datetime('now') WHERE key = ?1 AND scope = ?2", &[][..]),
            ("UPDATE notes SET body = ?2, seen = seen + 1 WHERE key = ?1", &[1]),
            ("UPDATE notes SET body = ?, at = ? WHERE key = ? LIMIT ?", &[0, 1, 3]),
            ("UPDATE notes SET body = upper($2) WHERE key IN ($1, hole)", &[1]),
            ("UPDATE notes SET seen = 1 WHERE key = :key", &[]),
            ("DELETE FROM notes WHERE body = ?", &[]),
        ] {
            assert_eq!(stored(text).as_deref(), Some(positions), "{text}");
        }
    }

    #[test]
    fn what_is_not_known_to_be_a_condition_may_be_stored() {
        for text in [
            "INSERT INTO notes (key, body) VALUES (?1, ?2)",
            "UPDATE notes SET body = ?1",
            "UPDATE notes SET body = :body WHERE key = ?1",
            "UPDATE notes SET body = ?3, at = ? WHERE key = ?",
            "UPDATE notes SET body = hole WHERE key = ?1",
            "UPDATE notes SET hole = 1 WHERE key = ?1",
            "SELECT remember(?1)",
        ] {
            assert_eq!(stored(text), None, "{text}");
        }
    }

    #[test]
    fn a_value_at_an_unknown_position_is_stored_where_any_is() {
        let first = StoredValues::At(BTreeSet::from([0]));
        assert!(first.has(Some(0)) && first.has(None) && !first.has(Some(1)));
        assert!(!StoredValues::NONE.has(None));
        assert!(StoredValues::NONE.or(first).has(Some(0)));
        assert!(StoredValues::NONE.or(StoredValues::Any).has(Some(7)));
    }
}
