//! The texts of constants, and those that closures and async blocks capture.
//!
//! A closure's body is read apart from the one that makes it. So the captures that reach a query there are noted by number, the texts that
//! the maker puts into them beside it, and both are brought together when all bodies have been read.

use super::{
    Analysis,
    constants::{self, Value},
    query::{self, Piece},
    tokens,
};
use crate::{
    facts::{Hole, Item, Part, QueryText, TextArgument, all_texts, parts, with_holes, without_outside},
    index::{Block, FunctionId, Local, Text},
    mir::{Aggregate, Body, Call, Operand, Place, Rvalue, Terminator},
    path::{self, Callee},
};

/// What is known of captures while the bodies are read.
#[derive(Default)]
pub struct Captured {
    made: Vec<Made>,
    /// The captures that reach an argument in a closure.
    open: Vec<Open>,
    /// The arguments in whose texts something captured is put.
    holes: Vec<(FunctionId, Argument)>,
}

/// A capture that reaches an argument.
#[derive(Clone, Copy)]
struct Open {
    closure: FunctionId,
    argument: Argument,
    through: Through,
}

/// A capture through which texts get on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Through {
    number: u32,
    /// Whether they get there as they are. Otherwise what others know of them does not count.
    is_whole: bool,
}

/// An argument whose texts are kept, by its position in the function's facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Argument {
    /// The path of an access to a file.
    Path(usize),
    /// The statement of an access.
    Statement(usize),
    /// The address of a request over HTTP.
    Address(usize),
    /// The method of one.
    Method(usize),
    /// An address or a credential.
    Given(usize),
    /// What a call is given.
    Passed(usize),
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
    /// The same as a statement.
    statements: Texts,
    /// What certainly is in it on some path.
    certain: Texts,
}

/// Texts, and the captures of the body that has them that reach there too.
#[derive(Clone)]
struct Texts {
    texts: Vec<QueryText>,
    through: Vec<Through>,
}

impl Texts {
    /// All of them, where nobody looks for what is captured.
    fn without_captures(mut self) -> Vec<QueryText> {
        if !self.through.is_empty() {
            add_new(&mut self.texts, [QueryText::Dynamic]);
        }
        self.texts
    }
}

impl Capture {
    /// The texts in it that count for an argument, and the captures that do.
    fn texts(&self, of: Argument) -> Vec<&Texts> {
        match of {
            Argument::Path(_) => vec![&self.possible],
            Argument::Statement(_) => vec![&self.statements],
            Argument::Address(_) if self.certain.texts.contains(&QueryText::Dynamic) => vec![&self.certain, &self.possible],
            Argument::Address(_) | Argument::Method(_) | Argument::Given(_) | Argument::Passed(_) => vec![&self.certain],
        }
    }
}

/// More closures than this within each other are not followed.
const DEEPEST: usize = 16;

