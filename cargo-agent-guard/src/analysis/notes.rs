//! What stands out in a body whatever calls it: requests for consent that nobody looks at, tokens made without a gate, test gates.

use super::tokens::{Types, place_type};
use crate::{
    facts::NoteKind,
    index::Local,
    mir::{Body, Call, Operand, Place, Projection, Rvalue, Span, Terminator},
    path::{self, Callee},
};

/// A note before its texts are interned.
pub struct Found<'a> {
    /// What it is.
    pub kind: NoteKind,
    /// The words for the message.
    pub detail: String,
    /// Where it is.
    pub span: Span<'a>,
}

/// Whether a call makes a token out of nothing.
pub fn is_forgery(types: &Types<'_>, call: &Call<'_>, destination: &str) -> bool {
    forgery(types, call, destination).is_some()
}

/// Functions that make a value without constructing it, by owner and name.
const CONJURERS: &[(&str, &str)] = &[
    ("intrinsics", "transmute"),
    ("intrinsics", "transmute_unchecked"),
    ("mem", "transmute"),
    ("mem", "transmute_copy"),
    ("mem", "zeroed"),
    ("mem", "uninitialized"),
    ("mem", "conjure_zst"),
    ("MaybeUninit", "assume_init"),
    ("MaybeUninit", "assume_init_read"),
    ("MaybeUninit", "assume_init_ref"),
    ("MaybeUninit", "assume_init_mut"),
    ("ptr", "read"),
    ("ptr", "read_unaligned"),
    ("ptr", "read_volatile"),
    ("const_ptr", "read"),
    ("mut_ptr", "read"),
    ("NonNull", "read"),
    ("NonNull", "as_ref"),
    ("NonNull", "as_mut"),
    ("Box", "from_raw"),
    ("Arc", "from_raw"),
    ("Rc", "from_raw"),
    ("Box", "assume_init"),
    ("Arc", "assume_init"),
    ("Rc", "assume_init"),
    ("slice", "from_raw_parts"),
    ("slice", "from_raw_parts_mut"),
];

/// How a call makes a token out of nothing, if it does.
fn forgery(types: &Types<'_>, call: &Call<'_>, destination: &str) -> Option<String> {
    let Operand::Fn(text) = call.callee else { return None };
    let Callee::Path { root, owner, name, .. } = call.function? else { return None };
    // What the macros write beside a compile error.
    if (root, owner, name) == ("agent_guard", "__private", "never_built") {
        return Some("`agent_guard::__private::never_built`".to_owned());
    }
    // The methods of raw pointers print as `std::ptr::const_ptr::<impl *const T>::read`.
    let on_pointer = text.contains("<impl *const ") || text.contains("<impl *mut ");
    let is_std = matches!(root, "std" | "core" | "alloc") || on_pointer;
    let conjures = CONJURERS.iter().any(|&(of, made)| made == name && (of == owner || (of.ends_with("_ptr") && on_pointer)));
    (is_std && conjures && types.mentions_token(destination)).then(|| format!("`{owner}::{name}`"))
}

/// Collects the notes of a body.
pub fn collect<'a>(body: &Body<'a>, types: &Types<'a>, unions: &[String], found: &mut Vec<Found<'a>>) {
    if !types.concern_notes(body) {
        return;
    }
    forged(body, types, unions, found);
    discarded(body, types, found);
    test_gates(body, found);
}

fn forged<'a>(body: &Body<'a>, types: &Types<'a>, unions: &[String], found: &mut Vec<Found<'a>>) {
    let mut push = |detail: String, span: Span<'a>| found.push(Found { kind: NoteKind::ForgedConsent, detail, span });
    for block in &body.blocks {
        for statement in &block.statements {
            let place = match statement.rvalue {
                Rvalue::Use(operand) => operand.place(),
                Rvalue::Ref(place) => Some(place),
                Rvalue::Cast(_, ty, "Transmute") if types.mentions_token(ty) => {
                    push("a transmute".to_owned(), statement.span);
                    None
                }
                _ => None,
            };
            if let Some(how) = place.and_then(|place| conjured_place(body, types, place, unions)) {
                push(how, statement.span);
            }
        }
        if let Terminator::Call(call) = block.terminator {
            let destination = call.destination.map_or("", |place| place_type(body, place));
            if let Some(how) = forgery(types, call, destination) {
                push(how, call.callee_span);
            }
        }
    }
}

/// How a place gives a token that was never made: behind a raw pointer, or as a union's field.
fn conjured_place<'a>(body: &Body<'a>, types: &Types<'a>, place: Place<'a>, unions: &[String]) -> Option<String> {
    if !types.mentions_token(place_type(body, place)) {
        return None;
    }
    let mut ty = body.locals[place.local.index()].ty;
    for (at, step) in place.projection.iter().enumerate() {
        match step {
            Projection::Deref if ty.starts_with("*const ") || ty.starts_with("*mut ") => return Some("a raw pointer".to_owned()),
            Projection::Field(..) if unions.iter().any(|name| name == path::last_segment(path::peel(ty))) => {
                return Some(format!("the union `{}`", path::last_segment(path::peel(ty))));
            }
            _ => {}
        }
        ty = place_type(body, Place { local: place.local, projection: &place.projection[..=at] });
    }
    None
}

