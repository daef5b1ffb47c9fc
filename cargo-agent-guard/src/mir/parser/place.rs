//! Places and operands.

use super::Reader;
use crate::index::Local;
use crate::mir::lexer::{Cursor, Read};
use crate::mir::{Operand, Place, Projection};

/// What a place is inside of.
#[derive(Clone, Copy, PartialEq)]
enum Opened {
    /// `(*`
    Deref,
    /// `(`, of a field or a cast.
    Selection,
    /// `unwrap_binder!(`
    Binder,
}

/// How many brackets a place may open. rustc's are as deep as the user's expressions: ten at most.
const DEEPEST: usize = 64;

impl<'a> Reader<'a> {
    /// A place. It is read without recursion: first what opens around the local, then what selects from it, inside out.
    pub(super) fn place(&mut self, cursor: &mut Cursor<'a>) -> Read<Place<'a>> {
        let mut opened = [Opened::Deref; DEEPEST];
        let mut depth = 0;
        loop {
            let next = match cursor.peek() {
                b'_' => break,
                b'(' if cursor.eat("(*") => Opened::Deref,
                b'(' if cursor.eat("(") => Opened::Selection,
                b'u' if cursor.eat("unwrap_binder!(") => Opened::Binder,
                _ => return Err("this is no place"),
            };
            *opened.get_mut(depth).ok_or("a place of too many steps")? = next;
            depth += 1;
        }
        let local = self.local(cursor)?;
        self.projection.clear();
        loop {
            if cursor.peek() == b'[' {
                let step = self.index(cursor)?;
                self.projection.push(step);
                continue;
            }
            if depth == 0 {
                break;
            }
            depth -= 1;
            match opened[depth] {
                Opened::Deref => self.projection.push(Projection::Deref),
                Opened::Selection if cursor.eat(".") => {
                    let field = cursor.number()?;
                    cursor.expect(": ", "a field without a type")?;
                    self.projection.push(Projection::Field(field, cursor.ty()?));
                }
                Opened::Selection if cursor.eat(" as ") => {
                    let target = cursor.ty()?;
                    let is_variant = target.starts_with("variant#") || target.bytes().all(is_identifier);
                    self.projection.push(if is_variant { Projection::Downcast(target) } else { Projection::Cast(target) });
                }
                Opened::Binder if cursor.eat("; ") => self.projection.push(Projection::Cast(cursor.ty()?)),
                Opened::Selection | Opened::Binder => return Err("this selects nothing from a place"),
            }
            cursor.expect(")", "this place does not end")?;
        }
        let projection = if self.projection.is_empty() { &[] } else { &*self.arena.alloc_slice_copy(&self.projection) };
        Ok(Place { local, projection })
    }

    /// A place whose locals are all declared, as those in blocks must be.
    pub(super) fn declared_place(&mut self, cursor: &mut Cursor<'a>) -> Read<Place<'a>> {
        let place = self.place(cursor)?;
        if is_within(place, self.locals.len()) { Ok(place) } else { Err("a local that is not declared") }
    }

    /// `[_N]`, `[1 of 3]`, `[-1 of 3]`, `[1:]`, `[:-1]`, `[1:-1]`, `[1..2]`
    fn index(&mut self, cursor: &mut Cursor<'a>) -> Read<Projection<'a>> {
        cursor.expect("[", "this is no index")?;
        if cursor.peek() == b'_' {
            let local = self.local(cursor)?;
            cursor.expect("]", "this index does not end")?;
            return Ok(Projection::Index(local));
        }
        let index = cursor.before("]", "this index does not end")?;
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_bound = |text: &str| text.is_empty() || is_number(text.strip_prefix('-').unwrap_or(text));
        if let Some((offset, minimum)) = index.split_once(" of ")
            && is_number(offset.strip_prefix('-').unwrap_or(offset))
            && is_number(minimum)
        {
            return Ok(Projection::ConstantIndex);
        }
        if let Some((from, to)) = index.split_once("..").or_else(|| index.split_once(':'))
            && is_bound(from)
            && is_bound(to)
        {
            return Ok(Projection::Subslice);
        }
        Err("this is no index")
    }

    /// `copy PLACE`, `move PLACE`, `const LITERAL` or the path of a function.
    pub(super) fn operand(&mut self, cursor: &mut Cursor<'a>) -> Read<Operand<'a>> {
        if cursor.eat("move ") {
            self.declared_place(cursor).map(Operand::Move)
        } else if cursor.eat("copy ") {
            self.declared_place(cursor).map(Operand::Copy)
        } else if cursor.eat("const ") {
            cursor.literal().map(Operand::Const)
        } else {
            cursor.path().map(Operand::Fn)
        }
    }

    /// Operands between commas, up to and with `close`.
    pub(super) fn operands(&mut self, cursor: &mut Cursor<'a>, close: &str) -> Read<&'a [Operand<'a>]> {
        self.operands.clear();
        while !cursor.eat(close) {
            let operand = self.operand(cursor)?;
            self.operands.push(operand);
            self.after_operand(cursor, close)?;
        }
        Ok(self.listed())
    }

    /// Operands with names, which are not kept, up to and with the closing brace: ` { field: OPERAND, … }` after its first space.
    pub(super) fn fields(&mut self, cursor: &mut Cursor<'a>) -> Read<&'a [Operand<'a>]> {
        cursor.expect("{ ", "this is no list of fields")?;
        self.operands.clear();
        while !cursor.eat("}") {
            let name = cursor.before(": ", "this field has no name")?;
            if name.contains([' ', ',']) {
                return Err("this field has no name");
            }
            let operand = self.operand(cursor)?;
            self.operands.push(operand);
            cursor.spaces();
            self.after_operand(cursor, "}")?;
        }
        Ok(self.listed())
    }

    fn after_operand(&self, cursor: &mut Cursor<'a>, close: &str) -> Read<()> {
        // A tuple of one ends in `,)`.
        if cursor.eat(", ") || cursor.eat(",") || cursor.sees(close) { Ok(()) } else { Err("this list does not go on") }
    }

    fn listed(&self) -> &'a [Operand<'a>] {
        if self.operands.is_empty() { &[] } else { self.arena.alloc_slice_copy(&self.operands) }
    }
}

/// Whether the locals of `place` are among the first `known`.
pub(super) fn is_within(place: Place<'_>, known: usize) -> bool {
    let is_known = |local: Local| local.index() < known;
    is_known(place.local) && place.projection.iter().all(|step| !matches!(step, Projection::Index(local) if !is_known(*local)))
}

fn is_identifier(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'#' || !byte.is_ascii()
}