impl Analysis<'_> {
    /// Keeps the texts in the value of a constant or static.
    pub(super) fn constant(&mut self, body: &Body<'_>, id: FunctionId, item: Item) {
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
            let Texts { texts, .. } = self.query_texts(id, pieces);
            self.facts.constants.push((path, texts));
        }
    }

    /// The texts that reach the statement or the path of the next access of a function.
    pub(super) fn query(&mut self, function: FunctionId, language: &str, pieces: Vec<Piece<'_>>) -> Vec<QueryText> {
        let next = self.facts.functions[function.index()].accesses.len();
        let argument = if language == "path" { Argument::Path(next) } else { Argument::Statement(next) };
        self.open(function, argument, pieces)
    }

    /// The texts that reach the address of the next access of a function, which is a request over HTTP, and its method.
    pub(super) fn request(&mut self, function: FunctionId, pieces: Vec<Piece<'_>>, method: &str) -> (Vec<QueryText>, Text) {
        let next = self.facts.functions[function.index()].accesses.len();
        let method = of_function(method, function);
        if has_captures(&method) {
            self.captured.holes.push((function, Argument::Method(next)));
        }
        (self.open(function, Argument::Address(next), pieces), self.text(&method))
    }

    /// The values of the next address or credential that a function gives away.
    pub(super) fn given(&mut self, function: FunctionId, values: Vec<Value<'_>>) -> Vec<QueryText> {
        let argument = Argument::Given(self.facts.functions[function.index()].given.len());
        self.open(function, argument, pieces_of(values))
    }

    /// Keeps the texts that a function gives back, be it as the statement that they make up.
    pub(super) fn returned(&mut self, body: &Body<'_>, function: FunctionId) {
        if body.is_coroutine {
            return;
        }
        let whole = Operand::Copy(Place { local: Local(0), projection: &[] });
        let pieces = match body.locals[0].ty {
            ty if query::gives_text(ty) => pieces_of(constants::values_reaching(body, whole, &[])),
            ty if query::gives_statement(ty) => query::statements_reaching(body, whole, &self.context.catalogue),
            _ => return,
        };
        let texts = self.query_texts(function, pieces).without_captures();
        self.facts.functions[function.index()].returned = texts;
    }

    /// Keeps the texts that the last call of a function is given, and whether it gives one back.
    pub(super) fn passed(&mut self, body: &Body<'_>, function: FunctionId, block: Block, call: &Call<'_>) {
        let Some(number) = self.facts.functions[function.index()].calls.len().checked_sub(1) else { return };
        let number = u32::try_from(number).expect("the calls of one body stay below 2^32");
        let gives_any = |ty: &str| query::gives_text(ty) || query::gives_statement(ty);
        if call.destination.is_some_and(|place| gives_any(tokens::place_type(body, place))) {
            self.facts.functions[function.index()].text_calls.push((block.0, number));
        }
        for (&operand, parameter) in call.arguments.iter().zip(1..) {
            let certain = texts_reaching(body, operand).map(pieces_of);
            let is_all = certain.as_ref().is_some_and(|pieces| !pieces.contains(&Piece::Dynamic));
            // An element of a list, and a list.
            let all = if is_all { None } else { query::all_texts_in(body, operand, &self.context.catalogue) };
            let Some(pieces) = all.or(certain) else { continue };
            let argument = Argument::Passed(self.facts.functions[function.index()].arguments.len());
            let texts = self.open(function, argument, pieces);
            self.facts.functions[function.index()].arguments.push(TextArgument { call: number, parameter, texts });
        }
    }

    /// Keeps the texts that fields of the crate's own structs are made with, and get afterwards.
    pub(super) fn fields(&mut self, body: &Body<'_>, function: FunctionId) {
        for block in &body.blocks {
            for statement in &block.statements {
                let place = statement.place;
                match statement.rvalue {
                    Rvalue::Aggregate(Aggregate::Adt(head), operands) => {
                        let ty = path::strip_generics(tokens::place_type(body, place));
                        // A variant of an enum is no struct.
                        if path::strip_generics(head) == ty {
                            operands
                                .iter()
                                .zip(0..)
                                .for_each(|(&operand, number)| self.field(body, function, (&ty, number), Some(operand)));
                        }
                    }
                    // Whoever has the reference may put anything there.
                    Rvalue::Ref(_) | Rvalue::RawPtr(_) => {
                        if let Some(of) = query::mutably_borrowed(body, statement) {
                            self.changed_field(body, function, of, None);
                        }
                    }
                    Rvalue::Use(operand) | Rvalue::Cast(operand, ..) => self.changed_field(body, function, place, Some(operand)),
                    _ => self.changed_field(body, function, place, None),
                }
            }
            if let Terminator::Call(call) = block.terminator
                && let Some(place) = call.destination
            {
                self.changed_field(body, function, place, None);
            }
        }
    }

    /// A place that gets a value; `None` for one that nobody knows.
    fn changed_field<'a>(&mut self, body: &Body<'a>, function: FunctionId, place: Place<'a>, value: Option<Operand<'a>>) {
        if let Some((ty, number)) = constants::field_at(body, place)
            && query::may_hold_text(tokens::place_type(body, place))
        {
            self.field(body, function, (&path::strip_generics(ty), number), value);
        }
    }

    /// What a field gets.
    fn field<'a>(&mut self, body: &Body<'a>, function: FunctionId, (ty, number): (&str, u32), value: Option<Operand<'a>>) {
        if self.is_foreign_root(path::first_segment(ty)) {
            return;
        }
        let texts = match value.map(|operand| (operand, texts_reaching(body, operand))) {
            Some((_, Some(values))) => self.query_texts(function, pieces_of(values)).without_captures(),
            // A number.
            Some((Operand::Const(text), None)) if !text.starts_with('{') => return,
            _ => vec![QueryText::Dynamic],
        };
        let ty = self.text(ty);
        match self.facts.fields.iter_mut().find(|(known, field, _)| (*known, *field) == (ty, number)) {
            Some((.., known)) => add_new(known, texts),
            None => self.facts.fields.push((ty, number, texts)),
        }
    }

    /// Texts, of which those in captures are to be found when all bodies have been read.
    fn open(&mut self, function: FunctionId, argument: Argument, pieces: Vec<Piece<'_>>) -> Vec<QueryText> {
        let Texts { texts, through: captures } = self.query_texts(function, pieces);
        self.captured.open.extend(captures.into_iter().map(|through| Open { closure: function, argument, through }));
        if texts.iter().any(|&text| has_captures(&self.hole_text(text))) {
            self.captured.holes.push((function, argument));
        }
        texts
    }

    /// Keeps what the closures and async blocks capture that a body makes.
    pub(super) fn captures(&mut self, body: &Body<'_>, by: FunctionId) {
        for (maker, captures) in query::captures(body, &self.context.catalogue) {
            let name = maker.def_path.map(|path| path.replace("::", "-"));
            let mut capture = |(number, operand, pieces)| {
                let certain = pieces_of(constants::values_reaching(body, operand, &[]));
                // Where all of it is certain, there is nothing else.
                let statements = match certain.contains(&Piece::Dynamic) {
                    true => query::statements_reaching(body, operand, &self.context.catalogue),
                    false => certain.clone(),
                };
                let [possible, statements, certain] = [pieces, statements, certain].map(|pieces| self.query_texts(by, pieces));
                Capture { number, possible, statements, certain }
            };
            let captures = captures.into_iter().map(&mut capture).collect();
            self.captured.made.push(Made { by, name, span: maker.span.0.to_owned(), captures });
        }
    }

    /// Pieces of a function as texts, and the numbers of the captures among them.
    fn query_texts(&mut self, function: FunctionId, pieces: Vec<Piece<'_>>) -> Texts {
        let mut through = Vec::new();
        let mut texts = Vec::new();
        for piece in pieces {
            texts.push(match piece {
                Piece::Literal(text) => QueryText::Literal(self.text(&of_function(&text, function))),
                Piece::Constant(path) => QueryText::Constant(self.text(&path_of_constant(path))),
                Piece::Appended(text) => QueryText::Appended(self.text(&of_function(&text, function))),
                Piece::Parameter(parameter) => QueryText::Parameter(function, parameter),
                Piece::Field(ty, number) => QueryText::Field(self.text(&path::strip_generics(ty)), number),
                Piece::Dynamic => QueryText::Dynamic,
                Piece::Captured(number) => {
                    through.push(Through { number, is_whole: true });
                    continue;
                }
                Piece::MadeOfCaptured(number) => {
                    through.push(Through { number, is_whole: false });
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
        for &open in &captured.open {
            let Open { closure, argument, .. } = open;
            let mut found = Vec::new();
            follow(&made, open, 0, &mut found);
            let mut texts = Vec::new();
            for (function, text, is_whole) in found {
                let mut filled = Vec::new();
                self.fill(&made, function, text, &mut filled);
                let filled: Vec<QueryText> = filled.into_iter().map(|text| if is_whole { text } else { self.closed(text) }).collect();
                add_new(&mut texts, filled);
            }
            if let Some(known) = self.texts_of(closure, argument) {
                add_new(known, texts);
            }
        }
        for &(function, argument) in &captured.holes {
            if let Argument::Method(at) = argument {
                let method = self.texts.values[self.facts.functions[function.index()].accesses[at].language.index()].clone();
                // Of two methods it may be either, which is to say that it is not known.
                let method = match self.filled(&made, function, &method, 0).as_slice() {
                    [only] if *only != Hole::Any.to_string() => only.clone(),
                    _ => String::new(),
                };
                self.facts.functions[function.index()].accesses[at].language = self.text(&method);
                continue;
            }
            let before = self.texts_of(function, argument).map(std::mem::take).unwrap_or_default();
            let mut texts = Vec::new();
            before.into_iter().for_each(|text| self.fill(&made, function, text, &mut texts));
            if let Some(known) = self.texts_of(function, argument) {
                *known = texts;
            }
        }
    }

    /// The texts of an argument.
    fn texts_of(&mut self, function: FunctionId, argument: Argument) -> Option<&mut Vec<QueryText>> {
        let function = &mut self.facts.functions[function.index()];
        match argument {
            Argument::Path(at) | Argument::Statement(at) | Argument::Address(at) => Some(&mut function.accesses[at].query),
            Argument::Given(at) => Some(&mut function.given[at].values),
            Argument::Passed(at) => Some(&mut function.arguments[at].texts),
            Argument::Method(_) => None,
        }
    }

    /// A text of which something else is made: what others know of it does not count.
    fn closed(&mut self, text: QueryText) -> QueryText {
        match text {
            QueryText::Parameter(..) | QueryText::Field(..) => QueryText::Dynamic,
            QueryText::Literal(literal) => {
                let closed = without_outside(&self.texts.values[literal.index()]);
                QueryText::Literal(self.text(&closed))
            }
            text => text,
        }
    }

    /// A text of a function, with what is captured put into it, as all that it may be.
    fn fill(&mut self, made: &[(FunctionId, &Made)], function: FunctionId, text: QueryText, into: &mut Vec<QueryText>) {
        let QueryText::Literal(literal) = text else { return into.push(text) };
        let literal = self.texts.values[literal.index()].clone();
        if !has_captures(&literal) {
            return into.push(text);
        }
        for filled in self.filled(made, function, &literal, 0) {
            let text = QueryText::Literal(self.text(&filled));
            add_new(into, [text]);
        }
    }

    fn filled(&self, made: &[(FunctionId, &Made)], function: FunctionId, text: &str, depth: usize) -> Vec<String> {
        all_texts(text, |hole| match hole {
            Hole::Capture(number) if depth < DEEPEST => self.captured_values(made, function, number, depth + 1),
            Hole::Capture(_) => Vec::new(),
            hole => vec![hole.to_string()],
        })
    }

    /// What a capture may be, wherever the closure is made.
    fn captured_values(&self, made: &[(FunctionId, &Made)], closure: FunctionId, number: u32, depth: usize) -> Vec<String> {
        let mut found = Vec::new();
        for (_, maker) in made.iter().filter(|made| made.0 == closure) {
            let capture = maker.captures.iter().find(|capture| capture.number == number);
            let Some(Capture { certain: Texts { texts, through }, .. }) = capture else { continue };
            let outer = through.iter().map(|through| Hole::Capture(through.number).to_string());
            let texts = texts.iter().map(|&text| self.hole_text(text)).chain(outer);
            for text in texts {
                found.extend(self.filled(made, maker.by, &text, depth));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A text as a part of another one.
    fn hole_text(&self, text: QueryText) -> String {
        match text {
            QueryText::Literal(text) => self.texts.values[text.index()].clone(),
            QueryText::Constant(path) => Hole::Constant(&self.texts.values[path.index()]).to_string(),
            QueryText::Parameter(function, parameter) => Hole::Parameter { parameter, function: function.0 }.to_string(),
            QueryText::Field(ty, number) => Hole::Field { ty: &self.texts.values[ty.index()], number }.to_string(),
            QueryText::Appended(_) | QueryText::Dynamic => Hole::Any.to_string(),
        }
    }
}

/// A text of a function, with its parameters as those of this function.
fn of_function(text: &str, function: FunctionId) -> String {
    let of_it = |hole: Hole<'_>| match hole {
        Hole::OwnParameter(parameter) => Hole::Parameter { parameter, function: function.0 }.to_string(),
        Hole::OwnResult(block) => Hole::Result { block, function: function.0 }.to_string(),
        hole => hole.to_string(),
    };
    with_holes(text, of_it)
}

/// Whether something captured is put into a text.
fn has_captures(text: &str) -> bool {
    text.contains("{capture ") && parts(text).iter().any(|part| matches!(part, Part::Hole(Hole::Capture(_))))
}

/// The values that reach an operand that may be a text, if something is known of one.
fn texts_reaching<'a>(body: &Body<'a>, operand: Operand<'a>) -> Option<Vec<Value<'a>>> {
    let is_text = match operand {
        Operand::Const(_) => true,
        _ => operand.place().is_some_and(|place| is_text_or_method(tokens::place_type(body, place))),
    };
    let values = is_text.then(|| constants::values_reaching(body, operand, &[]))?;
    values.iter().any(|value| !matches!(value, Value::Bytes | Value::Unknown)).then_some(values)
}

/// Adds those texts that are not there yet.
fn add_new(known: &mut Vec<QueryText>, texts: impl IntoIterator<Item = QueryText>) {
    for text in texts {
        if !known.contains(&text) {
            known.push(text);
        }
    }
}

/// Whether a value of the type is text, an address, or how a request asks.
fn is_text_or_method(ty: &str) -> bool {
    let ty = path::peel(ty);
    matches!(path::last_segment(ty), "str" | "String" | "Cow" | "Url" | "Uri" | "Method")
}

/// Values as the pieces of text that they are.
pub fn pieces_of(values: Vec<Value<'_>>) -> Vec<Piece<'_>> {
    let piece = |value| match value {
        Value::Text(text) => Piece::Literal(text),
        Value::Constant(path) => Piece::Constant(path),
        Value::Captured(number) => Piece::Captured(number),
        Value::Parameter(parameter) => Piece::Parameter(parameter),
        Value::Field(ty, number) => Piece::Field(ty, number),
        // Another function's text, or nobody's.
        Value::Result(_) => Piece::Literal(constants::text_of(&value)),
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

/// Collects the texts in a capture, wherever the closure is made, each with the body that it is a text of, and whether it gets on as it is. One
/// that nobody makes, or that holds no text there, may hold anything.
fn follow(made: &[(FunctionId, &Made)], open: Open, depth: usize, found: &mut Vec<(FunctionId, QueryText, bool)>) {
    let Open { closure, argument, through: Through { number, is_whole } } = open;
    let captures = |made: &&(FunctionId, &Made)| made.0 == closure;
    let mut is_known = false;
    for (_, maker) in made.iter().filter(captures) {
        let Some(capture) = maker.captures.iter().find(|capture| capture.number == number).filter(|_| depth < DEEPEST) else {
            found.push((maker.by, QueryText::Dynamic, is_whole));
            continue;
        };
        is_known = true;
        for Texts { texts, through } in capture.texts(argument) {
            found.extend(texts.iter().map(|&text| (maker.by, text, is_whole)));
            for outer in through {
                let through = Through { number: outer.number, is_whole: is_whole && outer.is_whole };
                follow(made, Open { closure: maker.by, argument, through }, depth + 1, found);
            }
        }
    }
    if !is_known {
        found.push((closure, QueryText::Dynamic, is_whole));
    }
}
