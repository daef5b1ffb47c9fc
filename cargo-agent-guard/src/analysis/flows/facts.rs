//! The flows of a body as facts: texts interned, callees as targets.

use std::{borrow::Cow, rc::Rc};

use super::{
    BodyFlows, Called, CalledTarget, From, Kept, Known, Numbers, Surroundings, To, Type, collect, models,
    table::{Parts, field_text},
};
use crate::{
    analysis::Analysis,
    facts::{
        Target,
        flows::{Destination, Flow, FlowCall, Flows, MarkedField, Origin, Sink, Source},
    },
    flow::Cfg,
    index::{FunctionId, TargetId, Text, TypeId},
    mir::Body,
    path::{self, Callee},
};

/// The texts that a body's flows number.
struct Names {
    /// See [`BodyFlows::names`].
    sealed: Vec<Text>,
    /// See [`BodyFlows::kept`].
    kept: Vec<Text>,
}

impl Analysis<'_> {
    /// What the types of a body's locals say.
    pub(in crate::analysis) fn types_of_locals(&mut self, body: &Body<'_>, ids: &[TypeId]) -> Vec<Rc<Type>> {
        self.with_surroundings(|known, surroundings| {
            body.locals.iter().zip(ids).map(|(local, &id)| known.types.get(id, local.ty, surroundings)).collect()
        })
    }

    /// Asks with what is kept from body to body, and with what is of the workspace and what is not.
    fn with_surroundings<T>(&mut self, ask: impl FnOnce(&mut Known, Surroundings<'_, '_>) -> T) -> T {
        let mut known = self.known_flows.take().unwrap_or_default();
        let is_foreign = |printed: &str, callee: &Callee<'_>| models::is_behind_derive(callee) || self.is_outside(printed, callee);
        // The runtime's types are known, also where it is a member of the workspace itself.
        let is_foreign_root = |root: &str| root == "agent_guard" || self.is_foreign_root(root);
        let drops = |ty: &str| self.runs_when_dropped(ty);
        let surroundings = Surroundings {
            catalogue: &self.context.catalogue,
            is_foreign: &is_foreign,
            is_foreign_root: &is_foreign_root,
            drops: (self.items.drops_any() || !self.context.dropped.is_empty()).then_some(&drops),
        };
        let answer = ask(&mut known, surroundings);
        self.known_flows = Some(known);
        answer
    }

    /// Whether dropping a value of a type of the workspace may run code of the workspace.
    fn runs_when_dropped(&self, ty: &str) -> bool {
        let name = path::last_segment(ty);
        match self.is_other_crate(path::first_segment(ty)) && ty.contains("::") {
            // The crate may have it from yet another one.
            true => self.context.dropped.iter().any(|(_, known)| known == name || known.is_empty()),
            false => self.items.drops(name),
        }
    }

    /// Collects the flows of a body.
    pub(in crate::analysis) fn flows(&mut self, body: &Body<'_>, cfg: &Cfg, id: FunctionId, numbers: &Numbers, types: &[Rc<Type>]) {
        let type_names = Rc::clone(&self.type_names);
        let BodyFlows { edges, calls, names, kept, sources, sinks, handed, marked } =
            self.with_surroundings(|known, surroundings| collect(body, cfg, surroundings, numbers, (&type_names, types), known));
        let is_type = |ty: &str| ty.contains("::") || self.items.has_type(ty);
        let is_open = |number: &usize| {
            let ty = body.locals[*number].ty;
            // What such a parameter can be made into says nothing of what it is.
            path::peel(ty).len() < ty.len() && ty.trim_start_matches('&').starts_with("impl ") || !types[*number].own(ty).any(is_type)
        };
        let open_parameters = (1..=body.argument_count).filter(is_open).filter_map(|number| u32::try_from(number).ok()).collect();
        for (ty, part, category, name) in marked {
            let field =
                MarkedField { ty: self.type_text(ty), part: self.text(&part), category: self.text(category), name: self.text(&name) };
            self.facts.marked.push(field);
        }
        let names = Names {
            sealed: names.iter().map(|name| self.text(name)).collect(),
            kept: kept.into_iter().map(|kept| self.kept_text(kept)).collect(),
        };
        let mut known = self.known_flows.take().unwrap_or_default();
        let Known { parts, part_texts, .. } = &mut *known;
        part_texts.resize(parts.count_in_crate(), None);
        let mut part =
            |analysis: &mut Self, part: Parts| *part_texts[parts.in_crate(part)].get_or_insert_with(|| analysis.text(parts.text(part)));
        // They are in the order of where they come from.
        let mut last = None;
        let edges: Vec<Flow> = (edges.into_iter())
            .map(|(from, from_parts, to, to_parts, keeps_parts, form)| Flow {
                from: match last {
                    Some((known, origin)) if known == from => origin,
                    _ => last.insert((from, self.flow_origin(from, &names))).1,
                },
                from_parts: part(self, from_parts),
                to: self.flow_destination(to, &names),
                to_parts: part(self, to_parts),
                keeps_parts,
                form,
            })
            .collect();
        self.known_flows = Some(known);
        let calls = calls.into_iter().enumerate().map(|(at, call)| self.flow_call(id, at, call)).collect();
        let sources = sources.into_iter().map(|(what, span)| Source { what: self.text(&what), span: self.span(span) }).collect();
        let sinks = (sinks.into_iter())
            .map(|(kind, operation, stored, span)| Sink { kind, operation: self.text(&operation), stored, span: self.span(span) })
            .collect();
        self.facts.functions[id.index()].flows = Flows { edges, calls, sources, sinks, open_parameters, handed };
    }

    fn is_other_crate(&self, root: &str) -> bool {
        self.context.workspace_crates.iter().any(|known| known == root) && !self.items.has_root_module(root)
    }

    /// A type's path, with the crate in front: rustc leaves its own out.
    pub(in crate::analysis) fn type_text(&mut self, ty: &str) -> Text {
        let id = self.type_names.number(ty);
        if let Some(known) = self.type_texts.get(id) {
            return known;
        }
        let text = self.whole_type(ty).into_owned();
        let text = self.text(&text);
        self.type_texts.set(id, text);
        text
    }

    fn whole_type<'t>(&self, ty: &'t str) -> Cow<'t, str> {
        if self.is_other_crate(path::first_segment(ty)) && ty.contains("::") {
            ty.into()
        } else {
            format!("{}::{ty}", self.facts.unit.crate_name).into()
        }
    }

    /// Where a writer lies, as [`Destination::KeptWriter`] has it.
    fn kept_text(&mut self, kept: Kept<'_>) -> Text {
        let text = match kept {
            Kept::Field(ty, variant, number) => format!("{}.{}", self.whole_type(ty), field_text(variant, number)),
            Kept::Static(path) => format!("{path}."),
        };
        self.text(&text)
    }

    fn flow_origin(&mut self, from: From<'_>, names: &Names) -> Origin {
        match from {
            From::Parameter(local) => Origin::Parameter(local),
            From::Result(call) => Origin::Result(call),
            From::Written(call, argument) => Origin::Written(call, argument),
            From::WrittenOut(call, argument) => Origin::WrittenOut(call, argument),
            From::Field(ty, variant, number) => Origin::Field(self.type_text(ty), self.text(&field_text(variant, number))),
            From::GivenWriter => Origin::GivenWriter,
            From::KeptWriter(kept) => Origin::KeptWriter(names.kept[kept as usize]),
            From::Source(number) => Origin::Source(number),
            From::Static(path) => Origin::Static(self.text(path)),
            From::Whole(ty) => Origin::Whole(self.type_text(ty)),
            From::Made(number) => Origin::Made(number),
            From::Sealed => Origin::Sealed,
            From::Opened(name) => Origin::Opened(names.sealed[name as usize]),
        }
    }

    fn flow_destination(&mut self, to: To<'_>, names: &Names) -> Destination {
        match to {
            To::Return => Destination::Return,
            To::Parameter(local) => Destination::Parameter(local),
            To::Writer(local) => Destination::Writer(local),
            To::GivenWriter(call) => Destination::GivenWriter(call),
            To::KeptWriter(kept) => Destination::KeptWriter(names.kept[kept as usize]),
            To::Argument(call, argument) => Destination::Argument(call, argument),
            To::Sink(number) => Destination::Sink(number),
            To::Access(number) => Destination::Access(number),
            To::Begun(call) => Destination::Begun(call),
            To::Given => Destination::Given,
            To::Request(number) => Destination::Request(number),
            To::Static(path) => Destination::Static(self.text(path)),
            To::Sealed(name) => Destination::Sealed(names.sealed[name as usize]),
        }
    }

    fn flow_call(&mut self, id: FunctionId, at: usize, call: Called<'_>) -> FlowCall {
        let (target, is_by_foreign_code) = match call.target {
            CalledTarget::Function(printed, callee) => (self.target(printed, &callee), false),
            CalledTarget::Foreign(ty, of_trait, method) => {
                let target = Target::Trait { self_type: self.text(ty), of_trait: self.text(of_trait), name: self.text(method) };
                (target, true)
            }
            CalledTarget::Value => (Target::Value, false),
            CalledTarget::Made(maker) => {
                self.flow_closures.push((id, at, maker.def_path.map(|path| path.replace("::", "-")), maker.span.0.to_owned()));
                (Target::Body(id), false)
            }
            CalledTarget::Closure(span) => {
                self.flow_closures.push((id, at, None, span.to_owned()));
                (Target::Body(id), false)
            }
        };
        FlowCall { target: TargetId(self.targets.intern(&target)), is_by_foreign_code, span: self.span(call.span) }
    }

    /// Puts the bodies of closures where flows refer to them. One that is missing is a gap already.
    pub(in crate::analysis) fn resolve_flows(&mut self) {
        for (function, at, name, span) in std::mem::take(&mut self.flow_closures) {
            let target = match self.made_body(name.as_deref(), &span) {
                Some(body) => Target::Body(body),
                // Another function's closure, behind a type that names it: nothing here is called so.
                None => Target::Path(Text(self.texts.intern("a closure without a body"))),
            };
            self.facts.functions[function.index()].flows.calls[at].target = TargetId(self.targets.intern(&target));
        }
    }
}
