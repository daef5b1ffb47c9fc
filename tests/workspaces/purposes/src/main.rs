//! Tokens of the right purpose and of the wrong one.
#![allow(unused)]

use agent_guard::{Consent, ConsentDenied, ConsentLedger, Purpose, SubjectId};
use rusqlite::{Connection, Row};
use sled::Tree;

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

/// Remember what you tell me.
#[derive(Purpose)]
#[purpose(id = "memory.remember")]
struct Remember;

/// Read your profile.
#[derive(Purpose)]
#[purpose(id = "profile.read")]
struct Profile;

mod other {
    /// Another purpose whose type has the same name.
    #[derive(agent_guard::Purpose)]
    #[purpose(id = "other.recall")]
    pub struct Recall;
}

fn ask<P: Purpose>() -> Result<Consent<P>, ConsentDenied> {
    Consent::<P>::require(&ConsentLedger::new(), &SubjectId::new("ada"))
}

fn text(_row: &Row<'_>) -> rusqlite::Result<String> {
    Ok(String::new())
}

fn one_purpose(notes: &Tree) -> Result<(), ConsentDenied> {
    let _ = notes.get("colour"); //~ AG101
    let _remember = ask::<Remember>()?;
    let _ = notes.get("colour"); //~ AG103
    let _recall = ask::<Recall>()?;
    let _ = notes.get("colour"); //~ guarded
    let _ = notes.remove("colour"); //~ erase
    Ok(())
}

fn by_signature(notes: &Tree, _: &Consent<Remember>) {
    let _ = notes.get("colour"); //~ AG103
}

fn either_branch(notes: &Tree, is_long: bool) -> Result<(), ConsentDenied> {
    if is_long {
        ask::<Recall>()?;
    } else {
        ask::<Remember>()?;
    }
    let _ = notes.get("colour"); //~ AG103
    Ok(())
}

fn any_purpose<P: Purpose>(notes: &Tree, _: &Consent<P>) {
    let _ = notes.get("colour"); //~ AG103: `P` may be any purpose
}

/// A parameter that is called as a purpose is.
fn any_by_that_name<Recall: Purpose>(notes: &Tree, _: &Consent<Recall>) {
    let _ = notes.get("colour"); //~ AG103
}

trait Task {
    type Recall: Purpose;
}

impl Task for u8 {
    type Recall = Remember;
}

fn of_a_task<T: Task>(notes: &Tree, _: &T, _: &Consent<T::Recall>) {
    let _ = notes.get("colour"); //~ AG103
}

fn by_namesake(notes: &Tree, _: &Consent<other::Recall>) {
    let _ = notes.get("colour"); //~ AG103
}

fn helper(notes: &Tree) {
    let _ = notes.get("colour"); //~ AG103
}

fn caller(notes: &Tree, _: &Consent<Remember>) {
    helper(notes);
}

fn one_of_two(notes: &Connection, _: &Consent<Remember>) {
    let _ = notes.query_row("SELECT text FROM notes", (), text); //~ guarded
    let _ = notes.query_row("SELECT text FROM profiles", (), text); //~ AG103
    let _ = notes.query_row("SELECT value FROM settings", (), text); //~ free
}

fn table_of_its_own(notes: &Connection, _: &Consent<Profile>) {
    let _ = notes.query_row("SELECT text FROM notes", (), text); //~ AG103
    let _ = notes.query_row("SELECT text FROM profiles", (), text); //~ guarded
}

fn both_tables(notes: &Connection, _: &Consent<Profile>, _: &Consent<Recall>) {
    let _ = notes.query_row("SELECT n.text FROM notes n JOIN profiles p ON p.id = n.id", (), text); //~ guarded
}

fn both_tables_with_one(notes: &Connection, _: &Consent<Recall>) {
    let _ = notes.query_row("SELECT n.text FROM notes n JOIN profiles p ON p.id = n.id", (), text); //~ AG103
}

/// Which table it is, and so which purpose, each caller says.
fn all(notes: &Connection, table: &str) {
    let _ = notes.query_row(&format!("SELECT text FROM {table}"), (), text); //~ guarded AG103: `notes` by `recall`, `profiles` by `look_up`
}

fn recall(notes: &Connection, _: &Consent<Recall>) {
    all(notes, "notes");
    all(notes, "settings");
}

fn look_up(notes: &Connection, _: &Consent<Recall>) {
    all(notes, "profiles");
}

fn settings(notes: &Connection, table: &str) {
    let _ = notes.query_row(&format!("SELECT value FROM {table}"), (), text); //~ clean: nobody's data
}

/// What one caller does not say may be any.
fn any(notes: &Connection, table: &str) {
    let _ = notes.query_row(&format!("SELECT text FROM {table}"), (), text); //~ AG103
}

fn named(notes: &Connection, _: &Consent<Recall>) {
    any(notes, "settings");
    any(notes, &std::env::args().collect::<String>());
}

fn main() {
    let (tree, connection) = (Tree::default(), Connection::open_in_memory().unwrap());
    let _ = (one_purpose(&tree), either_branch(&tree, true));
    // One purpose at a time: a token that the caller holds counts for what it calls.
    if let Ok(remember) = ask::<Remember>() {
        by_signature(&tree, &remember);
        any_purpose(&tree, &remember);
        any_by_that_name(&tree, &remember);
        of_a_task(&tree, &1_u8, &remember);
        caller(&tree, &remember);
        one_of_two(&connection, &remember);
    }
    if let Ok(consent) = ask::<Recall>() {
        recall(&connection, &consent);
        look_up(&connection, &consent);
        settings(&connection, "settings");
        named(&connection, &consent);
    }
    if let Ok(namesake) = ask::<other::Recall>() {
        by_namesake(&tree, &namesake);
    }
    if let Ok(profile) = ask::<Profile>() {
        table_of_its_own(&connection, &profile);
    }
    if let Ok(recall) = ask::<Recall>() {
        both_tables_with_one(&connection, &recall);
        let Ok(profile) = ask::<Profile>() else { return };
        both_tables(&connection, &profile, &recall);
    }
}
