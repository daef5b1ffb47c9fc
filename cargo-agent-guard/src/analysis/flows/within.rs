//! What is in a type, and in which parts of its values: read once for each type.

use std::ops::Range;

use smallvec::SmallVec;

use super::{Surroundings, collections, forms, models, types};
use crate::{facts::flows::Matter, path};

/// The way to a part of a value: variants, `""` for none, and fields.
pub type Steps = SmallVec<[(&'static str, u32); 2]>;

/// What is in a type, and in which parts of its values.
#[derive(Debug, Default)]
pub struct Within {
    /// Types of the workspace, where they stand in the text.
    pub own: Vec<(Range<usize>, Steps)>,
    /// A `dyn`.
    pub lost: Vec<Steps>,
    /// Other types that are no mere numbers.
    pub beside: Vec<Steps>,
}

/// A type of the workspace that a value is said to be or to hold: its path, where in the value, and whether the parts of what is there are its own.
pub type Whole = (Range<usize>, Steps, bool);

impl Within {
    /// Reads a type.
    pub fn of(text: &str, surroundings: Surroundings<'_, '_>) -> Self {
        let mut within = Self::default();
        within.read(text, text, &Steps::new(), surroundings);
        within
    }

    fn read(&mut self, whole: &str, ty: &str, steps: &Steps, surroundings: Surroundings<'_, '_>) {
        if ty.split(['<', '(', '[']).next().is_some_and(|before| before.contains("dyn ")) {
            self.lost.push(steps.clone());
            return;
        }
        let ty = path::peel(ty);
        let field = |variant: &'static str, number: usize| {
            let mut steps = steps.clone();
            steps.push((variant, u32::try_from(number).expect("a type has fewer than 2^32 arguments")));
            steps
        };
        if ty.starts_with('(') {
            for (at, element) in types::tuple_elements(ty).enumerate() {
                self.read(whole, element, &field("", at), surroundings);
            }
            return;
        }
        if let Some(element) = ty.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let element = element.rsplit_once("; ").map_or(element, |(element, _)| element);
            return self.read(whole, element, steps, surroundings);
        }
        if types::is_named(ty) && surroundings.is_own_type(ty) {
            if path::last_segment(ty).starts_with(|first: char| first.is_uppercase()) {
                self.own.push((range_in(whole, ty), steps.clone()));
            }
            return;
        }
        // What went or comes through the end of a channel, its `Debug` does not show.
        if models::shows_nothing(ty) {
            return;
        }
        let mut arguments = path::generic_arguments(ty).filter(|argument| !argument.starts_with('\'')).peekable();
        if !types::is_named(ty) || arguments.peek().is_none() {
            if forms::matter_of(ty) != Matter::Aside && !self.beside.contains(steps) {
                self.beside.push(steps.clone());
            }
            return;
        }
        let variants: &[&'static str] = match path::last_segment(ty) {
            "Option" => &["Some"],
            "Result" => &["Ok", "Err"],
            _ => &[],
        };
        // Of a map keys and values, and not how it finds them.
        let is_map = collections::is_map(ty);
        for (at, argument) in arguments.enumerate().take(if is_map { 2 } else { usize::MAX }) {
            // `Item = Person`
            let argument = argument.split_once(" = ").map_or(argument, |(_, ty)| ty);
            match variants.get(at) {
                Some(&variant) => self.read(whole, argument, &field(variant, 0), surroundings),
                None if is_map => self.read(whole, argument, &field("", at), surroundings),
                None => self.read(whole, argument, steps, surroundings),
            }
        }
    }
}

/// Where a part of a text is in it.
fn range_in(text: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + part.len()
}

/// The types of the workspace in a type whose paths are these, as a value of the type is said to be or to hold them.
pub fn wholes(text: &str, own: &[Range<usize>], is_own: bool, surroundings: Surroundings<'_, '_>) -> Vec<Whole> {
    match own {
        [] => return Vec::new(),
        [only] if is_own => return vec![(only.clone(), Steps::new(), true)],
        _ => {}
    }
    let outer = path::peel(text);
    // Where in a value of a generic type those are that it is told, nobody knows; of the standard library's that is known.
    let is_known = is_own || !types::is_named(outer) || matches!(path::first_segment(outer), "std" | "core" | "alloc");
    let mut found: Vec<Whole> = Vec::new();
    for (range, steps) in Within::of(text, surroundings).own {
        let path = range.start..range.start + types::path_of(&text[range.clone()]).len();
        let inside = own.iter().filter(|inner| range.contains(&inner.start) && **inner != path);
        found.extend(inside.map(|inner| (inner.clone(), steps.clone(), false)));
        found.push((path, steps, is_known));
    }
    let others = own.iter().filter(|known| !found.iter().any(|(range, ..)| text[range.clone()] == text[(*known).clone()]));
    let others: Vec<Whole> = others.map(|known| (known.clone(), Steps::new(), true)).collect();
    found.extend(others);
    found
}
