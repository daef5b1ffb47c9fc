//! Lines and columns of a text, as compilers count them, and the bytes they stand for.
//!
//! Lines and columns are counted from 1 and columns count characters, as rustc prints them; bytes are counted from 0. This is the one
//! place where the two are converted. A byte order mark is not part of the first line, as rustc takes it off.

use crate::finding::Location;

/// A text and where its lines begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    text: String,
    starts: Vec<usize>,
}

impl Lines {
    /// Finds the lines of a text.
    pub fn new(text: String) -> Self {
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let starts = std::iter::once(first).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { text, starts }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A line without its end; `None` past the last one.
    pub fn line(&self, line: u32) -> Option<&str> {
        let at = (line as usize).checked_sub(1)?;
        let start = *self.starts.get(at)?;
        let end = self.starts.get(at + 1).map_or(self.text.len(), |next| next - 1);
        Some(self.text[start..end].trim_end_matches('\r'))
    }

    /// The byte at a line and column; the line's end for a column past it. `None` for a line that the text does not have.
    pub fn offset(&self, line: u32, column: u32) -> Option<usize> {
        let text = self.line(line)?;
        let before = (column as usize).saturating_sub(1);
        let within = text.char_indices().nth(before).map_or(text.len(), |(at, _)| at);
        Some(self.starts[line as usize - 1] + within)
    }

    /// The text from one place to before another. `None` where the text has not these lines, or they are in the wrong order.
    pub fn slice(&self, from: (u32, u32), to: (u32, u32)) -> Option<&str> {
        self.text.get(self.offset(from.0, from.1)?..self.offset(to.0, to.1)?)
    }

    /// The bytes of a location; never more than the text has. `None` for a line that the text does not have.
    pub fn range(&self, location: &Location) -> Option<std::ops::Range<usize>> {
        let start = self.offset(location.line, location.column)?;
        let end = self.offset(location.end_line, location.end_column)?;
        Some(start..end.max(start))
    }

    /// The whole lines that some bytes are in, as bytes, and the number of the first of them.
    pub fn around(&self, bytes: std::ops::Range<usize>) -> (usize, std::ops::Range<usize>) {
        let line_of = |offset: usize| self.starts.partition_point(|&start| start <= offset).max(1);
        let (first, last) = (line_of(bytes.start), line_of(bytes.end));
        let end = self.starts.get(last).map_or(self.text.len(), |next| next - 1);
        (first, self.starts[first - 1]..end)
    }

    /// The line and column of a byte.
    pub fn line_and_column(&self, offset: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|&start| start <= offset).max(1);
        let start = self.starts[line - 1];
        let before = self.text.get(start..offset).unwrap_or_default();
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        (count(line), count(before.chars().count() + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_counts_characters() {
        let slice = |text: &str, from, to| Lines::new(text.to_owned()).slice(from, to).map(str::to_owned);
        assert_eq!(slice("a\nä b c\nd", (2, 3), (2, 4)).as_deref(), Some("b"));
        assert_eq!(slice("ab\ncd", (1, 2), (2, 2)).as_deref(), Some("b\nc"));
        assert_eq!(slice("ab", (3, 1), (3, 2)), None);
        assert_eq!(slice("ab\ncd", (2, 2), (1, 1)), None);
    }

    #[test]
    fn columns_count_characters_and_bytes_count_bytes() {
        let lines = Lines::new("let 名 = \"é\";\n\tend\r\n".to_owned());
        assert_eq!(lines.offset(1, 5), Some(4));
        assert_eq!(lines.offset(1, 6), Some(7), "名 is three bytes");
        assert_eq!(lines.line_and_column(7), (1, 6));
        assert_eq!(lines.line(2), Some("\tend"));
        assert_eq!(lines.offset(2, 2), Some(lines.text().find("end").expect("it is there")));
        assert_eq!(lines.line(3), Some(""));
        assert_eq!(lines.line(4), None);
    }

    #[test]
    fn whole_lines_are_around_bytes() {
        let lines = Lines::new("\u{feff}one\ntwo\nthree".to_owned());
        let around = |from: &str, to: &str| {
            let place = |word: &str| lines.text().find(word).expect("it is there");
            let (line, bytes) = lines.around(place(from)..place(to) + to.len());
            (line, &lines.text()[bytes])
        };
        assert_eq!(around("one", "one"), (1, "one"));
        assert_eq!(around("wo", "w"), (2, "two"));
        assert_eq!(around("ne", "t"), (1, "one\ntwo"));
        assert_eq!(around("hree", "hree"), (3, "three"));
    }

    #[test]
    fn a_column_past_the_end_is_the_end() {
        let lines = Lines::new("ab\ncd".to_owned());
        assert_eq!(lines.offset(1, 99), Some(2));
        assert_eq!(lines.offset(2, 99), Some(5));
        assert_eq!(lines.offset(0, 1), None);
        assert_eq!(lines.offset(3, 1), None);
    }

    #[test]
    fn a_byte_order_mark_is_not_in_the_first_line() {
        let lines = Lines::new("\u{feff}fn f() {}".to_owned());
        assert_eq!(lines.line(1), Some("fn f() {}"));
        assert_eq!(lines.offset(1, 4), Some(6));
        assert_eq!(lines.line_and_column(6), (1, 4));
    }
}
