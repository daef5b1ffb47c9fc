//! The places of a body that matter to the whole workspace: store accesses, calls that may lead to workspace code, functions used as
//! values, closures and coroutines that are made.

use std::collections::VecDeque;

use super::{
    constants::{self, Value},
    http,
    query::{self, Piece},
    texts, tokens, typed_sql, uses,
};
use crate::{
    catalogue::{Argument, Catalogue, Classification},
    facts::GivenKind,
    flow::Cfg,
    index::{Block, Local},
    mir::{Aggregate, BasicBlock, Body, Call, Maker, Operand, Place, Rvalue, Span, Terminator},
    path::{self, Callee, last_segment},
};

/// Where in a body a site is: behind this many statements of a block, or at its terminator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// The block.
    pub block: Block,
    /// How many statements have run; `usize::MAX` for the terminator, whose arguments have been read.
    pub statements: usize,
}

impl Point {
    fn terminator(block: Block) -> Self {
        Point { block, statements: usize::MAX }
    }
}

/// A place that matters.
pub struct Site<'a, 'c> {
    /// What is there.
    pub what: What<'a, 'c>,
    /// Where it is.
    pub point: Point,
    /// Where what is made or called there really runs, if that is later and in this body only.
    pub runs_at: Option<Vec<Point>>,
    /// Where it stands in the source.
    pub span: Span<'a>,
}

/// The kinds of [`Site`].
pub enum What<'a, 'c> {
    /// A store is used.
    Access {
        /// What the catalogue says.
        class: Classification<'c>,
        /// The callee, as printed, and taken apart.
        callee: (&'a str, Callee<'a>),
        /// The texts that can reach the query argument.
        query: Vec<Piece<'a>>,
    },
    /// A catalogued function is called that is no access: it shows that the store was seen.
    Seen(Classification<'c>, Callee<'a>),
    /// A function of a dependency is called, or named as a value, that nothing classifies: the libraries whose code that may be.
    Outside(Callee<'a>, [Option<&'a str>; 2]),
    /// An address or a credential is given to a catalogued function.
    Given {
        /// What it is.
        kind: GivenKind,
        /// The catalogued package.
        store: &'c str,
        /// The scheme of an address, where the function decides it.
        scheme: String,
        /// What takes it.
        callee: Callee<'a>,
        /// The values that get there.
        values: Vec<Value<'a>>,
    },
    /// A request is made over HTTP, which may be one to a store.
    Request {
        /// The library.
        library: &'c str,
        /// What makes it.
        callee: Callee<'a>,
        /// The method, `""` where it is not known.
        method: String,
        /// The texts that can reach the address.
        address: Vec<Piece<'a>>,
    },
    /// Something is encrypted, or a cipher or a key is made.
    Encryption,
    /// Consent is required of a gate: the callee, as printed.
    Require(&'a str),
    /// A function is called that may be the workspace's: the callee, as printed, and taken apart.
    Call(&'a str, Callee<'a>),
    /// Such a function is named as a value.
    Value(&'a str, Callee<'a>),
    /// A closure or coroutine is made.
    Make(Maker<'a>),
}

/// What tells a function that matters from one that does not.
#[derive(Clone, Copy)]
pub struct Outside<'c, 'f> {
    /// The stores.
    pub catalogue: &'c Catalogue,
    /// Whether a callee, as printed and taken apart, is outside the workspace.
    pub is_foreign: &'f dyn Fn(&str, &Callee<'_>) -> bool,
    /// Whether paths that start so are of a dependency.
    pub is_dependency: &'f dyn Fn(&str) -> bool,
}

