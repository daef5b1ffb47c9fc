//! Functions that macros make: they have bodies, and these are found though no source says of which type they are.

use makers::{Build, Construct, FromNumber, Stored};

#[derive(Construct)]
struct Note {
    text: String,
}

#[derive(Construct, Build)]
struct Title {
    text: String,
}

#[derive(Stored)] //~ AG101
struct Kept {
    text: String,
}

#[derive(FromNumber, Debug)]
enum Level {
    One,
}

macro_rules! id {
    ($name:ident) => {
        struct $name(String);

        impl $name {
            fn named(text: &str) -> Self {
                Self(text.to_owned())
            }

            fn read(connection: &rusqlite::Connection) -> rusqlite::Result<Self> {
                connection.query_row("SELECT id FROM people", ["ada"], |row| row.get(0)).map(Self) //~ AG101
            }
        }
    };
}

id!(PersonId);
id!(NoteId);

fn main() -> rusqlite::Result<()> {
    let connection = rusqlite::Connection::open_in_memory()?;
    let note = Note::new("a note".to_owned());
    let titles = [Title::new("a title".to_owned()), Title::builder().text("another").build()];
    let ids = [PersonId::named("ada").0, NoteId::named("1").0, PersonId::read(&connection)?.0];
    println!("{} {} {} {:?} {}", note.text, titles.len(), ids.len(), Level::from_number(1), Kept::stored(&connection)?.text);
    Ok(())
}
