//! `cargo agent-guard`
fn main() {}
