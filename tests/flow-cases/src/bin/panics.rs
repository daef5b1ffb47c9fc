//! Panics: their messages end in logs and crash reports.

use std::panic::panic_any;

use people::{Person, ada};

fn panicked(person: &Person) {
    if person.row == 1 {
        panic!("no account for {}", person.email); //~ AG305
    }
    if person.row == 2 {
        panic!("no row {}", person.row); //~ clean
    }
    let email = &person.email;
    if person.row == 3 {
        panic!("{email}"); //~ AG305
    }
}

fn unreachable_and_the_like(person: &Person) {
    match person.row {
        1 => unreachable!("account {}", person.email),  //~ AG305
        2 => unreachable!("row {}", person.row),        //~ clean
        3 => todo!("write to {}", person.email),        //~ AG305
        4 => unimplemented!("write to {}", person.row), //~ clean
        _ => {}
    }
}

fn asserted(person: &Person) {
    assert!(person.row > 3, "{} has no row", person.email); //~ AG305
    assert!(person.row > 3, "row {}", person.row); //~ clean
    assert!(person.email.contains('@')); //~ clean: the condition is printed as it is written
    debug_assert!(person.row > 3, "{} has no row", person.name); //~ AG305
}

// Of a macro whose arguments are fields and nothing else, the MIR does not say in which line of the function it stands.
//~v AG305 @equal
fn asserted_equal(person: &Person) {
    assert_eq!(person.email, person.name); //~ AG305 @equal: both are printed
    assert_ne!(person.email, "nobody@example.org"); //~ AG305
    assert_eq!(person.row, 7); //~ clean
    assert_eq!(person.row, 7, "for {}", person.email); //~ AG305
}

fn expected(person: &Person, row: Option<u64>) {
    row.expect(&format!("no row for {}", person.email)); //~ AG305
    row.expect(&format!("no row {}", person.row)); //~ clean
    row.unwrap_or_else(|| panic!("no row for {}", person.name)); //~ AG305
    row.unwrap_or_else(|| panic!("no row {}", person.row)); //~ clean
}

fn checked(person: &Person) -> Result<u64, String> {
    if person.row > 3 { Ok(person.row) } else { Err(person.email.clone()) }
}

fn found(person: &Person) -> Result<String, u64> {
    if person.row > 3 { Ok(person.email.clone()) } else { Err(person.row) }
}

fn unwrapped(person: &Person) {
    checked(person).unwrap(); //~ AG305: the error is printed, and it is an address
    found(person).unwrap(); //~ clean: the error is a row
    checked(person).expect("a row"); //~ AG305
    found(person).expect("an address"); //~ clean
}

fn with_any_payload(person: &Person) {
    if person.row == 1 {
        panic_any(person.email.clone()); //~ AG305
    }
    panic_any(person.row); //~ clean
}

fn refuse(reason: &str) -> ! {
    panic!("refused: {reason}") //~ AG305
}

fn refuse_row(row: u64) -> ! {
    panic!("refused: {row}") //~ clean
}

fn by_a_function(person: &Person) {
    if person.row == 1 {
        refuse(&person.email);
    }
    refuse_row(person.row);
}

fn main() {
    let person = ada();
    panicked(&person);
    unreachable_and_the_like(&person);
    asserted(&person);
    asserted_equal(&person);
    expected(&person, Some(1));
    unwrapped(&person);
    if person.theme.is_empty() {
        with_any_payload(&person);
    }
    by_a_function(&person);
}
