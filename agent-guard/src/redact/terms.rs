//! Names and terms that the application knows: who the user is, what their employer is called. No pattern finds these.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use super::context::goes_on;
use super::placeholder;
use super::scan::{Found, What};
use super::text::Text;

/// The registered terms, compiled.
#[derive(Clone)]
pub(super) struct Terms {
    automaton: AhoCorasick,
    /// The label of each of the automaton's patterns.
    labels: Vec<Arc<str>>,
}

/// Terms that a redactor cannot be built with. It names none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidTerms {
    /// A label that cannot stand in a placeholder.
    Label,
    /// A term without a letter or digit, which would be found everywhere.
    Empty,
    /// More terms than fit into an automaton.
    TooMany,
}

impl fmt::Display for InvalidTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Label => "a label of terms is not of the form `NAME`: capitals, digits and underscores, 32 at most, a capital first",
            Self::Empty => "a registered term holds no letter and no digit; leave it away",
            Self::TooMany => "there are more registered terms than an automaton can hold; register fewer, or several redactors",
        })
    }
}

impl Error for InvalidTerms {}

impl Terms {
    pub(super) fn new(registered: &[(Arc<str>, String)]) -> Result<Option<Self>, InvalidTerms> {
        if registered.is_empty() {
            return Ok(None);
        }
        let (mut patterns, mut labels) = (Vec::new(), Vec::new());
        for (label, term) in registered {
            if !placeholder::is_label(label) {
                return Err(InvalidTerms::Label);
            }
            let term = term.trim();
            if !term.chars().any(char::is_alphanumeric) {
                return Err(InvalidTerms::Empty);
            }
            // The automaton sees to the case of ASCII letters.
            let mut forms = vec![term.to_owned(), term.to_lowercase(), term.to_uppercase()];
            forms.sort();
            forms.dedup();
            labels.extend(forms.iter().map(|_| label.clone()));
            patterns.append(&mut forms);
        }
        // All matches, not the leftmost: where `Ada L` is no whole word, `Ada` still is one.
        let builder = AhoCorasick::builder().match_kind(MatchKind::Standard).ascii_case_insensitive(true).build(patterns);
        Ok(Some(Self { automaton: builder.map_err(|_| InvalidTerms::TooMany)?, labels }))
    }

    /// Adds where a term stands as a whole word.
    pub(super) fn find(&self, text: Text<'_>, found: &mut Vec<Found>) {
        for hit in self.automaton.find_overlapping_iter(text.bytes) {
            let (before, after) = (text.text[..hit.start()].chars().next_back(), text.text[hit.end()..].chars().next());
            let term = &text.text[hit.range()];
            if !goes_on(before, term.chars().next()) && !goes_on(term.chars().next_back(), after) {
                found.push(Found { span: hit.range(), what: What::Term(self.labels[hit.pattern().as_usize()].clone()) });
            }
        }
    }
}
