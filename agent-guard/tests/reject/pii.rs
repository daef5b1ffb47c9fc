//! `#[pii]` where it cannot work, and categories that there are not.

use agent_guard::pii;

#[pii]
struct Categories {
    #[pii(emial)]
    transposed: String,
    #[pii(phone_number)]
    another_word: String,
    #[pii(shoe_size)]
    unknown: String,
    #[pii("email")]
    in_quotes: String,
    #[pii(category = email)]
    with_a_key: String,
    #[pii = "email"]
    as_a_value: String,
    #[pii(email, phone)]
    two: String,
    #[pii(email)]
    #[pii(phone)]
    twice: String,
    #[pii(email, crate = agent_guard)]
    inner_crate: String,
}

#[pii(dob)]
struct OnTheType(u8);

#[pii]
struct Nothing;

#[pii]
union Bytes {
    number: u8,
}

#[pii]
#[repr(C, packed)]
struct Packed {
    #[pii(age)]
    age: u32,
}

#[pii]
enum NoData {
    #[pii(email)]
    Unit,
    Other(u8),
}

#[pii]
fn returns_nothing(_email: &str) {}

#[pii(email)]
fn never_returns() -> ! {
    std::process::exit(0)
}

#[pii]
fn of_no_name(#[pii(email)] _: &str) {}

trait Profile {
    #[pii(email)]
    fn email(&self) -> String;
}

#[pii]
static OWNER: &str = "ada";

#[pii]
impl Nothing {}

fn main() {}
