//! What the handle in a place may come from: back through the assignments that reach it.

use std::collections::BTreeSet;

use super::{Handles, Point, Source, keyed::Mask};
use crate::{
    analysis::{items::made_at, keying},
    index::{Block, Local},
    mir::{Aggregate, Call, Maker, Operand, Place, Projection, Rvalue, Terminator},
    path::{self, Callee},
};

/// Functions of the standard library, and of others like it, that make a place for a handle and none.
const MAKE_ROOM: &[&str] =
    &["new", "with_capacity", "default", "channel", "unbounded_channel", "sync_channel", "empty", "const_new", "none"];

/// What only touches the error of what it is given, whatever closure it is given besides.
const ABOUT_ERRORS: &[&str] =
    &["map_err", "ok_or", "ok_or_else", "inspect_err", "context", "with_context", "wrap_err", "wrap_err_with", "expect"];

/// One search back.
pub(super) struct Slice<'s, 'a, 'b, 'c, 'f> {
    handles: &'s mut Handles<'a, 'b, 'c, 'f>,
    seen: BTreeSet<(Local, Point, Mask)>,
    pending: Vec<(Local, Point, Mask)>,
    found: BTreeSet<Source<'a, 'c>>,
}

impl<'s, 'a, 'b, 'c, 'f> Slice<'s, 'a, 'b, 'c, 'f> {
    /// Begins where it is told to, and gives all that it may come from.
    pub(super) fn run(handles: &'s mut Handles<'a, 'b, 'c, 'f>, begin: impl FnOnce(&mut Self)) -> BTreeSet<Source<'a, 'c>> {
        let mut slice = Slice { handles, seen: BTreeSet::new(), pending: Vec::new(), found: BTreeSet::new() };
        begin(&mut slice);
        while let Some((local, at, keyed)) = slice.pending.pop() {
            slice.definitions(local, at, keyed);
        }
        slice.found
    }

    fn find(&mut self, source: Source<'a, 'c>) {
        self.found.insert(source);
    }

    /// An operand that is read at a point.
    pub(super) fn operand(&mut self, operand: Operand<'a>, at: Point, keyed: Mask) {
        match operand {
            Operand::Copy(place) | Operand::Move(place) => self.place(place, at, keyed),
            Operand::Const(text) => self.constant(text),
            Operand::Fn(printed) => self.function(printed),
        }
    }

    fn constant(&mut self, text: &'a str) {
        let in_braces = text.strip_prefix('{').map(|rest| rest.split(':').next().unwrap_or(rest));
        let found = in_braces.and_then(|name| self.handles.body.statics.iter().find(|(known, _)| *known == name));
        match found {
            Some(&(_, path)) => self.find(Source::Static(path)),
            None if path::last_segment(path::strip_turbofish(text)) == "None" => {}
            None => self.find(Source::Unknown),
        }
    }

    /// A function as a value: what it gives back may come out.
    fn function(&mut self, printed: &'a str) {
        let Some(callee) = Callee::parse(printed) else { return self.find(Source::Unknown) };
        if callee.name().starts_with(char::is_uppercase) {
            return;
        }
        let (Callee::Path { root, .. } | Callee::Trait { root, .. }) = callee;
        let source = match (self.handles.surroundings.is_foreign)(printed, &callee) {
            false => Source::Result(printed),
            true if matches!(root, "std" | "core" | "alloc") => return,
            true => Source::Unknown,
        };
        self.find(source);
    }

    fn place(&mut self, place: Place<'a>, at: Point, keyed: Mask) {
        let handles = &mut *self.handles;
        let ty = super::place_type(handles.body, place);
        if handles.types.has_handle(ty, handles.surroundings) && handles.types.is_room(ty, handles.surroundings) {
            self.find(Source::Room);
        }
        if let Some((ty, variant, number)) = self.handles.own_field(place) {
            return self.find(Source::Field(ty, variant, number));
        }
        if let Some(number) = self.capture(place) {
            return self.find(Source::Capture(number));
        }
        self.local(place.local, at, keyed);
    }

