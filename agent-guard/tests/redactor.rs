//! The redactor, by examples: for each kind one that is found, and beside it one that only looks like it.
#![cfg(feature = "redact")]

use agent_guard::Redactor;
use agent_guard::redact::{InvalidTerms, Kind};

/// Redacts with everything on, and looks that the way back is the way.
#[track_caller]
fn check(text: &str, expected: &str) {
    let mut session = Redactor::new().session();
    let redacted = session.redact(text);
    assert_eq!(redacted, expected);
    assert_eq!(session.restore(&redacted), text);
}

#[track_caller]
fn stays(text: &str) {
    check(text, text);
}

#[test]
fn email() {
    check("mail ada.lovelace+x@mail.example.co.uk.", "mail ⟨EMAIL_1⟩.");
    check("<josé@exämple.de>, 邮箱是zhang@example.cn吗", "<⟨EMAIL_1⟩>, 邮箱是⟨EMAIL_2⟩吗");
    check("mailto:ada@example.org?subject=x", "mailto:⟨EMAIL_1⟩?subject=x");
    check("to ada@example.org.Then wait", "to ⟨EMAIL_1⟩.Then wait");
    stays("@ada, user@host, icon@2x.png, serde@1.0.2, git@github.com:ada/engine.git, a @ b.com, x@.com, @app.route");
}

#[test]
fn phone() {
    check("+49 151 23456789", "⟨PHONE_1⟩");
    check("call +1 (202) 555-0143, or 0033 6 12 34 56 78", "call ⟨PHONE_1⟩, or ⟨PHONE_2⟩");
    check("我的电话是13812345678。", "我的电话是⟨PHONE_1⟩。");
    check("(202) 555-0143, 06 12 34 56 78", "⟨PHONE_1⟩, ⟨PHONE_2⟩");
    check("Telefon: 030 1234567", "Telefon: ⟨PHONE_1⟩");
    check("+49 (0)151 23456789", "⟨PHONE_1⟩");
    stays("order 20240517001, 1234567 people, in hotel 12345678");
    stays("call me on 2024-05-17, +12% and +999 1");
    stays("in my hotel. 1234567890 is no number, bring the phone. Then take 1234567");
}

#[test]
fn card() {
    check("4111 1111 1111 1111, 378282246310005; 5555-5555-5555-4444 123", "⟨CARD_1⟩, ⟨CARD_2⟩; ⟨CARD_3⟩ 123");
    check("卡号6222021234567890128。", "卡号⟨CARD_1⟩。");
    stays("4111 1111 1111 1112, 1234 5678 9012 3456, 49927398716, 4111111111111111111111");
}

#[test]
fn iban() {
    check("DE89 3704 0044 0532 0130 00, GB82WEST12345698765432.", "⟨IBAN_1⟩, ⟨IBAN_2⟩.");
    check("de89370400440532013000", "⟨IBAN_1⟩");
    stays("DE89 3704 0044 0532 0130 01, XX89 3704 0044 0532 0130 00, DE89");
}

#[test]
fn ip_address() {
    check("203.0.113.7:443 and 2001:db8::8a2e:370:7334.", "⟨IP_1⟩:443 and ⟨IP_2⟩.");
    check("[fe80::1]", "[⟨IP_1⟩]");
    stays("127.0.0.1, 0.0.0.0, ::1, v1.2.3.4, 1.2.3.4.5, 256.1.1.1, std::fmt, a::b, 12:30:45, De::Ad");
}

#[test]
fn mac_address() {
    check("00:1A:2b:3C:4d:5E 00-1A-2B-3C-4D-5E 001a.2b3c.4d5e", "⟨MAC_1⟩ ⟨MAC_2⟩ ⟨MAC_3⟩");
    stays("00:00:00:00:00:00 00:1A:2b:3C:4d 00:1A:2b:3C:4d:5E:6F 12:30:45");
}

