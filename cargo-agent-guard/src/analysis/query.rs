//! The texts that can reach an argument: a backward slice through one body, looking for string constants.
//!
//! The slice follows every assignment to every local on the way, through calls too (`format!`, `to_string`, `prepare`): it may collect
//! more than what really arrives, never less. What comes from outside the body, and what an unknown function makes, is *dynamic*. Of the
//! functions of a catalogued store it is known which argument becomes the statement: a value that is bound is none.

use std::collections::BTreeSet;

use crate::{
    catalogue::Catalogue,
    index::Local,
    mir::{Body, Operand, Place, Rvalue, Terminator},
    path::{self, Callee},
};

/// A text that can reach the argument.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece<'a> {
    /// A literal, unescaped; `{}` stands for what is put in at run time.
    Literal(String),
    /// A constant, by path.
    Constant(&'a str),
    /// Something else.
    Dynamic,
}

/// The texts that can reach `argument`, in the order in which the slice meets them.
pub fn texts_reaching<'a>(body: &Body<'a>, argument: Operand<'a>, catalogue: &Catalogue) -> Vec<Piece<'a>> {
    let mut slice = Slice { body, catalogue, seen: BTreeSet::new(), pending: Vec::new(), found: Vec::new() };
    slice.operand(argument);
    while let Some(local) = slice.pending.pop() {
        slice.definitions(local);
    }
    slice.found
}

struct Slice<'b, 'a> {
    body: &'b Body<'a>,
    catalogue: &'b Catalogue,
    seen: BTreeSet<Local>,
    pending: Vec<Local>,
    found: Vec<Piece<'a>>,
}

