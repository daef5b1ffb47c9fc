//! The redactor: what it gives back is clean, what it was given is not.

use agent_guard::Redactor;
use agent_guard::redact::Session;
use people::{Person, ada, everybody};

fn by_a_session(person: &Person) {
    let mut session = Redactor::new().session();
    let redacted = session.redact(&person.email);
    println!("{redacted}"); //~ clean
    println!("{}", person.email); //~ AG302: the original is what it was
}

fn by_the_redactor(person: &Person) {
    let redactor = Redactor::new();
    println!("{}", redactor.redact(&person.email)); //~ clean
    println!("{redacted} of {}", person.email, redacted = redactor.redact(&person.email)); //~ AG302
}

fn redacted(session: &mut Session, text: &str) -> String {
    session.redact(text.trim()).to_lowercase()
}

fn by_a_function(person: &Person) {
    let mut session = Redactor::new().session();
    println!("{}", redacted(&mut session, &person.email)); //~ clean
    println!("{}", person.email.trim()); //~ AG302
}

fn one_session_for_many(people: &[Person]) {
    let mut session = Redactor::new().session();
    for person in people {
        println!("{}", session.redact(&person.email)); //~ clean
        println!("{}", person.name); //~ AG302
    }
    let lines: Vec<String> = people.iter().map(|person| session.redact(&person.email)).collect();
    println!("{lines:?}"); //~ clean
}

fn restored(person: &Person) {
    let mut session = Redactor::new().session();
    let redacted = session.redact(&person.email);
    println!("{}", redacted.len()); //~ clean
    println!("{}", session.restore(&redacted)); //~ AG302: it is in the text again
}

fn restored_by_another(person: &Person) {
    let (mut session, mut other) = (Redactor::new().session(), Redactor::new().session());
    let (redacted, theme) = (session.redact(&person.email), other.redact(&person.theme));
    println!("{}", other.restore(&redacted)); //~ clean: it never had the address
    println!("{}", session.restore(&theme)); //~ AG302
}

fn restored_piece_by_piece(session: &mut Session, person: &Person, answer: &[&str]) {
    println!("{}", session.redact(&person.email)); //~ clean
    let mut restorer = session.restorer();
    for piece in answer {
        println!("{}", restorer.push(piece)); //~ AG302
    }
    println!("{}", restorer.finish()); //~ AG302
}

fn redacted_in_part(person: &Person) {
    let mut session = Redactor::new().session();
    println!("{} {}", session.redact(&person.email), person.theme); //~ clean
    println!("{} {}", session.redact(&person.email), person.name); //~ AG302
}

struct Guard {
    session: Session,
}

impl Guard {
    fn pass(&mut self, text: &str) -> String {
        self.session.redact(text)
    }

    fn let_through(&mut self, text: &str) -> String {
        if text.is_empty() { self.session.redact(text) } else { text.to_owned() }
    }
}

fn kept_in_a_struct(guard: &mut Guard, person: &Person) {
    println!("{}", guard.pass(&person.email)); //~ clean
    println!("{}", guard.let_through(&person.email)); //~ AG302: on one of its ways
}

fn main() {
    let (person, people) = (ada(), everybody());
    by_a_session(&person);
    by_the_redactor(&person);
    by_a_function(&person);
    one_session_for_many(&people);
    restored(&person);
    restored_by_another(&person);
    restored_piece_by_piece(&mut Redactor::new().session(), &person, &["Dear ", "[EMAIL_1]"]);
    redacted_in_part(&person);
    kept_in_a_struct(&mut Guard { session: Redactor::new().session() }, &person);
}
