//! Where the handles of databases come from that can encrypt what they keep.
//!
//! The other flows say what *may* get somewhere, so as to miss nothing. Here something is to be proven: that every opening that a handle can
//! come from was opened encrypted. So each place where a handle gets out of sight (a field, an argument, a store access) is followed back,
//! and what is not understood is [`Source::Unknown`]. A handle that somebody makes out of nothing is one that nobody has keyed.
//!
//! ```text
//! let db = Connection::open(path)?;             opened, plain
//! db.pragma_update(None, "key", &key)?;         from its success on, encrypted
//! Ok(Memory { db: Mutex::new(db) })             the field `Memory.db` comes from what is encrypted
//! ```
//!
//! Fields are told apart by their types, and not by the values that have them. All collections are one place for the whole workspace
//! ([`Source::Room`]), and what is put behind a reference that may refer to any place may be in all of them.

mod keyed;
mod slice;

use std::{collections::BTreeSet, rc::Rc};

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use self::{keyed::Openings, slice::Slice};
use super::{
    Analysis,
    flows::{Printed, Surroundings, Type},
    tokens::place_type,
};
use crate::{
    catalogue::Catalogue,
    facts::handles::{HandleFrom, HandleTo, HandleWay},
    flow::{self, Cfg},
    index::{Block, FunctionId, Local, TargetId},
    mir::{Aggregate, Body, BodyKind, Call, Maker, Operand, Place, Projection, Rvalue, Terminator},
    path::{self, Callee},
};

/// Behind this many statements of a block; as many as it has is before its terminator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    block: Block,
    statements: usize,
}