    /// The number of the capture that a place is in: of a closure, or of a coroutine, be it an async function's.
    fn capture(&self, place: Place<'a>) -> Option<u32> {
        let body = self.handles.body;
        let is_captured = place.local == Local(1) && (body.is_coroutine || made_at(body.locals.get(1)?.ty).is_some());
        let field = |step: &Projection<'a>| match *step {
            Projection::Field(number, _) => Some(number),
            _ => None,
        };
        place.projection.iter().find_map(field).filter(|_| is_captured)
    }

    pub(super) fn local(&mut self, local: Local, at: Point, keyed: Mask) {
        let keyed = keyed | self.handles.openings.keyed_at(at.block);
        if self.seen.insert((local, at, keyed)) {
            let handles = &mut *self.handles;
            let ty = handles.body.locals.get(local.index()).map_or("", |local| local.ty);
            if handles.types.has_handle(ty, handles.surroundings) && handles.types.is_room(ty, handles.surroundings) {
                self.find(Source::Room);
            }
            self.pending.push((local, at, keyed));
        }
    }

    /// The assignments that a local may have its value from at a point.
    fn definitions(&mut self, local: Local, at: Point, keyed: Mask) {
        let body = self.handles.body;
        let mut seen = vec![false; body.blocks.len()];
        let mut pending: Vec<(Block, usize)> = vec![(at.block, at.statements)];
        while let Some((block, statements)) = pending.pop() {
            let data = &body.blocks[block.index()];
            let mut is_assigned = false;
            for (number, statement) in data.statements[..statements].iter().enumerate().rev() {
                if statement.place.local == local && !is_behind_reference(statement.place) {
                    self.value(statement.rvalue, Point { block, statements: number }, keyed);
                    if statement.place.projection.is_empty() {
                        is_assigned = true;
                        break;
                    }
                }
            }
            if is_assigned {
                continue;
            }
            if block == Block(0) && (1..=body.argument_count).contains(&local.index()) {
                self.find(Source::Parameter(local));
            }
            for before in self.handles.before[block.index()].clone() {
                if std::mem::replace(&mut seen[before.index()], true) {
                    continue;
                }
                let data = &body.blocks[before.index()];
                let end = Point { block: before, statements: data.statements.len() };
                match data.terminator {
                    Terminator::Call(call) => {
                        let given = call.destination.filter(|place| place.local == local && !is_behind_reference(*place));
                        if given.is_some() {
                            self.call(call, end, keyed);
                        }
                        if given.is_some_and(|place| place.projection.is_empty()) {
                            continue;
                        }
                    }
                    Terminator::Yield { destination, .. } if destination.local == local => self.find(Source::Unknown),
                    _ => {}
                }
                pending.push((before, data.statements.len()));
            }
        }
    }

    /// What a statement computes.
    pub(super) fn value(&mut self, rvalue: Rvalue<'a>, at: Point, keyed: Mask) {
        let keyed = keyed | self.handles.openings.keyed_at(at.block);
        match rvalue {
            Rvalue::Use(operand) | Rvalue::Cast(operand, ..) | Rvalue::Repeat(operand) => self.operand(operand, at, keyed),
            Rvalue::Ref(place) | Rvalue::RawPtr(place) => self.place(place, at, keyed),
            Rvalue::Aggregate(Aggregate::Closure(maker) | Aggregate::Coroutine(maker), _) => self.made(maker),
            Rvalue::Aggregate(_, operands) => {
                for &operand in operands {
                    if self.may_have_handle(operand) {
                        self.operand(operand, at, keyed);
                    }
                }
            }
            Rvalue::Nullary => self.find(Source::Unknown),
            Rvalue::Discriminant(_) | Rvalue::Not(_) | Rvalue::Binary(..) | Rvalue::Unary(..) | Rvalue::Inspect(_) => {}
        }
    }

    fn made(&mut self, Maker { span, def_path }: Maker<'a>) {
        self.find(Source::Made(span.0, def_path));
    }

    /// Whether a handle may come out of what an operand is: there is one in it, or it is code that gives one back.
    fn may_have_handle(&mut self, operand: Operand<'a>) -> bool {
        let Some(place) = operand.place() else { return matches!(operand, Operand::Fn(_)) };
        let ty = super::place_type(self.handles.body, place);
        self.handles.has_handle(place) || ["{closure@", "{async "].iter().any(|made| path::peel(ty).contains(made))
    }

    /// What a call gives back.
    pub(super) fn call(&mut self, call: &'a Call<'a>, at: Point, keyed: Mask) {
        let keyed = keyed | self.handles.openings.keyed_at(at.block);
        let (Operand::Fn(printed), Some(callee)) = (call.callee, call.function) else { return self.find(Source::Unknown) };
        if !(self.handles.surroundings.is_foreign)(printed, &callee) {
            return self.find(Source::Result(printed));
        }
        if self.handles.openings.is_opening(at.block) {
            return self.find(Source::Opened(at.block, self.handles.openings.is_in(at.block, keyed)));
        }
        if let Some(package) = self.handles.encrypted_by(call, &callee) {
            return self.find(Source::Encrypted(package));
        }
        let (root, is_own_type) = match callee {
            Callee::Path { root, .. } => (root, false),
            // A foreign trait's method on a type of the workspace: `Deref::deref` of a wrapper around the handle.
            Callee::Trait { self_type, root, .. } => (root, self.handles.is_own(self_type) && self_type.starts_with(char::is_uppercase)),
        };
        if is_own_type {
            return self.find(Source::Result(printed));
        }
        let name = callee.name();
        let of_first = ABOUT_ERRORS.contains(&name);
        let mut is_given = false;
        for (number, &operand) in call.arguments.iter().enumerate() {
            if (number == 0 || !of_first) && self.may_have_handle(operand) {
                is_given = true;
                self.operand_or_code(operand, at, keyed);
            }
        }
        let is_room = matches!(root, "std" | "core" | "alloc" | "tokio" | "parking_lot" | "once_cell" | "async_lock" | "futures");
        let is_empty = name == "from_residual" || (is_room && MAKE_ROOM.contains(&name));
        if !is_given && !is_empty {
            self.find(Source::Unknown);
        }
    }

    /// What is handed to a foreign function: a handle, or code of which that may give back what it gives.
    fn operand_or_code(&mut self, operand: Operand<'a>, at: Point, keyed: Mask) {
        let ty = operand.place().map_or("", |place| path::peel(super::place_type(self.handles.body, place)));
        let made = if ty.starts_with('{') { made_at(ty) } else { None };
        match made {
            // By its type: whichever value it is, its code is the same.
            Some(span) => self.find(Source::Made(span, None)),
            None => self.operand(operand, at, keyed),
        }
    }
}

impl<'a, 'c> Handles<'a, '_, 'c, '_> {
    /// The package of the database that encrypts for what a call gives back: `options.pragma("key", …)`.
    pub(super) fn encrypted_by(&self, call: &'a Call<'a>, callee: &Callee<'a>) -> Option<&'c str> {
        let catalogue = self.surroundings.catalogue;
        let (package, arguments) = catalogue.arguments(callee)?;
        let first = call.arguments.first().and_then(|operand| operand.place());
        let is_in_place = first.is_some_and(|place| super::place_type(self.body, place).starts_with('&'));
        let keying = keying::of_call(self.body, call, callee, arguments.encrypts.as_ref().filter(|_| !is_in_place)?)?;
        keying.is_certain.then_some(package)
    }
}

fn is_behind_reference(place: Place<'_>) -> bool {
    place.projection.contains(&Projection::Deref)
}
