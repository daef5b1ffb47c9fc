//! An integration test is test code from its first line on.

use agent_guard::testing::AllowAll;

fn gate() -> AllowAll {
    AllowAll
}

#[test]
fn loads() {
    assert!(test_code::load(&sled::Tree::default(), &gate()).is_ok());
}
