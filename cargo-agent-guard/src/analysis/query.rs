//! The texts that can reach an argument: a backward slice through one body, looking for string constants.
//!
//! The slice follows every assignment to every local on the way, through calls too (`format!`, `to_string`, `prepare`): it may collect
//! more than what really arrives, never less. What comes from outside the body, and what an unknown function makes, is *dynamic*; what a
//! closure has captured is looked for where it is made ([`captures`]). Of the functions of a catalogued store it is known which argument
//! becomes the statement: a value that is bound is none.
//!
//! Of a statement, what comes from outside is kept as it came where nothing changes it on its way: parameters, fields, what functions
//! of the workspace give back, alone or in the holes of a template. So the linker can ask those who decide it.
//!
//! ```text
//! let mut sql = String::from("SELECT * FROM notes WHERE 1");   Literal
//! if let Some(tag) = tag {
//!     sql.push_str(" AND tag = ");                             Appended: goes on with one of the others, and is no text of its own
//!     sql.push_str(&tag);                                      Appended, as `{}`
//! }
//! ```

mod captured;
mod made;
mod text;

use std::collections::BTreeSet;

pub use captured::{capture, changes_its_captures};
pub use made::{elements, members};
pub use text::{Template, literal, text_in};

use super::{
    constants::{self, Value},
    tokens,
};
use crate::{
    catalogue::Catalogue,
    facts::Hole,
    index::Local,
    mir::{Aggregate, Body, Call, Maker, Operand, Place, Projection, Rvalue, Statement, Terminator},
    path::{self, Callee},
};

/// Commands of redis that are put together by calls.
const BUILDERS: &[&str] = &["Cmd", "Pipeline", "ClusterPipeline"];

/// A text that can reach the argument.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece<'a> {
    /// A literal, unescaped; `{}` stands for what is put in at run time.
    Literal(String),
    /// A constant or static, by path.
    Constant(&'a str),
    /// The capture with this number of the closure or coroutine that the body is.
    Captured(u32),
    /// The same, of which something else has been made.
    MadeOfCaptured(u32),
    /// The parameter in this local, whole.
    Parameter(u32),
    /// A field, by the struct as printed and its number, of a value that comes from outside.
    Field(&'a str, u32),
    /// What is appended to another text; with a hole where it is made at run time.
    Appended(String),
    /// Something else.
    Dynamic,
}

/// The captures of a closure or coroutine that may hold text, by their numbers: what is put there, and the texts in it.
pub type Captures<'a> = Vec<(u32, Operand<'a>, Vec<Piece<'a>>)>;

/// The texts that can reach `argument`, in the order in which the slice meets them.
pub fn texts_reaching<'a>(body: &Body<'a>, argument: Operand<'a>, catalogue: &Catalogue) -> Vec<Piece<'a>> {
    let mut slice = Slice::new(body, catalogue, Wanted::Texts);
    slice.operand(argument, As::TEXT);
    slice.run()
}

/// The texts that can be the statement that `argument` is or leads to.
pub fn statements_reaching<'a>(body: &Body<'a>, argument: Operand<'a>, catalogue: &Catalogue) -> Vec<Piece<'a>> {
    let mut slice = Slice::new(body, catalogue, Wanted::Statement);
    slice.operand(argument, As::TEXT);
    slice.run()
}

/// The texts that `argument` is, or has as elements, where they are all known and nothing is made of them on the way.
pub fn all_texts_in<'a>(body: &Body<'a>, argument: Operand<'a>, catalogue: &Catalogue) -> Option<Vec<Piece<'a>>> {
    if !argument.place().is_some_and(|place| names_text(tokens::place_type(body, place))) {
        return None;
    }
    let mut slice = Slice::new(body, catalogue, Wanted::All);
    slice.operand(argument, As::TEXT);
    let found = slice.run();
    (!found.is_empty() && !found.iter().any(|piece| matches!(piece, Piece::Dynamic | Piece::Appended(_)))).then_some(found)
}

/// The texts in the value of a constant or static.
pub fn texts_of_constant<'a>(body: &Body<'a>, catalogue: &Catalogue) -> Vec<Piece<'a>> {
    let mut slice = Slice::new(body, catalogue, Wanted::Texts);
    slice.pending.push((Local(0), As::TEXT));
    slice.seen.insert((Local(0), As::TEXT));
    slice.run()
}

