//! One line of a block, with the comments below it.

use std::ops::ControlFlow;

use super::Reader;
use crate::mir::lexer::{Cursor, Read};
use crate::mir::{Aggregate, Call, Maker, Operand, Rvalue, Span, Statement, Terminator};
use crate::path::Callee;

/// What a line of a block is.
pub(super) enum Instruction<'a> {
    /// It neither uses nor changes a value.
    Nothing,
    Statement(Statement<'a>),
    Terminator(Terminator<'a>, Span<'a>),
}

/// The statements that are recognised and dropped, by how they begin.
const DROPPED: [&str; 10] = [
    "StorageDead(",
    "StorageLive(",
    "FakeRead(",
    "PlaceMention(",
    "AscribeUserType(",
    "BackwardIncompatibleDropHint(",
    "ConstEvalCounter;",
    "nop;",
    "Coverage::",
    "Retag(",
];

/// What stands on the right of an assignment.
pub(super) enum Assigned<'a> {
    Rvalue(Rvalue<'a>),
    /// A bare path: a function, or a unit struct or variant. Only the comment below tells.
    Path(&'a str),
    Call(Operand<'a>, &'a [Operand<'a>]),
    Yield(Operand<'a>),
}

impl<'a> Reader<'a> {
    /// The instruction on `line`, which has no indent any more. Reads on where more lines belong to it.
    pub(super) fn instruction(&mut self, line: &'a str) -> Read<Instruction<'a>> {
        if !line.starts_with(['_', '(']) {
            if DROPPED.iter().any(|beginning| line.starts_with(beginning)) {
                return Ok(Instruction::Nothing);
            }
            if !line.starts_with("unwrap_binder!(") {
                return self.keyword_instruction(line);
            }
        }
        let mut cursor = Cursor::new(line);
        let place = self.declared_place(&mut cursor)?;
        cursor.expect(" = ", "this assigns nothing")?;
        if cursor.eat("&fake ") {
            // It is for the borrow checker, and may be of a place that does not exist there: before the guard of an arm for `Ok`,
            // the value that another arm looks at in `Err` is borrowed, too.
            cursor.eat("shallow ");
            self.declared_place(&mut cursor)?;
            end(&mut cursor)?;
            return Ok(Instruction::Nothing);
        }
        match self.assigned(&mut cursor, place)? {
            Assigned::Rvalue(rvalue) => {
                let span = end(&mut cursor)?;
                let rvalue = self.with_maker(rvalue);
                Ok(Instruction::Statement(Statement { place, rvalue, span }))
            }
            Assigned::Path(path) => {
                let span = end(&mut cursor)?;
                let is_constant = self.comment().is_some_and(|comment| comment == "mir::ConstOperand");
                let rvalue = if is_constant { Rvalue::Use(Operand::Fn(path)) } else { Rvalue::Aggregate(Aggregate::Adt(path), &[]) };
                Ok(Instruction::Statement(Statement { place, rvalue, span }))
            }
            Assigned::Call(callee, arguments) => {
                let edges = self.edges(&mut cursor)?;
                let span = end(&mut cursor)?;
                let call = self.with_callee(Call {
                    callee,
                    function: None,
                    arguments,
                    destination: Some(place),
                    target: edges.next,
                    // The only edge of a call that does not return is the one on unwinding.
                    unwind: edges.unwind.or(edges.only),
                    drop: edges.drop,
                    callee_span: Span::default(),
                    argument_span: Span::default(),
                    callee_type: "",
                });
                Ok(Instruction::Terminator(Terminator::Call(self.arena.alloc(call)), span))
            }
            Assigned::Yield(operand) => {
                let edges = self.edges(&mut cursor)?;
                let span = end(&mut cursor)?;
                let resume = edges.next.or(edges.only).ok_or("a yield that does not resume")?;
                Ok(Instruction::Terminator(Terminator::Yield { destination: place, operand, resume, drop: edges.drop }, span))
            }
        }
    }

    /// `tailcall FUNC(…);`, after `tailcall `.
    pub(super) fn tail_call(&mut self, cursor: &mut Cursor<'a>) -> Read<Instruction<'a>> {
        let callee = self.operand(cursor)?;
        cursor.expect("(", "this call has no arguments")?;
        let arguments = self.operands(cursor, ")")?;
        let edges = self.edges(cursor)?;
        let span = end(cursor)?;
        let call = self.with_callee(Call {
            callee,
            function: None,
            arguments,
            destination: None,
            target: None,
            unwind: edges.unwind.or(edges.only),
            drop: edges.drop,
            callee_span: Span::default(),
            argument_span: Span::default(),
            callee_type: "",
        });
        Ok(Instruction::Terminator(Terminator::Call(self.arena.alloc(call)), span))
    }

    /// The call with what the comments below it say of its callee. They speak of each constant in turn, the callee first.
    fn with_callee(&mut self, mut call: Call<'a>) -> Call<'a> {
        match call.callee {
            Operand::Copy(_) | Operand::Move(_) => return call,
            Operand::Fn(path) => call.function = Callee::parse(path),
            Operand::Const(_) => {}
        }
        let has_constants = call.arguments.iter().any(|argument| matches!(argument, Operand::Const(_)));
        let mut is_callee = true;
        self.comments(|comment| {
            match (comment.strip_prefix("+ span: "), comment.strip_prefix("+ const_: ")) {
                (Some(span), _) if is_callee => call.callee_span = Span(span),
                (Some(span), _) if Span(span).is_of_the_user() => {
                    call.argument_span = Span(span);
                    return ControlFlow::Break(());
                }
                (_, Some(constant)) if is_callee => {
                    call.callee_type = constant_type(constant);
                    is_callee = false;
                    if !has_constants {
                        return ControlFlow::Break(());
                    }
                }
                _ => {}
            }
            ControlFlow::Continue(())
        });
        call
    }

    /// The value; a closure or coroutine with the path that the comments below it say.
    fn with_maker(&mut self, mut rvalue: Rvalue<'a>) -> Rvalue<'a> {
        if let Rvalue::Aggregate(Aggregate::Closure(maker) | Aggregate::Coroutine(maker), _) = &mut rvalue {
            self.comments(|comment| match comment.strip_prefix("+ def_id: ") {
                Some(id) => {
                    *maker = Maker { def_path: def_path(id), ..*maker };
                    ControlFlow::Break(())
                }
                None => ControlFlow::Continue(()),
            });
        }
        rvalue
    }
}

/// The source span that ends an instruction: `; // scope N at SPAN`, the slashes in column 41 or later.
pub(super) fn end<'a>(cursor: &mut Cursor<'a>) -> Read<Span<'a>> {
    cursor.expect(";", "unknown text at the end of an instruction")?;
    cursor.spaces();
    cursor.expect("// ", "an instruction without a source span")?;
    // `bb1[2]: scope …`, with `-Zverbose-internals`.
    if cursor.sees("bb") {
        cursor.before(": ", "an instruction without a source span")?;
    }
    cursor.expect("scope ", "an instruction without a source span")?;
    cursor.number()?;
    cursor.expect(" at ", "an instruction without a source span")?;
    Ok(Span(cursor.rest()))
}

/// The type in `Const { ty: TYPE, val: … }`, empty for other constants.
fn constant_type(constant: &str) -> &str {
    let Some(constant) = constant.strip_prefix("Const { ty: ") else { return "" };
    memchr::memmem::find(constant.as_bytes(), b", val: ").map_or("", |end| &constant[..end])
}

/// `a::{closure#0}` of `DefId(0:79 ~ krate[1973]::a::{closure#0})`.
fn def_path(id: &str) -> Option<&str> {
    let (_, path) = id.strip_suffix(')')?.split_once("]::")?;
    Some(path)
}