impl<'a> Slice<'_, 'a> {
    fn operand(&mut self, operand: Operand<'a>) {
        match operand {
            Operand::Copy(place) | Operand::Move(place) => self.place(place),
            Operand::Const(text) => self.constant(text),
            Operand::Fn(_) => {}
        }
    }

    fn constant(&mut self, text: &'a str) {
        let piece = match literal(text) {
            Some(literal) => Piece::Literal(literal),
            // A path: of a string constant, or of anything else, which the linker will not find among the strings.
            None if text.starts_with(|first: char| first.is_alphabetic() || first == '_' || first == '<')
                && !matches!(text, "true" | "false") =>
            {
                Piece::Constant(text)
            }
            // A static: what is in it is not in the text.
            None if text.starts_with("{alloc") => Piece::Dynamic,
            None => return,
        };
        self.push(piece);
    }

    fn push(&mut self, piece: Piece<'a>) {
        if !self.found.contains(&piece) {
            self.found.push(piece);
        }
    }

    fn place(&mut self, place: Place<'a>) {
        // A field of a parameter or capture comes from outside; so does what lies behind a reference that is one.
        let is_argument = (1..=self.body.argument_count).contains(&place.local.index());
        if is_argument && may_hold_text(super::tokens::place_type(self.body, place)) {
            self.push(Piece::Dynamic);
        }
        if self.seen.insert(place.local) {
            self.pending.push(place.local);
        }
    }

    fn definitions(&mut self, local: Local) {
        for block in &self.body.blocks {
            for statement in block.statements.iter().filter(|statement| statement.place.local == local) {
                match statement.rvalue {
                    Rvalue::Use(operand) | Rvalue::Cast(operand, ..) | Rvalue::Repeat(operand) => self.operand(operand),
                    Rvalue::Ref(place) | Rvalue::RawPtr(place) => self.place(place),
                    Rvalue::Aggregate(_, operands) => operands.iter().for_each(|&operand| self.operand(operand)),
                    _ => {}
                }
            }
            if let Terminator::Call(call) = block.terminator {
                if call.destination.is_some_and(|place| place.local == local) {
                    self.call(call.callee, call.arguments, local);
                }
                self.passed_by_reference(call.arguments, local);
            }
        }
    }

    fn call(&mut self, callee: Operand<'a>, arguments: &'a [Operand<'a>], into: Local) {
        let parsed = match callee {
            Operand::Fn(text) => Callee::parse(text),
            _ => None,
        };
        let Some(callee) = parsed else {
            self.opaque(into);
            return arguments.iter().for_each(|&argument| self.operand(argument));
        };
        let (root, owner) = match callee {
            Callee::Path { root, owner, .. } => (root, owner),
            Callee::Trait { root, trait_name, .. } => (root, trait_name),
        };
        if owner == "Arguments"
            && matches!(root, "std" | "core")
            && let Some(format) = template(self.body, arguments)
        {
            return self.push(Piece::Literal(format));
        }
        if matches!(root, "std" | "core" | "alloc" | "str") {
            return arguments.iter().for_each(|&argument| self.operand(argument));
        }
        if let Some(class) = self.catalogue.classify(&callee) {
            return self.store_call(class.query.map(|(number, _)| number), owner, callee.name(), arguments);
        }
        self.opaque(into);
        arguments.iter().for_each(|&argument| self.operand(argument));
    }

    /// A call that builds a statement. What a store's function is given is the statement, or the receiver that carries it; values that
    /// are bound to it are not followed.
    fn store_call(&mut self, query: Option<usize>, owner: &str, name: &str, arguments: &'a [Operand<'a>]) {
        let followed: &[usize] = match (query, name) {
            (Some(number), _) => &[number],
            (None, name) if name.starts_with("prepare") => &[1],
            (None, "push" | "cmd" | "add_command" | "statement" | "typed") => &[0, 1],
            (None, _) => &[0],
        };
        // A command of redis that has a method of its own: `pipe().set(…)`.
        let is_builder = matches!(owner, "Pipeline" | "Cmd" | "ClusterPipeline");
        let is_structure =
            matches!(name, "new" | "with_capacity" | "cmd" | "arg" | "add_command" | "ignore" | "atomic" | "cursor_arg" | "clone");
        if is_builder && !is_structure {
            self.push(Piece::Literal(name.to_uppercase()));
        }
        for &number in followed {
            if let Some(&argument) = arguments.get(number) {
                self.operand(argument);
            }
        }
    }

    /// A value that comes from where the slice cannot look.
    fn opaque(&mut self, into: Local) {
        if may_hold_text(self.body.locals[into.index()].ty) {
            self.push(Piece::Dynamic);
        }
    }

    /// `push_str(&mut text, "…")`: what is passed beside a mutable reference to the local may end up in it.
    fn passed_by_reference(&mut self, arguments: &'a [Operand<'a>], local: Local) {
        let Some((first, rest)) = arguments.split_first() else { return };
        let Some(reference) = first.place().and_then(Place::as_local) else { return };
        let ty = self.body.locals[reference.index()].ty;
        if !(ty.starts_with("&mut ") && is_text(ty)) || rest.is_empty() {
            return;
        }
        let points_here = self.body.blocks.iter().flat_map(|block| &block.statements).any(|statement| {
            statement.place.as_local() == Some(reference) && matches!(statement.rvalue, Rvalue::Ref(place) if place.local == local)
        });
        if points_here {
            self.push(Piece::Dynamic);
            rest.iter().for_each(|&argument| self.operand(argument));
        }
    }
}

/// Whether a value of the type may be, or lead to, text: all but numbers and the like.
fn may_hold_text(ty: &str) -> bool {
    const PLAIN: &[&str] =
        &["", "()", "bool", "char", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64"];
    !PLAIN.contains(&path::peel(ty))
}

/// Whether a value of the type is text.
fn is_text(ty: &str) -> bool {
    let ty = path::peel(ty);
    ty == "str"
        || matches!(path::last_segment(ty), "String" | "PathBuf" | "Path" | "OsString" | "OsStr" | "SqlStr")
        || (ty.starts_with("std::borrow::Cow<") && ty.contains("str"))
}

/// The text of a string literal as MIR prints it, with Rust's escapes. `None` for what is no string.
pub fn literal(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match characters.next()? {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            '0' => out.push('\0'),
            'u' => {
                let code: String = characters.by_ref().skip(1).take_while(|&c| c != '}').collect();
                out.push(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32)?);
            }
            other => out.push(other),
        }
    }
    Some(out)
}

