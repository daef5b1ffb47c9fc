//! Personal data that would get out by habit, and categories that are none.

use agent_guard::{Pii, pii};

struct NoCategory;

#[pii]
struct Person {
    #[pii(NoCategory)]
    email: String,
    #[pii(Unheard)]
    name: String,
}


fn main() {
    let email: Pii<String> = Pii::new(String::new());
    println!("{email}");
    let _: &str = &email;
    let _ = email.clone();
    let _ = email == email;
    let _ = email.value.len();
    let _ = email.reveal(&());
}
