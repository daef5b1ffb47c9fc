//! Closures and functions that were put somewhere to be called later: which of them a call may lead to.
//!
//! A closure that a function is handed and calls itself is followed by what it is called with ([`CALLED_WITH`](crate::facts::flows::CALLED_WITH)).
//! What is kept in a field, a static or a list, or given back by a function, is looked for against the direction of the flows, from the call to
//! where the closure was made.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{
    back::{Back, Made, Search, Wanted},
    net::Net,
    parts::PathId,
};
use crate::facts::flows::{ALL_PARAMETERS, Destination, THE_VALUE};

/// The argument of the call that stands for a closure where it is made, for what others call it with.
pub const HANDED: u32 = ALL_PARAMETERS - 1;

/// Searches for closures and functions.
pub struct Values<'n, 'f, 'g> {
    net: &'n Net<'f, 'g>,
    back: Back<'n, 'f, 'g>,
    /// What was found: function, where in it, and which parts.
    known: FxHashMap<(u32, Destination, PathId), Rc<[Made]>>,
}

impl<'n, 'f, 'g> Values<'n, 'f, 'g> {
    pub fn new(net: &'n Net<'f, 'g>) -> Self {
        Self { net, back: Back::new(net), known: FxHashMap::default() }
    }

    /// What of an argument of a function's call is called back in there, with its argument of this number, where what it gives back is these
    /// parts; and the parameter of it that the data get to.
    pub fn called_back(&mut self, function: u32, (call, at): (u32, u32), gives_back: &str, argument: u32) -> Vec<(Made, u32)> {
        let parts = self.back.paths.read(gives_back);
        let mut found = Vec::new();
        for at in [at, ALL_PARAMETERS] {
            for &made in self.at(function, Destination::Argument(call, at), parts).iter() {
                let is_nested = self.net.callees(made.function, made.call).iter().any(|&callee| self.net.is_nested(callee));
                found.push((made, argument + if is_nested { 2 } else { 1 }));
            }
        }
        found
    }

    /// The closures and functions that get there.
    fn at(&mut self, function: u32, to: Destination, parts: PathId) -> Rc<[Made]> {
        if let Some(known) = self.known.get(&(function, to, parts)) {
            return Rc::clone(known);
        }
        let flows = self.back.flows_to(function, to);
        let found: Rc<[Made]> = Search::new(&mut self.back, Wanted::Values, None, None).values(function, &flows, parts).into();
        self.known.insert((function, to, parts), Rc::clone(&found));
        found
    }
}

/// What each call of a value may lead to: function, call, and the closures and functions.
pub fn called(net: &Net<'_, '_>) -> Vec<((u32, u32), Vec<u32>)> {
    let mut values = Values::new(net);
    let gives_back = values.back.paths.gives_back();
    let mut called = Vec::new();
    for function in net.functions() {
        for call in (0..net.flows(function).calls.len()).filter_map(|call| u32::try_from(call).ok()) {
            if !net.calls_value(function, call) {
                continue;
            }
            let found = values.at(function, Destination::Argument(call, THE_VALUE), gives_back);
            let mut callees: Vec<u32> = found.iter().flat_map(|made| net.callees(made.function, made.call).to_vec()).collect();
            callees.sort_unstable();
            callees.dedup();
            called.push(((function, call), callees));
        }
    }
    called
}
