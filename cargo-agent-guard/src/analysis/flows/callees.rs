//! What functions are, read once a crate: the same few are called again and again, and most of what a call may do hardly any function does.

use rustc_hash::FxHashMap;

use super::{Flows, Surroundings, calls, collections, combinators, foreign, models, outside, types};
use crate::path::Callee;

/// What a function is, as it is printed: what it denies need not be asked of a call.
#[derive(Debug, Clone, Copy)]
pub struct Function {
    /// Whether it is one of the runtime's.
    pub is_of_the_runtime: bool,
    /// Whether the catalogue has it.
    pub is_classified: bool,
    /// Whether nobody of the workspace wrote it, the language's own and what derives put in place included.
    pub is_foreign: bool,
    /// See [`types::is_about_pii`].
    pub is_about_pii: bool,
    /// See [`calls::is_closure_call`].
    pub is_closure_call: bool,
    /// Whether it is a method of `Option` or `Result` that panics, or that moves what is in them.
    pub is_of_options: bool,
    /// See [`models::writes`].
    pub writes: bool,
    /// See [`models::called_back`].
    pub calls_back: bool,
    /// Whether it is what `?` turns errors by, or one of `std::mem`.
    pub converts_or_exchanges: bool,
    /// Whether it may be a method of an iterator or a list that is known.
    pub may_be_of_lists: bool,
    /// See [`models::outcome_of_task`].
    pub spawns: bool,
    /// See [`models::makes_by`].
    pub makes_by_trait: bool,
    /// Whether it is a method of a trait, which a type of the workspace may have.
    pub is_of_a_trait: bool,
    /// See [`models::calls_with_its_own`].
    pub calls_with_its_own: bool,
    /// Whether it may get something from outside.
    pub may_bring: bool,
}

impl Function {
    fn read(printed: &str, callee: &Callee<'_>, surroundings: Surroundings<'_, '_>) -> Self {
        Self {
            is_of_the_runtime: matches!(callee, Callee::Path { root: "agent_guard", .. }),
            is_classified: surroundings.catalogue.classify(callee).is_some(),
            is_foreign: (surroundings.is_foreign)(printed, callee),
            is_about_pii: types::is_about_pii(printed),
            is_closure_call: calls::is_closure_call(callee),
            is_of_options: combinators::is_of_options(callee),
            writes: models::writes(callee),
            calls_back: models::called_back(callee).is_some(),
            converts_or_exchanges: foreign::converts_or_exchanges(callee),
            may_be_of_lists: collections::may_be_of_lists(callee),
            spawns: models::outcome_of_task(callee).is_some(),
            makes_by_trait: models::makes_by(callee).is_some(),
            is_of_a_trait: matches!(callee, Callee::Trait { .. }),
            calls_with_its_own: models::calls_with_its_own(callee),
            may_bring: outside::may_bring(callee),
        }
    }
}

/// The functions that have come up in a crate.
#[derive(Debug, Default)]
pub struct KnownFunctions(FxHashMap<Box<str>, Function>);

impl Flows<'_, '_, '_, '_> {
    /// What a function is.
    pub(super) fn function(&mut self, printed: &str, callee: &Callee<'_>) -> Function {
        if let Some(&known) = self.functions.0.get(printed) {
            return known;
        }
        let read = Function::read(printed, callee, self.surroundings);
        self.functions.0.insert(printed.into(), read);
        read
    }
}