/// Collects the sites of a body, in the order of its blocks. Blocks that no path from the entry reaches are left out: they are
/// unreachable by construction (`if cfg!(…)`), not by analysis of values.
pub fn collect<'a, 'c>(body: &Body<'a>, cfg: &Cfg, outside: Outside<'c, '_>) -> Vec<Site<'a, 'c>> {
    let mut sites = Vec::new();
    for (at, data) in body.blocks.iter().enumerate() {
        let block = Block::from_usize(at);
        if !cfg.reaches(block) {
            continue;
        }
        for (at, statement) in data.statements.iter().enumerate() {
            let point = Point { block, statements: at + 1 };
            let mut value = |operand: Operand<'a>| {
                if let Operand::Fn(path) = operand {
                    named(path, point, statement.span, outside, &mut sites);
                }
            };
            match statement.rvalue {
                Rvalue::Use(operand) | Rvalue::Cast(operand, ..) | Rvalue::Repeat(operand) => value(operand),
                Rvalue::Aggregate(kind, operands) => {
                    operands.iter().for_each(|&operand| value(operand));
                    if let Aggregate::Closure(maker) | Aggregate::Coroutine(maker) = kind {
                        let runs_at = statement.place.as_local().and_then(|local| runs_later(body, local));
                        sites.push(Site { what: What::Make(maker), point, runs_at, span: statement.span });
                    }
                }
                _ => {}
            }
        }
        if let Terminator::Call(call) = data.terminator {
            called(body, call, block, data.span, outside, &mut sites);
        }
    }
    sites
}

fn runs_later(body: &Body<'_>, local: Local) -> Option<Vec<Point>> {
    Some(uses::places_where_it_runs(body, local)?.into_iter().map(Point::terminator).collect())
}

/// A function that is named but not called here: a catalogued one is an access wherever it goes.
fn named<'a, 'c>(path: &'a str, point: Point, span: Span<'a>, outside: Outside<'c, '_>, sites: &mut Vec<Site<'a, 'c>>) {
    let Some(callee) = Callee::parse(path) else { return };
    let what = match outside.catalogue.classify(&callee) {
        Some(class) if class.effect.is_some() => {
            // Whoever calls it decides what it is asked.
            let query = if class.query.is_some() { vec![Piece::Dynamic] } else { Vec::new() };
            What::Access { class, callee: (path, callee), query }
        }
        Some(class) => What::Seen(class, callee),
        // Whoever has it may call it.
        None if (outside.is_foreign)(path, &callee) => match libraries(&callee, outside) {
            [None, None] => return,
            libraries => What::Outside(callee, libraries),
        },
        None => What::Value(path, callee),
    };
    sites.push(Site { what, point, runs_at: None, span });
}

fn called<'a, 'c>(
    body: &Body<'a>,
    call: &'a Call<'a>,
    block: Block,
    span: Span<'a>,
    outside: Outside<'c, '_>,
    sites: &mut Vec<Site<'a, 'c>>,
) {
    let point = Point::terminator(block);
    for &argument in call.arguments {
        if let Operand::Fn(path) = argument {
            named(path, point, span, outside, sites);
        }
    }
    // A call through a function pointer leads where the function was named.
    let (Operand::Fn(text), Some(callee)) = (call.callee, call.function) else { return };
    let span = if call.callee_span.is_of_the_user() { call.callee_span } else { span };
    given(body, call, (point, span), &callee, outside, sites);
    match outside.catalogue.classify(&callee) {
        Some(class) => {
            let what = match class.effect {
                Some(_) => {
                    let query = queries(body, call, &callee, &class, outside.catalogue);
                    What::Access { class, callee: (text, callee), query }
                }
                None => What::Seen(class, callee),
            };
            sites.push(Site { what, point, runs_at: None, span });
        }
        None => {
            if matches!(callee.name(), "require" | "require_async") {
                sites.push(Site { what: What::Require(text), point, runs_at: None, span });
            }
            if (outside.is_foreign)(text, &callee) {
                let libraries = libraries(&callee, outside);
                if libraries != [None, None] {
                    sites.push(Site { what: What::Outside(callee, libraries), point, runs_at: None, span });
                }
                return;
            }
            let runs_at = call
                .destination
                .and_then(Place::as_local)
                .filter(|&local| is_future(body, local))
                .and_then(|local| runs_later(body, local));
            sites.push(Site { what: What::Call(text, callee), point, runs_at, span });
        }
    }
}

