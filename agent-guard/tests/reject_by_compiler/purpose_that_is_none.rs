//! A token is for a type that is a purpose.

fn needs(_: &agent_guard::Consent<String>) {}

fn main() {}
