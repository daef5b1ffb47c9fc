//! What stands in place of a value: `⟨EMAIL_1⟩`. The brackets are mathematical ones (U+27E8, U+27E9), which models copy as they are and
//! people hardly ever type.

/// Begins a placeholder.
pub(super) const OPEN: &str = "⟨";
/// Ends a placeholder.
pub(super) const CLOSE: &str = "⟩";

/// The longest label; the rest of a placeholder is a number and three more characters.
pub(super) const LONGEST_LABEL: usize = 32;
/// More digits than there are values in a session.
const LONGEST_NUMBER: usize = 9;

/// The placeholder for the `number`th value with this label.
pub(super) fn write(label: &str, number: usize) -> String {
    format!("{OPEN}{label}_{number}{CLOSE}")
}

/// Whether this can be in a placeholder: capitals, digits and underscores, a capital first.
pub(super) fn is_label(label: &str) -> bool {
    let is_word = label.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    is_word && label.starts_with(|first: char| first.is_ascii_uppercase()) && label.len() <= LONGEST_LABEL
}

/// Where the placeholder ends that begins at `start`, if one does.
pub(super) fn end_of(text: &str, start: usize) -> Option<usize> {
    match look_at(&text.as_bytes()[start..]) {
        Look::Placeholder(length) => Some(start + length),
        Look::No | Look::Unfinished => None,
    }
}

/// What a row of bytes begins with.
pub(super) enum Look {
    /// No placeholder, whatever comes after.
    No,
    /// What may become one with what comes after.
    Unfinished,
    /// One of this many bytes.
    Placeholder(usize),
}

/// Looks whether `bytes` begin with a placeholder. It need not be one that was ever given out.
pub(super) fn look_at(bytes: &[u8]) -> Look {
    let open = OPEN.as_bytes();
    let Some(rest) = bytes.strip_prefix(open) else {
        return if open.starts_with(bytes) { Look::Unfinished } else { Look::No };
    };
    let is_inner = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    let longest = LONGEST_LABEL + 1 + LONGEST_NUMBER;
    let length = rest.iter().take(longest + 1).take_while(|byte| is_inner(byte)).count();
    let (inner, rest) = rest.split_at(length);
    if length > longest {
        return Look::No;
    }
    match rest.strip_prefix(CLOSE.as_bytes()) {
        Some(_) if is_label_and_number(inner) => Look::Placeholder(open.len() + length + CLOSE.len()),
        Some(_) => Look::No,
        None if CLOSE.as_bytes().starts_with(rest) => Look::Unfinished,
        None => Look::No,
    }
}

fn is_label_and_number(inner: &[u8]) -> bool {
    let Some(underscore) = inner.iter().rposition(|byte| *byte == b'_') else { return false };
    let (label, number) = (&inner[..underscore], &inner[underscore + 1..]);
    let is_number = (1..=LONGEST_NUMBER).contains(&number.len()) && number.iter().all(u8::is_ascii_digit);
    is_number && std::str::from_utf8(label).is_ok_and(is_label)
}
