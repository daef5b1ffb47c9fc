//! What is written to open files, to connections and to what everybody sees.
//!
//! A function may be given what it writes to as a type parameter or a `dyn`, and then only its caller knows where that goes. So what it
//! writes gets to the parameter, and what a caller has written through a file that it gives is written to that file.

use super::{CalledTarget, Flows, From, SiteKey, TERMINATOR, To, models, state::Value, table::Parts, types};
use crate::{
    analysis::sites,
    facts::flows::SinkKind,
    index::Local,
    mir::{Call, Operand, Place, Rvalue, Span},
    path::{self, Callee},
};

/// What a call writes to a file or a stream that it is given, among the sinks of its block: a number for each kind behind it.
const WRITTEN_SINK: usize = 1 << 24;

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
        let Some((to, kinds)) = (0..call.arguments.len()).skip(usize::from(is_copied)).find_map(|to| {
            let ty = self.type_of(call.arguments[to]);
            let kinds = self.kinds_of(call.arguments[to]);
            (ty.may_lead_out || !kinds.is_empty()).then_some((to, kinds))
        }) else {
            return;
        };
        let parameters = self.parameters_written(&arguments[to]);
        if kinds.is_empty() && parameters.is_empty() {
            return;
        }
        let mut written = arguments.to_vec();
        written[to] = Value::default();
        let shown = self.shown(printed, callee, call, &written, at);
        self.writes_to(&kinds, callee, &shown, at);
        let shown = self.mix_all(&shown);
        parameters.into_iter().for_each(|parameter| self.flow(&shown, To::Parameter(parameter)));
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
            let written = |flows: &mut Self| Value::of(Parts::ALL, flows.origin(From::Written(number, argument), Parts::ALL, false));
            if ty.may_lead_out {
                for parameter in self.parameters_written(value) {
                    let written = written(self);
                    self.flow(&written, To::Parameter(parameter));
                }
            }
            // What has more in it than the writer, as a type of the workspace may have, is given other things, too.
            let is_lent = ty.leads_out.is_some() && !ty.is_own && models::is_writer(self.operand_type(operand));
            let is_lent = is_lent && path::generic_arguments(printed).any(|told| self.known(told).leads_out.is_some());
            if !ty.may_lead_out && !is_lent {
                continue;
            }
            let kinds = self.kinds_of(operand);
            if !kinds.is_empty() {
                let written = written(self);
                self.writes_to(&kinds, &callee, &[written], at);
            }
        }
    }

    fn writes_to(&mut self, kinds: &[SinkKind], callee: &Callee<'a>, shown: &[Value], ((block, ..), span): (SiteKey, Span<'a>)) {
        for &kind in kinds {
            self.sink(kind, sites::operation(callee), shown, ((block, TERMINATOR, WRITTEN_SINK + kind as usize), span));
        }
    }

    /// The parameters of the body that a writer may be, or may be made of, where it is not known here what they are.
    fn parameters_written(&self, writer: &Value) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        for &(_, origin) in &writer.from {
            if let From::Parameter(number) = self.origins.get(origin).from
                && self.types_of_locals.get(number as usize).is_some_and(|ty| ty.may_lead_out)
                && !found.contains(&number)
            {
                found.push(number);
            }
        }
        found
    }

    /// Where what is written to a value goes, as far as this body says it: by its type or, of a `dyn`, by those that it was made of.
    fn kinds_of(&mut self, operand: Operand<'a>) -> Vec<SinkKind> {
        let ty = self.type_of(operand);
        if let Some(kind) = ty.leads_out {
            return vec![kind];
        }
        if !ty.may_lead_out || !types::is_dyn_writer(self.operand_type(operand)) {
            return Vec::new();
        }
        let (mut kinds, mut seen, mut pending) = (Vec::new(), Vec::<Local>::new(), Vec::new());
        pending.extend(operand.place());
        while let Some(place) = pending.pop() {
            let kind = self.type_at(Place { projection: &[], ..place }).leads_out;
            kinds.extend(kind.filter(|kind| !kinds.contains(kind)));
            if kind.is_some() || seen.contains(&place.local) {
                continue;
            }
            seen.push(place.local);
            let statements = self.body.blocks.iter().flat_map(|block| &block.statements);
            pending.extend(statements.filter(|statement| statement.place.local == place.local).filter_map(
                |statement| match statement.rvalue {
                    Rvalue::Use(operand) | Rvalue::Cast(operand, ..) => operand.place(),
                    Rvalue::Ref(place) => Some(place),
                    _ => None,
                },
            ));
        }
        kinds.sort_unstable();
        kinds
    }
}
