//! What holds of the redactor for every text, by proptest.
#![cfg(feature = "redact")]

use agent_guard::Redactor;
use proptest::prelude::*;

/// Things that are found, things that nearly are, and what stands between them: as close to trouble as text gets.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "ada@example.org",
            "+49 151 23456789",
            "13812345678",
            "4111 1111 1111 1111",
            "DE89 3704 0044 0532 0130 00",
            "203.0.113.7",
            "2001:db8::8a2e:370:7334",
            "00:1A:2b:3C:4d:5E",
            "https://ada:engine@example.org/",
            "?api_key=abcd1234",
            "AKIAIOSFODNN7EXAMPLE",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc",
            "11010519491231002X",
            "123-45-6789",
            "AB123456C",
            "86095742719",
            "RSSMRA85T10A562S",
            "529.982.247-25",
            "born on 17 May 1990",
            "48.85837, 2.29448",
            "plate AB12 CDE",
            "京A12345",
            "-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END PRIVATE KEY-----",
            "⟨EMAIL_1⟩",
            "⟨EMAIL_",
            "⟨",
            "⟩",
            "_1⟩",
            "TEXT_1",
            "Ada",
            "电话",
            "phone ",
            "@",
            ":",
            "://",
            "::",
            "-",
            " ",
            ".",
            "\n",
            "1",
            "0000",
            "eyJ",
            "sk-",
            "é",
            "漢",
            "😀",
            "\u{0}",
            "°",
            "生まれ",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
        "[0-9 ./:-]{1,20}",
        "[A-Z0-9]{1,20}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..20).prop_map(|pieces| pieces.concat())
}

fn redactor() -> Redactor {
    Redactor::builder().terms("NAME", ["Ada", "漢"]).build().expect("these are terms")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn restoring_what_was_redacted_gives_the_text(text in text()) {
        let mut session = redactor().session();
        let redacted = session.redact(&text);
        prop_assert_eq!(session.restore(&redacted), text);
    }

    #[test]
    fn an_answer_in_two_pieces_is_restored_wherever_it_is_cut(text in text()) {
        let mut session = redactor().session();
        let redacted = session.redact(&text).into_bytes();
        for cut in 0..=redacted.len() {
            let mut restorer = session.restorer();
            let mut restored = restorer.push_bytes(&redacted[..cut]);
            restored.extend(restorer.push_bytes(&redacted[cut..]));
            restored.extend(restorer.finish_bytes());
            prop_assert_eq!(&restored, text.as_bytes());
        }
    }

    #[test]
    fn an_answer_byte_by_byte_is_restored(text in text()) {
        let mut session = redactor().session();
        let redacted = session.redact(&text);
        let mut restorer = session.restorer();
        let mut restored: Vec<u8> = redacted.bytes().flat_map(|byte| restorer.push_bytes(&[byte])).collect();
        restored.extend(restorer.finish_bytes());
        prop_assert_eq!(&restored, text.as_bytes());
    }

    #[test]
    fn what_was_found_lies_in_the_text_in_order_and_apart(text in text()) {
        let mut end = 0;
        for found in redactor().find(&text) {
            let range = found.range();
            prop_assert!(end <= range.start && range.start < range.end);
            prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            end = range.end;
        }
    }

    #[test]
    fn what_was_found_is_not_in_the_redacted_text(pieces in prop::collection::vec(piece(), 0..20)) {
        // With lines between them, so that a value is not by chance also a part of something else that stays.
        let text = pieces.join("\n");
        let redactor = redactor();
        let redacted = redactor.redact(&text);
        for found in redactor.find(&text) {
            let value = &text[found.range()];
            // A short value may also be part of something longer, which is another thing: `1.2.3.4` in `1.2.3.4.5`.
            let stays = redacted.lines().any(|line| line == value);
            prop_assert!(!stays, "{value:?} is left in {redacted:?}");
        }
    }

    #[test]
    fn any_text_at_all_is_survived(text in any::<String>()) {
        let mut session = redactor().session();
        let redacted = session.redact(&text);
        prop_assert_eq!(session.restore(&redacted), text);
    }

    #[test]
    fn any_bytes_at_all_are_survived_by_the_way_back(bytes in any::<Vec<u8>>()) {
        let mut restorer = redactor().session().restorer();
        let mut restored = restorer.push_bytes(&bytes);
        restored.extend(restorer.finish_bytes());
        prop_assert_eq!(restored, bytes);
    }

    #[test]
    fn in_redacted_text_nothing_more_is_found(pieces in prop::collection::vec(piece(), 0..20)) {
        // With lines between them: of two values without anything between them, each may hide the other's bounds.
        let redactor = redactor();
        let once = redactor.redact(&pieces.join("\n"));
        prop_assert!(redactor.find(&once).is_empty(), "{:?} in {once:?}", redactor.find(&once));
    }
}
