//! `cargo +nightly fuzz run redactor`, in `agent-guard`: whatever the text and wherever the answer is cut, the way back is the way.
#![no_main]

use agent_guard::Redactor;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (usize, String)| {
    let (cut, text) = input;
    let mut session = Redactor::new().session();
    let redacted = session.redact(&text).into_bytes();
    let (head, tail) = redacted.split_at(cut % (redacted.len() + 1));
    let mut restorer = session.restorer();
    let mut restored = restorer.push_bytes(head);
    restored.extend(restorer.push_bytes(tail));
    restored.extend(restorer.finish_bytes());
    assert_eq!(restored, text.as_bytes());
});
