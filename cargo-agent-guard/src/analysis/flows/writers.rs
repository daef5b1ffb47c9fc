//! What is written to open files, to connections and to what everybody sees.
//!
//! A function may be given what it writes to as a type parameter or a `dyn`, and then only its caller knows where that goes. So what it
//! writes gets to the parameter, and what a caller has written through a file that it gives is written to that file. In the same way what is
//! written through a `dyn` that lies in a field or a static, or that another function gave, is written to whatever that was made of.

use super::{
    CalledTarget, Flows, From, Kept, SiteKey, TERMINATOR, To, models,
    state::{State, Value},
    table::{Origin, Parts},
    types::{self, Printed},
};
use crate::{
    analysis::sites,
    facts::flows::SinkKind,
    index::{Block, Local},
    mir::{BodyKind, Call, Operand, Place, Rvalue, Span, Statement, Terminator},
    path::{self, Callee},
};

/// What is written to a file or a stream, among the sinks of its statement: a number for each kind behind it.
const WRITTEN_SINK: usize = 1 << 24;
/// The same of what others write through a writer that is put somewhere: a number for each place that it is made at, in as many fields.
const KEPT_SINK: usize = 1 << 25;
const PLACES: usize = 1 << 10;

/// Where a writer leads, as far as a body knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lead<'a> {
    /// There. Of a `dyn`, with the place where it is made of what does.
    To(SinkKind, Option<Span<'a>>),
    /// Wherever the argument in this local, or what is in these parts of it, does.
    Parameter(u32, Parts),
    /// Wherever what this call gives back does.
    Given(u32),
    /// Wherever what lies there does: see [`BodyFlows::kept`](super::BodyFlows::kept).
    Kept(u32),
}

