//! Foreign code that calls methods of types of the workspace back: to print a value, or to write it as JSON. What comes of it is what the method
//! makes of the value.
//!
//! A type may be lost before that, and with it what tells the method: in a `dyn Debug`, which a derived `Debug` makes of each field, or in an error
//! that takes in any other. What such a value would show it holds from the moment on in which the type is lost.

use super::{
    CalledTarget, Flows, From, SiteKey, TERMINATOR, To, Type, forms,
    models::{self, Shows},
    state::Value,
    table::Parts,
    types,
    within::{Steps, Within},
};
use crate::{
    analysis::tokens,
    facts::flows::Matter,
    index::Block,
    mir::{Call, Operand, Place, Span},
    path::{self, Callee},
};

const DISPLAY: (&str, &str) = ("std::fmt::Display", "fmt");
const DEBUG: (&str, &str) = ("std::fmt::Debug", "fmt");

/// The parts of a value whose type is lost that stand for what it would show.
const BY_DISPLAY: &str = "shown by Display";
/// See [`BY_DISPLAY`].
const BY_DEBUG: &str = "shown by Debug";

/// The calls by which errors show themselves, among those of a block.
const OF_ERRORS: usize = 1 << 24;

impl<'a> Flows<'a, '_, '_, '_> {
    /// Foreign code that calls a method of a workspace type back: what it gives is what that makes of the value.
    pub(super) fn called_back(
        &mut self,
        printed: &'a str,
        callee: &Callee<'a>,
        call: &'a Call<'a>,
        arguments: &[Value],
        ((block, ..), span): (SiteKey, Span<'a>),
    ) -> Option<Value> {
        let (of_trait, method) = models::called_back(callee)?;
        let generics = match *callee {
            Callee::Trait { self_type, trait_name: "ToString" | "Itertools", .. } => vec![self_type],
            _ => path::generic_arguments(printed).collect(),
        };
        if matches!(method, "fmt") && generics.iter().any(|ty| models::is_silent_error(ty)) {
            return Some(Value::default());
        }
        let values: Vec<(&Value, &'a str)> =
            arguments.iter().zip(call.arguments).map(|(value, &operand)| (value, self.operand_type(operand))).collect();
        // A writer or a format may stand before it.
        let given =
            generics.into_iter().find_map(|ty| self.made_by_methods(ty, &values, (of_trait, method), (block, TERMINATOR, 1), span))?;
        // What could not be written is not what went wrong.
        let returned = call.destination.map_or("", |place| tokens::place_type(self.body, place));
        match self.succeeded(returned) {
            Some(succeeded) if models::makes_its_errors(callee) => Some(given.within(succeeded, &mut self.table)),
            _ => Some(given),
        }
    }

    /// What a method of the types of the workspace in a type makes of values of it, and what lies beside those. `None` if there are none.
    fn made_by_methods(
        &mut self,
        ty: &'a str,
        values: &[(&Value, &'a str)],
        (of_trait, method): (&'static str, &'static str),
        (block, statement, first): SiteKey,
        span: Span<'a>,
    ) -> Option<Value> {
        let known = self.known(ty);
        let Within { own: types, lost, beside } = known.within(ty, self.surroundings);
        if types.is_empty() && lost.is_empty() {
            return None;
        }
        let mut beside: Vec<Parts> = beside.iter().map(|steps| self.parts_of(steps)).collect();
        for steps in lost {
            let parts = self.parts_of(steps);
            let shown = match of_trait {
                _ if of_trait == DISPLAY.0 => BY_DISPLAY,
                _ if of_trait == DEBUG.0 => BY_DEBUG,
                _ => return None,
            };
            beside.push(self.table.field(parts, shown, 0));
        }
        let mut given = Value::default();
        for (at, (range, steps)) in types.iter().enumerate() {
            let (whole, parts) = (&ty[range.clone()], self.parts_of(steps));
            let own = types::path_of(whole);
            let number = self.call_number((block, statement, first + at), CalledTarget::Foreign(own, of_trait, method), span);
            for &(value, of) in values {
                // The value, or one that it is an element of; the rest are writers and requests.
                if of.contains(path::last_segment(own)) || values.len() == 1 {
                    let mut value = value.select(parts, &mut self.table, &mut self.origins);
                    // What is in a value of a generic type, its own methods know by the value alone.
                    if own.len() < whole.len() {
                        let known = self.known(whole);
                        self.add_whole(&mut value, (&known, whole));
                    }
                    self.flow(&value, To::Argument(number, 1));
                }
            }
            for from in [From::Written(number, 2), From::Result(number)] {
                given.from.push((Parts::ALL, self.origin(from, Parts::ALL, false)));
            }
        }
        for parts in beside {
            for (value, _) in values {
                let value = value.select(parts, &mut self.table, &mut self.origins);
                let value = self.mixed(&value);
                given.extend(value);
            }
        }
        Some(given)
    }

    /// A value of which only a `dyn` of some trait is left.
    pub(super) fn as_dyn(
        &mut self,
        value: Value,
        operand: Operand<'a>,
        place: Place<'a>,
        (block, at, _): SiteKey,
        span: Span<'a>,
    ) -> Value {
        let shows = models::dyn_shows(tokens::place_type(self.body, place));
        let ty = self.operand_type(operand);
        let of = [(&value, ty)];
        let by_debug = shows.by_debug.then(|| self.made_by_methods(ty, &of, DEBUG, (block, at, 1), span)).flatten();
        let by_display = shows.by_display.then(|| self.made_by_methods(ty, &of, DISPLAY, (block, at, OF_ERRORS), span)).flatten();
        if shows.only_that && by_display.is_none() && by_debug.is_none() {
            return self.mixed(&value);
        }
        self.with_what_it_shows(value, shows, by_display, by_debug)
    }

    /// The value with what it would show; if it can do nothing else, that alone.
    fn with_what_it_shows(&mut self, value: Value, shows: Shows, by_display: Option<Value>, by_debug: Option<Value>) -> Value {
        if by_display.is_none() && by_debug.is_none() {
            return value;
        }
        let mut whole = if shows.only_that { Value::default() } else { value };
        for (shown, variant) in [(by_display, BY_DISPLAY), (by_debug, BY_DEBUG)] {
            let parts = self.table.field(Parts::ALL, variant, 0);
            whole.extend(shown.unwrap_or_default().within(parts, &mut self.table));
        }
        whole
    }

    /// The arguments of a method by which a `Debug` shows the elements of a collection.
    pub(super) fn as_elements_shown(&mut self, call: &'a Call<'a>, arguments: &mut [Value], (block, ..): SiteKey, span: Span<'a>) {
        let ([_, elements], Operand::Fn(printed), [_, operand]) = (arguments, call.callee, call.arguments) else { return };
        let ty = self.operand_type(*operand);
        // Last stands what iterates over them.
        let mut generics: Vec<&'a str> = path::generic_arguments(printed).collect();
        generics.pop();
        let mut shown = Value::default();
        let mut is_any = false;
        for (at, generic) in generics.into_iter().enumerate() {
            let key = (block, TERMINATOR, OF_ERRORS + 64 * at);
            if let Some(made) = self.made_by_methods(generic, &[(elements, ty)], DEBUG, key, span) {
                shown.extend(made);
                is_any = true;
            } else if forms::matter_of(generic) != Matter::Aside {
                let others = self.mixed(elements);
                shown.extend(others);
            }
        }
        if is_any {
            *elements = shown;
        }
    }

    /// What the `Debug` of a type shows of a value that a function is given as this argument, or the value as it is.
    pub(super) fn shown_by_debug(&mut self, value: Value, ty: &'a str, at: usize, (block, span): (Block, Span<'a>)) -> Value {
        let key = (block, TERMINATOR, OF_ERRORS + 64 * at);
        self.made_by_methods(ty, &[(&value, ty)], DEBUG, key, span).unwrap_or(value)
    }

    /// What an error that takes in any other says, where a function gives one back that is given types of the workspace.
    pub(super) fn taken_into_error(
        &mut self,
        call: &'a Call<'a>,
        arguments: &[Value],
        returned: &'a str,
        (block, ..): SiteKey,
        span: Span<'a>,
    ) -> Value {
        let mut said = Value::default();
        // Mostly it is put into a local, whose type is at hand.
        let takes_in = call.destination.is_some_and(|place| self.type_at(place).takes_in_errors)
            && call.function.is_none_or(|callee| models::makes_error_of(&callee));
        if !takes_in {
            return said;
        }
        let Some((within, shows)) = self.error_for_any(returned) else { return said };
        for (at, (value, &operand)) in arguments.iter().zip(call.arguments).enumerate() {
            let ty = self.operand_type(operand);
            // Of a result its error, and of an option nothing.
            let (ty, value) = match path::last_segment(ty) {
                "Result" => {
                    let parts = self.table.field(Parts::ALL, "Err", 0);
                    let Some(error) = path::generic_arguments(ty).nth(1) else { continue };
                    (error, value.select(parts, &mut self.table, &mut self.origins))
                }
                "Option" => continue,
                _ => (ty, value.clone()),
            };
            let of = [(&value, ty)];
            let key = |which: usize| (block, TERMINATOR, OF_ERRORS + 64 * (2 * at + which));
            let by_display = self.made_by_methods(ty, &of, DISPLAY, key(0), span);
            let by_debug = shows.by_debug.then(|| self.made_by_methods(ty, &of, DEBUG, key(1), span)).flatten();
            let shown = match shows.by_debug {
                true => self.with_what_it_shows(Value::default(), shows, by_display, by_debug),
                false => by_display.unwrap_or_default(),
            };
            said.extend(shown);
        }
        said.within(within, &mut self.table)
    }

    /// Where in what a function gives back an error is that takes in any other, and how that shows it.
    fn error_for_any(&mut self, returned: &'a str) -> Option<(Parts, Shows)> {
        if let Some(shows) = models::error_for_any(returned) {
            return Some((Parts::ALL, shows));
        }
        if path::last_segment(returned) != "Result" {
            return None;
        }
        let shows = models::error_for_any(path::generic_arguments(returned).nth(1)?)?;
        Some((self.table.field(Parts::ALL, "Err", 0), shows))
    }

    /// The value as an argument. Where the callee does not know of which type it is, nothing but the value itself tells what is in it.
    pub(super) fn whole(&mut self, mut value: Value, operand: Operand<'a>) -> Value {
        let known = self.type_of(operand);
        self.add_whole(&mut value, (&known, self.operand_type(operand)));
        value
    }

    /// Says of a value which types of the workspace are in its own.
    fn add_whole(&mut self, value: &mut Value, (known, text): (&Type, &'a str)) {
        for (range, steps, keeps_parts) in known.wholes(text, self.surroundings) {
            let parts = self.parts_of(steps);
            let origin = self.origin(From::Whole(&text[range.clone()]), Parts::ALL, *keeps_parts);
            value.from.push((parts, origin));
        }
    }

    /// The parts of a value that these steps lead to.
    fn parts_of(&mut self, steps: &Steps) -> Parts {
        steps.iter().fold(Parts::ALL, |parts, &(variant, field)| self.table.field(parts, variant, field))
    }

    /// Says of the fields of a generic type of which types they are, if they are nothing but parameters there.
    pub(super) fn say_what_parameters_are(&mut self, fields: &mut [Value], operands: &'a [Operand<'a>], place: Place<'a>) {
        let ty = tokens::place_type(self.body, place);
        if !self.surroundings.is_own_type(path::peel(ty)) {
            return;
        }
        for (value, &operand) in fields.iter_mut().zip(operands) {
            let (known, text) = (self.type_of(operand), self.operand_type(operand));
            let is_parameter = |own: &str| path::generic_arguments(ty).any(|argument| argument.contains(own));
            if !text.starts_with("std::marker::PhantomData<") && known.own(text).any(is_parameter) {
                self.add_whole(value, (&known, text));
            }
        }
    }
}