/// The closures and coroutines that a body makes, with what they capture.
pub fn captures<'a>(body: &Body<'a>, catalogue: &Catalogue) -> Vec<(Maker<'a>, Captures<'a>)> {
    let mut found = Vec::new();
    for statement in body.blocks.iter().flat_map(|block| &block.statements) {
        let Rvalue::Aggregate(Aggregate::Closure(maker) | Aggregate::Coroutine(maker), operands) = statement.rvalue else { continue };
        let holds_text = |operand: &Operand<'a>| match operand.place() {
            Some(place) => {
                let ty = tokens::place_type(body, place);
                // What a request over HTTP is made of, too.
                names_text(ty) || matches!(path::last_segment(path::peel(ty)), "Url" | "Uri" | "Method")
            }
            None => matches!(operand, Operand::Const(_)),
        };
        let captured = (0..).zip(operands).filter(|(_, operand)| holds_text(operand));
        let texts: Vec<_> = captured.map(|(number, &operand)| (number, operand, texts_reaching(body, operand, catalogue))).collect();
        if !texts.is_empty() {
            found.push((maker, texts));
        }
    }
    found
}

/// What a value is to the argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct As {
    /// It may become the end of the text, and otherwise the text.
    is_addition: bool,
    /// Something may be made of it on the way.
    is_changed: bool,
    /// Of a tuple: the element that is meant.
    element: Option<u32>,
}

impl As {
    const TEXT: As = As { is_addition: false, is_changed: false, element: None };
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Each text that may have to do with the argument.
    Texts,
    /// The same, and what comes from outside as it came, so that it can be asked for there.
    Statement,
    /// The texts that the argument is and no others; nothing, where one is not known.
    All,
}

struct Slice<'b, 'a> {
    body: &'b Body<'a>,
    catalogue: &'b Catalogue,
    wanted: Wanted,
    seen: BTreeSet<(Local, As)>,
    pending: Vec<(Local, As)>,
    found: Vec<Piece<'a>>,
    /// The mutable references of the body, once somebody asks.
    borrows: Option<Vec<Borrow>>,
}

impl<'b, 'a> Slice<'b, 'a> {
    fn new(body: &'b Body<'a>, catalogue: &'b Catalogue, wanted: Wanted) -> Self {
        Slice { body, catalogue, wanted, seen: BTreeSet::new(), pending: Vec::new(), found: Vec::new(), borrows: None }
    }
}