/// The addresses and credentials that a call hands over.
fn given<'a, 'c>(
    body: &Body<'a>,
    call: &'a Call<'a>,
    (point, span): (Point, Span<'a>),
    callee: &Callee<'a>,
    outside: Outside<'c, '_>,
    sites: &mut Vec<Site<'a, 'c>>,
) {
    let Some((store, arguments)) = outside.catalogue.arguments(callee) else { return };
    if arguments.are_about_encryption() {
        sites.push(Site { what: What::Encryption, point, runs_at: None, span });
    }
    if let Some((url, method)) = arguments.request {
        request(body, call, (point, span), callee, (store, url, method), outside, sites);
    }
    let url = arguments.url.map(|url| (GivenKind::Url, url));
    let secret = arguments.secret.map(|secret| (GivenKind::Secret, secret));
    for (kind, Argument { argument, field, scheme, header }) in url.into_iter().chain(secret) {
        let Some(&operand) = call.arguments.get(argument) else { continue };
        let header = header.and_then(|number| call.arguments.get(number));
        if header.is_some_and(|&header| !names_a_credential(&constants::values_reaching(body, header, &[]))) {
            continue;
        }
        let values = constants::values_reaching(body, operand, field.as_slice());
        if values.iter().any(Value::is_known) {
            sites.push(Site { what: What::Given { kind, store, scheme, callee: *callee, values }, point, runs_at: None, span });
        }
    }
}

/// Traits of the standard library whose methods make, copy, compare and show values, and do no work.
const OF_VALUES: &[&str] = &[
    "Any",
    "AsMut",
    "AsRef",
    "Borrow",
    "BorrowMut",
    "Clone",
    "Debug",
    "Default",
    "Deref",
    "DerefMut",
    "Display",
    "Eq",
    "Error",
    "From",
    "Hash",
    "Into",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
];

/// The dependencies whose code a call of a foreign function may run: that of the function, or of the trait and of the type that has it.
fn libraries<'a>(callee: &Callee<'a>, outside: Outside<'_, '_>) -> [Option<&'a str>; 2] {
    let dependency = |root: &'a str| Some(root).filter(|root| (outside.is_dependency)(root));
    match *callee {
        Callee::Path { root, .. } => [dependency(root), None],
        Callee::Trait { self_type, root, trait_name, .. } => {
            let of_trait = dependency(root);
            let is_of_values = of_trait.is_none() && OF_VALUES.contains(&trait_name);
            let of_type = Some(path::first_segment(self_type)).filter(|_| !is_of_values).and_then(dependency);
            [of_trait, of_type.filter(|_| of_type != of_trait)]
        }
    }
}

