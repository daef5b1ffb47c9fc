//! Calls of methods by foreign code for values of a type that is only a parameter where they stand: `{}` of a `T`.
//!
//! Of which types these values are is looked for against the direction of the flows, up to where a function is given a value as it is
//! ([`Origin::Whole`](crate::facts::flows::Origin::Whole)).

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{
    back::{Back, Search, Wanted},
    net::Net,
};
use crate::{
    facts::{Item, Target, flows::Destination},
    index::Text,
};

/// What each such call may lead to: function, call, and the methods.
pub fn called(net: &Net<'_, '_>) -> Vec<((u32, u32), Vec<u32>)> {
    let mut calls = OpenCalls::new(net);
    let mut called = Vec::new();
    for function in net.functions() {
        let (at, caller) = net.graph.function(function);
        let facts = &net.units[at.unit];
        for (number, call) in (0..).zip(&caller.flows.calls) {
            let Target::Trait { self_type, of_trait, name } = facts.targets[call.target.index()] else { continue };
            let ty = facts.text(self_type);
            if !call.is_by_foreign_code || ty.is_empty() || ty.contains("::") || !net.callees(function, number).is_empty() {
                continue;
            }
            let callees = calls.methods(net, (function, number), (facts.text(of_trait), facts.text(name)));
            if !callees.is_empty() {
                called.push(((function, number), callees));
            }
        }
    }
    called
}

/// Types, each with a function that has it.
type Types = Rc<[(u32, Text)]>;

/// Searches for the types of values that are given to calls.
pub struct OpenCalls<'n, 'f, 'g> {
    back: Back<'n, 'f, 'g>,
    /// What was found: of which types the first argument of a call may be.
    known: FxHashMap<(u32, u32), Types>,
}

impl<'n, 'f, 'g> OpenCalls<'n, 'f, 'g> {
    pub fn new(net: &'n Net<'f, 'g>) -> Self {
        Self { back: Back::new(net), known: FxHashMap::default() }
    }

    /// Whether a call is given a value of the type that has a method, in whatever that is.
    pub fn has(&mut self, net: &Net<'_, '_>, call: (u32, u32), method: u32) -> bool {
        let (at, function) = net.graph.function(method);
        let (facts, Item::Method { of_trait: Some(of_trait), name, .. }) = (&net.units[at.unit], function.item) else { return true };
        self.methods(net, call, (facts.text(of_trait.name), facts.text(name))).contains(&method)
    }

    /// The methods of this trait and name that the types have of which a call's first argument may be.
    fn methods(&mut self, net: &Net<'_, '_>, call: (u32, u32), (of_trait, name): (&str, &str)) -> Vec<u32> {
        let types = Rc::clone(self.known.entry(call).or_insert_with(|| {
            let flows = self.back.flows_to(call.0, Destination::Argument(call.1, 1));
            Search::new(&mut self.back, Wanted::Values, None, None).types(call.0, &flows).into()
        }));
        let methods = types.iter().flat_map(|&(function, ty)| {
            let (at, _) = net.graph.function(function);
            let (unit, ty) = (&net.units[at.unit].unit, net.text(function, ty));
            // Its own types a crate prints without its name.
            let own = ty.strip_prefix(unit.crate_name.as_str()).and_then(|ty| ty.strip_prefix("::")).unwrap_or(ty);
            [own, ty].map(|ty| net.graph.implementations(at.unit, ty, of_trait, name)).concat()
        });
        let mut methods: Vec<u32> = methods.collect();
        methods.sort_unstable();
        methods.dedup();
        methods
    }
}