/// What a handle comes from, with what is still text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source<'a, 'c> {
    /// The opening in this block, and whether it has been given its key on the way.
    Opened(Block, bool),
    /// An opening that is encrypted by what it is given: the package.
    Encrypted(&'c str),
    Parameter(Local),
    Capture(u32),
    Field(&'a str, &'a str, u32),
    Static(&'a str),
    /// A function of the workspace, as printed.
    Result(&'a str),
    /// A closure or coroutine, by its span and definition path.
    Made(&'a str, Option<&'a str>),
    Room,
    Unknown,
}

/// Where a handle gets, with what is still text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum To<'a> {
    Access(u32),
    Argument(&'a str, u32),
    Return,
    Field(&'a str, &'a str, u32),
    Static(&'a str),
    Capture(&'a str, Option<&'a str>, u32),
    Room,
    Elsewhere,
}

type Way<'a, 'c> = (To<'a>, BTreeSet<Source<'a, 'c>>);

/// Which types have a handle in them, for the types that have come up in a crate.
#[derive(Debug, Default)]
pub struct KnownTypes(FxHashMap<Box<str>, bool>);

/// Types around a handle that nobody can put another one into but by a reference to what is in them.
const TIGHT: &[&str] = &[
    "Arc",
    "Box",
    "ControlFlow",
    "LazyLock",
    "MappedMutexGuard",
    "Mutex",
    "MutexGuard",
    "OwnedMutexGuard",
    "Pin",
    "Poll",
    "Rc",
    "Result",
    "RwLock",
    "RwLockReadGuard",
    "RwLockWriteGuard",
];

impl KnownTypes {
    /// Whether handles can be put into what has this type, and taken out of it. It has one in it.
    fn is_room(&mut self, ty: &str, surroundings: Surroundings<'_, '_>) -> bool {
        let ty = path::peel(ty);
        if ty.starts_with(['(', '[', '{']) || surroundings.catalogue.connection(path_of(ty)).is_some() {
            return false;
        }
        if let Some((_, output)) = ty.split_once("Output = ") {
            // Of a future. What is in that in turn, the variable says that has it afterwards.
            let given = path_of(output.trim_end_matches('>'));
            return surroundings.catalogue.connection(given).is_none() && !TIGHT.contains(&path::last_segment(given));
        }
        let inner = path::generic_arguments(ty).find(|argument| !argument.starts_with('\''));
        match inner {
            Some(inner) if TIGHT.contains(&path::last_segment(ty)) => {
                self.has_handle(inner, surroundings) && self.is_room(inner, surroundings)
            }
            _ => true,
        }
    }

    fn has_handle(&mut self, ty: &str, surroundings: Surroundings<'_, '_>) -> bool {
        if let Some(&known) = self.0.get(ty) {
            return known;
        }
        let found = has_handle(ty, surroundings.catalogue);
        self.0.insert(ty.into(), found);
        found
    }
}

/// Whether a type has such a handle in it.
fn has_handle(ty: &str, catalogue: &Catalogue) -> bool {
    !is_made_here(ty) && Printed::of(ty).paths().any(|(range, _)| names_handle(&ty[range], catalogue))
}

/// Whether a path in a type names such a handle.
pub fn names_handle(path: &str, catalogue: &Catalogue) -> bool {
    path.contains("::") && catalogue.connection(path).is_some()
}

/// Whether a type is that of a closure or coroutine: what is in one of these, its body says.
pub fn is_made_here(ty: &str) -> bool {
    ty.starts_with("{closure@") || ty.starts_with("{async ")
}

/// One body.
struct Handles<'a, 'b, 'c, 'f> {
    body: &'b Body<'a>,
    surroundings: Surroundings<'c, 'f>,
    /// Of each local, whether its type has a handle in it.
    of_locals: Vec<bool>,
    types: &'b mut KnownTypes,
    /// Which blocks lead to one, of those that the entry reaches.
    before: Vec<SmallVec<[Block; 2]>>,
    openings: Openings,
}

/// Collects the ways of handles in a body. `accesses` are the numbers of its store accesses, by their blocks.
fn collect<'a, 'c>(
    body: &Body<'a>,
    cfg: &Cfg,
    surroundings: Surroundings<'c, '_>,
    accesses: &FxHashMap<Block, u32>,
    of_locals: Vec<bool>,
    types: &mut KnownTypes,
) -> Vec<Way<'a, 'c>> {
    let mut before = vec![SmallVec::new(); body.blocks.len()];
    for &block in &cfg.order {
        flow::live_successors(body, block).into_iter().for_each(|next| before[next.index()].push(block));
    }
    let mut handles = Handles { body, surroundings, of_locals, types, before, openings: Openings::default() };
    handles.find_openings(&cfg.order);
    let mut ways = Vec::new();
    for &block in &cfg.order {
        handles.in_block(block, accesses, &mut ways);
    }
    ways
}

impl<'a, 'c> Handles<'a, '_, 'c, '_> {
    fn has_handle(&mut self, place: Place<'a>) -> bool {
        match place.as_local() {
            Some(local) => self.of_locals.get(local.index()) == Some(&true),
            None => self.types.has_handle(place_type(self.body, place), self.surroundings),
        }
    }

    fn operand_has_handle(&mut self, operand: Operand<'a>) -> bool {
        operand.place().is_some_and(|place| self.has_handle(place))
    }

    fn sources(&mut self, operand: Operand<'a>, at: Point) -> BTreeSet<Source<'a, 'c>> {
        Slice::run(self, |slice| slice.operand(operand, at, 0))
    }

    fn in_block(&mut self, block: Block, accesses: &FxHashMap<Block, u32>, ways: &mut Vec<Way<'a, 'c>>) {
        let data = &self.body.blocks[block.index()];
        for (at, statement) in data.statements.iter().enumerate() {
            let at = Point { block, statements: at };
            if let Rvalue::Aggregate(kind, operands) = statement.rvalue {
                self.aggregate(kind, operands, statement.place, at, ways);
            }
            if !statement.place.projection.is_empty() && self.has_handle(statement.place) {
                let from = Slice::run(self, |slice| slice.value(statement.rvalue, at, 0));
                self.assigned(statement.place, from, at, ways);
            }
        }
        let end = Point { block, statements: data.statements.len() };
        match data.terminator {
            Terminator::Call(call) => self.call(call, end, accesses.get(&block).copied(), ways),
            Terminator::Return if self.of_locals[0] => {
                let from = Slice::run(self, |slice| slice.local(Local(0), end, 0));
                let to = if self.body.kind == BodyKind::Static { To::Static(self.body.path) } else { To::Return };
                ways.push((to, from));
            }
            _ => {}
        }
    }

    /// What is put together: a value of a type of the workspace has it in a field, a closure captures it.
    fn aggregate(&mut self, kind: Aggregate<'a>, operands: &'a [Operand<'a>], place: Place<'a>, at: Point, ways: &mut Vec<Way<'a, 'c>>) {
        for (number, &operand) in (0u32..).zip(operands) {
            if !self.operand_has_handle(operand) {
                continue;
            }
            let to = match kind {
                Aggregate::Closure(Maker { span, def_path }) | Aggregate::Coroutine(Maker { span, def_path }) => {
                    To::Capture(span.0, def_path, number)
                }
                Aggregate::Adt(head) if self.is_own(place_type(self.body, place)) => {
                    let ty = place_type(self.body, place);
                    let is_enum = path::last_segment(head) != path::last_segment(ty);
                    To::Field(path_of(ty), if is_enum { path::last_segment(head) } else { "" }, number)
                }
                _ => continue,
            };
            let from = self.sources(operand, at);
            ways.push((to, from));
        }
    }

    /// Something is put into a place that is more than a variable.
    fn assigned(&mut self, place: Place<'a>, from: BTreeSet<Source<'a, 'c>>, at: Point, ways: &mut Vec<Way<'a, 'c>>) {
        if let Some((ty, variant, number)) = self.own_field(place) {
            return ways.push((To::Field(ty, variant, number), from));
        }
        // Of a variable's own parts the slices know.
        if place.projection.contains(&Projection::Deref) {
            let base = Place { local: place.local, projection: &[] };
            let targets = self.sources(Operand::Copy(base), at);
            put(targets, from, To::Elsewhere, ways);
        }
    }

    fn call(&mut self, call: &'a Call<'a>, at: Point, access: Option<u32>, ways: &mut Vec<Way<'a, 'c>>) {
        if let Some(place) = call.destination.filter(|place| !place.projection.is_empty())
            && self.has_handle(place)
        {
            let from = Slice::run(self, |slice| slice.call(call, at, 0));
            self.assigned(place, from, at, ways);
        }
        let mut given: Vec<(u32, Operand<'a>)> = (0u32..).zip(call.arguments.iter().copied()).collect();
        given.retain(|&(_, operand)| self.operand_has_handle(operand));
        if given.is_empty() {
            return;
        }
        let sources: Vec<_> = given.iter().map(|&(_, operand)| self.sources(operand, at)).collect();
        if let Some(access) = access {
            ways.push((To::Access(access), sources.iter().flatten().copied().collect()));
        }
        let callee = match call.callee {
            Operand::Fn(printed) => call.function.map(|callee| (printed, callee)),
            _ => None,
        };
        if let Some((printed, callee)) = callee
            && !(self.surroundings.is_foreign)(printed, &callee)
        {
            ways.extend(given.iter().zip(&sources).map(|(&(at, _), from)| (To::Argument(printed, at + 1), from.clone())));
            return;
        }
        // Foreign code may put one of the things that it is given into another: `handles.push(handle)`.
        for (&(number, operand), targets) in given.iter().zip(&sources) {
            let ty = operand.place().map_or("", |place| place_type(self.body, place));
            if ty.contains('&') || ["Arc<", "Rc<", "Cell<", "Sender<"].iter().any(|shared| ty.contains(shared)) {
                let to = if self.types.is_room(ty, self.surroundings) { To::Room } else { To::Elsewhere };
                let others = given.iter().zip(&sources).filter(|((other, _), _)| *other != number);
                others.for_each(|(_, from)| put(targets.clone(), from.clone(), to, ways));
            }
        }
    }

    /// Whether a type is one of the workspace's: written as a path that does not lead out of it.
    fn is_own(&self, ty: &str) -> bool {
        let ty = path::peel(ty);
        let is_path = ty.starts_with(|first: char| first.is_alphabetic() || first == '_') && !ty.starts_with("fn(");
        is_path && !(self.surroundings.is_foreign_root)(path::first_segment(ty))
    }

    /// The innermost field of a type of the workspace that a place is in: type, variant, number.
    fn own_field(&self, place: Place<'a>) -> Option<(&'a str, &'a str, u32)> {
        let mut ty = self.body.locals.get(place.local.index()).map_or("", |local| local.ty);
        let (mut variant, mut found) = ("", None);
        for step in place.projection {
            match *step {
                Projection::Downcast(name) => variant = name,
                Projection::Field(number, field_type) => {
                    if self.is_own(ty) {
                        found = Some((path::peel(ty), variant, number));
                    }
                    (ty, variant) = (field_type, "");
                }
                ref step => ty = super::tokens::step_type(ty, step),
            }
        }
        found
    }
}

/// Something is put into what a reference refers to: a field or a static, or else the place that is said.
fn put<'a, 'c>(targets: BTreeSet<Source<'a, 'c>>, from: BTreeSet<Source<'a, 'c>>, or_else: To<'a>, ways: &mut Vec<Way<'a, 'c>>) {
    let mut to: BTreeSet<To<'a>> = targets
        .into_iter()
        .filter(|target| *target != Source::Room)
        .map(|target| match target {
            Source::Field(ty, variant, number) => To::Field(ty, variant, number),
            Source::Static(path) => To::Static(path),
            _ => or_else,
        })
        .collect();
    if to.is_empty() {
        to.insert(or_else);
    }
    ways.extend(to.into_iter().map(|to| (to, from.clone())));
}

/// A type's path without its generic arguments.
fn path_of(ty: &str) -> &str {
    path::peel(ty).split('<').next().unwrap_or(ty).trim_end_matches("::")
}

impl Analysis<'_> {
    /// Keeps the ways of handles in a body.
    pub(super) fn handles(&mut self, body: &Body<'_>, cfg: &Cfg, id: FunctionId, accesses: &FxHashMap<Block, u32>, of_locals: &[Rc<Type>]) {
        let context = self.context;
        let mut types = std::mem::take(&mut self.handle_types);
        let is_foreign = |printed: &str, callee: &Callee<'_>| self.is_outside(printed, callee);
        let is_foreign_root = |root: &str| self.is_foreign_root(root);
        let catalogue = &context.catalogue;
        let surroundings = Surroundings { catalogue, is_foreign: &is_foreign, is_foreign_root: &is_foreign_root, drops: None };
        let of_locals = of_locals.iter().map(|ty| ty.has_database).collect();
        let ways = collect(body, cfg, surroundings, accesses, of_locals, &mut types);
        self.handle_types = types;
        let package = |body: &Body<'_>, block: Block| match body.blocks[block.index()].terminator {
            Terminator::Call(call) => call.function.and_then(|callee| context.catalogue.classify(&callee)).map_or("", |class| class.store),
            _ => "",
        };
        for (to, from) in ways {
            let from = from.into_iter().map(|source| match source {
                Source::Opened(block, true) => HandleFrom::Encrypted(self.text(package(body, block))),
                Source::Opened(_, false) => HandleFrom::Plain,
                Source::Encrypted(package) => HandleFrom::Encrypted(self.text(package)),
                Source::Parameter(local) => HandleFrom::Parameter(local.0),
                Source::Capture(number) => HandleFrom::Capture(number),
                // What is in a field of a generic type, another body may have put there without saying what it is.
                Source::Field(ty, ..) if path::generic_arguments(ty).any(|argument| !argument.starts_with('\'')) => HandleFrom::Unknown,
                Source::Field(ty, variant, number) => HandleFrom::Field(self.type_text(path_of(ty)), self.part(variant, number)),
                Source::Static(path) => HandleFrom::Static(self.text(path)),
                Source::Result(printed) => self.handle_target(printed).map_or(HandleFrom::Unknown, HandleFrom::Result),
                Source::Made(span, name) => HandleFrom::Made(self.handle_maker(span, name)),
                Source::Room => HandleFrom::Room,
                Source::Unknown => HandleFrom::Unknown,
            });
            let mut from: Vec<HandleFrom> = from.collect();
            from.sort_unstable();
            from.dedup();
            let to = match to {
                To::Access(number) => HandleTo::Access(number),
                To::Argument(printed, local) => match self.handle_target(printed) {
                    Some(target) => HandleTo::Argument(target, local),
                    None => continue,
                },
                To::Return => HandleTo::Return,
                To::Field(ty, variant, number) => HandleTo::Field(self.type_text(path_of(ty)), self.part(variant, number)),
                To::Static(path) => HandleTo::Static(self.text(path)),
                To::Capture(span, name, number) => HandleTo::Capture(self.handle_maker(span, name), number),
                To::Room => HandleTo::Room,
                To::Elsewhere => HandleTo::Elsewhere,
            };
            let way = HandleWay { to, from };
            let known = &mut self.facts.functions[id.index()].handles;
            if !known.contains(&way) {
                known.push(way);
            }
        }
    }

    fn part(&mut self, variant: &str, number: u32) -> crate::index::Text {
        self.text(&if variant.is_empty() { number.to_string() } else { format!("{variant}.{number}") })
    }

    fn handle_target(&mut self, printed: &str) -> Option<TargetId> {
        let target = self.target(printed, &Callee::parse(printed)?);
        Some(TargetId(self.targets.intern(&target)))
    }

    /// A number that stands for a closure's body until all are known.
    fn handle_maker(&mut self, span: &str, name: Option<&str>) -> FunctionId {
        let maker = (name.map(|name| name.replace("::", "-")), span.to_owned());
        let known = self.handle_makers.iter().position(|known| *known == maker);
        FunctionId::from_usize(known.unwrap_or_else(|| {
            self.handle_makers.push(maker);
            self.handle_makers.len() - 1
        }))
    }

    /// Puts the bodies of closures where ways of handles refer to them. One that is missing is a gap already.
    pub(super) fn resolve_handles(&mut self) {
        let makers = std::mem::take(&mut self.handle_makers);
        let bodies: Vec<Option<FunctionId>> = makers.iter().map(|(name, span)| self.made_body(name.as_deref(), span)).collect();
        for way in self.facts.functions.iter_mut().flat_map(|function| &mut function.handles) {
            for from in &mut way.from {
                if let HandleFrom::Made(maker) = *from {
                    *from = bodies[maker.index()].map_or(HandleFrom::Unknown, HandleFrom::Made);
                }
            }
        }
        for function in &mut self.facts.functions {
            function.handles.retain_mut(|way| match &mut way.to {
                HandleTo::Capture(maker, _) => match bodies[maker.index()] {
                    Some(body) => {
                        *maker = body;
                        true
                    }
                    None => false,
                },
                _ => true,
            });
        }
    }
}
