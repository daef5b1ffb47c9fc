//! The right-hand sides of assignments.

use super::Reader;
use super::instruction::Assigned;
use crate::mir::lexer::{Cursor, Read};
use crate::mir::{Aggregate, Maker, Operand, Place, Projection, Rvalue, Span};

/// What a name before a parenthesis computes.
enum Operator {
    Not,
    Unary,
    Binary,
    /// Of a place: its discriminant.
    Discriminant,
    /// Of a place: its length.
    Inspect,
    /// Of a type, or of nothing.
    Nullary,
    /// A box of a pointer and a type, which `vec!` expands to before Rust 1.95.
    ShallowInitBox,
}

impl<'a> Reader<'a> {
    /// What is assigned to `place`, up to the `;` or the ` -> `.
    pub(super) fn assigned(&mut self, cursor: &mut Cursor<'a>, place: Place<'a>) -> Read<Assigned<'a>> {
        match cursor.peek() {
            b'm' if cursor.eat("move ") => {
                let operand = Operand::Move(self.declared_place(cursor)?);
                self.after_place(cursor, operand)
            }
            b'c' if cursor.eat("copy ") => {
                let operand = Operand::Copy(self.declared_place(cursor)?);
                self.after_place(cursor, operand)
            }
            b'c' if cursor.eat("const ") => self.constant(cursor),
            b'&' => self.reference(cursor).map(Assigned::Rvalue),
            b'(' => {
                cursor.eat("(");
                let operands = self.operands(cursor, ")")?;
                Ok(Assigned::Rvalue(Rvalue::Aggregate(Aggregate::Tuple, operands)))
            }
            b'[' => {
                cursor.eat("[");
                self.array(cursor).map(Assigned::Rvalue)
            }
            b'{' => self.closure(cursor).map(Assigned::Rvalue),
            b'*' => self.raw_pointer(cursor).map(Assigned::Rvalue),
            b'y' if cursor.eat("yield(") => {
                let operand = self.operand(cursor)?;
                cursor.expect(")", "this yield does not end")?;
                Ok(Assigned::Yield(operand))
            }
            b'w' if cursor.eat("wrap_binder!(") => {
                let operand = self.operand(cursor)?;
                cursor.expect("; ", "this binder has no type")?;
                let ty = cursor.ty()?;
                cursor.expect(")", "this binder does not end")?;
                Ok(Assigned::Rvalue(Rvalue::Cast(operand, ty, "wrap_binder!")))
            }
            _ => self.named(cursor, place),
        }
    }

    /// What follows a place that is read: it may be cast, or called.
    fn after_place(&mut self, cursor: &mut Cursor<'a>, operand: Operand<'a>) -> Read<Assigned<'a>> {
        if cursor.eat("(") {
            return Ok(Assigned::Call(operand, self.operands(cursor, ")")?));
        }
        self.cast_or_use(cursor, operand).map(Assigned::Rvalue)
    }

    /// A constant, which may be cast; or the constant function pointer that is called.
    fn constant(&mut self, cursor: &mut Cursor<'a>) -> Read<Assigned<'a>> {
        let mut callee = cursor.clone();
        if let Ok(path) = callee.path() {
            let mut after = callee.clone();
            // A tuple struct's value is printed like a call, but leads nowhere.
            if after.bracketed().is_ok() && after.sees(" -> ") {
                *cursor = callee;
                cursor.eat("(");
                return Ok(Assigned::Call(Operand::Const(path), self.operands(cursor, ")")?));
            }
        }
        let operand = Operand::Const(cursor.literal()?);
        self.cast_or_use(cursor, operand).map(Assigned::Rvalue)
    }

    fn cast_or_use(&mut self, cursor: &mut Cursor<'a>, operand: Operand<'a>) -> Read<Rvalue<'a>> {
        if !cursor.eat(" as ") {
            return Ok(Rvalue::Use(operand));
        }
        let target = cursor.ty()?;
        let (ty, kind) = cast_kind(target).ok_or("a cast without its kind")?;
        Ok(Rvalue::Cast(operand, ty, kind))
    }

    /// `&PLACE`, `&mut PLACE`, `&raw const PLACE` and so on.
    fn reference(&mut self, cursor: &mut Cursor<'a>) -> Read<Rvalue<'a>> {
        cursor.expect("&", "this is no reference")?;
        if cursor.eat("raw ") {
            if !(cursor.eat("const (fake) ") || cursor.eat("const ") || cursor.eat("mut ")) {
                return Err("an unknown kind of raw reference");
            }
            return self.declared_place(cursor).map(Rvalue::RawPtr);
        }
        if cursor.eat("/*tls*/ ") {
            cursor.eat("mut ");
            cursor.path()?;
            return Ok(Rvalue::Nullary);
        }
        cursor.eat("mut ");
        self.declared_place(cursor).map(Rvalue::Ref)
    }

    /// `[A, B]`, `[A; N]`, after the bracket.
    fn array(&mut self, cursor: &mut Cursor<'a>) -> Read<Rvalue<'a>> {
        let mut repeated = cursor.clone();
        if !cursor.sees("]") {
            let operand = self.operand(&mut repeated)?;
            if repeated.eat("; ") {
                repeated.ty()?;
                repeated.expect("]", "this array does not end")?;
                *cursor = repeated;
                return Ok(Rvalue::Repeat(operand));
            }
        }
        let operands = self.operands(cursor, "]")?;
        Ok(Rvalue::Aggregate(Aggregate::Array, operands))
    }

    /// `{closure@SPAN} { name: A }`, `{coroutine@SPAN (#0)}`
    fn closure(&mut self, cursor: &mut Cursor<'a>) -> Read<Rvalue<'a>> {
        let head = cursor.path()?;
        let inner = head.strip_prefix('{').and_then(|head| head.strip_suffix('}')).ok_or("this is no closure")?;
        let (word, span) = inner.split_once('@').ok_or("this is no closure")?;
        // The coroutine's hygiene context.
        let span = if span.ends_with(')') { span.rsplit_once(" (#").map_or(span, |(span, _)| span) } else { span };
        let maker = Maker { span: Span(span), def_path: None };
        let aggregate = match word {
            "closure" | "coroutine-closure" => Aggregate::Closure(maker),
            "coroutine" => Aggregate::Coroutine(maker),
            _ => return Err("an unknown kind of closure"),
        };
        let captures = if cursor.eat(" ") { self.fields(cursor)? } else { &[] };
        Ok(Rvalue::Aggregate(aggregate, captures))
    }

    /// `*const TYPE from (A, B)`
    fn raw_pointer(&mut self, cursor: &mut Cursor<'a>) -> Read<Rvalue<'a>> {
        if !(cursor.eat("*const ") || cursor.eat("*mut ")) {
            return Err("this is no pointer");
        }
        cursor.before(" from (", "a pointer made of nothing")?;
        let operands = self.operands(cursor, ")")?;
        Ok(Rvalue::Aggregate(Aggregate::RawPtr, operands))
    }

    /// What begins with a path: an operator, a call, a struct or variant, or a function as a value.
    fn named(&mut self, cursor: &mut Cursor<'a>, place: Place<'a>) -> Read<Assigned<'a>> {
        let path = cursor.path()?;
        match cursor.peek() {
            b'(' => match operator(path).filter(|_| self.type_of(place) != path) {
                Some(operator) => self.operation(cursor, operator, path),
                None => {
                    cursor.eat("(");
                    let operands = self.operands(cursor, ")")?;
                    Ok(self.call_or_adt(cursor, path, operands))
                }
            },
            b' ' if cursor.eat(" as ") => {
                let (ty, kind) = cast_kind(cursor.ty()?).ok_or("a cast without its kind")?;
                Ok(Assigned::Rvalue(Rvalue::Cast(Operand::Fn(path), ty, kind)))
            }
            b' ' if cursor.eat(" ") => {
                let operands = self.fields(cursor)?;
                Ok(Assigned::Rvalue(Rvalue::Aggregate(Aggregate::Adt(path), operands)))
            }
            b';' => Ok(Assigned::Path(path)),
            _ => Err("unknown text after a path"),
        }
    }

    fn call_or_adt(&self, cursor: &Cursor<'a>, path: &'a str, operands: &'a [Operand<'a>]) -> Assigned<'a> {
        if cursor.sees(" -> ") {
            Assigned::Call(Operand::Fn(path), operands)
        } else {
            Assigned::Rvalue(Rvalue::Aggregate(Aggregate::Adt(path), operands))
        }
    }

    /// An operator and what it works on, from the parenthesis.
    fn operation(&mut self, cursor: &mut Cursor<'a>, operator: Operator, name: &'a str) -> Read<Assigned<'a>> {
        let reads_place = matches!(operator, Operator::Discriminant | Operator::Inspect);
        if reads_place && (cursor.sees("(_") || cursor.sees("((") || cursor.sees("(unwrap_binder!(")) {
            cursor.eat("(");
            let place = self.declared_place(cursor)?;
            cursor.expect(")", "this operation does not end")?;
            let rvalue = if let Operator::Discriminant = operator { Rvalue::Discriminant(place) } else { Rvalue::Inspect(place) };
            return Ok(Assigned::Rvalue(rvalue));
        }
        if let Operator::Nullary = operator {
            let mut after = cursor.clone();
            after.bracketed()?;
            if after.peek() == b';' {
                *cursor = after;
                return Ok(Assigned::Rvalue(Rvalue::Nullary));
            }
        }
        cursor.expect("(", "this operation has no operands")?;
        if let Operator::ShallowInitBox = operator {
            let operand = self.operand(cursor)?;
            cursor.expect(", ", "this box has no type")?;
            let ty = cursor.ty()?;
            cursor.expect(")", "this operation does not end")?;
            return Ok(Assigned::Rvalue(Rvalue::Cast(operand, ty, name)));
        }
        let operands = self.operands(cursor, ")")?;
        // The user's own functions may have these names.
        if cursor.sees(" -> ") {
            return Ok(Assigned::Call(Operand::Fn(name), operands));
        }
        Ok(Assigned::Rvalue(match (operator, operands) {
            (Operator::Not, &[operand]) => Rvalue::Not(operand),
            (Operator::Unary, &[operand]) => Rvalue::Unary(name, operand),
            (Operator::Binary, &[left, right]) => Rvalue::Binary(name, left, right),
            _ => return Err("an operation with the wrong number of operands"),
        }))
    }

    /// The type of a local or field, empty where it is not printed.
    fn type_of(&self, place: Place<'a>) -> &'a str {
        match place.projection.last() {
            None => self.locals.get(place.local.index()).map_or("", |local| local.ty),
            Some(&Projection::Field(_, ty)) => ty,
            Some(_) => "",
        }
    }
}

