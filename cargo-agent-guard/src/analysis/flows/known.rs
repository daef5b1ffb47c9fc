//! What flows ask of types, read once a crate: the same few types come up again and again.

use std::{cell::OnceCell, ops::Range, rc::Rc};

use rustc_hash::FxHashMap;

use super::{
    Surroundings,
    callees::KnownFunctions,
    forms, models,
    table::{OriginNumbers, PartsTable},
    types::{self, Printed},
    within::{self, Whole, Within},
};
use crate::{
    analysis::{handles, type_names::ByType},
    facts::flows::{Matter, SinkKind},
    index::{Text, TypeId},
    path,
};

/// What is kept from body to body of a crate.
#[derive(Debug, Default)]
pub struct Known {
    /// The types that have come up.
    pub types: KnownTypes,
    /// The functions that have come up.
    pub functions: KnownFunctions,
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
    /// Whether it is one of these that is given types.
    pub is_own_generic: bool,
    /// Whether it is one that has code of the workspace run when it is dropped, references before it aside.
    pub is_dropped: bool,
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
    /// Whether what a function writes to a parameter of it may be seen by whoever called it.
    pub is_kept_by_caller: bool,
    /// Whether there may be a reference in it, or a pointer that several share.
    pub may_refer: bool,
    /// Whether it is an error that takes in any other, or a `Result` with one.
    pub takes_in_errors: bool,
    /// Where what is written to one of them goes, if it leaves by that.
    pub leads_out: Option<SinkKind>,
    /// Whether it may be such a one that others know: a type parameter that is given or can be written through, a `dyn Write`, or what
    /// is made of these.
    pub may_lead_out: bool,
    /// Whether there is a `dyn Write` in it, or the like.
    pub has_dyn_writer: bool,
    /// Whether the handle of a database that can encrypt is in it, or may be.
    pub has_database: bool,
    /// Whether it names a request or builder that something is put into.
    pub has_builder: bool,
    /// Where in its text the types of the workspace are.
    own: Vec<Range<usize>>,
    /// See [`Within`], once somebody asks.
    within: OnceCell<Within>,
    /// See [`within::wholes`], once somebody asks.
    wholes: OnceCell<Vec<Whole>>,
}

impl Type {
    fn read(ty: &str, paths: &mut KnownPaths, surroundings: Surroundings<'_, '_>) -> Self {
        let printed = &Printed::of(ty);
        let (peeled, can_be_called) = (path::peel(ty), types::can_be_called(printed));
        // What a function gives back says nothing of the function.
        let is_function = can_be_called || (printed.has(b"(") && ty.contains("fn("));
        let matter = if is_function { Matter::Content } else { forms::matter_of(ty) };
        let mut all = PathSays::default();
        let mut own: Vec<Range<usize>> = Vec::new();
        for (range, has_arguments) in printed.paths() {
            let says = paths.get(&ty[range.clone()], surroundings);
            all.add(says, has_arguments);
            if says.is_own && !own.iter().any(|known| ty[known.clone()] == ty[range.clone()]) {
                own.push(range);
            }
        }
        let can_be_changed = all.is_shared || types::can_be_changed(printed);
        let is_reference = ty.starts_with('&');
        let has_dyn_writer = all.leads_out.is_none() && types::has_dyn_writer(printed);
        let is_own = surroundings.is_own_type(peeled);
        Self {
            matter,
            is_handle: matter == Matter::Content && surroundings.catalogue.is_handle(peeled),
            is_own,
            is_own_generic: is_own && printed.has(b"<"),
            is_dropped: is_own && surroundings.drops.is_some_and(|drops| drops(peeled)),
            is_pii: types::is_pii(ty),
            can_be_changed,
            is_handle_on_more: can_be_changed || (is_reference && !own.is_empty()) || can_be_called,
            can_be_called,
            is_kept_by_caller: all.is_shared || printed.has(b"&*") || ty.starts_with('{'),
            may_refer: all.is_shared || all.lets_change || !own.is_empty() || types::may_refer(printed),
            leads_out: all.leads_out,
            may_lead_out: all.leads_out.is_none() && types::may_lead_out(printed, has_dyn_writer),
            has_dyn_writer,
            takes_in_errors: all.names_error_for_any && models::takes_in_errors(ty),
            lets_change: all.is_shared || all.lets_change || types::has_mutable_reference(printed),
            has_database: all.is_database && !handles::is_made_here(ty),
            has_builder: all.is_builder,
            own,
            within: OnceCell::new(),
            wholes: OnceCell::new(),
        }
    }

    /// What is in it, of which this is the text.
    pub fn within(&self, text: &str, surroundings: Surroundings<'_, '_>) -> &Within {
        self.within.get_or_init(|| Within::of(text, surroundings))
    }

