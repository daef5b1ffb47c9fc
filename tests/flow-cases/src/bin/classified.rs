//! What `data_privacy` classifies is personal where it is taken out of its container, and not where it is printed by it or redacted.

use data_privacy::simple_redactor::{SimpleRedactor, SimpleRedactorMode};
use data_privacy::{RedactionEngine, Sensitive, classified, taxonomy};

#[taxonomy(contoso)]
enum Classes {
    Identifier,
}

#[classified(Classes::Identifier)]
struct Name(String);

#[classified(Classes::Identifier)]
struct Address {
    line: String,
}

struct Label(String);

fn of_a_type(name: &Name, address: &Address, label: &Label) {
    println!("{name}"); //~ clean: the class and nothing else
    println!("{name:?}"); //~ clean
    println!("{}", name.0); //~ AG302
    println!("{}", address.line); //~ AG302
    println!("{}", label.0); //~ clean: nobody classifies it
    println!("{}", name.0.len()); //~ clean
}

fn of_a_value(sensitive: Sensitive<String>, engine: &RedactionEngine) {
    println!("{sensitive:?}"); //~ clean
    println!("{}", sensitive.declassify_ref()); //~ AG302
    println!("{}", sensitive.declassify_into()); //~ AG302
    let name = Name("Ada".to_owned());
    println!("{}", engine.redacted_to_string(&name)); //~ clean
}

fn main() {
    let engine = RedactionEngine::builder()
        .add_class_redactor(Classes::Identifier, SimpleRedactor::with_mode(SimpleRedactorMode::Replace('*')))
        .build();
    of_a_type(&Name("Ada".to_owned()), &Address { line: "St James's Square".to_owned() }, &Label("home".to_owned()));
    of_a_value(Sensitive::new("Ada".to_owned(), Classes::Identifier), &engine);
}