#[test]
fn url_credentials() {
    check("postgres://ada:engine@db.example.org/x", "postgres://⟨CREDENTIALS_1⟩@db.example.org/x");
    check("https://api.example.org/v1?q=1&api_key=abcd1234&x=2", "https://api.example.org/v1?q=1&api_key=⟨CREDENTIALS_1⟩&x=2");
    stays("https://example.org:8080/a?monkey=business&key=value https://example.org/@ada:x");
}

#[test]
fn api_key() {
    let body = "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0";
    for prefix in ["sk-proj-", "sk-ant-api03-", "ghp_", "hf_", "xoxb-123-"] {
        check(&format!("key={prefix}{}, ok", &body[..36]), "key=⟨API_KEY_1⟩, ok");
    }
    check("AKIAIOSFODNN7EXAMPLE.", "⟨API_KEY_1⟩.");
    check("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_123", "⟨API_KEY_1⟩");
    check("Authorization: Bearer abcdef1234567890abcdef", "Authorization: Bearer ⟨API_KEY_1⟩");
    stays("sk-learn, task-proj-abcdefghijklmnopqrstuvwx, ghp_short, AKIA, eyJhbGciOiJIUzI1NiJ9, Bearer of bad news");
}

#[test]
fn private_key() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n7Q==\n-----END RSA PRIVATE KEY-----";
    check(&format!("a {key} b"), "a ⟨PRIVATE_KEY_1⟩ b");
    check(&format!("a {} b", key.replace('\n', "\\n")), "a ⟨PRIVATE_KEY_1⟩ b");
    stays("keys begin with -----BEGIN PRIVATE KEY----- and end with -----END PRIVATE KEY-----");
    stays("-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkq\n-----END PUBLIC KEY-----");
}

#[test]
fn national_ids() {
    check("身份证11010519491231002X", "身份证⟨CN_ID_1⟩");
    check("123-45-6789, SSN 123456789", "⟨US_SSN_1⟩, SSN ⟨US_SSN_2⟩");
    check("AB123456C AB 12 34 56 C", "⟨UK_NINO_1⟩ ⟨UK_NINO_2⟩");
    check("86095742719 and 86 095 742 719", "⟨DE_TAX_ID_1⟩ and ⟨DE_TAX_ID_2⟩");
    check("2 55 08 14 168 025 38", "⟨FR_NIR_1⟩");
    check("12345678Z, X1234567L", "⟨ES_ID_1⟩, ⟨ES_ID_2⟩");
    check("RSSMRA85T10A562S", "⟨IT_CF_1⟩");
    check("529.982.247-25, CPF 52998224725", "⟨BR_CPF_1⟩, CPF ⟨BR_CPF_2⟩");
    stays("110105194912310021 666-45-6789 000-12-3456 GB123456A AB123456E 86095742710 12345678A X1234567A");
    stays("RSSMRA85T10A562T 529.982.247-26 52998224725 2 55 08 14 168 025 39");
}

#[test]
fn birth_date() {
    check("born on 17 May 1990, in York", "born on ⟨BIRTH_DATE_1⟩, in York");
    check("DOB: 05/17/1990; geboren am 17.05.1990", "DOB: ⟨BIRTH_DATE_1⟩; geboren am ⟨BIRTH_DATE_2⟩");
    check("née le 1er mai 1990 / date of birth: May 17, 1990", "née le ⟨BIRTH_DATE_1⟩ / date of birth: ⟨BIRTH_DATE_2⟩");
    check("我出生于1990年5月17日，1990年5月17日出生", "我出生于⟨BIRTH_DATE_1⟩，⟨BIRTH_DATE_1⟩出生");
    stays("the meeting of 17 May 1990, released 2024-05-17, born in 1990, DOB 99/99/1990");
}

#[test]
fn coordinates() {
    check("48.85837, 2.29448 and -33.8567844,151.2152967", "⟨COORDINATES_1⟩ and ⟨COORDINATES_2⟩");
    check("48°51'29.6\"N 2°17'40.2\"E", "⟨COORDINATES_1⟩");
    check("GPS: 52.52, 13.40", "GPS: ⟨COORDINATES_1⟩");
    stays("[0.12345, -0.23456, 1.34567, 2.45678] (0.12345, 0.54321)");
    stays("3.14159 2.71828, prices 12.50, 13.40, 95.12345, 10.12345");
}