impl<'a> Slice<'_, 'a> {
    fn run(mut self) -> Vec<Piece<'a>> {
        while let Some((local, role)) = self.pending.pop() {
            if self.wanted == Wanted::All && self.found.contains(&Piece::Dynamic) {
                break;
            }
            self.definitions(local, role);
            self.mutations(local, As { element: None, ..role });
        }
        self.found
    }

    fn operand(&mut self, operand: Operand<'a>, role: As) {
        match operand {
            Operand::Copy(place) | Operand::Move(place) => self.place(place, role),
            Operand::Const(text) => self.constant(text, role),
            Operand::Fn(_) => {}
        }
    }

    fn operands(&mut self, operands: &'a [Operand<'a>], role: As) {
        operands.iter().for_each(|&operand| self.operand(operand, role));
    }

    fn constant(&mut self, text: &'a str, role: As) {
        let piece = match literal(text) {
            Some(literal) => Piece::Literal(literal),
            // A path: of a string constant, or of anything else, which the linker will not find among the strings.
            None if text.starts_with(|first: char| first.is_alphabetic() || first == '_' || first == '<')
                && !matches!(text, "true" | "false") =>
            {
                Piece::Constant(text)
            }
            None if text.starts_with("{alloc") => self.body.static_behind(text).map_or(Piece::Dynamic, Piece::Constant),
            None => return,
        };
        self.push(piece, role);
    }

    fn push(&mut self, piece: Piece<'a>, role: As) {
        let piece = match (self.wanted, piece) {
            (_, piece) if !role.is_changed => piece,
            (Wanted::All, _) | (Wanted::Statement, Piece::Parameter(_) | Piece::Field(..)) => Piece::Dynamic,
            (Wanted::Statement, Piece::Captured(number)) => Piece::MadeOfCaptured(number),
            (_, piece) => piece,
        };
        let piece = match (role.is_addition, piece) {
            (false, piece) => piece,
            (true, Piece::Literal(text) | Piece::Appended(text)) => Piece::Appended(text),
            (true, Piece::Parameter(parameter)) => Piece::Appended(Hole::OwnParameter(parameter).to_string()),
            (true, _) => Piece::Appended(Hole::Any.to_string()),
        };
        if !self.found.contains(&piece) {
            self.found.push(piece);
        }
    }

    fn place(&mut self, place: Place<'a>, role: As) {
        // A field of a parameter comes from outside; so does what lies behind a reference that is one.
        let is_argument = (1..=self.body.argument_count).contains(&place.local.index());
        if is_argument && may_hold_text(tokens::place_type(self.body, place)) {
            let captured = capture(self.body, place).filter(|_| !changes_its_captures(self.body));
            let piece = match constants::from_outside(self.body, place, &[]) {
                // What a closure has captured that has text in it is looked for where that is made.
                Value::Field(ty, number) if captured.is_none() || !names_text(ty) => Piece::Field(ty, number),
                Value::Parameter(parameter) => Piece::Parameter(parameter),
                _ => captured.map_or(Piece::Dynamic, Piece::Captured),
            };
            self.push(piece, role);
        }
        let is_tuple = self.body.locals[place.local.index()].ty.starts_with('(');
        let element = match place.projection {
            [Projection::Field(number, _), ..] if is_tuple => Some(*number),
            [] if is_tuple => role.element,
            _ => None,
        };
        let role = As { element, ..role };
        if self.seen.insert((place.local, role)) {
            self.pending.push((place.local, role));
        }
    }

    fn definitions(&mut self, local: Local, role: As) {
        let as_a_whole = As { element: None, ..role };
        for (number, block) in (0..).zip(&self.body.blocks) {
            for statement in block.statements.iter().filter(|statement| statement.place.local == local) {
                self.value(statement.rvalue, if statement.place.projection.is_empty() { role } else { as_a_whole });
            }
            if let Terminator::Call(call) = block.terminator
                && call.destination.is_some_and(|place| place.local == local)
            {
                self.call(call, number, local, as_a_whole);
            }
        }
    }

    fn value(&mut self, rvalue: Rvalue<'a>, role: As) {
        match rvalue {
            Rvalue::Use(operand) | Rvalue::Cast(operand, ..) | Rvalue::Repeat(operand) => self.operand(operand, role),
            Rvalue::Ref(place) | Rvalue::RawPtr(place) => self.place(place, role),
            // `let (sql, given) = if … { ("SELECT …", vec![a]) } else { … };`
            Rvalue::Aggregate(Aggregate::Tuple, operands) if role.element.is_some() => {
                let element = role.element.and_then(|number| operands.get(number as usize));
                element.iter().for_each(|&&operand| self.operand(operand, As { element: None, ..role }));
            }
            Rvalue::Aggregate(_, operands) => self.operands(operands, As { element: None, ..role }),
            _ => {}
        }
    }

    fn call(&mut self, call: &'a Call<'a>, block: u32, into: Local, role: As) {
        let arguments = call.arguments;
        let Some((callee, is_standard)) = callee(call) else {
            self.opaque(into, role);
            return self.operands(arguments, role);
        };
        let (root, owner) = root_and_owner(&callee);
        if self.wanted != Wanted::Texts
            && !role.is_changed
            && let Some(texts) = constants::texts_made_by(self.body, call, &callee)
        {
            return texts.into_iter().for_each(|text| self.push(Piece::Literal(text), role));
        }
        if let Some(template) = template_of(self.body, call, &callee) {
            return self.push(Piece::Literal(template.text), role);
        }
        // Polling passes the task's context, which is no text. (Through `futures` the trait is printed with that name.)
        if let Callee::Trait { trait_name: "Future", name: "poll", .. } = callee {
            return self.operands(&arguments[..arguments.len().min(1)], role);
        }
        if is_standard {
            return if brings_in(&callee) { self.opaque(into, role) } else { self.standard_call(call, &callee, role) };
        }
        // An empty document: its keys come with `insert`.
        if owner == "Document" && callee.name() == "new" {
            return;
        }
        let class = self.catalogue.classify(&callee);
        // Types of these crates may count as a package's, for what they have inside; their functions pass on what others have made.
        let passes_on = matches!(root, "futures" | "futures_util");
        if class.is_some() || (self.catalogue.is_root(root) && !passes_on) {
            let query = class.and_then(|class| class.query).map(|(number, _)| number);
            return self.store_call(query, owner, callee.name(), arguments, role);
        }
        // What a function of the workspace gives back is asked for there.
        let ty = self.body.locals[into.index()].ty;
        if self.wanted != Wanted::Texts && !role.is_changed && (gives_text(ty) || gives_statement(ty)) {
            return self.push(Piece::Literal(Hole::OwnResult(block).to_string()), role);
        }
        self.opaque(into, role);
        self.operands(arguments, role);
    }

    /// A call of the standard library: it may hand on what it is given, or make something else of it.
    fn standard_call(&mut self, call: &'a Call<'a>, callee: &Callee<'a>, role: As) {
        let is_handed_on =
            constants::hands_on(call) || hands_on_elements(callee) || matches!(callee.name(), "into_future" | "new_unchecked");
        // A part of a text is not the text.
        let is_part = matches!(callee, Callee::Trait { trait_name: "Index", self_type, .. } if is_text(self_type));
        self.operands(call.arguments, As { is_changed: role.is_changed || !is_handed_on || is_part, ..role });
    }

    /// A call that builds a statement. What a store's function is given is the statement, or the receiver that carries it; values that
    /// are bound to it are not followed.
    fn store_call(&mut self, query: Option<usize>, owner: &str, name: &str, arguments: &'a [Operand<'a>], role: As) {
        let followed: &[usize] = match (query, name) {
            (Some(number), _) => &[number],
            (None, name) if name.starts_with("prepare") => &[1],
            // An address and what is put behind it.
            (None, "join") if owner == "Url" => &[0, 1],
            (None, "push" | "cmd" | "add_command" | "statement" | "typed") => &[0, 1],
            (None, _) => &[0],
        };
        // A command of redis that has a method of its own: `pipe().set(…)`.
        let is_builder = BUILDERS.contains(&owner);
        let is_structure =
            matches!(name, "new" | "with_capacity" | "cmd" | "arg" | "add_command" | "ignore" | "atomic" | "cursor_arg" | "clone");
        if is_builder && !is_structure {
            self.push(Piece::Literal(name.to_uppercase()), role);
        }
        for &number in followed {
            if let Some(&argument) = arguments.get(number) {
                // What is put behind something is not all of it.
                let is_changed = role.is_changed || (number > 0 && matches!(name, "push" | "join"));
                self.operand(argument, As { is_changed, ..role });
            }
        }
    }

    /// A value that comes from where the slice cannot look.
    fn opaque(&mut self, into: Local, role: As) {
        if may_hold_text(self.body.locals[into.index()].ty) {
            self.push(Piece::Dynamic, role);
        }
    }

    /// What gets into a local through a mutable reference: `push_str(&mut text, "…")`, `push(&mut statements, text)`.
    fn mutations(&mut self, local: Local, role: As) {
        if !may_hold_text(self.body.locals[local.index()].ty) {
            return;
        }
        let references = self.mutable_references(local);
        if references.is_empty() {
            return;
        }
        let refers = |operand: &Operand<'a>| operand.place().and_then(Place::as_local).filter(|local| references.contains(local));
        for block in &self.body.blocks {
            for statement in &block.statements {
                match statement.rvalue {
                    // Whoever has it may change the text.
                    Rvalue::Aggregate(_, operands) if operands.iter().any(|operand| refers(operand).is_some()) => {
                        self.push(Piece::Dynamic, role);
                    }
                    value if references.contains(&statement.place.local) && !statement.place.projection.is_empty() => {
                        self.value(value, role)
                    }
                    _ => {}
                }
            }
            if let Terminator::Call(call) = block.terminator
                && let Some(reference) = call.arguments.iter().find_map(refers)
            {
                self.mutation(call, reference, &|operand| refers(operand).is_some(), role);
            }
        }
    }

    /// What a call puts behind the reference that it is given.
    fn mutation(&mut self, call: &'a Call<'a>, reference: Local, refers: &dyn Fn(&Operand<'a>) -> bool, role: As) {
        let ty = path::peel(self.body.locals[reference.index()].ty);
        match callee(call) {
            Some((callee, _)) if path::last_segment(ty) == "Document" && callee.name() == "insert" => {
                call.arguments.get(1).iter().for_each(|&&key| self.operand(key, role));
            }
            Some((callee, true)) if !brings_in(&callee) && (!is_text(ty) || lengthens(callee.name(), ty)) => {
                // What is added to a text is the end of it; what is added to a list is one more text.
                let added = As { is_addition: role.is_addition || is_text(ty), ..role };
                call.arguments.iter().filter(|argument| !refers(argument)).for_each(|&other| self.operand(other, added));
            }
            Some((callee, false)) if self.catalogue.is_root(root_and_owner(&callee).0) && !names_text(ty) => {
                let (_, owner) = root_and_owner(&callee);
                if BUILDERS.contains(&owner) {
                    self.store_call(None, owner, callee.name(), call.arguments, role);
                }
            }
            _ => self.push(Piece::Dynamic, role),
        }
    }

    /// The locals that hold a mutable reference to a local or into it.
    fn mutable_references(&mut self, local: Local) -> BTreeSet<Local> {
        let body = self.body;
        let borrows = self.borrows.get_or_insert_with(|| mutable_borrows(body));
        let mut found = BTreeSet::new();
        let mut pending = vec![local];
        while let Some(from) = pending.pop() {
            // What is not borrowed but moved or passed on is a reference already.
            let leads_on = |borrow: &&Borrow| borrow.from == from && (borrow.is_new || from != local);
            pending.extend(borrows.iter().filter(leads_on).map(|borrow| borrow.to).filter(|&to| found.insert(to)));
        }
        found
    }
}

