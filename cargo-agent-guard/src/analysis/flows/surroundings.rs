//! What is of the workspace, and what is not.

use super::types;
use crate::{
    catalogue::Catalogue,
    path::{self, Callee},
};

/// What tells workspace code from the rest.
#[derive(Clone, Copy)]
pub struct Surroundings<'c, 'f> {
    /// What is known of foreign functions.
    pub catalogue: &'c Catalogue,
    /// Whether a callee, as printed and taken apart, is outside the workspace.
    pub is_foreign: &'f dyn Fn(&str, &Callee<'_>) -> bool,
    /// Whether a type's path starts outside the workspace.
    pub is_foreign_root: &'f dyn Fn(&str) -> bool,
    /// Whether dropping a value of a type of the workspace may run code of the workspace. `None` if no type's does.
    pub drops: Option<&'f dyn Fn(&str) -> bool>,
}

impl Surroundings<'_, '_> {
    /// Whether a type is one of the workspace: written as a path, which does not lead out of it.
    pub fn is_own_type(&self, ty: &str) -> bool {
        let is_foreign = || (self.is_foreign_root)(path::first_segment(ty)) || path::is_renamed_by_derive(ty);
        types::is_named(ty) && !path::is_built_in(ty) && !is_foreign()
    }
}
