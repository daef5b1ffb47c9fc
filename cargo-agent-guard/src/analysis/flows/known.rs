//! What flows ask of types, read once a crate: the same few types come up again and again.

use std::{ops::Range, rc::Rc};

use rustc_hash::FxHashMap;

use super::{
    Surroundings, forms, models,
    table::{OriginNumbers, PartsTable},
    types,
};
use crate::{
    analysis::handles,
    facts::flows::{Matter, SinkKind},
    index::Text,
    path,
};

/// What is kept from body to body of a crate.
#[derive(Debug, Default)]
pub struct Known {
    /// The types that have come up.
    pub types: KnownTypes,
    /// The parts of values that have come up.
    pub parts: PartsTable,
    /// Those that facts have named, by their numbers in the crate.
    pub part_texts: Vec<Option<Text>>,
    /// A table, for its memory.
    pub origins: OriginNumbers,
}

/// What a type says of its values.
#[derive(Debug)]
pub struct Type {
    /// What they are as content of a store.
    pub matter: Matter,
    /// Whether they are a store's handle.
    pub is_handle: bool,
    /// Whether it is one of the workspace's, references before it aside.
    pub is_own: bool,
    /// See [`types::is_pii`].
    pub is_pii: bool,
    /// Whether a function that is given a value of it may change what that refers to.
    pub can_be_changed: bool,
    /// Whether it lets somebody change what was given to the function that gave it.
    pub lets_change: bool,
    /// Whether a value of it that is moved on leads to more than itself: it is a reference through which something can be changed, or can
    /// be called.
    pub is_handle_on_more: bool,
    /// Whether a value of it is, or may be, a closure that was handed in.
    pub can_be_called: bool,
    /// Whether there may be a reference in it, or a pointer that several share.
    pub may_refer: bool,
    /// Where what is written to one of them goes, if it leaves by that.
    pub leads_out: Option<SinkKind>,
    /// Whether the handle of a database that can encrypt is in it, or may be.
    pub has_database: bool,
    /// Where in its text the types of the workspace are.
    own: Vec<Range<usize>>,
}

impl Type {
    fn read(ty: &str, surroundings: Surroundings<'_, '_>) -> Self {
        let (matter, peeled) = (forms::matter_of(ty), path::peel(ty));
        let is_shared = models::is_shared(ty);
        let own = types::own_types(ty, surroundings.is_foreign_root).into_iter().map(|own| {
            let start = own.as_ptr().addr() - ty.as_ptr().addr();
            start..start + own.len()
        });
        let own: Vec<Range<usize>> = own.collect();
        let can_be_changed = is_shared || types::can_be_changed(ty);
        let (is_reference, can_be_called) = (ty.starts_with('&'), types::can_be_called(ty));
        Self {
            matter,
            is_handle: matter == Matter::Content && surroundings.catalogue.is_handle(peeled),
            is_own: surroundings.is_own_type(peeled),
            is_pii: types::is_pii(ty),
            can_be_changed,
            is_handle_on_more: can_be_changed || (is_reference && !own.is_empty()) || can_be_called,
            can_be_called,
            may_refer: is_shared || !own.is_empty() || types::may_refer(ty),
            leads_out: models::leads_out(ty),
            lets_change: is_shared || models::lets_change(ty),
            has_database: surroundings.catalogue.can_encrypt() && handles::has_handle(ty, surroundings.catalogue),
            own,
        }
    }

    /// Whether somebody who is given a value of it, and gives back what refers to it, may have that changed.
    pub fn may_lead_to_change(&self) -> bool {
        self.can_be_changed || !self.own.is_empty()
    }

    /// The types of the workspace in it, of which this is the text.
    pub fn own<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        self.own.iter().map(move |range| &text[range.clone()])
    }
}

/// The types that have come up in a crate.
#[derive(Debug, Default)]
pub struct KnownTypes(FxHashMap<Box<str>, Rc<Type>>);

impl KnownTypes {
    /// What a type says.
    pub fn get(&mut self, ty: &str, surroundings: Surroundings<'_, '_>) -> Rc<Type> {
        if let Some(known) = self.0.get(ty) {
            return Rc::clone(known);
        }
        let read = Rc::new(Type::read(ty, surroundings));
        self.0.insert(ty.into(), Rc::clone(&read));
        read
    }
}