/// The text of a `format_args!`, where a call makes one.
pub fn template_of(body: &Body<'_>, call: &Call<'_>, callee: &Callee<'_>) -> Option<Template> {
    let (root, owner) = root_and_owner(callee);
    let is_template = owner == "Arguments" && matches!(root, "std" | "core");
    if is_template { text::template(body, call.arguments) } else { None }
}

/// What an element of a `format_args!` shows by `{}`.
pub fn shown<'a>(body: &Body<'a>, element: Operand<'a>) -> Option<Operand<'a>> {
    let local = element.place()?.as_local()?;
    body.blocks.iter().find_map(|block| match block.terminator {
        Terminator::Call(call) if call.destination.and_then(Place::as_local) == Some(local) => {
            let (callee, _) = callee(call)?;
            (callee.name() == "new_display").then(|| call.arguments.first().copied()).flatten()
        }
        _ => None,
    })
}

/// A local that gets a mutable reference.
struct Borrow {
    to: Local,
    /// The local that it refers to, or that held the reference before.
    from: Local,
    /// Whether it is made here: `&mut text`.
    is_new: bool,
}

fn mutable_borrows(body: &Body<'_>) -> Vec<Borrow> {
    let mut found = Vec::new();
    let is_reference = |to: &Local| is_mutable_reference(body.locals[to.index()].ty);
    for block in &body.blocks {
        for statement in &block.statements {
            let Some(to) = statement.place.as_local().filter(is_reference) else { continue };
            let (from, is_new) = match statement.rvalue {
                Rvalue::Ref(from) => (Some(from), true),
                Rvalue::Use(operand) | Rvalue::Cast(operand, ..) => (operand.place(), false),
                _ => (None, false),
            };
            found.extend(from.map(|from| Borrow { to, from: from.local, is_new }));
        }
        // `index_mut(&mut texts, 0)`
        if let Terminator::Call(call) = block.terminator
            && let Some(to) = call.destination.and_then(Place::as_local).filter(is_reference)
        {
            found.extend(call.arguments.iter().filter_map(|argument| argument.place()).map(|from| Borrow {
                to,
                from: from.local,
                is_new: false,
            }));
        }
    }
    found
}

