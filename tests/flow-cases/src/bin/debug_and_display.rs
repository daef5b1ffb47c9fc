//! `{:?}` and `{}` of types that have a marked field: what is printed is what their `fmt` writes.

use std::fmt::{self, Debug, Display};

use agent_guard::pii;
use people::{Person, ada};

fn derived_in_another_crate(person: &Person) {
    println!("{person:?}"); //~ AG302
    println!("{person:#?}"); //~ AG302
    println!("{:?}", person.row); //~ clean
}

#[pii]
#[derive(Debug, Clone, Default)]
struct Account {
    #[pii(email)]
    email: String,
    row: u64,
}

fn derived_here(account: &Account) {
    println!("{account:?}"); //~ AG302
    println!("{:?}", account.row); //~ clean
    println!("{:?}", account.email.len()); //~ clean
}

fn derived_within_derived(account: &Account) {
    #[derive(Debug)]
    struct Session {
        account: Account,
        hits: u32,
    }
    let session = Session { account: account.clone(), hits: 3 };
    println!("{session:?}"); //~ AG302
    println!("{:?}", session.hits); //~ clean
    println!("{}", session.account.row); //~ clean
}

#[pii]
struct Careful {
    #[pii(email)]
    email: String,
    row: u64,
}

impl Debug for Careful {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Careful").field("row", &self.row).finish_non_exhaustive()
    }
}

impl Display for Careful {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in row {}", self.email, self.row)
    }
}

fn written_by_hand(careful: &Careful) {
    println!("{careful:?}"); //~ clean: the field is left out
    println!("{careful}"); //~ AG302: here it is not
}

fn one_careful_within_derived(careful: Careful) {
    #[derive(Debug)]
    struct Session {
        careful: Careful,
    }
    let session = Session { careful };
    println!("{session:?}"); //~ clean
    println!("{}", session.careful); //~ AG302
}

#[pii]
struct Masked {
    #[pii(email)]
    email: String,
    theme: String,
}

impl Display for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.email.len();
        write!(f, "{} letters, {}", length, self.theme)
    }
}

impl Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Masked").field(&self.email).finish()
    }
}

fn the_other_way_round(masked: &Masked) {
    println!("{masked}"); //~ clean
    println!("{masked:?}"); //~ AG302
    println!("{}", masked.to_string()); //~ clean
    println!("{}", format!("{masked:?}")); //~ AG302
}

struct Delegates(Careful);

impl Display for Delegates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.0, f)
    }
}

impl Debug for Delegates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Debug::fmt(&self.0, f)
    }
}

fn delegated(delegates: &Delegates) {
    println!("{delegates}"); //~ AG302
    println!("{delegates:?}"); //~ clean
}

fn to_string(delegates: &Delegates) {
    let text = delegates.to_string();
    println!("{text}"); //~ AG302
    println!("{}", text.len()); //~ clean
}

fn in_tuples(account: &Account, careful: &Careful) {
    println!("{:?}", (1, account)); //~ AG302
    println!("{:?}", (1, careful)); //~ clean
}

fn in_collections(account: &Account, careful: &Careful) {
    println!("{:?}", vec![account.clone()]); //~ AG302
    println!("{:?}", [careful]); //~ clean
    println!("{:?}", Some(account)); //~ AG302
    println!("{:?}", Some(careful)); //~ clean
}

#[derive(Debug)]
struct Plain {
    text: String,
    row: u64,
}

fn not_marked_and_filled(person: &Person) {
    let plain = Plain { text: person.email.clone(), row: person.row };
    println!("{plain:?}"); //~ AG302
    let plain = Plain { text: person.theme.clone(), row: person.row };
    println!("{plain:?}"); //~ clean
    println!("{}{}", plain.text, plain.row); //~ clean
}

#[pii(health)]
#[derive(Debug)]
enum Finding {
    Diagnosis(String),
    Healthy,
}

#[derive(Debug)]
enum Kind {
    First,
    Second(u8),
}

fn enums(finding: &Finding, kind: &Kind) {
    println!("{finding:?}"); //~ AG302
    println!("{:?}", matches!(finding, Finding::Diagnosis(what) if what.is_empty())); //~ clean
    println!("{kind:?}"); //~ clean
    println!("{:?}", matches!(kind, Kind::Second(2))); //~ clean
}

fn main() {
    let person = ada();
    derived_in_another_crate(&person);
    let account = Account { email: person.email.clone(), row: 1 };
    derived_here(&account);
    derived_within_derived(&account);
    let careful = || Careful { email: "ada@example.org".to_owned(), row: 1 };
    written_by_hand(&careful());
    one_careful_within_derived(careful());
    the_other_way_round(&Masked { email: "ada@example.org".to_owned(), theme: "dark".to_owned() });
    delegated(&Delegates(careful()));
    to_string(&Delegates(careful()));
    in_tuples(&account, &careful());
    in_collections(&account, &careful());
    not_marked_and_filled(&person);
    enums(&Finding::Diagnosis("a cold".to_owned()), &Kind::Second(2));
    enums(&Finding::Healthy, &Kind::First);
}
