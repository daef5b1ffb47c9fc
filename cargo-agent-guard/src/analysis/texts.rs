//! The texts of constants, and those that closures and async blocks capture.
//!
//! A closure's body is read apart from the one that makes it. So the captures that reach a query there are noted by number, the texts that
//! the maker puts into them beside it, and both are brought together when all bodies have been read.

use super::{
    Analysis,
    constants::{self, Value},
    query::{self, Piece},
};
use crate::{
    facts::{Item, QueryText},
    index::FunctionId,
    mir::Body,
    path::{self, Callee},
};

/// What is known of captures while the bodies are read.
#[derive(Default)]
pub struct Captured {
    made: Vec<Made>,
    /// The captures that reach an argument in a closure.
    open: Vec<Open>,
}

/// A capture that reaches an argument.
#[derive(Clone, Copy)]
struct Open {
    closure: FunctionId,
    argument: Argument,
    number: u32,
}

/// An argument whose texts are kept, by its position in the function's facts.
#[derive(Clone, Copy)]
enum Argument {
    /// The query of an access.
    Query(usize),
    /// An address or a credential.
    Given(usize),
}

/// A closure that is made.
struct Made {
    by: FunctionId,
    name: Option<String>,
    span: String,
    captures: Vec<Capture>,
}

/// A capture that may hold text.
struct Capture {
    number: u32,
    /// All that may be in it.
    possible: Texts,
    /// What certainly is in it on some path.
    certain: Texts,
}

/// Texts, and the captures of the body that has them that reach there too.
struct Texts {
    texts: Vec<QueryText>,
    through: Vec<u32>,
}

impl Capture {
    fn texts(&self, of: Argument) -> &Texts {
        match of {
            Argument::Query(_) => &self.possible,
            Argument::Given(_) => &self.certain,
        }
    }
}

/// More closures than this within each other are not followed.
const DEEPEST: usize = 16;

impl Analysis<'_> {
    /// Keeps the texts in the value of a constant or static.
    pub(super) fn constant(&mut self, body: &Body<'_>, item: Item) {
        let path = match item {
            Item::Path(path) => path,
            Item::Method { self_type, name, .. } => {
                let joined = format!("{}::{}", self.texts.values[self_type.index()], self.texts.values[name.index()]);
                self.text(&joined)
            }
            Item::Nested => return,
        };
        let pieces = query::texts_of_constant(body, &self.context.catalogue);
        let has_text = pieces.iter().any(|piece| matches!(piece, Piece::Literal(_) | Piece::Constant(_)));
        // That a constant is a number is worth knowing where it stands among texts.
        if has_text || !query::may_hold_text(body.locals[0].ty) {
            let Texts { texts, .. } = self.query_texts(pieces);
            self.facts.constants.push((path, texts));
        }
    }

    /// The texts that reach the query of the next access of a function.
    pub(super) fn query(&mut self, function: FunctionId, pieces: Vec<Piece<'_>>) -> Vec<QueryText> {
        let argument = Argument::Query(self.facts.functions[function.index()].accesses.len());
        self.open(function, argument, pieces)
    }

    /// The values of the next address or credential that a function gives away.
    pub(super) fn given(&mut self, function: FunctionId, values: Vec<Value<'_>>) -> Vec<QueryText> {
        let argument = Argument::Given(self.facts.functions[function.index()].given.len());
        self.open(function, argument, pieces_of(values))
    }

    /// Texts, of which those in captures are to be found when all bodies have been read.
    fn open(&mut self, function: FunctionId, argument: Argument, pieces: Vec<Piece<'_>>) -> Vec<QueryText> {
        let Texts { texts, through: captures } = self.query_texts(pieces);
        self.captured.open.extend(captures.into_iter().map(|number| Open { closure: function, argument, number }));
        texts
    }

    /// Keeps what the closures and async blocks capture that a body makes.
    pub(super) fn captures(&mut self, body: &Body<'_>, by: FunctionId) {
        for (maker, captures) in query::captures(body, &self.context.catalogue) {
            let name = maker.def_path.map(|path| path.replace("::", "-"));
            let mut capture = |(number, operand, pieces)| {
                let certain = pieces_of(constants::values_reaching(body, operand, &[]));
                Capture { number, possible: self.query_texts(pieces), certain: self.query_texts(certain) }
            };
            let captures = captures.into_iter().map(&mut capture).collect();
            self.captured.made.push(Made { by, name, span: maker.span.0.to_owned(), captures });
        }
    }

    /// Pieces as texts, and the numbers of the captures among them.
    fn query_texts(&mut self, pieces: Vec<Piece<'_>>) -> Texts {
        let mut through = Vec::new();
        let mut texts = Vec::new();
        for piece in pieces {
            texts.push(match piece {
                Piece::Literal(text) => QueryText::Literal(self.text(&text)),
                Piece::Constant(path) => QueryText::Constant(self.text(&path_of_constant(path))),
                Piece::Appended(text) => QueryText::Appended(self.text(&text)),
                Piece::Dynamic => QueryText::Dynamic,
                Piece::Captured(number) => {
                    through.push(number);
                    continue;
                }
            });
        }
        Texts { texts, through }
    }

    /// Puts the texts of captures where they are asked for.
    pub(super) fn resolve_captures(&mut self) {
        let captured = std::mem::take(&mut self.captured);
        let made: Vec<(FunctionId, &Made)> =
            captured.made.iter().filter_map(|made| Some((self.made_body(made.name.as_deref(), &made.span)?, made))).collect();
        for Open { closure, argument, number } in captured.open {
            let mut found = Vec::new();
            follow(&made, Open { closure, argument, number }, 0, &mut found);
            let function = &mut self.facts.functions[closure.index()];
            let texts = match argument {
                Argument::Query(at) => &mut function.accesses[at].query,
                Argument::Given(at) => &mut function.given[at].values,
            };
            for text in found {
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
        }
    }
}

/// Values as the pieces of text that they are.
pub fn pieces_of(values: Vec<Value<'_>>) -> Vec<Piece<'_>> {
    let piece = |value| match value {
        Value::Text(text) => Piece::Literal(text),
        Value::Constant(path) => Piece::Constant(path),
        Value::Captured(number) => Piece::Captured(number),
        Value::Bytes | Value::Unknown => Piece::Dynamic,
    };
    values.into_iter().map(piece).collect()
}

/// A constant's path without generic arguments; that of a type's constant, of a trait or not, begins with the type.
pub fn path_of_constant(path: &str) -> String {
    match Callee::parse(path) {
        Some(Callee::Trait { self_type, name, .. }) => format!("{}::{name}", path::strip_generics(path::peel(self_type))),
        _ => path::strip_generics(path),
    }
}

/// Collects the texts in a capture, wherever the closure is made. One that nobody makes, or that holds no text there, may hold anything.
fn follow(made: &[(FunctionId, &Made)], open: Open, depth: usize, found: &mut Vec<QueryText>) {
    let Open { closure, argument, number } = open;
    let captures = |made: &&(FunctionId, &Made)| made.0 == closure;
    let mut is_known = false;
    for (_, maker) in made.iter().filter(captures) {
        let Some(capture) = maker.captures.iter().find(|capture| capture.number == number).filter(|_| depth < DEEPEST) else {
            found.push(QueryText::Dynamic);
            continue;
        };
        is_known = true;
        let Texts { texts, through } = capture.texts(argument);
        found.extend_from_slice(texts);
        for &outer in through {
            follow(made, Open { closure: maker.by, argument, number: outer }, depth + 1, found);
        }
    }
    if !is_known {
        found.push(QueryText::Dynamic);
    }
}
