//! `#[encrypted_storage]` belongs on an `impl` with functions, and takes no arguments but the crate.

use agent_guard::encrypted_storage;

#[encrypted_storage]
struct Memory;

#[encrypted_storage]
fn remember() {}

#[encrypted_storage]
impl Memory {
    const NAME: &'static str = "memory";
}

#[encrypted_storage(aes)]
impl Memory {
    fn one() {}
}

#[encrypted_storage(cipher = "aes")]
impl Memory {
    fn two() {}
}

fn main() {}
