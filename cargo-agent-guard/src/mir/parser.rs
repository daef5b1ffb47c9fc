//! A dump, read: header, declarations, blocks.
//!
//! rustc prints one thing a line, so the reader goes line by line, and what it cannot read costs one line: a [`Gap`], and on with the
//! next. Four fifths of the text are never looked at: the source span after each instruction is cut off unread, `StorageLive` and its
//! like are known by their first word, and comments are skipped but for those that name a callee or the body of a closure.
//!
//! *Invariant*: a body that is returned is whole. Every local and block that it mentions exists; where the text names one that does
//! not, there is a gap, and the block ends there.

mod declaration;
mod instruction;
mod place;
mod rvalue;
mod terminator;

use std::ops::ControlFlow;

use bumpalo::Bump;
use memchr::memchr;

use super::lexer::{Cursor, Read, Unread};
use super::{BasicBlock, Body, BodyKind, Gap, LocalDecl, Operand, Projection, Span, Terminator, VarDebugInfo};
use instruction::Instruction;

/// How much of a line a gap keeps.
const GAP_TEXT: usize = 200;

/// How deep the lines of a block are indented.
const BLOCK_INDENT: &str = "        ";

/// What the lines begin with that say more about the line above them.
const COMMENT_INDENT: &str = "                                         // ";

/// A dump, read.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// The body. `None` where not even the header could be read; there is a gap then.
    pub body: Option<Body<'a>>,
    /// What was not understood.
    pub gaps: Vec<Gap>,
}

/// Reads one dump file: `name` is its file name without crate and ending, `text` its content.
pub fn parse<'a>(name: &'a str, text: &'a str, arena: &'a Bump) -> Parsed<'a> {
    let mut reader = Reader::new(text, arena);
    let body = reader.body(name);
    Parsed { body, gaps: reader.gaps }
}

/// The text, how far it is read, and what was found so far.
struct Reader<'a> {
    text: &'a str,
    /// Where the next line begins.
    at: usize,
    arena: &'a Bump,
    gaps: Vec<Gap>,
    /// Where the line of the last gap begins, and its number.
    counted: (usize, usize),
    locals: Vec<LocalDecl<'a>>,
    /// One more than the highest block that a terminator names.
    blocks_named: u32,
    /// Scratch, kept for its allocation.
    operands: Vec<Operand<'a>>,
    /// Scratch, kept for its allocation.
    projection: Vec<Projection<'a>>,
}

