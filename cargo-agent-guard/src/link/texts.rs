//! The texts that reach a query, with constants by their values, from whichever crate.

use crate::{
    facts::{Facts, Hole, QueryText, with_holes, without_outside},
    path,
};

/// The texts that can reach a query argument.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// Each may be the query, or its beginning; `None` for one that is not known.
    pub whole: Vec<Option<String>>,
    /// What is appended to them.
    pub appended: Vec<String>,
    /// Whether every constant among them was found. (A constant that is no string is not, and is no text either.)
    pub all_known: bool,
}

/// A constant that is made of constants is followed through this many.
const LONGEST_CHAIN: usize = 8;

impl Texts {
    /// The texts of a unit, with constants by their values.
    pub fn of(units: &[Facts], unit: usize, texts: &[QueryText]) -> Self {
        let mut found = Texts { all_known: true, ..Texts::default() };
        found.add(units, unit, texts, 0);
        found
    }

    /// The texts of a constant or static, by the path as a unit prints it.
    pub fn of_constant(units: &[Facts], unit: usize, path: &str) -> Self {
        let mut found = Texts { all_known: true, ..Texts::default() };
        constant(units, unit, path).into_iter().for_each(|(home, texts)| found.add(units, home, texts, 1));
        found
    }

    fn add(&mut self, units: &[Facts], unit: usize, texts: &[QueryText], depth: usize) {
        let facts = &units[unit];
        for &text in texts {
            match text {
                QueryText::Literal(text) => {
                    let text = without_outside(facts.text(text));
                    // Of a text that is made wholly at run time nothing is known.
                    self.add_whole((text != Hole::Any.to_string()).then_some(text));
                }
                QueryText::Parameter(..) | QueryText::Field(..) | QueryText::Dynamic => self.add_whole(None),
                QueryText::Appended(text) => self.appended.push(without_outside(facts.text(text))),
                QueryText::Constant(path) => {
                    let values = constant(units, unit, facts.text(path));
                    self.all_known &= !values.is_empty() && depth < LONGEST_CHAIN;
                    for (home, texts) in values.into_iter().filter(|_| depth < LONGEST_CHAIN) {
                        self.add(units, home, texts, depth + 1);
                    }
                }
            }
        }
    }

    /// Adds what may be the query; `None` for what is not known.
    pub fn add_whole(&mut self, text: Option<String>) {
        if !self.whole.contains(&text) {
            self.whole.push(text);
        }
    }
}

/// A text with the constants in it that are put into it by their paths, `{agent::BASE}`; `{}` where one is not a single text.
pub fn expanded(units: &[Facts], unit: usize, text: &str) -> String {
    let value = |hole: Hole<'_>| match hole {
        Hole::Constant(path) => value_of(units, unit, path),
        _ => None,
    };
    with_holes(text, |hole| value(hole).unwrap_or_else(|| Hole::Any.to_string()))
}

/// The text of a constant, where it is a single one.
fn value_of(units: &[Facts], unit: usize, path: &str) -> Option<String> {
    let texts = Texts::of_constant(units, unit, path);
    match texts.whole.as_slice() {
        [Some(text)] if texts.appended.is_empty() => Some(text.clone()),
        _ => None,
    }
}

/// The texts of a constant or static, by the path as a unit prints it, and the unit that has it. Where no path fits (a re-export, a type
/// parameter), all that have its type and name are taken, and then all that have its name.
pub fn constant<'f>(units: &'f [Facts], unit: usize, path: &str) -> Vec<(usize, &'f [QueryText])> {
    let root = path::first_segment(path);
    let is_home = |other: usize| {
        let krate = units[other].unit.crate_name.as_str();
        if path.contains("::") && krate == root { other != unit || units[unit].unit.crate_name == root } else { other == unit }
    };
    let find = |fits: &dyn Fn(&str) -> bool| -> Vec<(usize, &'f [QueryText])> {
        let homes = units.iter().enumerate().filter(|&(at, _)| is_home(at));
        homes
            .flat_map(|(at, facts)| facts.constants.iter().map(move |(known, texts)| (at, facts.text(*known), texts)))
            .filter(|(_, known, _)| fits(known))
            .map(|(at, _, texts)| (at, texts.as_slice()))
            .collect()
    };
    let last = |path: &str, count: usize| path.rsplit("::").take(count).map(str::to_owned).collect::<Vec<_>>();
    let is_crate = units.iter().any(|facts| facts.unit.crate_name == root);
    let relative = path.split_once("::").filter(|_| is_crate).map(|(_, rest)| rest);
    let exact = find(&|known| known == path || relative == Some(known));
    if !exact.is_empty() {
        return exact;
    }
    let of_type = if path.contains("::") { find(&|known| last(known, 2) == last(path, 2)) } else { Vec::new() };
    if of_type.is_empty() { find(&|known| last(known, 1) == last(path, 1)) } else { of_type }
}
