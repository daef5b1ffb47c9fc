//! What the catalogue says makes a database encrypt, asked of a call: whether it does so there, and whether its key is in the code.

use super::constants::{self, Value};
use crate::{
    catalogue::Encrypts,
    facts::{Hole, Part, parts},
    mir::{Aggregate, Body, Call, Operand, Rvalue},
    path::{self, Callee},
};

/// What a call does to the encryption of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keying {
    /// Whether the database certainly encrypts where the call succeeds.
    pub is_certain: bool,
    /// Whether the key is written in the code.
    pub is_constant: bool,
}

/// Whether a call gives a database its key. `None` where it is about something else: another pragma, another statement.
pub fn of_call<'a>(body: &Body<'a>, call: &'a Call<'a>, callee: &Callee<'a>, encrypts: &Encrypts) -> Option<Keying> {
    let values = |number: Option<usize>| match number.map(|number| call.arguments.get(number)) {
        Some(Some(&operand)) => Some(constants::values_reaching(body, operand, &[])),
        Some(None) => Some(vec![Value::Unknown]),
        None => None,
    };
    let mut keying = Keying { is_certain: true, is_constant: false };
    if let Some(names) = values(encrypts.pragma) {
        let is_key = |name: &Value<'_>| matches!(name, Value::Text(name) if name.eq_ignore_ascii_case("key"));
        if !names.iter().any(is_key) {
            return None;
        }
        keying.is_certain &= names.iter().all(is_key);
    }
    if let Some(number) = encrypts.schema {
        keying.is_certain &= call.arguments.get(number).is_some_and(|&operand| is_none(body, operand));
    }
    if let Some(keys) = values(encrypts.key) {
        keying.is_certain &= !keys.contains(&Value::Text(String::new()));
        keying.is_constant = keys.iter().any(is_written);
    }
    if let Some(statements) = values(encrypts.statement) {
        let keys: Vec<Option<&str>> = statements
            .iter()
            .map(|statement| match statement {
                Value::Text(text) => key_in(text),
                _ => None,
            })
            .collect();
        if keys.iter().all(Option::is_none) {
            return None;
        }
        keying.is_certain &= keys.iter().all(|key| key.is_some_and(|key| !key.is_empty()));
        keying.is_constant |= keys.iter().flatten().any(|key| is_fixed(key));
    }
    if !encrypts.of.is_empty() {
        let Callee::Path { path, .. } = *callee else { return None };
        let arguments = path::generic_arguments(path);
        keying.is_certain &= arguments.into_iter().any(|argument| encrypts.of.iter().any(|of| of == path::last_segment(argument)));
    }
    Some(keying)
}

/// Whether all of a value is written in the code, and nothing put into it at run time.
pub fn is_written(value: &Value<'_>) -> bool {
    match value {
        Value::Text(text) => is_fixed(text),
        value => matches!(value, Value::Bytes | Value::Constant(_)),
    }
}

fn is_fixed(text: &str) -> bool {
    parts(text).iter().all(|part| matches!(part, Part::Text(_) | Part::Hole(Hole::Constant(_))))
}

/// The key in a statement that gives the main database one, without quotes: `PRAGMA key = 'x'`, `pragma main.key('x')`. Only the first
/// statement of several counts.
pub fn key_in(statement: &str) -> Option<&str> {
    let word = |text: &'_ str, word: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let rest = statement.trim_start();
    let rest = word(rest, "pragma").then(|| &rest["pragma".len()..]).filter(|rest| rest.starts_with(char::is_whitespace))?.trim_start();
    let rest = if word(rest, "main.") { &rest["main.".len()..] } else { rest };
    let rest = word(rest, "key").then(|| rest["key".len()..].trim_start())?;
    let rest = rest.strip_prefix(['=', '('])?.trim_start();
    let key = match rest.chars().next()? {
        quote @ ('\'' | '"') => rest[1..].rsplit_once(quote).map_or(&rest[1..], |(key, _)| key),
        _ => rest.split([';', ')']).next()?.trim_end(),
    };
    // Behind a quoted key there may be other statements with quotes of their own.
    Some(key.split(';').next().unwrap_or(key).trim_end_matches(['\'', '"', ')', ' ']))
}

/// Whether an operand is `None`.
fn is_none(body: &Body<'_>, operand: Operand<'_>) -> bool {
    let is_none = |text: &str| path::last_segment(path::strip_turbofish(text)) == "None";
    let place = match operand {
        Operand::Const(text) => return is_none(text),
        Operand::Copy(place) | Operand::Move(place) => place,
        Operand::Fn(_) => return false,
    };
    let Some(local) = place.as_local() else { return false };
    let mut values = body.blocks.iter().flat_map(|block| &block.statements).filter(|statement| statement.place.local == local);
    match (values.next().map(|statement| statement.rvalue), values.next()) {
        (Some(Rvalue::Aggregate(Aggregate::Adt(head), [])), None) => is_none(head),
        (Some(Rvalue::Use(Operand::Const(text))), None) => is_none(text),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_what_the_first_statement_gives_the_main_database() {
        for (statement, key) in [
            ("PRAGMA key = '{}'", Some("{}")),
            ("pragma key=\"x'{}'\";", Some("x'{}")),
            ("  PRAGMA main.key('secret');", Some("secret")),
            ("PRAGMA key = '{}'; PRAGMA journal_mode = 'wal';", Some("{}")),
            ("PRAGMA key = {};", Some("{}")),
            ("PRAGMA key = ''", Some("")),
            ("PRAGMA key = '';", Some("")),
            ("PRAGMA key", None),
            ("PRAGMA keys = 1", None),
            ("PRAGMA other.key = '{}'", None),
            ("PRAGMA journal_mode = WAL; PRAGMA key = '{}'", None),
            ("SELECT 'PRAGMA key = 1'", None),
        ] {
            assert_eq!(key_in(statement), key, "{statement}");
        }
    }
}
