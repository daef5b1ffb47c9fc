//! One look over the text, in time linear in its length.
//!
//! Nearly all of a text is of no interest, and most of what is interesting begins with something that is rare: a digit, an `@`, a colon,
//! or one of a few dozen prefixes. Three passes find these, none with more than a table or an automaton's step for each byte:
//!
//! - the prefixes, by an automaton (Aho-Corasick);
//! - digits, `@` and `:`, by a table of bytes;
//! - the terms that the application registered, by an automaton of its own, if there are any.
//!
//! Only where one of them is, a detector looks closer, and none looks further than what it looks for is long. A detector may find, and
//! another find something that overlaps; [`resolve`] joins these, so that nothing of either stays.

use std::sync::{Arc, LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::detect::{self, Span};
use super::kind::{Kind, Kinds};
use super::placeholder;
use super::terms::Terms;
use super::text::Text;

/// What was found, before it has a name in a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    Kind(Kind),
    /// A term that was registered under this label.
    Term(Arc<str>),
    /// What looks like one of our placeholders, and has to survive the way back.
    Lookalike,
}

/// What a prefix announces.
#[derive(Clone, Copy)]
enum Announced {
    Token(&'static detect::secret::Token),
    JsonWebToken,
    TelegramToken,
    AwsSecret,
    Bearer,
    PrivateKey,
    Url,
    QuerySecret,
    Lookalike,
}

struct Prefixes {
    automaton: AhoCorasick,
    announced: Vec<Announced>,
}

/// Names of parameters whose value lets one in.
#[rustfmt::skip]
const QUERY_SECRETS: &[&str] = &[
    "access_token=", "refresh_token=", "id_token=", "auth_token=", "token=", "api_key=", "apikey=", "api-key=", "key=", "secret=",
    "client_secret=", "password=", "passwd=", "pwd=", "signature=", "sig=", "auth=", "X-Amz-Signature=", "X-Amz-Credential=",
    "X-Amz-Security-Token=",
];

/// Compiled at the first use, and shared by all redactors.
static PREFIXES: LazyLock<Prefixes> = LazyLock::new(|| {
    let others = [
        ("eyJ", Announced::JsonWebToken),
        (":AA", Announced::TelegramToken),
        ("aws_secret_access_key", Announced::AwsSecret),
        ("AWS_SECRET_ACCESS_KEY", Announced::AwsSecret),
        ("Bearer ", Announced::Bearer),
        ("bearer ", Announced::Bearer),
        ("-----BEGIN ", Announced::PrivateKey),
        ("://", Announced::Url),
        (placeholder::OPEN, Announced::Lookalike),
    ];
    let tokens = detect::secret::TOKENS.iter().map(|token| (token.prefix, Announced::Token(token)));
    let secrets = QUERY_SECRETS.iter().map(|name| (*name, Announced::QuerySecret));
    let (patterns, announced): (Vec<_>, Vec<_>) = tokens.chain(secrets).chain(others).unzip();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        // A hundred short patterns make a small automaton, and this is its fastest form.
        .kind(Some(AhoCorasickKind::DFA))
        .build(patterns)
        .expect("a short list of prefixes is no automaton too large");
    Prefixes { automaton, announced }
});

/// All that is personal in the text, in order, no two overlapping, and what looks like a placeholder of ours.
pub(super) fn scan(text: &str, kinds: Kinds, terms: Option<&Terms>) -> Vec<Found> {
    let text = Text::new(text);
    let mut found = Vec::new();
    by_prefix(text, kinds, &mut found);
    by_byte(text, kinds, &mut found);
    if let Some(terms) = terms {
        terms.find(text, &mut found);
    }
    resolve(found)
}

fn by_prefix(text: Text<'_>, kinds: Kinds, found: &mut Vec<Found>) {
    let prefixes = &*PREFIXES;
    for hit in prefixes.automaton.find_iter(text.bytes) {
        let (start, end) = (hit.start(), hit.end());
        let (kind, span) = match prefixes.announced[hit.pattern().as_usize()] {
            Announced::Lookalike => {
                if let Some(end) = placeholder::end_of(text.text, start) {
                    found.push(Found { span: start..end, what: What::Lookalike });
                }
                continue;
            }
            Announced::Token(token) => (Kind::ApiKey, detect::secret::token_at(text, start, token)),
            Announced::JsonWebToken => (Kind::ApiKey, detect::secret::json_web_token(text, start)),
            Announced::TelegramToken => (Kind::ApiKey, detect::secret::telegram_token(text, start)),
            Announced::AwsSecret => (Kind::ApiKey, detect::secret::aws_secret(text, end)),
            Announced::Bearer => (Kind::ApiKey, detect::secret::bearer(text, end)),
            Announced::PrivateKey => (Kind::PrivateKey, detect::secret::private_key(text, start)),
            Announced::Url => (Kind::UrlCredentials, detect::url::userinfo(text, end)),
            Announced::QuerySecret => (Kind::UrlCredentials, detect::url::query_value(text, start, end)),
        };
        if let Some(span) = span.filter(|_| kinds.contains(kind)) {
            found.push(Found { span, what: What::Kind(kind) });
        }
    }
}

/// What a byte may be the mark of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Nothing,
    Digit,
    At,
    Colon,
}

