//! Texts made of texts: `format!` and its relatives, joining, and what strings can do.

use std::fmt::{self, Write};

use people::{Person, ada};

fn formatted(person: &Person) {
    let text = format!("to {}", person.email);
    println!("{text}"); //~ AG302
    let text = format!("to {}", person.row);
    println!("{text}"); //~ clean
}

fn formatted_by_name(person: &Person) {
    let email = &person.email;
    let text = format!("to {email}, {theme}", theme = person.theme);
    println!("{text}"); //~ AG302
    let theme = &person.theme;
    let text = format!("in {theme:>8}, {row:03}", row = person.row);
    println!("{text}"); //~ clean
}

fn formatted_twice(person: &Person) {
    let text = format!("<{}>", format!("{} {}", person.name, person.row).trim());
    println!("{text}"); //~ AG302
    let text = format!("<{}>", format!("{} {}", person.theme, person.row).trim());
    println!("{text}"); //~ clean
}

fn written(person: &Person) {
    let mut line = String::new();
    let _ = write!(line, "to {}", person.email);
    println!("{line}"); //~ AG302
    let mut line = String::new();
    let _ = writeln!(line, "in {}", person.theme);
    println!("{line}"); //~ clean
}

fn written_with_question_mark(person: &Person) -> fmt::Result {
    let mut line = String::new();
    writeln!(&mut line, "to {}", person.email)?;
    print!("{line}"); //~ AG302
    let mut line = String::new();
    writeln!(&mut line, "in {}", person.theme)?;
    print!("{line}"); //~ clean
    Ok(())
}

fn written_as_bytes(person: &Person) -> std::io::Result<()> {
    use std::io::Write;
    let mut buffer = Vec::new();
    write!(buffer, "to {}", person.email)?;
    eprintln!("{}", String::from_utf8_lossy(&buffer)); //~ AG302
    let mut buffer = Vec::new();
    buffer.write_all(person.theme.as_bytes())?;
    eprintln!("{}", String::from_utf8_lossy(&buffer)); //~ clean
    Ok(())
}

fn print_it(arguments: fmt::Arguments<'_>) {
    println!("{arguments}"); //~ AG302
}

fn print_the_rest(arguments: fmt::Arguments<'_>) {
    println!("{arguments}"); //~ clean
}

fn arguments_passed_on(person: &Person) {
    print_it(format_args!("to {}", person.email));
    print_the_rest(format_args!("in {}", person.theme));
}

fn concatenated(person: &Person) {
    println!("{}", ["to ", &person.email].concat()); //~ AG302
    println!("{}", ["in ", &person.theme].concat()); //~ clean
    println!("{}", concat!("to ", "nobody")); //~ clean
}

fn joined(person: &Person) {
    println!("{}", [person.name.as_str(), person.theme.as_str()].join(" ")); //~ AG302
    println!("{}", ["in", person.theme.as_str()].join(" ")); //~ clean
}

fn added(person: &Person) {
    println!("{}", "to ".to_owned() + &person.email); //~ AG302
    println!("{}", "in ".to_owned() + &person.theme); //~ clean
}

fn to_string(person: &Person) {
    println!("{}", person.age.to_string()); //~ AG302
    println!("{}", person.row.to_string()); //~ clean
}

fn changed(person: &Person) {
    println!("{}", person.email.replace('@', " at ").to_uppercase()); //~ AG302
    println!("{}", person.theme.replace('-', " ").to_uppercase()); //~ clean
}

fn taken_apart(person: &Person) {
    if let Some((user, domain)) = person.email.split_once('@') {
        println!("{user} at {domain}"); //~ AG302
    }
    if let Some((first, rest)) = person.theme.split_once('-') {
        println!("{first} and {rest}"); //~ clean
    }
}

fn as_bytes(person: &Person) {
    println!("{:x?}", person.email.as_bytes()); //~ AG302
    println!("{:x?}", person.theme.as_bytes()); //~ clean
}

fn parsed(person: &Person) {
    println!("{:?}", person.name.parse::<u64>().ok()); //~ AG302: the same as a number
    println!("{:?}", person.theme.parse::<u64>().ok()); //~ clean
}

fn pushed(person: &Person) {
    let mut line = String::with_capacity(80);
    line.extend(person.email.chars().rev());
    line.insert(0, '<');
    println!("{line}"); //~ AG302
    line.clear();
    line.push_str(&person.theme);
    let length = line.len();
    println!("{length}"); //~ clean
}

fn a_width(person: &Person) {
    println!("{:width$}", person.row, width = usize::from(person.age)); //~ AG302: it can be counted in the output
    println!("{:width$}", person.row, width = 8); //~ clean
}

fn all_of_the_prints(person: &Person) {
    print!("{}", person.email); //~ AG302
    eprint!("{}", person.email); //~ AG302
    eprintln!("{}", person.email); //~ AG302
    dbg!(&person.email); //~ AG302
    print!("{}", person.row); //~ clean
    eprint!("{}", person.row); //~ clean
    eprintln!("{}", person.row); //~ clean
    dbg!(&person.row); //~ clean
}

fn several_arguments(person: &Person) {
    println!("{} {} {}", person.row, person.email, person.theme); //~ AG302
    println!("{1} {0}", person.row, person.theme); //~ clean
}

fn main() {
    let person = ada();
    formatted(&person);
    formatted_by_name(&person);
    formatted_twice(&person);
    written(&person);
    let _ = written_with_question_mark(&person);
    let _ = written_as_bytes(&person);
    arguments_passed_on(&person);
    concatenated(&person);
    joined(&person);
    added(&person);
    to_string(&person);
    changed(&person);
    taken_apart(&person);
    as_bytes(&person);
    parsed(&person);
    pushed(&person);
    a_width(&person);
    all_of_the_prints(&person);
    several_arguments(&person);
}