fn root_and_owner<'a>(callee: &Callee<'a>) -> (&'a str, &'a str) {
    match *callee {
        Callee::Path { root, owner, .. } => (root, owner),
        Callee::Trait { root, trait_name, .. } => (root, trait_name),
    }
}

/// What is called, and whether it is the standard library's.
fn callee<'a>(call: &Call<'a>) -> Option<(Callee<'a>, bool)> {
    let Operand::Fn(text) = call.callee else { return None };
    let callee = call.function?;
    Some((callee, constants::is_standard(text, &callee)))
}

/// Whether a function of the standard library gives the elements that it is given, one by one or all at once.
fn hands_on_elements(callee: &Callee<'_>) -> bool {
    let is_its_own = match callee {
        Callee::Trait { self_type, .. } => {
            let ty = path::peel(self_type);
            ty.starts_with('[') || matches!(path::first_segment(ty), "std" | "core" | "alloc")
        }
        Callee::Path { .. } => true,
    };
    is_its_own && matches!(callee.name(), "into_iter" | "iter" | "next" | "rev" | "skip" | "take" | "enumerate" | "chain")
}

/// Whether a function of the standard library brings in what no argument of it says: from a file, the environment, another thread.
fn brings_in(callee: &Callee<'_>) -> bool {
    let (_, owner) = root_and_owner(callee);
    let name = callee.name();
    match owner {
        "env" => name.starts_with("var") || name.starts_with("args"),
        "fs" | "io" | "File" => name.starts_with("read"),
        "Read" | "BufRead" | "Stdin" | "Lines" | "Receiver" | "JoinHandle" | "Args" | "ArgsOs" => true,
        _ => false,
    }
}