impl<'a> Flows<'a, '_, '_, '_> {
    /// A call that writes, and is not in the catalogue.
    pub(super) fn written_out(
        &mut self,
        printed: &'a str,
        callee: &Callee<'a>,
        call: &'a Call<'a>,
        arguments: &[Value],
        at: (SiteKey, Span<'a>),
    ) {
        // Of what is copied, the last is where it goes.
        let is_copied = callee.name().starts_with("copy");
        let Some(to) = (0..call.arguments.len()).skip(usize::from(is_copied)).find(|&to| {
            let ty = self.type_of(call.arguments[to]);
            // What one of the workspace's own writers does with what it is given, it says itself.
            ty.leads_out.is_some() || (ty.may_lead_out && !ty.is_own_generic)
        }) else {
            return;
        };
        let leads = self.leads(&arguments[to], call.arguments[to]);
        if leads.is_empty() {
            return;
        }
        let mut written = arguments.to_vec();
        written[to] = Value::default();
        let shown = self.shown(printed, callee, call, &written, at);
        let shown = self.mix_all(&shown);
        self.write_through(&shown, &leads, &sites::operation(callee), at);
        let parameters = leads.iter().filter_map(|lead| if let Lead::Parameter(number, _) = lead { Some(*number) } else { None });
        parameters.for_each(|parameter| self.write_into(&shown, parameter));
    }

    /// Data are written through a writer.
    fn write_through(&mut self, data: &Value, leads: &[Lead<'a>], operation: &str, at: (SiteKey, Span<'a>)) {
        let mut edges = |to: To<'a>, parts: Parts| data.from.iter().for_each(|&(_, origin)| self.edge(origin, to, parts));
        for &lead in leads {
            match lead {
                Lead::To(..) => {}
                Lead::Parameter(number, parts) => edges(To::Writer(number), parts),
                Lead::Given(call) => edges(To::GivenWriter(call), Parts::ALL),
                Lead::Kept(kept) => edges(To::KeptWriter(kept), Parts::ALL),
            }
        }
        let mut kinds: Vec<SinkKind> =
            leads.iter().filter_map(|lead| if let Lead::To(kind, _) = lead { Some(*kind) } else { None }).collect();
        kinds.dedup();
        let ((block, ..), span) = at;
        for kind in kinds {
            self.sink(kind, operation.to_owned(), std::slice::from_ref(data), ((block, TERMINATOR, WRITTEN_SINK + kind as usize), span));
        }
    }

    /// A writer gets to where others write through it: what they write goes where it leads.
    fn others_write_through(&mut self, from: From<'a>, leads: &[Lead<'a>], holder: &'a str, (key, span): (SiteKey, Span<'a>)) {
        let data = Value::of(Parts::ALL, self.origin(from, Parts::ALL, false));
        let (there, elsewhere): (Vec<_>, Vec<_>) = leads.iter().copied().partition(|lead| matches!(lead, Lead::To(..)));
        self.write_through(&data, &elsewhere, holder, (key, span));
        for (number, lead) in there.into_iter().enumerate() {
            let Lead::To(kind, made) = lead else { continue };
            let (block, statement, first) = key;
            let key = (block, statement, first + number);
            self.sink(kind, holder.to_owned(), std::slice::from_ref(&data), (key, made.unwrap_or(span)));
        }
    }

    /// Data get to whatever a parameter is that is a writer, and nothing else.
    fn write_into(&mut self, data: &Value, parameter: u32) {
        // A type of the workspace may have more in it, and says itself what that is given.
        if self.types_of_locals.get(parameter as usize).is_some_and(|ty| !ty.is_own_generic) {
            self.flow(data, To::Parameter(parameter));
        }
    }

    /// A closure or coroutine captures what may be a writer, where its maker does not know that either.
    pub(super) fn captures_writer(&mut self, number: u32, parts: Parts, value: &Value, operand: Operand<'a>, at: (SiteKey, Span<'a>)) {
        if self.type_of(operand).may_lead_out {
            let leads = self.leads(value, operand);
            let written = Value::of(Parts::ALL, self.origin(From::WrittenOut(number, 1), parts, false));
            self.write_through(&written, &leads, "write", at);
        }
    }

    /// A writer that may be any is put somewhere: into a field of a value that is made, for one.
    pub(super) fn keeps_writer(&mut self, kept: Kept<'a>, value: &Value, operand: Operand<'a>, at: (SiteKey, Span<'a>)) {
        if self.type_of(operand).has_dyn_writer {
            let leads = self.leads(value, operand);
            let (Kept::Field(holder, ..) | Kept::Static(holder)) = kept;
            let number = self.kept_number(kept);
            let ((block, statement, _), span) = at;
            let at = ((block, statement, KEPT_SINK + PLACES * number as usize), span);
            self.others_write_through(From::KeptWriter(number), &leads, path::last_segment(holder), at);
        }
    }

    /// A number for where a writer lies.
    fn kept_number(&mut self, kept: Kept<'a>) -> u32 {
        let at = self.found.kept.iter().position(|&known| known == kept).unwrap_or_else(|| {
            self.found.kept.push(kept);
            self.found.kept.len() - 1
        });
        u32::try_from(at).expect("the fields that one body names stay below 2^32")
    }

    /// The same where it is assigned.
    pub(super) fn assigns_writer(&mut self, state: &State, statement: &Statement<'a>, value: &Value, site: SiteKey) {
        let operands = match &statement.rvalue {
            Rvalue::Use(operand) | Rvalue::Cast(operand, ..) => std::slice::from_ref(operand),
            Rvalue::Aggregate(_, operands) => operands,
            _ => return,
        };
        if self.type_at(statement.place).has_dyn_writer
            && let Some(&(From::Field(ty, variant, number), _)) = self.resolve(state, statement.place).1.last()
        {
            let kept = Kept::Field(ty, variant, number);
            operands.iter().for_each(|&operand| self.keeps_writer(kept, value, operand, (site, statement.span)));
        }
    }

    /// A foreign function is given what has a writer in it, and a closure that it calls with that (`Option::map`), or another that it puts there
    /// (`Vec::push`).
    pub(super) fn hands_writer_on(&mut self, call: &'a Call<'a>, arguments: &[Value], at: (SiteKey, Span<'a>)) {
        let ([holder, given @ ..], [operand, operands @ ..]) = (arguments, call.arguments) else { return };
        let ty = self.type_of(*operand);
        if operands.is_empty() || !(ty.may_lead_out || ty.has_dyn_writer) {
            return;
        }
        let mut leads = None;
        for (value, &given) in given.iter().zip(operands) {
            let closures = self.closures(value, self.operand_type(given));
            let is_put = ty.has_dyn_writer && !self.operand_type(given).starts_with('&');
            if closures.is_empty() && !is_put {
                continue;
            }
            let leads: &Vec<_> = leads.get_or_insert_with(|| self.leads(holder, *operand));
            let kept = leads.iter().filter_map(|lead| if let Lead::Kept(kept) = *lead { Some(kept) } else { None });
            for closure in closures {
                for parameter in (self.first_parameter(closure)..).take(2) {
                    let written = Value::of(Parts::ALL, self.origin(From::WrittenOut(closure, parameter), Parts::ALL, false));
                    self.write_through(&written, leads, "write", at);
                }
                // Or it makes what lies there from then on: `OnceLock::get_or_init`.
                for kept in kept.clone() {
                    let origin = self.origin(From::KeptWriter(kept), Parts::ALL, false);
                    self.edge(origin, To::GivenWriter(closure), Parts::ALL);
                }
            }
            if is_put {
                kept.for_each(|kept| self.keeps_writer(self.found.kept[kept as usize], value, given, at));
            }
        }
    }

    /// A writer that may be any is given back.
    pub(super) fn gives_writer(&mut self, value: &Value, (block, span): (Block, Span<'a>)) {
        let returned = Operand::Move(Place { local: Local(0), projection: &[] });
        if self.type_of(returned).has_dyn_writer {
            let leads = self.leads(value, returned);
            let from = if self.body.kind == BodyKind::Static {
                From::KeptWriter(self.kept_number(Kept::Static(self.body.path)))
            } else {
                From::GivenWriter
            };
            self.others_write_through(from, &leads, name_of(self.body.name), ((block, TERMINATOR, KEPT_SINK), span));
        }
    }

    /// A call of a function of the workspace that may write to what it is given, where that is known here and not there.
    pub(super) fn lends_writers(
        &mut self,
        target: CalledTarget<'a>,
        number: u32,
        call: &'a Call<'a>,
        arguments: &[Value],
        at: (SiteKey, Span<'a>),
    ) {
        let CalledTarget::Function(printed, callee) = target else { return };
        for ((argument, value), &operand) in (1u32..).zip(arguments).zip(call.arguments) {
            let ty = self.type_of(operand);
            // A function that knows what it is given by its own type says itself what it writes to it.
            let mut is_lent = || {
                ty.is_own_generic
                    || models::is_writer(self.operand_type(operand))
                        && path::generic_arguments(printed).any(|told| self.known(told).leads_out.is_some())
            };
            if !(ty.may_lead_out || ty.leads_out.is_some() && is_lent()) {
                continue;
            }
            let leads = self.leads(value, operand);
            let operation = sites::operation(&callee);
            let written_out = Value::of(Parts::ALL, self.origin(From::WrittenOut(number, argument), Parts::ALL, false));
            self.write_through(&written_out, &leads, &operation, at);
            // A type of the workspace is given other things, too.
            if !ty.is_own_generic {
                let written = Value::of(Parts::ALL, self.origin(From::Written(number, argument), Parts::ALL, false));
                for &lead in &leads {
                    match lead {
                        Lead::To(..) => self.write_through(&written, &[lead], &operation, at),
                        Lead::Parameter(parameter, _) => self.write_into(&written, parameter),
                        Lead::Given(_) | Lead::Kept(..) => {}
                    }
                }
            }
        }
    }

    /// Where a writer leads, as far as this body says it.
    fn leads(&mut self, writer: &Value, operand: Operand<'a>) -> Vec<Lead<'a>> {
        let mut leads = self.leads_here(operand);
        leads.extend(self.parameters_written(writer, operand).into_iter().map(|(number, parts)| Lead::Parameter(number, parts)));
        if self.type_of(operand).has_dyn_writer {
            // Among them is what was written there before, which is no writer: nobody says of it where it leads.
            for &(_, origin) in &writer.from {
                leads.push(match self.origins.get(origin).from {
                    From::Result(call) => Lead::Given(call),
                    From::Field(ty, variant, number) => Lead::Kept(self.kept_number(Kept::Field(ty, variant, number))),
                    From::Static(path) => Lead::Kept(self.kept_number(Kept::Static(path))),
                    _ => continue,
                });
            }
        }
        leads.sort_unstable();
        leads.dedup();
        leads
    }

    /// The parameters of the body that a writer may be, or may be made of, where it is not known here what they are; and of what a
    /// closure or coroutine captures, which.
    fn parameters_written(&mut self, writer: &Value, operand: Operand<'a>) -> Vec<(u32, Parts)> {
        let may_lead_out = |flows: &Self, number: u32| flows.types_of_locals.get(number as usize).is_some_and(|ty| ty.may_lead_out);
        let mut found = Vec::new();
        for &(_, origin) in &writer.from {
            let Origin { from: From::Parameter(number), parts, .. } = self.origins.get(origin) else { continue };
            if number == 1 && self.has_captures() {
                found.push((number, self.table.first_of(parts)));
            } else if may_lead_out(self, number) {
                found.push((number, Parts::ALL));
            }
        }
        if found.is_empty() {
            // What a function of the workspace has made of one has its type in its own.
            let given: Vec<&str> = Self::type_parameters(self.operand_type(operand)).collect();
            let is_of = |ty: &'a str| Self::type_parameters(ty).any(|parameter| given.contains(&parameter));
            let numbers = (1u32..).take(self.body.argument_count).filter(|&number| may_lead_out(self, number));
            found.extend(numbers.filter(|&number| is_of(self.body.locals[number as usize].ty)).map(|number| (number, Parts::ALL)));
        }
        found
    }

    /// Whether the body is a closure's or a coroutine's, whose first parameter is what it captures: it is called `{closure#0}`, not by a name.
    fn has_captures(&self) -> bool {
        self.body.name.ends_with('}')
    }

    /// The type parameters that a type names.
    fn type_parameters(ty: &'a str) -> impl Iterator<Item = &'a str> {
        let paths: Vec<_> = Printed::of(ty).paths().map(|(range, _)| &ty[range]).collect();
        paths.into_iter().filter(|path| types::is_parameter(path))
    }

    /// Where what is written to a value certainly goes: by its type or, of a `dyn`, by those of what it is made of in this body.
    fn leads_here(&mut self, operand: Operand<'a>) -> Vec<Lead<'a>> {
        let ty = self.type_of(operand);
        if let Some(kind) = ty.leads_out {
            return vec![Lead::To(kind, None)];
        }
        if !ty.has_dyn_writer {
            return Vec::new();
        }
        let (mut leads, mut seen, mut pending) = (Vec::new(), Vec::<Local>::new(), Vec::new());
        pending.extend(operand.place().map(|place| (place, None)));
        while let Some((place, by)) = pending.pop() {
            let ty = self.type_at(Place { projection: &[], ..place });
            if let Some(kind) = ty.leads_out {
                leads.push(Lead::To(kind, by));
            } else if ty.has_dyn_writer && !seen.contains(&place.local) {
                seen.push(place.local);
                self.made_of(place.local, &mut pending, &mut leads);
            }
        }
        leads
    }

    /// What a local that has a `dyn` writer in it is made of, or is given, each with where that stands.
    fn made_of(&mut self, local: Local, of: &mut Vec<(Place<'a>, Option<Span<'a>>)>, leads: &mut Vec<Lead<'a>>) {
        let body = self.body;
        for block in &body.blocks {
            for statement in &block.statements {
                let span = Some(statement.span);
                if statement.place.local != local {
                    // Who has a reference to it may put something there.
                    if matches!(statement.rvalue, Rvalue::Ref(place) if place.local == local) {
                        of.push((statement.place, span));
                    }
                    continue;
                }
                match statement.rvalue {
                    Rvalue::Use(operand) | Rvalue::Cast(operand, ..) => of.extend(operand.place().map(|place| (place, span))),
                    Rvalue::Ref(place) => of.push((place, span)),
                    Rvalue::Aggregate(_, operands) => of.extend(operands.iter().filter_map(|operand| Some((operand.place()?, span)))),
                    _ => {}
                }
            }
            if let Terminator::Call(call) = block.terminator {
                self.made_or_lent(call, local, block.span, of, leads);
            }
        }
    }

    /// The same of a call of a foreign function: what it gives back is made of what it is given, and what is lent to it is given the rest.
    fn made_or_lent(
        &mut self,
        call: &'a Call<'a>,
        local: Local,
        span: Span<'a>,
        of: &mut Vec<(Place<'a>, Option<Span<'a>>)>,
        leads: &mut Vec<Lead<'a>>,
    ) {
        let is_it = |place: Option<Place<'a>>| place.is_some_and(|place| place.local == local);
        let is_made = is_it(call.destination);
        let is_lent = call.arguments.iter().any(|&operand| is_it(operand.place()) && self.operand_type(operand).starts_with('&'));
        let (Operand::Fn(printed), Some(callee), true) = (call.callee, call.function, is_made || is_lent) else { return };
        if self.function(printed, &callee).is_foreign {
            // What it gives back may be behind an `impl` from there on.
            let given_back = callee_returns(call.callee_type).filter(|_| is_made);
            if let Some(kind) = given_back.and_then(|ty| self.known(ty).leads_out) {
                leads.push(Lead::To(kind, Some(span)));
            }
            let given = call.arguments.iter().filter(|&&operand| is_made || !self.operand_type(operand).starts_with('&'));
            of.extend(given.filter_map(|operand| Some((operand.place()?, Some(span)))));
        }
    }
}

/// What a function gives back, by its type: `fn(A) -> B {path}`.
fn callee_returns(ty: &str) -> Option<&str> {
    let mut depth = 0usize;
    let open = ty.bytes().rposition(|byte| {
        match byte {
            b'}' => depth += 1,
            b'{' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    })?;
    ty[..open].trim_end().rsplit_once(" -> ").map(|(_, returned)| returned)
}

/// What a person calls a body that may be a closure's or a coroutine's.
fn name_of(body: &str) -> &str {
    path::last_segment(body.split("-{").next().unwrap_or(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_function_gives_back_stands_before_its_path() {
        let of_closure = "fn({closure@src/main.rs:3:5: 3:9}) -> std::io::Stdout {out::<{closure@src/main.rs:3:5: 3:9}>}";
        assert_eq!(callee_returns(of_closure), Some("std::io::Stdout"));
        assert_eq!(callee_returns("for<'a> fn(&'a str) {say}"), None);
        assert_eq!(callee_returns(""), None);
    }

    #[test]
    fn a_closure_is_called_as_what_it_stands_in() {
        assert_eq!(name_of("agent::connected-{closure#0}"), "connected");
        assert_eq!(name_of("output"), "output");
    }
}
