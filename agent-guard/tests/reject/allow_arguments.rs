//! Every mistake in the parentheses of `allow` is told, all at once.

#[agent_guard::allow]
fn nothing_said() {}

#[agent_guard::allow(AG101)]
fn no_reason() {}

#[agent_guard::allow(reason = "because")]
fn no_rule() {}

#[agent_guard::allow(AG101, reason = " ")]
fn empty_reason() {}

#[agent_guard::allow("AG101", reason = "because")]
fn rule_in_quotes() {}

#[agent_guard::allow(ag101, AG1, UnconsentedRead, _, reason = "because")]
fn not_rules() {}

#[agent_guard::allow(AG101, reason = "because", expires = "2027-02-29")]
fn no_such_day() {}

#[agent_guard::allow(AG101, reason = "because", expires = "30.06.2027")]
fn another_format() {}

#[agent_guard::allow(AG101, because = "because", until = "2027-06-30")]
fn other_keys() {}

#[agent_guard::allow(AG101, reason = "because", expires = 2027)]
fn not_text() {}

#[agent_guard::allow(AG101, reason = "one", reason = "two")]
fn twice() {}

fn main() {}
