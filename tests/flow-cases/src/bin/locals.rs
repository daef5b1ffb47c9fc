//! Locals, references, reborrows.

use people::{Person, ada};

fn read_where_it_is_printed(person: &Person) {
    println!("{}", person.email); //~ AG302
    println!("{}", person.row); //~ clean: the field beside it
}

fn through_locals(person: &Person) {
    let address = person.email.clone();
    let theme = person.theme.clone();
    let also = address;
    let other = theme;
    println!("{also}"); //~ AG302
    println!("{other}"); //~ clean
}

fn through_references(person: &Person) {
    let address = &person.email;
    let again = &address;
    println!("{}", **again); //~ AG302
    let theme = &person.theme;
    let again = &theme;
    println!("{}", **again); //~ clean
}

fn written_through_a_mutable_reference(person: &Person) {
    let mut line = String::new();
    let into = &mut line;
    into.push_str(&person.email);
    println!("{line}"); //~ AG302
    let mut line = String::new();
    let into = &mut line;
    into.push_str(&person.theme);
    println!("{line}"); //~ clean
}

fn written_through_a_reborrow(person: &Person) {
    let mut line = String::new();
    let outer = &mut line;
    {
        let inner = &mut *outer;
        *inner = person.email.clone();
    }
    println!("{outer}"); //~ AG302
    *outer = person.theme.clone();
    println!("{outer}"); //~ clean: it was overwritten as a whole
}

fn copied_out_of_a_reference(person: &Person) {
    let age = &person.age;
    let row = &person.row;
    let (age, row) = (*age, *row);
    println!("{age}"); //~ AG302
    println!("{row}"); //~ clean
}

fn a_part_of_it(person: &Person) {
    let first = &person.email[..1];
    println!("{first}"); //~ AG302: part of an address is personal data
    let first = &person.theme[..1];
    println!("{first}"); //~ clean
}

fn declared_first(person: &Person, is_short: bool) {
    let text;
    if is_short {
        text = &person.theme;
    } else {
        text = &person.email;
    }
    println!("{text}"); //~ AG302: on one of the paths
    let text;
    if is_short {
        text = "short";
    } else {
        text = person.theme.as_str();
    }
    println!("{text}"); //~ clean
}

fn the_value_of_a_block(person: &Person) {
    let text = {
        let address = person.email.trim();
        address.to_lowercase()
    };
    println!("{text}"); //~ AG302
    let text = {
        let _address = person.email.trim();
        person.theme.to_lowercase()
    };
    println!("{text}"); //~ clean: what the block ends with counts
}

fn computed_with(person: &Person) {
    let born = 2026 - u16::from(person.age);
    println!("{born}"); //~ AG302
    let next = person.row + 1;
    println!("{next}"); //~ clean
}

fn cast(person: &Person) {
    println!("{}", person.age as usize); //~ AG302
    println!("{}", usize::from(person.age)); //~ AG302: the same in another type
    println!("{}", person.row as usize); //~ clean
}

fn main() {
    let person = ada();
    read_where_it_is_printed(&person);
    through_locals(&person);
    through_references(&person);
    written_through_a_mutable_reference(&person);
    written_through_a_reborrow(&person);
    copied_out_of_a_reference(&person);
    a_part_of_it(&person);
    declared_first(&person, person.row > 3);
    the_value_of_a_block(&person);
    computed_with(&person);
    cast(&person);
}
