//! Looking around in a text from a place in it. All of it on bytes; none goes further than it is told.

/// The text and a few questions that the detectors ask of it.
#[derive(Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
}

impl<'t> Text<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, bytes: text.as_bytes() }
    }

    pub(super) fn at(self, position: usize) -> Option<u8> {
        self.bytes.get(position).copied()
    }

    pub(super) fn before(self, position: usize) -> Option<u8> {
        position.checked_sub(1).and_then(|before| self.at(before))
    }

    pub(super) fn is_digit(self, position: usize) -> bool {
        self.at(position).is_some_and(|byte| byte.is_ascii_digit())
    }

    /// The first position from `start` on that does not hold.
    pub(super) fn end_of(self, start: usize, holds: impl Fn(u8) -> bool) -> usize {
        self.bytes[start..].iter().position(|byte| !holds(*byte)).map_or(self.bytes.len(), |length| start + length)
    }

    /// As [`Self::end_of`], and no further than `most` bytes.
    pub(super) fn end_within(self, start: usize, most: usize, holds: impl Fn(u8) -> bool) -> usize {
        let start = start.min(self.bytes.len());
        let stop = self.bytes.len().min(start + most);
        self.bytes[start..stop].iter().position(|byte| !holds(*byte)).map_or(stop, |length| start + length)
    }

    /// The first position of those before `end` that hold, `most` bytes back at most.
    pub(super) fn start_within(self, end: usize, most: usize, holds: impl Fn(u8) -> bool) -> usize {
        let stop = end.saturating_sub(most);
        self.bytes[stop..end].iter().rposition(|byte| !holds(*byte)).map_or(stop, |position| stop + position + 1)
    }

    /// Whether a word of ASCII letters and digits does not go on to the left of `start`.
    ///
    /// Letters of other scripts do not count: in `我的电话是13812345678` nothing stands between the words.
    pub(super) fn starts_word(self, start: usize) -> bool {
        self.before(start).is_none_or(|byte| !byte.is_ascii_alphanumeric())
    }

    /// Whether a word of ASCII letters and digits does not go on to the right of `end`.
    pub(super) fn ends_word(self, end: usize) -> bool {
        self.at(end).is_none_or(|byte| !byte.is_ascii_alphanumeric())
    }

    /// Whether a number that ends here does not go on after a point, dash or slash: `1.2.3.4` in `1.2.3.4.5`.
    pub(super) fn ends_number(self, end: usize) -> bool {
        self.ends_word(end) && !(matches!(self.at(end), Some(b'.' | b'-' | b'/' | b'_')) && self.is_digit(end + 1))
    }

    /// Whether a number that begins here does not go on to the left before a point, dash or slash.
    pub(super) fn starts_number(self, start: usize) -> bool {
        let joined = matches!(self.before(start), Some(b'.' | b'-' | b'/' | b'_')) && start >= 2 && self.is_digit(start - 2);
        self.starts_word(start) && !joined
    }

    /// Whether a group of four and a space or dash stand before `start`, as in a card's number or an IBAN: digits, or the two letters and
    /// two digits that an IBAN begins with.
    pub(super) fn follows_group_of_four(self, start: usize) -> bool {
        let Some(group) = start.checked_sub(5).map(|group| &self.bytes[group..start - 1]) else { return false };
        let is_country = group[..2].iter().all(u8::is_ascii_uppercase) || group[..2].iter().all(u8::is_ascii_digit);
        matches!(self.before(start), Some(b' ' | b'-')) && is_country && group[2..].iter().all(u8::is_ascii_digit)
    }

    /// Digits from `start` on, with at most one of `separators` between two of them, up to `most` digits. Ends after a digit.
    pub(super) fn digits_with(self, start: usize, separators: &[u8], most: usize) -> Digits {
        let mut found = Digits { digits: [0; Digits::MOST], length: 0, end: start };
        let mut position = start;
        while found.length < most.min(Digits::MOST) {
            let Some(byte) = self.at(position) else { break };
            if byte.is_ascii_digit() {
                found.digits[found.length] = byte;
                found.length += 1;
                found.end = position + 1;
            } else if !(found.end == position && found.length > 0 && separators.contains(&byte)) {
                break;
            }
            position += 1;
        }
        found
    }
}

/// Digits that were read, without what stood between them.
pub(super) struct Digits {
    digits: [u8; Self::MOST],
    length: usize,
    /// Where the last one ends.
    pub(super) end: usize,
}

impl Digits {
    /// More than any number that is looked for.
    const MOST: usize = 20;

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.digits[..self.length]
    }
}
