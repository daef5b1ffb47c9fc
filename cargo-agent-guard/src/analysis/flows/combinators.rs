//! The methods of `Option` and `Result`: what of a value they show to the closures that they are given, and where what these make of it is.

use super::{
    Flows, From, To, models,
    state::{State, Value},
    table::Parts,
};
use crate::{
    analysis::tokens,
    mir::{Call, Operand},
    path::Callee,
};

/// What a method's outcome is made of, each with the part of the outcome that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// What is in this variant of an argument, as what is in that variant.
    Moved(usize, &'static str, &'static str),
    /// The same, as a field of what is in that variant.
    Paired(usize, &'static str, &'static str, u32),
    /// What is in this variant of an argument, as it is.
    Unwrapped(usize, &'static str),
    /// An argument.
    Given(usize),
    /// What the first argument refers to.
    Taken,
    /// An argument, in a variant.
    Wrapped(usize, &'static str),
    /// A closure is shown what is in this variant of the first argument, and nothing of what it says is kept.
    Shown(usize, &'static str),
    /// What a closure makes of what is in this variant of the first argument.
    Made(usize, &'static str),
    /// The same, in a variant.
    MadeWithin(usize, &'static str, &'static str),
}

use Piece::{Given, Made, MadeWithin, Moved, Paired, Shown, Taken, Unwrapped, Wrapped};

/// What the outcome of a method of `Option` or `Result` is made of. `None` where nothing is known of it.
fn pieces(owner: &str, name: &str) -> Option<&'static [Piece]> {
    let pieces: &[Piece] = match (owner, name) {
        ("Option", "map") => &[MadeWithin(1, "Some", "Some")],
        ("Option", "and_then") => &[Made(1, "Some")],
        ("Option", "filter" | "inspect") => &[Given(0), Shown(1, "Some")],
        ("Option", "unwrap_or_else") => &[Unwrapped(0, "Some"), Made(1, "")],
        ("Option", "or_else") => &[Given(0), Made(1, "")],
        ("Option", "map_or") => &[Given(1), Made(2, "Some")],
        ("Option", "map_or_else") => &[Made(1, ""), Made(2, "Some")],
        ("Option", "ok_or") => &[Moved(0, "Some", "Ok"), Wrapped(1, "Err")],
        ("Option", "ok_or_else") => &[Moved(0, "Some", "Ok"), MadeWithin(1, "", "Err")],
        ("Option", "zip") => &[Paired(0, "Some", "Some", 0), Paired(1, "Some", "Some", 1)],
        ("Option", "or" | "xor") => &[Given(0), Given(1)],
        ("Option", "flatten") => &[Unwrapped(0, "Some")],
        ("Option", "is_some_and" | "is_none_or") => &[Shown(1, "Some")],
        ("Option", "take") => &[Taken],
        ("Result", "map") => &[MadeWithin(1, "Ok", "Ok"), Moved(0, "Err", "Err")],
        ("Result", "map_err") => &[MadeWithin(1, "Err", "Err"), Moved(0, "Ok", "Ok")],
        ("Result", "and_then") => &[Made(1, "Ok"), Moved(0, "Err", "Err")],
        ("Result", "or_else") => &[Made(1, "Err"), Moved(0, "Ok", "Ok")],
        ("Result", "unwrap_or_else") => &[Unwrapped(0, "Ok"), Made(1, "Err")],
        ("Result", "map_or") => &[Given(1), Made(2, "Ok")],
        ("Result", "map_or_else") => &[Made(1, "Err"), Made(2, "Ok")],
        ("Result", "is_ok_and") => &[Shown(1, "Ok")],
        ("Result", "is_err_and") => &[Shown(1, "Err")],
        ("Result", "inspect") => &[Given(0), Shown(1, "Ok")],
        ("Result", "inspect_err") => &[Given(0), Shown(1, "Err")],
        ("Result", "ok") => &[Moved(0, "Ok", "Some")],
        ("Result", "err") => &[Moved(0, "Err", "Some")],
        ("Result", "unwrap_err" | "expect_err") => &[Unwrapped(0, "Err")],
        ("Result", "or") => &[Moved(0, "Ok", "Ok"), Given(1)],
        ("Result", "and") => &[Moved(0, "Err", "Err"), Given(1)],
        _ => return None,
    };
    Some(pieces)
}

/// The variant that a function makes which is no more than an enum's constructor: `Ok`, `Event::Told`. A struct's is not told from a function.
fn variant_of_constructor(function: Operand<'_>) -> Option<&str> {
    let Operand::Fn(printed) = function else { return None };
    match Callee::parse(printed)? {
        Callee::Path { owner, name, .. } if [owner, name].iter().all(|name| name.starts_with(char::is_uppercase)) => Some(name),
        _ => None,
    }
}

/// Whether a function is a method of `Option` or `Result`.
pub fn is_of_options(callee: &Callee<'_>) -> bool {
    matches!(callee, Callee::Path { owner: "Option" | "Result", root: "std" | "core", .. })
}

impl<'a> Flows<'a, '_, '_, '_> {
    /// What a method of `Option` or `Result` gives back.
    pub(super) fn combined(&mut self, state: &mut State, callee: &Callee<'a>, call: &'a Call<'a>, arguments: &[Value]) -> Option<Value> {
        let Callee::Path { owner: owner @ ("Option" | "Result"), root: "std" | "core", name, .. } = *callee else { return None };
        let pieces = pieces(owner, name)?;
        let is_there = |piece: &Piece| match *piece {
            Moved(at, ..) | Paired(at, ..) | Unwrapped(at, _) | Given(at) | Wrapped(at, _) => at < arguments.len(),
            Shown(at, _) | Made(at, _) | MadeWithin(at, ..) => at < arguments.len(),
            Taken => !arguments.is_empty(),
        };
        if !pieces.iter().all(is_there) {
            return None;
        }
        let mut value = Value::default();
        for piece in pieces {
            let (piece, within) = match *piece {
                Moved(at, from, to) => (self.in_variant(&arguments[at], from), self.variant(to)),
                Paired(at, from, to, field) => {
                    let to = self.variant(to);
                    (self.in_variant(&arguments[at], from), self.table.field(to, "", field))
                }
                Unwrapped(at, from) => (self.in_variant(&arguments[at], from), Parts::ALL),
                Taken => (arguments[0].clone().behind(), Parts::ALL),
                Shown(at, of) => {
                    self.made_by(state, call, arguments, at, of);
                    continue;
                }
                Given(at) => (arguments[at].clone(), Parts::ALL),
                Wrapped(at, to) => (arguments[at].clone(), self.variant(to)),
                Made(at, of) => (self.made_by(state, call, arguments, at, of), Parts::ALL),
                MadeWithin(at, of, to) => (self.made_by(state, call, arguments, at, of), self.variant(to)),
            };
            value.extend(piece.within(within, &mut self.table));
        }
        let returned = call.destination.map_or("", |place| tokens::place_type(self.body, place));
        if models::is_answer(returned) {
            return Some(Value::default());
        }
        if value.refers.is_empty() && self.known(returned).lets_change {
            for argument in arguments {
                value.refers.extend(argument.reaches.iter().map(|&(_, slot)| (Parts::ALL, slot)));
            }
        }
        Some(value)
    }

    fn variant(&mut self, name: &'static str) -> Parts {
        self.table.field(Parts::ALL, name, 0)
    }

    fn in_variant(&mut self, value: &Value, name: &'static str) -> Value {
        let parts = self.variant(name);
        value.select(parts, &mut self.table, &mut self.origins)
    }

    /// What the closure or function at this argument makes of what is in a variant of the first; `""` for nothing that it is given.
    fn made_by(&mut self, state: &mut State, call: &'a Call<'a>, arguments: &[Value], at: usize, variant: &'static str) -> Value {
        let shown = if variant.is_empty() { Value::default() } else { self.in_variant(&arguments[0], variant) };
        let closures = self.closures(&arguments[at], self.operand_type(call.arguments[at]));
        if let Some(variant) = variant_of_constructor(call.arguments[at]).filter(|_| closures.is_empty()) {
            let parts = self.table.field(Parts::ALL, variant, 0);
            return shown.within(parts, &mut self.table);
        }
        if closures.is_empty() {
            // Somebody else's function: it makes of it whatever it likes.
            return self.mix_all(&[shown, arguments[at].clone()]);
        }
        let mut made = Value::default();
        for number in closures {
            let first = self.first_parameter(number);
            let given = self.without_outcomes_of(&shown, number);
            self.flow(&given, To::Argument(number, first));
            for &(parts, slot) in &shown.reaches {
                let written = self.origin(From::Written(number, first), parts, true);
                self.add(state, slot, &Value::of(Parts::ALL, written));
            }
            let origin = self.origin(From::Result(number), Parts::ALL, true);
            made.extend(Value::of(Parts::ALL, origin));
        }
        made
    }
}