    /// The types of the workspace that a value of it is said to be or to hold.
    pub fn wholes(&self, text: &str, surroundings: Surroundings<'_, '_>) -> &[Whole] {
        self.wholes.get_or_init(|| within::wholes(text, &self.own, self.is_own, surroundings))
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

/// What a path in a type says of the type's values, wherever it stands.
#[derive(Debug, Clone, Copy, Default)]
struct PathSays {
    /// Whether it names a type of the workspace.
    is_own: bool,
    /// Whether it names the handle of a database that can encrypt.
    is_database: bool,
    /// See [`Type::has_builder`].
    is_builder: bool,
    /// See [`Type::leads_out`].
    leads_out: Option<SinkKind>,
    /// See [`models::is_shared`]; of what is shared only if it has arguments, too.
    is_shared: bool,
    is_shared_with_arguments: bool,
    /// See [`models::lets_change`].
    lets_change: bool,
    /// See [`models::names_error_for_any`].
    names_error_for_any: bool,
}

impl PathSays {
    fn read(path: &str, surroundings: Surroundings<'_, '_>) -> Self {
        Self {
            is_own: types::is_own_path(path, surroundings.is_foreign_root),
            is_database: handles::names_handle(path, surroundings.catalogue),
            is_builder: surroundings.catalogue.is_builder(path),
            leads_out: models::leads_out(path),
            is_shared: models::is_atomic(path),
            is_shared_with_arguments: models::is_shared(path),
            lets_change: models::lets_change(path),
            names_error_for_any: models::names_error_for_any(path),
        }
    }

    /// Adds what another path of a type says, to which arguments are given or not. Of where values lead the first says it.
    fn add(&mut self, says: Self, has_arguments: bool) {
        self.is_database |= says.is_database;
        self.is_builder |= says.is_builder;
        self.names_error_for_any |= says.names_error_for_any;
        self.leads_out = self.leads_out.or(says.leads_out);
        self.is_shared |= says.is_shared || (has_arguments && says.is_shared_with_arguments);
        self.lets_change |= has_arguments && says.lets_change;
    }
}

/// The paths that have come up in the types of a crate: of these there are fewer still.
#[derive(Debug, Default)]
struct KnownPaths(FxHashMap<Box<str>, PathSays>);

impl KnownPaths {
    fn get(&mut self, path: &str, surroundings: Surroundings<'_, '_>) -> PathSays {
        if let Some(&known) = self.0.get(path) {
            return known;
        }
        let says = PathSays::read(path, surroundings);
        self.0.insert(path.into(), says);
        says
    }
}

/// The types that have come up in a crate.
#[derive(Debug, Default)]
pub struct KnownTypes {
    read: ByType<Rc<Type>>,
    paths: KnownPaths,
}

impl KnownTypes {
    /// What a type with this number says.
    pub fn get(&mut self, id: TypeId, ty: &str, surroundings: Surroundings<'_, '_>) -> Rc<Type> {
        if let Some(known) = self.read.get(id) {
            return known;
        }
        let read = Rc::new(Type::read(ty, &mut self.paths, surroundings));
        self.read.set(id, Rc::clone(&read));
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    fn read(ty: &str) -> Type {
        let is_foreign_root = |root: &str| matches!(root, "std" | "tokio");
        let catalogue = Catalogue::default();
        let surroundings =
            Surroundings { catalogue: &catalogue, is_foreign: &|_, _| false, is_foreign_root: &is_foreign_root, drops: None };
        Type::read(ty, &mut KnownPaths::default(), surroundings)
    }

    #[test]
    fn what_leads_out_does_so_in_whatever_it_is_wrapped() {
        assert_eq!(read("&mut std::io::BufWriter<std::fs::File>").leads_out, Some(SinkKind::File));
        assert_eq!(read("&mut tokio::io::BufWriter<tokio::net::tcp::OwnedWriteHalf>").leads_out, Some(SinkKind::Network));
        assert_eq!(read("std::fs::FileType").leads_out, None);
    }

    #[test]
    fn a_lock_lets_change_what_is_in_it_and_its_name_alone_does_not() {
        let shared = |ty| read(ty).can_be_changed;
        assert!(shared("&std::sync::Mutex<u8>") && shared("&std::sync::atomic::AtomicU64") && shared("&mut u8"));
        assert!(!shared("&people::Mutex") && !shared("&std::vec::Vec<u8>"));
    }

    #[test]
    fn a_type_of_the_workspace_is_named_once() {
        let ty = "std::collections::BTreeMap<people::Person, std::vec::Vec<&people::Person>>";
        assert_eq!(read(ty).own(ty).collect::<Vec<_>>(), ["people::Person"]);
    }
}