/// Requests whose answer is dropped unread. The answer may still be in an `Option`, a `Result` or a future.
fn discarded<'a>(body: &Body<'a>, types: &Types<'a>, found: &mut Vec<Found<'a>>) {
    let mut check = |local: Option<Local>, span: Span<'a>| {
        let Some(local) = local else { return };
        let ty = body.locals[local.index()].ty;
        let undecided = ["std::result::Result<", "std::option::Option<", "impl ", "std::pin::Pin<"];
        // A token that lies elsewhere (`Option<&Consent<P>>`) was not asked for here.
        let is_answer = types.mentions_token(ty) && undecided.iter().any(|prefix| ty.starts_with(prefix)) && !ty.contains("<&");
        if is_answer && !is_read(body, local, &mut Vec::new()) {
            found.push(Found { kind: NoteKind::DiscardedConsent, detail: purpose_in(ty).to_owned(), span });
        }
    };
    for block in &body.blocks {
        if let Terminator::Call(call) = block.terminator
            && is_request(body, call)
        {
            check(call.destination.and_then(Place::as_local), call.callee_span);
        }
        for statement in &block.statements {
            // What an `.await` gives.
            let awaited = match statement.rvalue {
                Rvalue::Use(operand) => {
                    operand.place().is_some_and(|place| place.projection.first() == Some(&Projection::Downcast("Ready")))
                }
                _ => false,
            };
            if awaited {
                check(statement.place.as_local(), statement.span);
            }
        }
    }
}

/// Whether a call asks for consent, or hands on the answer of one that does: `ask().ok()` is a request, `slot.take()` is none.
fn is_request(body: &Body<'_>, call: &Call<'_>) -> bool {
    let root = match call.function {
        Some(Callee::Path { root, .. } | Callee::Trait { root, .. }) => root,
        None => return true,
    };
    if !matches!(root, "std" | "core" | "alloc") {
        return true;
    }
    let Some(Operand::Move(place)) = call.arguments.first() else { return false };
    body.blocks.iter().any(|block| match block.terminator {
        Terminator::Call(inner) => inner.destination == Some(*place) && !std::ptr::eq(inner, call) && is_request(body, inner),
        _ => false,
    })
}

/// The purpose of the first token that a type mentions.
fn purpose_in(ty: &str) -> &str {
    let Some(at) = ty.find("Consent<") else { return "" };
    let from = &ty[at + "Consent<".len()..];
    let mut depth = 0i32;
    for (end, byte) in from.bytes().enumerate() {
        match byte {
            b'<' | b'(' | b'[' => depth += 1,
            b'>' if depth == 0 => return &from[..end],
            b'>' | b')' | b']' => depth -= 1,
            _ => {}
        }
    }
    from
}

/// Whether anything reads the local. Dropping it is no reading, and moving it into another local only if that one is read.
fn is_read(body: &Body<'_>, local: Local, seen: &mut Vec<Local>) -> bool {
    if local == Local(0) {
        return true;
    }
    seen.push(local);
    let mut moved_to = Vec::new();
    let of = |place: Place<'_>| place.local == local;
    let operand_of = |operand: Operand<'_>| operand.place().is_some_and(of);
    let read = body.blocks.iter().any(|block| {
        let in_statements = block.statements.iter().any(|statement| match statement.rvalue {
            Rvalue::Use(operand) if operand.place().and_then(Place::as_local) == Some(local) => match statement.place.as_local() {
                Some(next) => {
                    moved_to.push(next);
                    false
                }
                None => true,
            },
            Rvalue::Use(operand)
            | Rvalue::Not(operand)
            | Rvalue::Unary(_, operand)
            | Rvalue::Repeat(operand)
            | Rvalue::Cast(operand, ..) => operand_of(operand),
            Rvalue::Binary(_, left, right) => operand_of(left) || operand_of(right),
            Rvalue::Ref(place) | Rvalue::RawPtr(place) | Rvalue::Discriminant(place) | Rvalue::Inspect(place) => of(place),
            Rvalue::Aggregate(_, operands) => operands.iter().any(|&operand| operand_of(operand)),
            Rvalue::Nullary => false,
        });
        in_statements
            || match block.terminator {
                Terminator::Call(call) if is_drop(call) => false,
                Terminator::Call(call) => operand_of(call.callee) || call.arguments.iter().any(|&argument| operand_of(argument)),
                Terminator::SwitchInt { operand, .. } | Terminator::Yield { operand, .. } => operand_of(operand),
                _ => false,
            }
    });
    read || moved_to.into_iter().any(|next| !seen.contains(&next) && is_read(body, next, seen))
}

/// `drop(answer)` and `forget(answer)` look at nothing.
fn is_drop(call: &Call<'_>) -> bool {
    matches!(call.function, Some(Callee::Path { root: "std" | "core", owner: "mem", name: "drop" | "forget", .. }))
}

fn test_gates<'a>(body: &Body<'a>, found: &mut Vec<Found<'a>>) {
    let is_test_gate = |text: &str| text.contains("testing::AllowAll") && text.contains("agent_guard::");
    let before = found.len();
    let mut push = |span: Span<'a>| {
        found.push(Found { kind: NoteKind::TestGate, detail: "agent_guard::testing::AllowAll".to_owned(), span });
    };
    for statement in body.blocks.iter().flat_map(|block| &block.statements) {
        let made = match statement.rvalue {
            Rvalue::Aggregate(crate::mir::Aggregate::Adt(head), _) => is_test_gate(head),
            Rvalue::Use(Operand::Const(text)) => is_test_gate(text),
            _ => false,
        };
        if made {
            push(statement.span);
        }
    }
    // It is made elsewhere (a static, a field) and asked here.
    for block in &body.blocks {
        let Terminator::Call(call) = block.terminator else { continue };
        let Operand::Fn(text) = call.callee else { continue };
        let asks = call.function.is_some_and(|callee| matches!(callee.name(), "require" | "require_async"));
        if found.len() == before && asks && is_test_gate(text) {
            found.push(Found { kind: NoteKind::TestGate, detail: "agent_guard::testing::AllowAll".to_owned(), span: call.callee_span });
        }
    }
}
