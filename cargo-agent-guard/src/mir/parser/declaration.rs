//! What stands above the blocks: the header, and the declarations of locals and variables.

use super::{Header, Reader};
use crate::index::Local;
use crate::mir::lexer::{Cursor, Read};
use crate::mir::{BodyKind, LocalDecl, Span, VarDebugInfo};

impl<'a> Reader<'a> {
    /// The lines up to the body's opening brace. `None`, with a gap, where there is no header.
    pub(super) fn header(&mut self) -> Option<Header<'a>> {
        loop {
            let start = self.at;
            let Some(line) = self.line() else {
                self.gap("the text has no header", start, "");
                return None;
            };
            // `// MIR for …`, and the list of user type annotations.
            if line.is_empty() || line.starts_with("// MIR for ") || line.starts_with('|') {
                continue;
            }
            return match self.header_line(line) {
                Ok(header) => Some(header),
                Err(reason) => {
                    self.gap(reason, start, line);
                    None
                }
            };
        }
    }

    fn header_line(&mut self, line: &'a str) -> Read<Header<'a>> {
        let mut cursor = Cursor::new(line);
        if cursor.eat("fn ") {
            return self.function_header(cursor);
        }
        let kind = if cursor.eat("const ") {
            BodyKind::Const
        } else if cursor.eat("static mut ") || cursor.eat("static ") {
            BodyKind::Static
        } else {
            BodyKind::AnonConst
        };
        // A path ends at a space, so the colon is still on it.
        let path = cursor.path()?.strip_suffix(':').ok_or("this is no header")?;
        cursor.expect(" ", "this is no header")?;
        cursor.rest().strip_suffix(" = {").ok_or("this is no header")?;
        // Promoted constants are printed as `const`, though no item declares them.
        let kind = if path.ends_with(']') { BodyKind::AnonConst } else { kind };
        Ok(Header { kind, path, argument_count: 0, is_coroutine: false })
    }

    /// The header of a function, after `fn `, and the lines it may take: `PATH(_1: TYPE, …) -> TYPE {`.
    fn function_header(&mut self, mut cursor: Cursor<'a>) -> Read<Header<'a>> {
        let path = cursor.path()?;
        cursor.expect("(", "this function has no parameter list")?;
        let mut argument_count = 0;
        while !cursor.eat(")") {
            argument_count += 1;
            cursor.expect("_", "this is no parameter")?;
            let number = cursor.number()? as usize;
            if number != argument_count {
                return Err("a parameter out of order");
            }
            cursor.expect(": ", "this is no parameter")?;
            let ty = cursor.ty()?;
            self.declare(number, LocalDecl { ty, span: Span::default() })?;
            if !cursor.eat(", ") && cursor.peek() != b')' {
                return Err("this is no parameter list");
            }
        }
        cursor.expect(" -> ", "this function has no return type")?;
        let is_coroutine = !cursor.rest().ends_with(" {");
        if is_coroutine {
            // `yields TYPE`, and the brace on its own line.
            let yields = self.line().is_some_and(|line| line.starts_with("yields "));
            if !(yields && self.line().is_some_and(|line| line.trim() == "{")) {
                return Err("this header does not end");
            }
        }
        Ok(Header { kind: BodyKind::Fn, path, argument_count, is_coroutine })
    }

    /// One line between the header and the blocks.
    pub(super) fn declaration(&mut self, line: &'a str, debug: &mut Vec<VarDebugInfo<'a>>) -> Read<()> {
        let mut cursor = Cursor::new(line);
        cursor.spaces();
        if cursor.eat("let ") {
            return self.local_declaration(cursor);
        }
        if cursor.eat("debug ") {
            if let Some(variable) = self.variable(cursor)? {
                debug.push(variable);
            }
            return Ok(());
        }
        if cursor.eat("scope ") {
            cursor.number()?;
            // `scope 3 (inlined …) {` is optimised MIR.
            return cursor.expect(" {", "this scope is inlined code");
        }
        if cursor.rest() == "}" || cursor.sees("coverage ") {
            return Ok(());
        }
        Err("this is no declaration")
    }

    /// `let [mut ]_N: TYPE[ as UserTypeProjection …]; // …`, after `let `.
    fn local_declaration(&mut self, mut cursor: Cursor<'a>) -> Read<()> {
        cursor.eat("mut ");
        cursor.expect("_", "this is no local")?;
        let number = cursor.number()? as usize;
        cursor.expect(": ", "this is no local")?;
        let mut ty = cursor.ty()?;
        if ty.ends_with('}') {
            ty = ty.find(" as UserTypeProjection ").map_or(ty, |end| &ty[..end]);
        }
        cursor.expect(";", "this declaration does not end")?;
        cursor.spaces();
        cursor.expect("// ", "a declaration without a source span")?;
        cursor.eat("return place ");
        cursor.expect("in scope ", "a declaration without a source span")?;
        cursor.number()?;
        cursor.expect(" at ", "a declaration without a source span")?;
        self.declare(number, LocalDecl { ty, span: Span(cursor.rest()) })
    }

    /// `NAME => PLACE; // …`, after `debug `. `None` for a constant.
    fn variable(&mut self, mut cursor: Cursor<'a>) -> Read<Option<VarDebugInfo<'a>>> {
        let name = cursor.before(" => ", "this is no variable")?;
        if name.contains(' ') {
            return Err("a variable in pieces");
        }
        if cursor.eat("const ") {
            cursor.literal()?;
            cursor.expect(";", "this variable does not end")?;
            return Ok(None);
        }
        let place = self.place(&mut cursor)?;
        cursor.expect(";", "this variable does not end")?;
        Ok(Some(VarDebugInfo { name, place }))
    }

    fn declare(&mut self, number: usize, declaration: LocalDecl<'a>) -> Read<()> {
        // Each local is declared in some bytes of text, so no honest number is larger than the text.
        if number > self.text.len() {
            return Err("a local out of range");
        }
        if number >= self.locals.len() {
            self.locals.resize(number + 1, LocalDecl::default());
        }
        self.locals[number] = declaration;
        Ok(())
    }

    /// `_N`
    pub(super) fn local(&self, cursor: &mut Cursor<'a>) -> Read<Local> {
        cursor.expect("_", "this is no local")?;
        cursor.number().map(Local)
    }
}
