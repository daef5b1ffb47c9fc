//! What is in `Some`, `Ok` and `Err`, by every way to it.

use people::{Person, ada};

fn address_of(person: &Person) -> Option<&str> {
    (person.row > 3).then_some(person.email.as_str())
}

fn theme_of(person: &Person) -> Option<&str> {
    (person.row > 3).then_some(person.theme.as_str())
}

fn if_let(person: &Person) {
    if let Some(address) = address_of(person) {
        println!("{address}"); //~ AG302
    } else {
        println!("none for {}", person.row); //~ clean
    }
    if let Some(theme) = theme_of(person) {
        println!("{theme}"); //~ clean
    }
}

fn let_else(person: &Person) {
    let Some(address) = address_of(person) else {
        println!("none"); //~ clean
        return;
    };
    println!("{address}"); //~ AG302
    let Some(theme) = theme_of(person) else { return };
    println!("{theme}"); //~ clean
}

fn question_mark(person: &Person) -> Option<()> {
    let address = address_of(person)?;
    println!("{address}"); //~ AG302
    let theme = theme_of(person)?;
    println!("{theme}"); //~ clean
    Some(())
}

fn while_let(person: &Person) {
    let mut next = Some(person.email.clone());
    while let Some(address) = next.take() {
        println!("{address}"); //~ AG302
    }
    let mut next = Some(person.row);
    while let Some(row) = next.take() {
        println!("{row}"); //~ clean
    }
}

fn combinators(person: &Person) {
    let address = address_of(person).map(str::to_uppercase).unwrap_or_default();
    println!("{address}"); //~ AG302
    let theme = theme_of(person).map(str::to_uppercase).unwrap_or_default();
    println!("{theme}"); //~ clean
}

fn a_closure_in_and_then(person: &Person) {
    let domain = address_of(person).and_then(|address| address.split('@').next());
    println!("{domain:?}"); //~ AG302
    let first = theme_of(person).and_then(|theme| theme.split('-').next());
    println!("{first:?}"); //~ clean
}

fn a_fallback(person: &Person, wanted: Option<String>) {
    let text = wanted.clone().unwrap_or_else(|| person.email.clone());
    println!("{text}"); //~ AG302
    let text = wanted.unwrap_or_else(|| person.theme.clone());
    println!("{text}"); //~ clean
}

fn whether_there_is_one(person: &Person) {
    println!("{}", address_of(person).is_some()); //~ clean
    println!("{:?}", address_of(person)); //~ AG302
}

fn registered(person: &Person) -> Result<String, u64> {
    if person.row > 3 { Ok(person.email.clone()) } else { Err(person.row) }
}

fn refused(person: &Person) -> Result<u64, String> {
    if person.row > 3 { Ok(person.row) } else { Err(format!("no account for {}", person.email)) }
}

fn both_arms(person: &Person) {
    match registered(person) {
        Ok(address) => println!("{address}"), //~ AG302
        Err(row) => println!("{row}"),        //~ clean
    }
    match refused(person) {
        Ok(row) => println!("{row}"),        //~ clean
        Err(reason) => println!("{reason}"), //~ AG302
    }
}

fn passed_up_by_question_mark(person: &Person) -> Result<u64, String> {
    let row = refused(person)?;
    println!("{row}"); //~ clean
    Ok(row)
}

fn printed_by_the_caller(person: &Person) {
    if let Err(reason) = passed_up_by_question_mark(person) {
        eprintln!("{reason}"); //~ AG302
    }
    if let Ok(row) = passed_up_by_question_mark(person) {
        eprintln!("{row}"); //~ clean
    }
}

fn from_one_to_the_other(person: &Person) {
    let address = registered(person).ok();
    println!("{address:?}"); //~ AG302
    let row = registered(person).err();
    println!("{row:?}"); //~ clean
    let reason = address_of(person).ok_or(person.row);
    println!("{reason:?}"); //~ AG302
}

fn mapped_away(person: &Person) {
    let reason = refused(person).map_err(|reason| reason.len());
    println!("{reason:?}"); //~ clean
    let reason = refused(person).map_err(|reason| reason + "!");
    println!("{reason:?}"); //~ AG302
}

fn taken_and_put(person: &Person) {
    let mut slot = None;
    slot.replace(person.email.clone());
    println!("{slot:?}"); //~ AG302
    let mut slot = None;
    slot.get_or_insert_with(|| person.theme.clone()).push('!');
    println!("{slot:?}"); //~ clean
}

fn defaults(person: &Person) {
    println!("{}", address_of(person).map_or("nobody", |address| address.trim())); //~ AG302
    println!("{}", theme_of(person).map_or("none", |theme| theme.trim())); //~ clean
    println!("{}", theme_of(person).map_or_else(|| person.name.clone(), |theme| theme.to_lowercase())); //~ AG302
    println!("{}", refused(person).map_or_else(|reason| reason.len(), |_| 0)); //~ clean
    println!("{}", refused(person).unwrap_or_else(|_| person.row)); //~ clean
    println!("{}", registered(person).unwrap_or_else(|_| person.theme.clone())); //~ AG302
}

fn of_both(person: &Person) {
    let both = address_of(person).zip(theme_of(person));
    if let Some((address, theme)) = both {
        println!("{address}"); //~ AG302
        println!("{theme}"); //~ clean
    }
    println!("{:?}", theme_of(person).or(address_of(person))); //~ AG302
    println!("{:?}", theme_of(person).or_else(|| theme_of(person))); //~ clean
    println!("{:?}", registered(person).and(Ok(person.row)).ok()); //~ clean
    println!("{:?}", refused(person).map(|row| row.to_string()).or(registered(person)).ok()); //~ AG302
}

fn looked_at(person: &Person) {
    let _ = theme_of(person).inspect(|theme| println!("{theme}")); //~ clean
    let _ = address_of(person).filter(|address| address.len() > person.row as usize).inspect(|address| println!("{address}")); //~ AG302
    let mut kept = Some(person.email.clone());
    if let Some(kept) = kept.as_mut() {
        kept.push('!');
    }
    println!("{:?}", kept.take()); //~ AG302
}

enum Told {
    Name(String),
    Theme(String),
}

fn constructors_as_functions(person: &Person) {
    let nested = address_of(person).map(Some);
    if let Some(Some(address)) = nested {
        println!("{address}"); //~ AG302
    }
    let failed: Option<Result<&str, &str>> = address_of(person).map(Err);
    match failed {
        Some(Ok(theme)) => println!("{theme}"), //~ clean
        Some(Err(address)) => println!("{address}"), //~ AG302
        None => println!("none"), //~ clean
    }
    let told = if person.row > 3 { Some(person.name.clone()).map(Told::Name) } else { Some(person.theme.clone()).map(Told::Theme) };
    match told {
        Some(Told::Name(name)) => println!("{name}"), //~ AG302
        Some(Told::Theme(theme)) => println!("{theme}"), //~ clean
        None => println!("none"), //~ clean
    }
}

fn main() {
    let person = ada();
    if_let(&person);
    let_else(&person);
    question_mark(&person);
    while_let(&person);
    combinators(&person);
    a_closure_in_and_then(&person);
    a_fallback(&person, None);
    whether_there_is_one(&person);
    both_arms(&person);
    printed_by_the_caller(&person);
    from_one_to_the_other(&person);
    mapped_away(&person);
    taken_and_put(&person);
    defaults(&person);
    of_both(&person);
    looked_at(&person);
    constructors_as_functions(&person);
}
