//! Statics: each has a local of its own, behind those of the body.

use smallvec::smallvec;

use super::{Flows, From, state::Value, table::Parts};
use crate::index::Local;

impl<'a> Flows<'a, '_, '_, '_> {
    /// A reference to a static.
    pub(super) fn static_value(&mut self, path: &'a str) -> Value {
        let local = self.static_local(path);
        let origin = self.origin(From::Static(path), Parts::ALL, true);
        Value { refers: smallvec![(Parts::ALL, (local, Parts::ALL))], ..Value::of(Parts::ALL, origin) }
    }

    /// The local that stands for a static.
    fn static_local(&mut self, path: &'a str) -> Local {
        let at = self.statics.iter().position(|&known| known == path).unwrap_or_else(|| {
            self.statics.push(path);
            self.statics.len() - 1
        });
        Local::from_usize(self.body.locals.len() + at)
    }
}
