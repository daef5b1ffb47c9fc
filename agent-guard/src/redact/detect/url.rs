//! What lets one in, in a URL: `user:password@` before the host, and secrets in the query. The rest of the URL stays readable.

use super::Span;
use crate::redact::text::Text;

/// The most that is read as the part before the host, or as a value in the query.
const LONGEST: usize = 512;

/// `user:password` after the `://` that ends at `start`.
pub(in crate::redact) fn userinfo(text: Text<'_>, start: usize) -> Option<Span> {
    let ends_authority = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'?' | b'#' | b'"' | b'<' | b'>' | b'`' | b'\\');
    let authority = &text.bytes[start..text.end_within(start, LONGEST, |byte| !ends_authority(byte))];
    let end = authority.iter().rposition(|byte| *byte == b'@')?;
    let colon = authority[..end].iter().position(|byte| *byte == b':')?;
    (colon + 1 < end).then_some(start..start + end)
}

/// The value of a secret parameter, whose name begins at `name` and whose `=` stands before `start`.
pub(in crate::redact) fn query_value(text: Text<'_>, name: usize, start: usize) -> Option<Span> {
    if !matches!(text.before(name), Some(b'?' | b'&')) {
        return None;
    }
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'%' | b'+' | b'/' | b'=' | b':');
    let mut end = text.end_within(start, LONGEST, belongs);
    while end > start && matches!(text.before(end), Some(b'.' | b':')) {
        end -= 1;
    }
    // Half of all parameters are somebody's key. A secret one is long and random.
    let is_random = end - start >= 8 && text.bytes[start..end].iter().any(u8::is_ascii_digit);
    let is_password = text.bytes[name..start].starts_with(b"p") && end - start >= 4;
    (is_random || is_password).then_some(start..end)
}
