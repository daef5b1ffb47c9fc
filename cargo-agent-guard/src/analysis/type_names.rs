//! Types by numbers: the same few come up again and again, and each proof keeps what it has read of them in a list.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::{index::TypeId, mir::Body};

/// Numbers the types of a crate, as rustc prints them.
#[derive(Debug, Default)]
pub struct TypeNames(RefCell<FxHashMap<Box<str>, TypeId>>);

impl TypeNames {
    /// The number of a type.
    pub fn number(&self, ty: &str) -> TypeId {
        let mut numbers = self.0.borrow_mut();
        if let Some(&known) = numbers.get(ty) {
            return known;
        }
        let number = TypeId::from_usize(numbers.len());
        numbers.insert(ty.into(), number);
        number
    }

    /// The numbers of the types of a body's locals.
    pub fn of_locals(&self, body: &Body<'_>) -> Vec<TypeId> {
        body.locals.iter().map(|local| self.number(local.ty)).collect()
    }
}

/// What is known of types, in a list by their numbers.
#[derive(Debug)]
pub struct ByType<T>(Vec<Option<T>>);

impl<T> Default for ByType<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Clone> ByType<T> {
    /// What is known of a type.
    pub fn get(&self, ty: TypeId) -> Option<T> {
        self.0.get(ty.index()).cloned().flatten()
    }

    /// Keeps what is known of a type.
    pub fn set(&mut self, ty: TypeId, known: T) {
        if self.0.len() <= ty.index() {
            self.0.resize(ty.index() + 1, None);
        }
        self.0[ty.index()] = Some(known);
    }
}
