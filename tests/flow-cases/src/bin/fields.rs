//! Fields of structs and enums, marked and not; the field beside is not personal data.

use agent_guard::pii;
use people::{Person, ada};

struct Note {
    text: String,
    number: u64,
}

struct Page {
    title: String,
    note: Note,
}

fn kept_in_a_struct(person: &Person) {
    let note = Note { text: person.email.clone(), number: person.row };
    println!("{}", note.text); //~ AG302
    println!("{}", note.number); //~ clean
}

fn kept_in_a_nested_struct(person: &Person) {
    let page = Page { title: person.theme.clone(), note: Note { text: person.email.clone(), number: 1 } };
    println!("{}", page.note.text); //~ AG302
    println!("{}", page.note.number); //~ clean
    println!("{}", page.title); //~ clean
}

fn moved_out_of_a_nested_struct(person: &Person) {
    let page = Page { title: person.theme.clone(), note: Note { text: person.email.clone(), number: 1 } };
    let Page { title, note } = page;
    println!("{}", note.text); //~ AG302
    println!("{title}"); //~ clean
}

fn assigned_to_a_field(person: &Person) {
    let mut note = Note { text: String::new(), number: 1 };
    println!("{}", note.text); //~ clean: not yet
    note.text = person.email.clone();
    println!("{}", note.text); //~ AG302
    println!("{}", note.number); //~ clean
    note.text = String::from("nothing");
    println!("{}", note.text); //~ clean: no longer
}

fn updated_from_another(person: &Person) {
    let first = Note { text: person.email.clone(), number: 1 };
    let second = Note { number: 2, ..first };
    println!("{}", second.text); //~ AG302
    let third = Note { text: String::new(), ..second };
    println!("{} {}", third.text, third.number); //~ clean
}

struct Pair(String, String);

fn kept_in_a_tuple_struct(person: &Person) {
    let pair = Pair(person.email.clone(), person.theme.clone());
    println!("{}", pair.0); //~ AG302
    println!("{}", pair.1); //~ clean
}

enum Event {
    SignedIn { who: String, row: u64 },
    Renamed(String, String),
    Quiet,
}

fn kept_in_an_enum(event: &Event) {
    match event {
        Event::SignedIn { who, row } => {
            println!("{who}"); //~ AG302
            println!("{row}"); //~ clean
        }
        Event::Renamed(from, theme) => {
            println!("{from}"); //~ AG302
            println!("{theme}"); //~ clean
        }
        Event::Quiet => println!("quiet"), //~ clean
    }
}

#[pii(health)]
enum Finding {
    Diagnosis(String),
    Pressure { systolic: u16, diastolic: u16 },
    Healthy,
}

fn a_marked_enum(finding: &Finding) {
    match finding {
        Finding::Diagnosis(what) => println!("{what}"), //~ AG302
        Finding::Pressure { systolic, diastolic } => {
            println!("{systolic}/{diastolic}"); //~ AG302
        }
        Finding::Healthy => println!("healthy"), //~ clean: it has no field
    }
}

#[pii]
enum Contact {
    Call {
        #[pii(phone)]
        number: String,
        seconds: u8,
    },
    Letter(#[pii(address)] String, u8),
}

fn marked_fields_of_variants(contact: Contact) {
    match contact {
        Contact::Call { number, seconds } => {
            println!("{number}"); //~ AG302
            println!("{seconds}"); //~ clean
        }
        Contact::Letter(address, stamps) => {
            println!("{address}"); //~ AG302
            println!("{stamps}"); //~ clean
        }
    }
}

#[pii]
struct Tuple(#[pii(name)] String, u32);

fn marked_fields_of_a_tuple_struct(tuple: &Tuple) {
    println!("{}", tuple.0); //~ AG302
    println!("{}", tuple.1); //~ clean
}

#[pii(location)]
struct Place {
    latitude: f64,
    longitude: f64,
}

struct Ride {
    from: Place,
    price: f64,
}

fn marked_inside_of_unmarked(ride: &Ride) {
    println!("{}", ride.from.latitude + ride.from.longitude); //~ AG302
    println!("{}", ride.price); //~ clean
}

#[pii]
struct Labelled<T> {
    #[pii(name)]
    value: T,
    count: usize,
}

fn marked_field_of_a_generic_struct(labelled: &Labelled<String>) {
    println!("{}", labelled.value); //~ AG302
    println!("{}", labelled.count); //~ clean
}

fn main() {
    let person = ada();
    kept_in_a_struct(&person);
    kept_in_a_nested_struct(&person);
    moved_out_of_a_nested_struct(&person);
    assigned_to_a_field(&person);
    updated_from_another(&person);
    kept_in_a_tuple_struct(&person);
    kept_in_an_enum(&Event::SignedIn { who: person.email.clone(), row: person.row });
    kept_in_an_enum(&Event::Renamed(person.name.clone(), person.theme.clone()));
    kept_in_an_enum(&Event::Quiet);
    a_marked_enum(&Finding::Diagnosis("a cold".to_owned()));
    a_marked_enum(&Finding::Pressure { systolic: 120, diastolic: 80 });
    a_marked_enum(&Finding::Healthy);
    marked_fields_of_variants(Contact::Call { number: "118".to_owned(), seconds: 3 });
    marked_fields_of_variants(Contact::Letter("Main Street".to_owned(), 1));
    marked_fields_of_a_tuple_struct(&Tuple("Ada".to_owned(), 1));
    marked_inside_of_unmarked(&Ride { from: Place { latitude: 51.5, longitude: 0.1 }, price: 3.5 });
    marked_field_of_a_generic_struct(&Labelled { value: "Ada".to_owned(), count: 1 });
}