const MARKS: [Mark; 256] = {
    let mut marks = [Mark::Nothing; 256];
    let mut digit = b'0';
    while digit <= b'9' {
        marks[digit as usize] = Mark::Digit;
        digit += 1;
    }
    marks[b'@' as usize] = Mark::At;
    marks[b':' as usize] = Mark::Colon;
    marks
};

fn by_byte(text: Text<'_>, kinds: Kinds, found: &mut Vec<Found>) {
    let mut push = |kind: Kind, span: Span| found.push(Found { span, what: What::Kind(kind) });
    let mut position = 0;
    // Up to where words and rows have been looked at, so that each is looked at once.
    let (mut words_seen, mut row_seen) = (0, 0);
    while let Some(offset) = text.bytes[position..].iter().position(|byte| MARKS[usize::from(*byte)] != Mark::Nothing) {
        position += offset;
        match MARKS[usize::from(text.bytes[position])] {
            Mark::Digit => {
                let run = text.end_of(position, |byte| byte.is_ascii_digit());
                match number(text, position, run, kinds, &mut words_seen) {
                    Some((kind, span)) => {
                        // From the end of what was found, which is at least one digit on.
                        position = span.end.max(position + 1);
                        push(kind, span);
                    }
                    None => position = run,
                }
            }
            Mark::At => {
                if let Some(span) = detect::email::at(text, position).filter(|_| kinds.contains(Kind::Email)) {
                    push(Kind::Email, span);
                }
                position += 1;
            }
            Mark::Colon => {
                if position >= row_seen {
                    let row = detect::network::colon_row(text, position);
                    row_seen = row.end;
                    if let Some(span) = detect::network::mac(text, &row).filter(|_| kinds.contains(Kind::MacAddress)) {
                        push(Kind::MacAddress, span);
                    } else if let Some(span) = detect::network::ipv6(text, &row).filter(|_| kinds.contains(Kind::IpAddress)) {
                        push(Kind::IpAddress, span);
                    }
                }
                position += 1;
            }
            Mark::Nothing => position += 1,
        }
    }
}

/// Longer than any word with letters and digits that is looked for.
const LONGEST_WORD: usize = 40;

