//! `#[pii]` on everything that holds or gives personal data; it changes nothing that runs.
#![deny(warnings)]
#[path = "shared/support.rs"]
mod support;

use agent_guard::pii;
use async_trait::async_trait;
use support::run;

#[derive(Debug, Clone, PartialEq)]
#[pii]
struct Person {
    #[pii(name)]
    name: String,
    #[agent_guard::pii(email)]
    email: String,
    theme: u8,
}

#[pii]
#[derive(Default)]
struct AllOfIt {
    street: String,
    town: String,
}

#[pii(communication)]
#[derive(Clone, Copy)]
struct Tuple<'a>(&'a str, #[pii] u8, #[pii(birth_date)] (u16, u8, u8));

/// Generic in every way.
#[pii]
struct Generic<'a, T: AsRef<str> + ?Sized, const N: usize, U = u8>
where
    Self: 'a,
    T: 'a,
{
    #[pii(health)]
    values: [U; N],
    #[pii(biometric)]
    last: &'a T,
}

#[pii]
struct UnsizedTail<T: ?Sized> {
    #[pii(genetic)]
    tail: T,
}

#[pii(health)]
enum Finding<T> {
    Nothing,
    Diagnosis(T),
    Pressure { systolic: u16, diastolic: u16 },
    ReportedBy(#[pii(name)] String, T),
}

#[pii]
enum Partly {
    Count(u8),
    #[pii(email)]
    Address(String, String),
    Call {
        #[pii(phone)]
        number: String,
        seconds: u8,
    },
}

mod privacy {
    pub enum Dream {}

    impl agent_guard::pii::Category for Dream {
        const NAME: &'static str = "Dream";
        const IRI: &'static str = "https://example.org/terms#Dream";
    }
}

#[pii]
struct Own {
    #[pii(privacy::Dream)]
    dream: String,
    #[pii(agent_guard::pii::Religion)]
    belief: String,
}

#[pii]
struct Conditional {
    #[cfg(any())]
    #[pii(name)]
    never: Missing,
    #[cfg(all())]
    #[pii(age)]
    always: u8,
}

#[pii]
enum ConditionalVariants {
    #[cfg(any())]
    #[pii(name)]
    Never(Missing),
    #[pii(name)]
    Always(String),
}

macro_rules! by_another_macro {
    ($name:ident { $($field:ident: $ty:ty),* }) => {
        #[pii(location, crate = agent_guard)]
        struct $name { $($field: $ty),* }
    };
}
by_another_macro!(Place { latitude: f64, longitude: f64 });

#[pii(email)]
fn email_of(person: &Person) -> &str {
    &person.email
}

#[pii]
const fn returned(age: u8) -> u8 {
    age
}

#[pii]
fn taken(#[pii(name)] name: &str, length: usize, #[pii] (_, second): (u8, u8)) -> bool {
    name.len() == length && second == 2
}

#[pii(preference)]
fn both(#[pii(communication)] mut message: String) -> String {
    message.push('!');
    message
}

#[pii]
async fn later<T: ToString>(#[pii(phone)] number: T) -> String {
    number.to_string()
}

#[pii]
fn of_a_pattern(#[pii] Person { name, email: address, .. }: Person) -> usize {
    name.len() + address.len()
}

trait Profile {
    #[pii(age)]
    fn age(&self) -> u8 {
        36
    }

    fn told(#[allow(unused_variables)] &self, what: &str) -> usize;
}

impl Profile for Person {
    #[pii]
    fn told(#[pii(name)] &self, #[pii(communication)] what: &str) -> usize {
        what.len() + self.name.len()
    }
}

#[async_trait]
trait Remembers {
    async fn remembers(&self, what: &str) -> usize;
}

#[async_trait]
impl Remembers for Person {
    #[pii]
    async fn remembers(&self, #[pii(communication)] what: &str) -> usize {
        std::future::ready(what.len()).await
    }
}

fn main() {
    let person = Person { name: "Ada".to_owned(), email: "ada@example.org".to_owned(), theme: 1 };
    assert_eq!(person.clone(), person);
    assert_eq!(person.theme, 1);
    assert_eq!(email_of(&person), "ada@example.org");
    let all = AllOfIt::default();
    assert!(all.street.is_empty() && all.town.is_empty());
    let tuple = Tuple("hello", 1, (1815, 12, 10));
    assert!(tuple.0.len() == 5 && tuple.1 == 1 && tuple.2.0 == 1815);
    let generic = Generic { values: [1, 2], last: "print" };
    assert!(generic.values.len() == 2 && generic.last == "print");
    let tail: &UnsizedTail<[u8]> = &UnsizedTail { tail: *b"acgt" };
    assert_eq!(&tail.tail, b"acgt");
    for finding in [Finding::Nothing, Finding::Diagnosis(1), Finding::Pressure { systolic: 120, diastolic: 80 }] {
        match finding {
            Finding::Nothing => {}
            Finding::Diagnosis(code) => assert_eq!(code, 1),
            Finding::Pressure { systolic, diastolic } => assert!(systolic > diastolic),
            Finding::ReportedBy(name, _) => assert!(name.is_empty()),
        }
    }
    assert!(matches!(Finding::ReportedBy("Ada".to_owned(), 1), Finding::ReportedBy(_, 1)));
    assert!(matches!(Partly::Count(1), Partly::Count(1)));
    assert!(matches!(Partly::Address(String::new(), String::new()), Partly::Address(..)));
    assert!(matches!(Partly::Call { number: String::new(), seconds: 1 }, Partly::Call { seconds: 1, .. }));
    let own = Own { dream: "of flying".to_owned(), belief: String::new() };
    assert!(own.dream.len() > own.belief.len());
    assert_eq!(Conditional { always: 36 }.always, 36);
    let ConditionalVariants::Always(name) = ConditionalVariants::Always("Ada".to_owned());
    assert_eq!(name, "Ada");
    let place = Place { latitude: 51.5, longitude: -0.1 };
    assert!(place.latitude > place.longitude);
    const AGE: u8 = returned(36);
    assert_eq!(AGE, 36);
    assert!(taken("Ada", 3, (1, 2)));
    assert_eq!(both("hello".to_owned()), "hello!");
    assert_eq!(run(later(118)), "118");
    assert_eq!(of_a_pattern(person.clone()), 18);
    assert_eq!(person.age(), 36);
    assert_eq!(person.told("hello"), 8);
    assert_eq!(run(person.remembers("hello")), 5);
}
