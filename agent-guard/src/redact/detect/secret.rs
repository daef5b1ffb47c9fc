//! Keys and tokens, by the prefixes that their providers gave them so that they would be found; JSON Web Tokens; private keys.

use super::Span;
use crate::redact::text::Text;

/// A provider's token: what it begins with, how many characters follow, and which.
#[derive(Debug)]
pub(in crate::redact) struct Token {
    pub(in crate::redact) prefix: &'static str,
    least: usize,
    most: usize,
    alphabet: Alphabet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    /// Letters and digits.
    Word,
    /// Letters, digits, dash and underscore.
    Url,
    /// Capitals and digits.
    Upper,
    /// Hexadecimal digits.
    Hex,
    /// As [`Self::Url`], in parts between points.
    Dotted,
    /// Base 64 with its padding.
    Base64,
}

impl Alphabet {
    fn contains(self, byte: u8) -> bool {
        match self {
            Self::Word => byte.is_ascii_alphanumeric(),
            Self::Url => is_url_safe(byte),
            Self::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Dotted => is_url_safe(byte) || byte == b'.',
            Self::Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='),
        }
    }
}

fn is_url_safe(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

const fn token(prefix: &'static str, least: usize, most: usize, alphabet: Alphabet) -> Token {
    Token { prefix, least, most, alphabet }
}

/// From the providers' documentation. Where they promise no length, the shortest that has been seen is asked for, less a margin.
pub(in crate::redact) static TOKENS: &[Token] = &[
    // Language models
    token("sk-", 32, 64, Alphabet::Word),
    token("sk-proj-", 20, 250, Alphabet::Url),
    token("sk-svcacct-", 20, 250, Alphabet::Url),
    token("sk-admin-", 20, 250, Alphabet::Url),
    token("sk-ant-", 20, 250, Alphabet::Url),
    token("sk-or-v1-", 32, 128, Alphabet::Word),
    token("gsk_", 40, 80, Alphabet::Word),
    token("xai-", 40, 120, Alphabet::Word),
    token("pplx-", 32, 80, Alphabet::Word),
    token("hf_", 30, 50, Alphabet::Word),
    token("r8_", 30, 50, Alphabet::Word),
    token("nvapi-", 40, 100, Alphabet::Url),
    token("lsv2_pt_", 30, 80, Alphabet::Url),
    token("lsv2_sk_", 30, 80, Alphabet::Url),
    token("pcsk_", 40, 120, Alphabet::Url),
    token("tvly-", 20, 60, Alphabet::Url),
    // Clouds
    token("AKIA", 16, 16, Alphabet::Upper),
    token("ASIA", 16, 16, Alphabet::Upper),
    token("AIza", 35, 35, Alphabet::Url),
    token("ya29.", 20, 512, Alphabet::Url),
    token("GOCSPX-", 24, 40, Alphabet::Url),
    token("dop_v1_", 64, 64, Alphabet::Hex),
    token("doo_v1_", 64, 64, Alphabet::Hex),
    token("dapi", 32, 34, Alphabet::Hex),
    token("AccountKey=", 80, 90, Alphabet::Base64),
    token("hvs.", 24, 200, Alphabet::Url),
    token("sbp_", 40, 44, Alphabet::Hex),
    // Code
    token("ghp_", 36, 255, Alphabet::Word),
    token("gho_", 36, 255, Alphabet::Word),
    token("ghu_", 36, 255, Alphabet::Word),
    token("ghs_", 36, 255, Alphabet::Word),
    token("ghr_", 36, 255, Alphabet::Word),
    token("github_pat_", 60, 255, Alphabet::Url),
    token("glpat-", 20, 64, Alphabet::Url),
    token("npm_", 36, 36, Alphabet::Word),
    token("pypi-AgEI", 50, 250, Alphabet::Url),
    token("dckr_pat_", 20, 60, Alphabet::Url),
    token("sntrys_", 40, 250, Alphabet::Base64),
    // Messages, payment, work
    token("xoxb-", 20, 100, Alphabet::Url),
    token("xoxp-", 20, 120, Alphabet::Url),
    token("xoxa-", 20, 120, Alphabet::Url),
    token("xoxr-", 20, 120, Alphabet::Url),
    token("xoxs-", 20, 120, Alphabet::Url),
    token("xapp-", 20, 140, Alphabet::Url),
    token("sk_live_", 16, 250, Alphabet::Word),
    token("sk_test_", 16, 250, Alphabet::Word),
    token("rk_live_", 16, 250, Alphabet::Word),
    token("rk_test_", 16, 250, Alphabet::Word),
    token("whsec_", 24, 80, Alphabet::Base64),
    token("SG.", 40, 90, Alphabet::Dotted),
    token("key-", 32, 32, Alphabet::Hex),
    token("shpat_", 32, 32, Alphabet::Hex),
    token("shpss_", 32, 32, Alphabet::Hex),
    token("lin_api_", 32, 60, Alphabet::Word),
    token("ntn_", 40, 60, Alphabet::Word),
    token("AGE-SECRET-KEY-1", 58, 58, Alphabet::Upper),
];

/// A token whose prefix begins at `start`.
pub(in crate::redact) fn token_at(text: Text<'_>, start: usize, token: &Token) -> Option<Span> {
    if text.before(start).is_some_and(is_url_safe) {
        return None;
    }
    let body = start + token.prefix.len();
    let mut end = text.end_within(body, token.most + 1, |byte| token.alphabet.contains(byte));
    // The full stop of a sentence.
    while end > body && matches!(text.before(end), Some(b'.' | b'-')) {
        end -= 1;
    }
    let is_long_enough = (token.least..=token.most).contains(&(end - body));
    let goes_on = text.at(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    // Words with dashes between them are a name: `sk-proj-how-to-make-a-key-for-tests`.
    let is_random = token.alphabet == Alphabet::Upper || text.bytes[body..end].iter().any(u8::is_ascii_digit);
    (is_long_enough && !goes_on && is_random).then_some(start..end)
}

/// A JSON Web Token whose header begins at `start`: three parts, or five where it is encrypted. Two of them begin with `{"`.
pub(in crate::redact) fn json_web_token(text: Text<'_>, start: usize) -> Option<Span> {
    /// Longer than any that a server accepts in a header.
    const LONGEST_PART: usize = 1 << 16;
    // One that begins within another's parts is that other.
    if text.before(start).is_some_and(|before| is_url_safe(before) || before == b'.') {
        return None;
    }
    let header = text.end_within(start, LONGEST_PART, is_url_safe);
    let has_payload = text.bytes[header..].starts_with(b".eyJ") || text.bytes[header..].starts_with(b"..");
    if header - start < 16 || !has_payload {
        return None;
    }
    let end = text.end_within(header, LONGEST_PART, |byte| is_url_safe(byte) || byte == b'.');
    let end = text.text[..end].trim_end_matches('.').len();
    let parts = text.text[start..end].split('.').count();
    (3..=5).contains(&parts).then_some(start..end)
}

/// A bot's token: its number before the `:AA` at `colon`, 33 characters after.
pub(in crate::redact) fn telegram_token(text: Text<'_>, colon: usize) -> Option<Span> {
    let start = text.start_within(colon, 11, |byte| byte.is_ascii_digit());
    let end = text.end_within(colon + 1, 36, is_url_safe);
    ((8..=10).contains(&(colon - start)) && text.starts_word(start) && end - colon - 1 == 35).then_some(start..end)
}

/// The value after `aws_secret_access_key`, of which the name ends at `end`.
pub(in crate::redact) fn aws_secret(text: Text<'_>, end: usize) -> Option<Span> {
    let start = text.end_within(end, 6, |byte| matches!(byte, b' ' | b'=' | b':' | b'"' | b'\''));
    let end = text.end_within(start, 41, |byte| Alphabet::Base64.contains(byte));
    (end - start == 40).then_some(start..end)
}

/// The token after `Bearer `, which begins at `start`.
pub(in crate::redact) fn bearer(text: Text<'_>, start: usize) -> Option<Span> {
    let end = text.end_within(start, 4096, |byte| is_url_safe(byte) || matches!(byte, b'.' | b'~' | b'+' | b'/' | b'='));
    let end = text.text[..end].trim_end_matches('.').len();
    let is_random = end > start && text.bytes[start..end].iter().any(u8::is_ascii_digit);
    (is_random && end - start >= 20).then_some(start..end)
}

/// A private key whose `-----BEGIN ` begins at `start`: to its last line, or to where it breaks off.
pub(in crate::redact) fn private_key(text: Text<'_>, start: usize) -> Option<Span> {
    const DASHES: &str = "-----";
    const SHORTEST_BODY: usize = 16;
    let label = start + "-----BEGIN ".len();
    let dashes = text.end_within(label, 40, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' ');
    let is_key = text.text[label..dashes].ends_with("PRIVATE KEY") || text.text[label..dashes].ends_with("PRIVATE KEY BLOCK");
    if !is_key || !text.bytes[dashes..].starts_with(DASHES.as_bytes()) {
        return None;
    }
    // Base 64, the headers of old formats, and line ends, also as they are written within JSON.
    let body = text.end_of(dashes + DASHES.len(), |byte| {
        Alphabet::Base64.contains(byte) || matches!(byte, b'\n' | b'\r' | b' ' | b'\t' | b'\\' | b':' | b',' | b'.' | b'(' | b')')
    });
    let end_line = format!("-----END {}-----", &text.text[label..dashes]);
    let end = if text.text[body..].starts_with(&end_line) { body + end_line.len() } else { text.text[..body].trim_end().len() };
    // The line alone, in a text about keys, is none.
    let is_filled = text.bytes[dashes..body].iter().filter(|byte| byte.is_ascii_alphanumeric()).count() >= SHORTEST_BODY;
    is_filled.then_some(start..end)
}