/// Whether a method of a text leaves what is there, but for a last character, and at most adds to it.
fn lengthens(name: &str, ty: &str) -> bool {
    match name {
        "push_str" | "push" | "add_assign" | "extend" | "write_str" | "write_char" | "write_fmt" => true,
        "reserve" | "reserve_exact" | "try_reserve" | "shrink_to_fit" | "deref" | "borrow" | "as_ref" | "len" | "is_empty" => true,
        "pop" => path::last_segment(ty) == "String",
        _ => false,
    }
}

/// What a statement takes a reference or pointer to by which it can be changed.
pub fn mutably_borrowed<'a>(body: &Body<'a>, statement: &Statement<'a>) -> Option<Place<'a>> {
    let (Rvalue::Ref(place) | Rvalue::RawPtr(place)) = statement.rvalue else { return None };
    let ty = tokens::place_type(body, statement.place);
    (is_mutable_reference(ty) || ty.starts_with("*mut ")).then_some(place)
}

/// Whether a type is a mutable reference.
pub fn is_mutable_reference(ty: &str) -> bool {
    let inner = ty.strip_prefix('&').unwrap_or_default();
    let inner = if inner.starts_with('\'') { inner.split_once(' ').map_or("", |(_, rest)| rest) } else { inner };
    inner.starts_with("mut ")
}

/// Whether a value of the type may be, or lead to, text: all but numbers and the like.
pub fn may_hold_text(ty: &str) -> bool {
    const PLAIN: &[&str] =
        &["", "()", "bool", "char", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64"];
    !PLAIN.contains(&path::peel(ty))
}

/// Whether what a function gives back is text, an address, or an outcome that has one.
pub fn gives_text(ty: &str) -> bool {
    matches!(path::last_segment(given(ty)), "str" | "String" | "Cow" | "Url" | "Uri")
}

/// Whether what a function gives back is a statement that was put together by calls, or an outcome that has one.
pub fn gives_statement(ty: &str) -> bool {
    BUILDERS.contains(&path::last_segment(given(ty)))
}

/// Of an outcome, what it has if all went well.
fn given(ty: &str) -> &str {
    let ty = path::peel(ty);
    match path::last_segment(ty) {
        "Result" | "Option" => path::generic_arguments(ty).next().map_or(ty, path::peel),
        _ => ty,
    }
}

/// Whether a value of the type is text.
fn is_text(ty: &str) -> bool {
    let ty = path::peel(ty);
    is_name_of_text(path::last_segment(ty)) || (ty.starts_with("std::borrow::Cow<") && ty.contains("str"))
}

/// Whether text is named anywhere in a type: `Vec<String>`, `[&str; 2]`.
fn names_text(ty: &str) -> bool {
    ty.split(|c: char| !c.is_alphanumeric() && c != '_').any(is_name_of_text)
}

fn is_name_of_text(name: &str) -> bool {
    matches!(name, "str" | "String" | "PathBuf" | "Path" | "OsString" | "OsStr" | "SqlStr")
}
