//! A statement that stands in a tuple beside what is bound to it.
#![allow(dead_code, unused)]

use rusqlite::{Connection, Row};

fn text(_row: &Row<'_>) -> rusqlite::Result<String> {
    Ok(String::new())
}

/// Where it is made, what is bound is text from outside.
fn chosen(notes: &Connection, person: Option<&str>, word: &str) -> rusqlite::Result<()> {
    let (sql, given) = match person {
        Some(person) => ("DELETE FROM notes WHERE person = ?1 AND text = ?2", vec![person.to_owned(), word.to_owned()]),
        None => ("DELETE FROM notes WHERE text = ?1", vec![word.to_owned()]),
    };
    notes.execute(sql, [&given[0]])?; //~ erase
    Ok(())
}

fn whichever(notes: &Connection, reads: bool, word: &str) -> rusqlite::Result<()> {
    let both = if reads { ("SELECT text FROM notes", word) } else { ("DELETE FROM notes", word) };
    notes.query_row(both.0, [both.1], text)?; //~ AG101
    Ok(())
}

fn bound_by_mistake(notes: &Connection, word: &str) -> rusqlite::Result<()> {
    let both = ("DELETE FROM notes WHERE text = ?1", word);
    notes.execute(both.1, [both.0])?; //~ AG101
    Ok(())
}

fn put_in_later(notes: &Connection, word: &str) -> rusqlite::Result<()> {
    let mut both = ("DELETE FROM notes", word);
    both.0 = word;
    notes.execute(both.0, [both.1])?; //~ AG101
    let mut other = (("DELETE FROM notes", word), 1);
    other.0 = (word, "DELETE FROM notes");
    notes.execute(other.0.0, ())?; //~ AG101
    let mut grown = (String::from("DELETE FROM notes"), word);
    grown.0.push_str(word);
    notes.execute(&grown.0, ())?; //~ erase: what stands behind is no other statement
    Ok(())
}

fn handed_on(notes: &Connection, word: &str) -> rusqlite::Result<()> {
    let swap = |(one, other)| (other, one);
    let both: (&str, &str) = swap((word, "DELETE FROM notes"));
    notes.execute(both.1, ())?; //~ AG101
    let kept = both;
    notes.execute(kept.1, ())?; //~ AG101
    Ok(())
}

fn nested(notes: &Connection, word: &str) -> rusqlite::Result<()> {
    let ((sql, _), _) = (("DELETE FROM notes", word), word);
    notes.execute(sql, ())?; //~ AG101: of what lies in a tuple in a tuple all may be meant
    let pair = ("DELETE FROM notes", word);
    let reference = &pair;
    notes.execute(reference.0, ())?; //~ AG101: as behind a reference
    Ok(())
}

fn main() {
    let notes = Connection::open_in_memory().unwrap();
    let word: String = std::env::args().collect();
    let _ = (chosen(&notes, None, &word), whichever(&notes, true, &word), bound_by_mistake(&notes, &word));
    let _ = (put_in_later(&notes, &word), handed_on(&notes, &word), nested(&notes, &word));
}
