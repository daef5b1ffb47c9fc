//! The seam to the left wing: what the wrapper calls to have one crate's MIR analysed.
//!
//! A stand-in until `analysis` has landed: it counts bodies and bytes.

use super::context::Surroundings;
use crate::facts::{Facts, Gap, Unit};

/// The analysis of one crate.
#[expect(missing_debug_implementations, reason = "it borrows a function")]
pub struct LeftWing<'s> {
    facts: Facts,
    _source: &'s dyn Fn(&str) -> Option<String>,
}

impl<'s> LeftWing<'s> {
    /// Begins.
    pub fn new(unit: Unit, _surroundings: &Surroundings, source: &'s dyn Fn(&str) -> Option<String>) -> Self {
        Self { facts: Facts { unit, held: vec![Vec::new()], ..Facts::default() }, _source: source }
    }

    /// Reads one body.
    pub fn add_body(&mut self, _name: &str, text: &str) {
        self.facts.bodies += 1;
        self.facts.bytes += text.len() as u64;
    }

    /// Reads the crate's source files.
    pub fn add_sources(&mut self, _files: &[String]) {}

    /// Ends. The gaps that the driver found are the crate's, too.
    pub fn finish(self, gaps: Vec<Gap>) -> Facts {
        let mut facts = self.facts;
        facts.gaps.extend(gaps);
        facts
    }
}