/// The operator of this name. A struct or function of the user's may have the same.
fn operator(name: &str) -> Option<Operator> {
    // Paths are long; operators are not.
    if name.len() > "MulWithOverflow".len() {
        return None;
    }
    Some(match name {
        "Not" => Operator::Not,
        "Neg" | "PtrMetadata" => Operator::Unary,
        "Add" | "AddWithOverflow" | "AddUnchecked" | "Sub" | "SubWithOverflow" | "SubUnchecked" | "Mul" | "MulWithOverflow"
        | "MulUnchecked" | "Div" | "Rem" | "BitXor" | "BitAnd" | "BitOr" | "Shl" | "ShlUnchecked" | "Shr" | "ShrUnchecked" | "Eq"
        | "Lt" | "Le" | "Ne" | "Ge" | "Gt" | "Cmp" | "Offset" => Operator::Binary,
        "discriminant" => Operator::Discriminant,
        "Len" => Operator::Inspect,
        "SizeOf" | "AlignOf" | "OffsetOf" | "UbChecks" | "ContractChecks" | "OverflowChecks" | "RuntimeChecks" => Operator::Nullary,
        "ShallowInitBox" => Operator::ShallowInitBox,
        _ => return None,
    })
}

/// Splits `TYPE (KIND)`. A kind has parentheses, but no other brackets.
fn cast_kind(target: &str) -> Option<(&str, &str)> {
    let mut depth = 0usize;
    for (at, byte) in target.bytes().enumerate().rev() {
        match byte {
            b')' => depth += 1,
            b'(' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    let ty = target[..at].strip_suffix(' ')?;
                    let kind = &target[at + 1..target.len() - 1];
                    return kind.starts_with(|first: char| first.is_ascii_uppercase()).then_some((ty, kind));
                }
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b',' | b' ' | b'_' if depth > 0 => {}
            _ => return None,
        }
    }
    None
}