/// What the row of digits from `start` to `run` is or begins. The surest first: check digits over forms, forms over words before it.
fn number(text: Text<'_>, start: usize, run: usize, kinds: Kinds, words_seen: &mut usize) -> Option<(Kind, Span)> {
    let length = run - start;
    let wants = |kind| kinds.contains(kind);
    let one = |kind: Kind, detect: &dyn Fn() -> Option<Span>| if wants(kind) { detect().map(|span| (kind, span)) } else { None };
    let touches_letter = !text.starts_word(start) || text.at(run).is_some_and(|byte| byte.is_ascii_alphabetic());
    if touches_letter && start >= *words_seen {
        let word = text.start_within(start, LONGEST_WORD, |byte| byte.is_ascii_alphanumeric())
            ..text.end_within(run, LONGEST_WORD, |byte| byte.is_ascii_alphanumeric());
        *words_seen = word.end;
        if let Some(found) = detect::national::by_word(text, &word, wants) {
            return Some(found);
        }
    }
    let iban = || if length >= 2 { one(Kind::Iban, &|| detect::bank::iban(text, start)) } else { None };
    let ipv4 = || {
        let begins_address = matches!(length, 1..=3) && text.at(run) == Some(b'.');
        if begins_address { one(Kind::IpAddress, &|| detect::network::ipv4(text, start)) } else { None }
    };
    // Most numbers in a text are years, prices and counts. What they are near to says for which kinds they are too short or too lonely.
    let digits = digits_in_row(text, start);
    let long = |least: usize| digits >= least;
    let of_digits = || if long(8) { detect::national::by_digits(text, start, wants) } else { None };
    let card = || if long(12) { one(Kind::Card, &|| detect::bank::card(text, start)) } else { None };
    let is_of_date = length <= 2 || (length == 4 && text.at(run) != Some(b' ')) || length == 8;
    let birth = || if is_of_date { one(Kind::BirthDate, &|| detect::date::birth(text, start)) } else { None };
    let plate = || if has_capital_near(text, start, run) { one(Kind::VehiclePlate, &|| detect::place::plate(text, start)) } else { None };
    let phone = || if long(7) { one(Kind::Phone, &|| detect::phone::at(text, start)) } else { None };
    iban()
        .or_else(ipv4)
        .or_else(of_digits)
        .or_else(|| detect::national::in_groups(text, start, wants))
        .or_else(card)
        .or_else(|| one(Kind::MacAddress, &|| detect::network::mac_by_digit(text, start)))
        .or_else(|| one(Kind::Coordinates, &|| detect::place::coordinates(text, start)))
        .or_else(birth)
        .or_else(plate)
        .or_else(phone)
}

/// How many digits follow from `start` on with nothing but the signs between them that numbers are grouped by; sixteen are enough.
fn digits_in_row(text: Text<'_>, start: usize) -> usize {
    let is_sign = |byte: u8| matches!(byte, b' ' | b'-' | b'.' | b'/' | b'(' | b')');
    // A NIR from Corsica has a letter in its midst.
    let end = text.end_within(start, 24, |byte| byte.is_ascii_digit() || is_sign(byte) || matches!(byte, b'A' | b'B'));
    text.bytes[start..end].iter().filter(|byte| byte.is_ascii_digit()).count()
}

/// Whether a capital is next to the digits, or one sign away.
fn has_capital_near(text: Text<'_>, start: usize, run: usize) -> bool {
    let is_capital = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
    let is_sign = |byte: Option<u8>| byte.is_some_and(|byte| byte == b' ' || byte == b'-' || byte == b'.');
    is_capital(text.before(start))
        || is_capital(text.at(run))
        || (is_sign(text.before(start)) && is_capital(text.before(start - 1)))
        || (is_sign(text.at(run)) && text.at(run + 1).is_some_and(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()))
}

/// Puts the findings in order and joins those that overlap under the name of the longest: part of a value is still part of it.
fn resolve(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(|left, right| left.span.start.cmp(&right.span.start).then(right.span.end.cmp(&left.span.end)));
    let mut resolved: Vec<Found> = Vec::with_capacity(found.len());
    for next in found {
        match resolved.last_mut() {
            Some(last) if next.span.start < last.span.end => {
                // In `user:secret@host.org` the host is no part of an address.
                let is_host = last.what == What::Kind(Kind::UrlCredentials) && next.what == What::Kind(Kind::Email);
                if next.span.end > last.span.end && !is_host {
                    if next.span.len() > last.span.len() {
                        last.what = next.what;
                    }
                    last.span.end = next.span.end;
                }
            }
            _ => resolved.push(next),
        }
    }
    resolved
}
