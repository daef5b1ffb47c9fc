//! How fast the redactor is: on prose, on a short message, and on texts that are made to be slow.
//!
//! `cargo bench -p agent-guard --features redact --bench redactor`. The hostile texts come in three lengths each: the throughput must not
//! fall with the length, which it would if any of them took more than linear time.

use agent_guard::Redactor;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

const SENTENCES: &str = "It was late when the train came in, and nobody was waiting. She looked at the clock above the door, counted \
    the lamps along the platform, and went on, as she had always meant to do. What she remembered of the house was the smell of oranges; \
    in 2019 they had sold it. ";

fn prose(length: usize) -> String {
    SENTENCES.chars().cycle().take(length).collect()
}

/// 317 characters of a chat, with four values in it.
const MESSAGE: &str = "Hi! This is Ada. I moved last week, so please change my account: the new number is +49 151 23456789 and mail goes \
    to ada.lovelace@example.org from now on. The order was paid with 4111 1111 1111 1111, as always, and the refund should go to \
    DE89 3704 0044 0532 0130 00. Could you also look why the parcel is still in Leipzig? Thanks!";

#[divan::bench]
fn message(bencher: divan::Bencher) {
    let redactor = Redactor::new();
    bencher.counter(BytesCount::of_str(MESSAGE)).bench(|| redactor.redact(divan::black_box(MESSAGE)));
}

#[divan::bench(args = [10_000, 1_000_000])]
fn prose_of(bencher: divan::Bencher, length: usize) {
    let (redactor, text) = (Redactor::new(), prose(length));
    bencher.counter(BytesCount::of_str(&text)).bench(|| redactor.redact(divan::black_box(&text)));
}

#[divan::bench(args = [1_000_000])]
fn restore(bencher: divan::Bencher, length: usize) {
    let mut session = Redactor::new().session();
    let text = session.redact(&MESSAGE.repeat(length / MESSAGE.len()));
    bencher.counter(BytesCount::of_str(&text)).bench(|| session.restore(divan::black_box(&text)));
}

/// One part each of which is a candidate for something, and which repeated is one for as long as possible.
#[rustfmt::skip]
const HOSTILE: &[&str] = &[
    "1", "1 ", "12-", "1.", "4111 ", "@", "a@", "a@a.", "a.", ":", "::", "a:", "://", "a://b:", "?key=", "eyJ", "eyJaaaaaaaaaaaaaaaa.", "sk-",
    "-----BEGIN PRIVATE KEY-----", "⟨", "⟨A", "⟨A_1", "phone 1234567 ", "born 1.1.1990 ", "plate A1 ", "DE89 ", "京A1", "48.1234,", "x1",
];

#[divan::bench(args = HOSTILE, consts = [10_000, 100_000, 1_000_000])]
fn hostile<const LENGTH: usize>(bencher: divan::Bencher, part: &str) {
    let (redactor, text) = (Redactor::new(), part.repeat(LENGTH / part.len()));
    bencher.counter(BytesCount::of_str(&text)).bench(|| redactor.find(divan::black_box(&text)));
}