/// What the header line says.
struct Header<'a> {
    kind: BodyKind,
    path: &'a str,
    argument_count: usize,
    is_coroutine: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, arena: &'a Bump) -> Self {
        Reader {
            text,
            at: 0,
            arena,
            gaps: Vec::new(),
            counted: (0, 1),
            locals: Vec::new(),
            blocks_named: 0,
            operands: Vec::new(),
            projection: Vec::new(),
        }
    }

    fn body(&mut self, name: &'a str) -> Option<Body<'a>> {
        let Header { kind, path, argument_count, is_coroutine } = self.header()?;
        let mut debug = Vec::new();
        let mut blocks = Vec::new();
        loop {
            let start = self.at;
            let Some(line) = self.line() else {
                self.gap("the text ends within the body", start, "");
                break;
            };
            match line.as_bytes() {
                [] => {}
                [b'}'] => break,
                [b' ', b' ', b' ', b' ', b'b', b'b', ..] => {
                    let is_cleanup = match block_header(line, blocks.len()) {
                        Ok(is_cleanup) => is_cleanup,
                        Err(reason) => {
                            self.gap(reason, start, line);
                            false
                        }
                    };
                    blocks.push(self.block(is_cleanup));
                }
                _ if line.starts_with(COMMENT_INDENT) => {}
                _ => {
                    if let Err(reason) = self.declaration(line, &mut debug) {
                        self.gap(reason, start, line);
                    }
                }
            }
        }
        let statics = self.footer();
        self.check_debug(&mut debug);
        self.check_targets(&mut blocks);
        Some(Body { name, kind, path, argument_count, is_coroutine, locals: std::mem::take(&mut self.locals), debug, blocks, statics })
    }

    /// The lines of a block up to its closing brace.
    fn block(&mut self, is_cleanup: bool) -> BasicBlock<'a> {
        let mut statements = Vec::new();
        let mut ending = None;
        let gaps_before = self.gaps.len();
        loop {
            let start = self.at;
            let Some(line) = self.line() else { break };
            let Some(instruction) = line.strip_prefix(BLOCK_INDENT) else {
                if line != "    }" {
                    self.gap("this is no line of a block", start, line);
                }
                break;
            };
            if instruction.starts_with(' ') {
                if !line.starts_with(COMMENT_INDENT) {
                    self.gap("this is neither an instruction nor a comment", start, line);
                }
                continue;
            }
            if ending.is_some() {
                self.gap("an instruction after the end of its block", start, line);
                continue;
            }
            match self.instruction(instruction) {
                Ok(Instruction::Nothing) => {}
                Ok(Instruction::Statement(statement)) => statements.push(statement),
                Ok(Instruction::Terminator(terminator, span)) => ending = Some((terminator, span)),
                Err(reason) => self.gap(reason, start, line),
            }
        }
        if ending.is_none() && self.gaps.len() == gaps_before {
            self.gap("a block without an end", self.at.saturating_sub(1), "");
        }
        let (terminator, span) = ending.unwrap_or((Terminator::End, Span::default()));
        BasicBlock { statements, terminator, span, is_cleanup }
    }

    /// What follows the body: the constants' allocations, of which the names of the statics are kept.
    fn footer(&mut self) -> Vec<(&'a str, &'a str)> {
        let mut statics = Vec::new();
        loop {
            let start = self.at;
            let Some(line) = self.line() else { break };
            let is_allocation = line.strip_prefix("alloc").is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
            // Without `-Zdump-mir-exclude-alloc-bytes` their bytes follow, indented or after an offset.
            if !(line.is_empty() || is_allocation || line == "}" || line.starts_with("    ")) {
                self.gap("unknown text after the body", start, line);
                break;
            }
            let named = line.split_once(" (static: ").and_then(|(name, rest)| Some((name, rest.split_once(", size: ")?.0)));
            statics.extend(named.filter(|_| is_allocation));
        }
        statics
    }

    /// Drops the debug lines of locals that do not exist.
    fn check_debug(&mut self, debug: &mut Vec<VarDebugInfo<'a>>) {
        let known = self.locals.len();
        let before = debug.len();
        debug.retain(|variable| place::is_within(variable.place, known));
        if debug.len() != before {
            self.gap("a variable of no declared local", self.at.saturating_sub(1), "");
        }
    }

    /// Ends the blocks that go on to a block which does not exist.
    fn check_targets(&mut self, blocks: &mut [BasicBlock<'a>]) {
        if blocks.is_empty() {
            self.gap("a body without blocks", self.at.saturating_sub(1), "");
        }
        if self.blocks_named as usize <= blocks.len() {
            return;
        }
        let known = blocks.len();
        for block in blocks {
            let mut leads_out = false;
            block.terminator.for_each_successor(|target| leads_out |= target.index() >= known);
            if leads_out {
                block.terminator = Terminator::End;
                self.gap("a jump to a block that does not exist", self.at.saturating_sub(1), "");
            }
        }
    }

    /// The next line, without its end.
    fn line(&mut self) -> Option<&'a str> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let (line, read) = match memchr(b'\n', rest.as_bytes()) {
            Some(end) => (&rest[..end], end + 1),
            None => (rest, rest.len()),
        };
        self.at += read;
        Some(line)
    }

    /// The next line, if it is a comment on the line before.
    fn comment(&mut self) -> Option<&'a str> {
        self.text.get(self.at..)?.starts_with(COMMENT_INDENT).then(|| self.line())?.map(|line| &line[COMMENT_INDENT.len()..])
    }

    /// Reads the comments on the line before until `read` has what it seeks.
    fn comments(&mut self, mut read: impl FnMut(&'a str) -> ControlFlow<()>) {
        while let Some(comment) = self.comment() {
            if read(comment).is_break() {
                break;
            }
        }
    }

    /// Notes that the line from `start` was not understood.
    fn gap(&mut self, reason: Unread, start: usize, line: &str) {
        // Gaps come in order, so the lines are counted once, however many gaps there are.
        let start = start.min(self.text.len());
        let (from, number) = if self.counted.0 <= start { self.counted } else { (0, 1) };
        let line_number = number + memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..start]).count();
        self.counted = (start, line_number);
        let text = line.trim();
        let end = text.char_indices().nth(GAP_TEXT).map_or(text.len(), |(end, _)| end);
        self.gaps.push(Gap { reason: reason.to_owned(), line: line_number, text: text[..end].to_owned() });
    }
}

/// Whether `    bb3 (cleanup): {` is a cleanup block. Blocks come in the order of their numbers.
fn block_header(line: &str, expected: usize) -> Read<bool> {
    let mut cursor = Cursor::new(line);
    cursor.expect("    bb", "this is no block")?;
    let number = cursor.number()?;
    let is_cleanup = cursor.eat(" (cleanup)");
    if cursor.rest() != ": {" {
        return Err("this is no block");
    }
    if number as usize != expected { Err("a block out of order") } else { Ok(is_cleanup) }
}

#[cfg(test)]
mod tests;