/// The template of a `format_args!` as text, each argument as `{}`: packed into one byte string since 1.95, an array of pieces before.
fn template(body: &Body<'_>, arguments: &[Operand<'_>]) -> Option<String> {
    let mut operand = *arguments.first()?;
    let mut pieces: Vec<String> = Vec::new();
    // The constant may have been put into a local, and referenced, first.
    for _ in 0..8 {
        match operand {
            Operand::Const(text) => {
                if let Some(text) = literal(text) {
                    return Some(text);
                }
                return packed(&bytes(text)?);
            }
            Operand::Copy(place) | Operand::Move(place) => {
                let definition = body
                    .blocks
                    .iter()
                    .flat_map(|block| &block.statements)
                    .find(|statement| statement.place.as_local() == Some(place.local))?;
                match definition.rvalue {
                    Rvalue::Use(inner) | Rvalue::Cast(inner, ..) => operand = inner,
                    Rvalue::Ref(inner) => operand = Operand::Copy(inner),
                    Rvalue::Aggregate(_, operands) => {
                        for operand in operands {
                            let Operand::Const(text) = operand else { return None };
                            pieces.push(literal(text)?);
                        }
                        return Some(pieces.join("{}"));
                    }
                    _ => return None,
                }
            }
            Operand::Fn(_) => return None,
        }
    }
    None
}

/// The bytes of `b"…"` or `*b"…"`, with the escapes of `escape_ascii`.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let inner = text.trim_start_matches('*').strip_prefix("b\"")?.strip_suffix('"')?;
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'\\' {
            out.push(*first);
            continue;
        }
        let (&kind, after) = rest.split_first()?;
        rest = after;
        match kind {
            b'n' => out.push(b'\n'),
            b't' => out.push(b'\t'),
            b'r' => out.push(b'\r'),
            b'0' => out.push(0),
            b'x' => {
                let (code, after) = rest.split_at_checked(2)?;
                out.push(u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok()?);
                rest = after;
            }
            other => out.push(other),
        }
    }
    Some(out)
}

/// The packed template of `core::fmt::Arguments` (its documentation in `core/fmt/mod.rs`): literals with their length, placeholders as
/// bytes from 0xC0 on with optional flags, width, precision and argument index, a zero at the end.
fn packed(template: &[u8]) -> Option<String> {
    let mut out = Vec::new();
    let mut rest = template;
    loop {
        let (&first, after) = rest.split_first()?;
        rest = after;
        match first {
            0 => return String::from_utf8(out).ok(),
            1..=0x7f => {
                let (text, after) = rest.split_at_checked(first as usize)?;
                out.extend_from_slice(text);
                rest = after;
            }
            0x80 => {
                let (length, after) = rest.split_at_checked(2)?;
                let (text, after) = after.split_at_checked(u16::from_le_bytes([length[0], length[1]]) as usize)?;
                out.extend_from_slice(text);
                rest = after;
            }
            0xc0.. => {
                let options = [(1, 4), (2, 2), (4, 2), (8, 2)];
                let skipped = options.iter().filter(|(bit, _)| first & bit != 0).map(|(_, size)| size).sum::<usize>();
                rest = rest.get(skipped..)?;
                out.extend_from_slice(b"{}");
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_lose_their_escapes() {
        assert_eq!(literal(r#""select \"a\"\n\u{1f512}""#).as_deref(), Some("select \"a\"\n\u{1f512}"));
        assert_eq!(literal("3_u32"), None);
    }

    #[test]
    fn a_packed_template_becomes_text_with_holes() {
        assert_eq!(packed(b"\x04len \xc0\x00").as_deref(), Some("len {}"));
        assert_eq!(packed(b"\xc3\0\0\0\0\0\0\x02 b\xc0\x00").as_deref(), Some("{} b{}"));
        assert_eq!(packed(b"\x09short"), None);
        assert_eq!(bytes(r#"b"\x04len \xc0\x00""#).unwrap(), b"\x04len \xc0\x00");
    }
}
