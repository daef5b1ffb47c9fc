//! An integration test is test code from its first line on.

use agent_guard::testing::AllowAll;

fn gate() -> AllowAll {
    AllowAll
}

#[test]
fn loads() {
    assert!(test_code::load(&sled::Tree::default(), &gate()).is_ok());
}

#[test]
fn names_somebody_who_does_not_exist() {
    let person = test_code::Person { email: "ada@example.org".to_owned() };
    println!("{}", test_code::named(&person)); //~ clean
    test_code::with_name(&person, |name| println!("{name}")); //~ clean
    test_code::Journal::new(Box::new(std::io::stdout())).note(&person).unwrap(); //~ clean
}
