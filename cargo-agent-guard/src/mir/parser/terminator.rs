//! The instructions that begin with a word: all terminators but calls and yields.

use super::Reader;
use super::instruction::{Instruction, end};
use crate::index::Block;
use crate::mir::lexer::{Cursor, Read};
use crate::mir::{Operand, Terminator};

/// Where a terminator leads, by label.
#[derive(Default)]
pub(super) struct Edges {
    /// `return`, `real`, `resume`, `success`
    pub(super) next: Option<Block>,
    pub(super) unwind: Option<Block>,
    pub(super) drop: Option<Block>,
    /// ` -> bb1`: there is but one edge, and it has no label.
    pub(super) only: Option<Block>,
}

impl<'a> Reader<'a> {
    /// An instruction that does not begin with a place.
    pub(super) fn keyword_instruction(&mut self, line: &'a str) -> Read<Instruction<'a>> {
        let mut cursor = Cursor::new(line);
        let terminator = if cursor.eat("goto") || cursor.eat("falseEdge") || cursor.eat("falseUnwind") {
            let edges = self.edges(&mut cursor)?;
            Terminator::Goto(edges.next.or(edges.only).ok_or("a jump to nowhere")?)
        } else if cursor.eat("drop(") {
            let place = self.declared_place(&mut cursor)?;
            cursor.expect(")", "this drop does not end")?;
            let edges = self.edges(&mut cursor)?;
            Terminator::Drop { place, target: edges.next.or(edges.only), unwind: edges.unwind, drop: edges.drop }
        } else if cursor.eat("switchInt(") {
            self.switch(&mut cursor)?
        } else if cursor.eat("assert(") {
            self.assert(&mut cursor)?
        } else if cursor.eat("return") {
            Terminator::Return
        } else if ["unreachable", "resume", "terminate(abi)", "terminate(cleanup)", "coroutine_drop"].iter().any(|word| cursor.eat(word)) {
            Terminator::End
        } else if cursor.eat("tailcall ") {
            return self.tail_call(&mut cursor);
        } else if cursor.sees("asm!(") || cursor.sees("naked_asm!(") {
            return self.assembly(line);
        } else {
            return Err("an unknown instruction");
        };
        Ok(Instruction::Terminator(terminator, end(&mut cursor)?))
    }

    /// `OPERAND) -> [V: bb1, …, otherwise: bb2]`
    fn switch(&mut self, cursor: &mut Cursor<'a>) -> Read<Terminator<'a>> {
        let operand = self.operand(cursor)?;
        cursor.expect(") -> ", "this switch leads nowhere")?;
        if !cursor.eat("[") {
            let otherwise = Some(self.target(cursor)?);
            return Ok(Terminator::SwitchInt { operand, targets: &[], otherwise });
        }
        let ty = match operand {
            Operand::Copy(place) | Operand::Move(place) => self.type_of(place),
            Operand::Const(literal) => literal.rsplit('_').next().unwrap_or_default(),
            Operand::Fn(_) => "",
        };
        let mut targets = bumpalo::collections::Vec::new_in(self.arena);
        let mut otherwise = None;
        while !cursor.eat("]") {
            if cursor.eat("otherwise: ") {
                otherwise = Some(self.target(cursor)?);
            } else {
                let value = cursor.before(": ", "a case without a value")?;
                let bits = value.parse().map_err(|_| "a case of no number, or of one too large")?;
                targets.push((value_of_bits(bits, ty), self.target(cursor)?));
            }
            if !cursor.eat(", ") && !cursor.sees("]") {
                return Err("this switch does not go on");
            }
        }
        Ok(Terminator::SwitchInt { operand, targets: targets.into_bump_slice(), otherwise })
    }

    /// `[!]OPERAND, "message", OPERAND…) -> [success: bb1, unwind: bb2]`
    fn assert(&mut self, cursor: &mut Cursor<'a>) -> Read<Terminator<'a>> {
        cursor.eat("!");
        let operand = self.operand(cursor)?;
        while cursor.eat(", ") {
            // The message and its arguments: literals end as a literal does, and places have brackets that match.
            cursor.literal()?;
        }
        cursor.expect(")", "this assertion does not end")?;
        let edges = self.edges(cursor)?;
        let target = edges.next.or(edges.only).ok_or("an assertion that leads nowhere")?;
        Ok(Terminator::Assert { operand, target, unwind: edges.unwind })
    }

    /// `asm!("…", …) -> …;`, whose template is printed as it is, line breaks and quotes included: so it is read from its end.
    fn assembly(&mut self, first_line: &'a str) -> Read<Instruction<'a>> {
        let mut line = first_line;
        let (instruction, comment) = loop {
            if let Some(found) = memchr::memmem::rfind(line.as_bytes(), b" // scope ") {
                break line.split_at(found);
            }
            line = self.line().filter(|line| *line != "    }").ok_or("assembly that does not end")?;
        };
        let mut blocks = bumpalo::collections::Vec::new_in(self.arena);
        if let Some((_, edges)) = instruction.trim_ascii_end().rsplit_once(" -> ") {
            for edge in edges.trim_end_matches([';', ']']).trim_start_matches('[').split(", ") {
                // The rest is `unwind continue` and the like.
                if let Some((_, number)) = edge.rsplit_once("bb") {
                    blocks.push(self.target(&mut Cursor::new(&edge[edge.len() - number.len() - 2..]))?);
                } else if !edge.starts_with("unwind ") {
                    return Err("assembly that leads nowhere");
                }
            }
        } else if !instruction.trim_ascii_end().ends_with(");") {
            return Err("assembly that does not end");
        }
        let mut comment = Cursor::new(comment);
        comment.spaces();
        // The span reads as at the end of any other instruction.
        comment.expect("// scope ", "an instruction without a source span")?;
        comment.number()?;
        comment.expect(" at ", "an instruction without a source span")?;
        Ok(Instruction::Terminator(Terminator::Asm(blocks.into_bump_slice()), crate::mir::Span(comment.rest())))
    }

    /// ` -> bb1`, ` -> unwind continue`, ` -> [return: bb1, unwind: bb2, drop: bb3]`, or nothing.
    pub(super) fn edges(&mut self, cursor: &mut Cursor<'a>) -> Read<Edges> {
        let mut edges = Edges::default();
        if !cursor.eat(" -> ") {
            return Ok(edges);
        }
        if cursor.sees("bb") {
            edges.only = Some(self.target(cursor)?);
            return Ok(edges);
        }
        if cursor.eat("unwind ") {
            unwind_action(cursor)?;
            return Ok(edges);
        }
        cursor.expect("[", "an unknown edge")?;
        loop {
            if cursor.eat("unwind ") {
                unwind_action(cursor)?;
            } else if cursor.eat("unwind: ") {
                edges.unwind = Some(self.target(cursor)?);
            } else if cursor.eat("drop: ") {
                edges.drop = Some(self.target(cursor)?);
            } else if cursor.eat("imaginary: ") {
                // It exists for the borrow checker only.
                self.target(cursor)?;
            } else if ["return: ", "real: ", "resume: ", "success: "].iter().any(|label| cursor.eat(label)) {
                edges.next = Some(self.target(cursor)?);
            } else {
                return Err("an unknown edge");
            }
            if cursor.eat("]") {
                return Ok(edges);
            }
            cursor.expect(", ", "these edges do not go on")?;
        }
    }

    /// `bb1`
    fn target(&mut self, cursor: &mut Cursor<'a>) -> Read<Block> {
        cursor.expect("bb", "this is no block")?;
        let number = cursor.number()?;
        self.blocks_named = self.blocks_named.max(number.saturating_add(1));
        Ok(Block(number))
    }
}

/// What happens on unwinding where no block of this body runs.
fn unwind_action(cursor: &mut Cursor<'_>) -> Read<()> {
    let known = ["continue", "unreachable", "terminate(abi)", "terminate(cleanup)"];
    if known.iter().any(|action| cursor.eat(action)) { Ok(()) } else { Err("an unknown action on unwinding") }
}

/// The number that a case stands for: rustc prints its bits, 4294967295 for `-1_i32`. Pointers are taken for 64 bits wide.
fn value_of_bits(bits: u128, ty: &str) -> i128 {
    let unused = match ty {
        "i8" => 120,
        "i16" => 112,
        "i32" => 96,
        "i64" | "isize" => 64,
        _ => 0,
    };
    (bits << unused).cast_signed() >> unused
}