/// A request over HTTP whose address the code has something of.
fn request<'a, 'c>(
    body: &Body<'a>,
    call: &'a Call<'a>,
    (point, span): (Point, Span<'a>),
    callee: &Callee<'a>,
    (library, url, method): (&'c str, usize, Option<usize>),
    outside: Outside<'c, '_>,
    sites: &mut Vec<Site<'a, 'c>>,
) {
    let Some(&address) = call.arguments.get(url) else { return };
    let method = http::method(body, call, callee, method);
    let certain = constants::values_reaching(body, address, &[]);
    // Where all of it is certain, there is nothing else.
    let mut pieces = texts::pieces_of(certain.clone());
    if certain.iter().any(|value| matches!(value, Value::Bytes | Value::Unknown | Value::Result(_))) {
        pieces.extend(query::texts_reaching(body, address, outside.catalogue));
    }
    if pieces.iter().all(|piece| *piece == Piece::Dynamic) {
        return;
    }
    if certain.iter().any(Value::is_known) {
        let (kind, scheme) = (GivenKind::Request, method.clone());
        let what = What::Given { kind, store: library, scheme, callee: *callee, values: certain };
        sites.push(Site { what, point, runs_at: None, span });
    }
    sites.push(Site { what: What::Request { library, callee: *callee, method, address: pieces }, point, runs_at: None, span });
}

/// Whether a header of this name carries a credential: what is said of one (`token-ttl-seconds`) ends in another word.
fn names_a_credential(names: &[Value<'_>]) -> bool {
    const WORDS: &[&str] = &["authorization", "apikey", "accesskey", "subscriptionkey", "token", "secret"];
    names.iter().any(|name| {
        let name = match name {
            Value::Text(name) => name.as_str(),
            // `reqwest::header::AUTHORIZATION`
            Value::Constant(path) => last_segment(path),
            _ => return false,
        };
        let letters: String = name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
        WORDS.iter().any(|word| letters.ends_with(word))
    })
}

/// The texts that can reach the query argument of an access; where the statement is a type, that type as text.
fn queries<'a>(
    body: &Body<'a>,
    call: &'a Call<'a>,
    callee: &Callee<'a>,
    class: &Classification<'_>,
    catalogue: &Catalogue,
) -> Vec<Piece<'a>> {
    let Some((number, language)) = class.query else { return Vec::new() };
    let Some(&argument) = call.arguments.get(number) else { return Vec::new() };
    if language == "diesel" {
        let ty = match (callee, argument.place()) {
            (Callee::Trait { self_type, .. }, _) if number == 0 => Some(*self_type),
            (_, place) => place.map(|place| tokens::place_type(body, place)),
        };
        if let Some(sql) = ty.and_then(|ty| typed_sql::of_type(ty, !callee.name().starts_with("execute"))) {
            return vec![Piece::Literal(sql)];
        }
    }
    match language {
        "path" => query::texts_reaching(body, argument, catalogue),
        _ => query::statements_reaching(body, argument, catalogue),
    }
}

fn is_future(body: &Body<'_>, local: Local) -> bool {
    let ty = body.locals[local.index()].ty;
    // Through `futures` and `futures-util` the trait is printed with their names.
    ty.starts_with("impl ") && ty.contains("::Future<") || ty.starts_with("{async ") || ty.starts_with("std::pin::Pin<std::boxed::Box<dyn ")
}

/// A span, or where it is in another crate (as that of what its macro expands to) the nearest one before it in a file of the workspace.
pub fn nearest_of_the_user<'a>(body: &Body<'a>, block: Block, span: Span<'a>) -> Span<'a> {
    let of_block = |block: &BasicBlock<'a>| {
        let of_call = match block.terminator {
            Terminator::Call(call) => [call.callee_span, call.argument_span],
            _ => [block.span; 2],
        };
        let statements = block.statements.iter().rev().map(|statement| statement.span);
        std::iter::once(block.span).chain(of_call).chain(statements).find(|span| span.is_of_the_user())
    };
    if span.is_of_the_user() {
        return span;
    }
    // Against the flow of control, the nearest first: what stands before a block in the text need not come before it.
    let mut seen = vec![false; body.blocks.len()];
    let mut pending = VecDeque::from([block]);
    while let Some(block) = pending.pop_front() {
        if std::mem::replace(&mut seen[block.index()], true) {
            continue;
        }
        if let Some(found) = of_block(&body.blocks[block.index()]) {
            return found;
        }
        for (at, data) in body.blocks.iter().enumerate().filter(|(_, data)| !data.is_cleanup) {
            data.terminator.for_each_successor(|next| {
                if next == block {
                    pending.push_back(Block::from_usize(at));
                }
            });
        }
    }
    body.locals.first().map(|local| local.span).filter(|span| span.is_of_the_user()).unwrap_or(span)
}

/// A callee as a person would name it: `Qdrant::query`, `std::fs::write`.
pub fn operation(callee: &Callee<'_>) -> String {
    match *callee {
        Callee::Trait { trait_name, name, .. } => format!("{trait_name}::{name}"),
        Callee::Path { root, owner, name, .. } if owner.starts_with(|first: char| first.is_lowercase()) && root != owner => {
            format!("{root}::{owner}::{name}")
        }
        // A function at the root of a crate that compiles it has nothing before its name.
        Callee::Path { owner: "", name, .. } => name.to_owned(),
        Callee::Path { owner, name, .. } => format!("{owner}::{name}"),
    }
}