#[test]
fn vehicle_plate() {
    check("license plate AB12 CDE in London", "license plate ⟨PLATE_1⟩ in London");
    check("Kennzeichen B-AB 1234, 车牌京A12345", "Kennzeichen ⟨PLATE_1⟩, 车牌⟨PLATE_2⟩");
    stays("room AB12 CDE, flight BA-123-XY, part B-AB 1234");
}

#[test]
fn the_same_value_has_the_same_placeholder_in_the_whole_session() {
    let mut session = Redactor::new().session();
    assert_eq!(session.redact("a@example.org b@example.org"), "⟨EMAIL_1⟩ ⟨EMAIL_2⟩");
    assert_eq!(session.redact("b@example.org c@example.org"), "⟨EMAIL_2⟩ ⟨EMAIL_3⟩");
    assert_eq!(session.restore("⟨EMAIL_3⟩⟨EMAIL_1⟩ ⟨EMAIL_4⟩"), "c@example.orga@example.org ⟨EMAIL_4⟩");
}

#[test]
fn a_text_with_placeholders_in_it_survives() {
    check("⟨EMAIL_1⟩ is not a@example.org", "⟨TEXT_1⟩ is not ⟨EMAIL_1⟩");
    check("⟨EMAIL_a@example.org⟩ ⟨⟨PHONE_12⟩⟩", "⟨⟨EMAIL_1⟩⟩ ⟨⟨TEXT_1⟩⟩");
    check("⟨TEXT_1⟩ ⟨TEXT_2⟩ ⟨TEXT_1", "⟨TEXT_1⟩ ⟨TEXT_2⟩ ⟨TEXT_1");
}

#[test]
fn kinds_can_be_switched() {
    let text = "ada@example.org 203.0.113.7";
    let only = Redactor::builder().only([Kind::IpAddress]).build().expect("no terms");
    assert_eq!(only.redact(text), "ada@example.org ⟨IP_1⟩");
    let without = Redactor::builder().without([Kind::IpAddress]).build().expect("no terms");
    assert_eq!(without.redact(text), "⟨EMAIL_1⟩ 203.0.113.7");
}

#[test]
fn registered_terms_are_found_as_whole_words_in_any_case() {
    let terms = Redactor::builder().terms("NAME", ["Ada L", "Ada", "Élodie", "王小明"]).terms("PROJECT", ["Engine 2"]);
    let redactor = terms.build().expect("these are terms");
    assert_eq!(redactor.redact("Ada Lovelace, ADA, Adams; élodie"), "⟨NAME_1⟩ Lovelace, ⟨NAME_2⟩, Adams; ⟨NAME_3⟩");
    assert_eq!(redactor.redact("我是王小明，做engine 2的"), "我是⟨NAME_1⟩，做⟨PROJECT_1⟩的");
    assert_eq!(redactor.find("Ada")[0].label(), "NAME");
}

#[test]
fn terms_that_cannot_be_are_refused_without_being_told() {
    let error = |label: &str, term: &str| Redactor::builder().terms(label, [term]).build().expect_err("refused");
    assert_eq!(error("name", "Ada"), InvalidTerms::Label);
    assert_eq!(error("NAME⟩", "Ada"), InvalidTerms::Label);
    assert_eq!(error("NAME", " - "), InvalidTerms::Empty);
    assert!(!error("Secret", "Ada").to_string().contains("Secret"));
}

#[test]
fn debug_shows_nothing_of_what_was_found() {
    let mut session = Redactor::builder().terms("NAME", ["Ada"]).build().expect("a term").session();
    let _ = session.redact("Ada: ada@example.org");
    let shown = format!("{session:?} {:?} {:?}", session.restorer(), Redactor::builder().terms("NAME", ["Ada"]));
    assert!(!shown.contains("Ada") && !shown.contains("ada@"), "{shown}");
}
