//! What weakens encryption in a body: broken ciphers, keys and nonces that are constant, nonces that are used again.
//!
//! Said is only what is proven. A key of which it is not known where it comes from is none that is in the code.

use super::{
    constants::{self, Parts},
    keying,
    notes::Found,
    query, tokens,
};
use crate::{
    catalogue::{Arguments, Catalogue, Cipher},
    facts::NoteKind,
    flow::Cfg,
    index::{Block, Local},
    mir::{Aggregate, Body, Call, Operand, Place, Rvalue, Span, Terminator},
    path::Callee,
};

/// A call that encrypts with a nonce.
struct Encryption<'a> {
    block: Block,
    /// What holds the key, and what the nonce, as far back as they can be followed.
    key: Option<Root>,
    nonce: Root,
    operation: String,
    span: Span<'a>,
}

/// A place whose value is made by more than handing on another: the local and the fields in it.
type Root = (Local, Parts);

/// Collects what is weak in a body.
pub fn collect<'a>(body: &Body<'a>, cfg: &Cfg, catalogue: &Catalogue, found: &mut Vec<Found<'a>>) {
    let mut encryptions = Vec::new();
    for &block in &cfg.order {
        let data = &body.blocks[block.index()];
        let Terminator::Call(call) = data.terminator else { continue };
        let Some(callee) = call.function else { continue };
        let Some((package, arguments)) = catalogue.arguments(&callee) else { continue };
        let span =
            super::sites::nearest_of_the_user(body, block, if call.callee_span.is_of_the_user() { call.callee_span } else { data.span });
        let operation = match super::sites::operation(&callee) {
            // `orion::aead::seal`
            whole if whole.starts_with(&package.replace('-', "_")) => format!("`{whole}`"),
            method => format!("`{method}` of `{package}`"),
        };
        let mut note = |kind, detail: &str| found.push(Found { kind, detail: detail.to_owned(), span });
        match &arguments.cipher {
            Some((Cipher::Mac, _)) => note(NoteKind::Authentication, &operation),
            Some((Cipher::Broken, why)) if !only_decrypts(body) => note(NoteKind::BrokenCipher, &format!("{operation}: {why}")),
            Some((Cipher::Bare, _)) if !only_decrypts(body) => note(NoteKind::BareCipher, &operation),
            _ => {}
        }
        let keying = arguments.encrypts.as_ref().and_then(|encrypts| keying::of_call(body, call, &callee, encrypts));
        if is_constant(body, call, &arguments.key) || keying.is_some_and(|keying| keying.is_constant) {
            note(NoteKind::ConstantKey, &operation);
        }
        if is_constant(body, call, &arguments.nonce) && !has_fresh_key(body, call, &arguments) {
            note(NoteKind::ConstantNonce, &operation);
        } else if let Some(nonce) = argument(call, &arguments.nonce).and_then(|nonce| root(body, nonce)) {
            let key = key_of(call, &arguments).and_then(|key| root(body, key));
            encryptions.push(Encryption { block, key, nonce, operation, span });
        }
    }
    repeated(body, &encryptions, found);
}

fn argument<'a>(call: &Call<'a>, of: &Option<crate::catalogue::Argument>) -> Option<Operand<'a>> {
    call.arguments.get(of.as_ref()?.argument).copied()
}

/// The argument that has the key: where the function is not given one, the cipher that it is a method of.
fn key_of<'a>(call: &Call<'a>, arguments: &Arguments) -> Option<Operand<'a>> {
    match &arguments.key {
        Some(_) => argument(call, &arguments.key),
        None => call.arguments.first().copied(),
    }
}

fn is_constant(body: &Body<'_>, call: &Call<'_>, of: &Option<crate::catalogue::Argument>) -> bool {
    let Some(operand) = argument(call, of) else { return false };
    let field = of.as_ref().and_then(|of| of.field);
    let values = constants::values_reaching(body, operand, field.as_slice());
    values.iter().any(keying::is_written)
}

/// Whether a body decrypts and does not encrypt: what others have encrypted must still be read.
fn only_decrypts(body: &Body<'_>) -> bool {
    let calls = |verb: &str| {
        body.blocks.iter().any(|block| match block.terminator {
            Terminator::Call(call) => call.function.is_some_and(|callee| callee.name().starts_with(verb)),
            _ => false,
        })
    };
    calls("decrypt") && !calls("encrypt")
}

/// Whether the key of an encryption is made at random in this body: with a key that is used once, any nonce will do.
fn has_fresh_key(body: &Body<'_>, call: &Call<'_>, arguments: &Arguments) -> bool {
    const GENERATE: &[&str] = &["generate_key", "gen_key", "generate", "random", "fill_bytes", "try_fill_bytes", "fill", "getrandom"];
    let Some((mut local, _)) = key_of(call, arguments).and_then(|key| root(body, key)) else { return false };
    // From the cipher to the key that it was made with, and to what that was made of.
    for _ in 0..4 {
        let mut makers = calls_that_make(body, local);
        if makers.iter().any(|(_, callee)| GENERATE.contains(&callee.name())) {
            return true;
        }
        let inner = makers.pop().and_then(|(call, _)| call.arguments.first()).and_then(|&first| root(body, first));
        match inner {
            Some((inner, _)) if inner != local => local = inner,
            _ => return false,
        }
    }
    false
}

/// The calls that give a local its value, or are given a mutable reference to it; those that give it last.
fn calls_that_make<'a>(body: &Body<'a>, local: Local) -> Vec<(&'a Call<'a>, Callee<'a>)> {
    let calls = body.blocks.iter().filter_map(|block| match block.terminator {
        Terminator::Call(call) => Some((call, call.function?)),
        _ => None,
    });
    let (given, filled): (Vec<_>, Vec<_>) =
        calls.filter(|(call, _)| makes(call, local) || fills(body, call, local)).partition(|(call, _)| makes(call, local));
    filled.into_iter().chain(given).collect()
}

fn makes(call: &Call<'_>, local: Local) -> bool {
    call.destination.is_some_and(|place| place.as_local() == Some(local))
}

/// Whether a call is given a mutable reference to a local.
fn fills(body: &Body<'_>, call: &Call<'_>, local: Local) -> bool {
    let is_reference = |place: Place<'_>| query::is_mutable_reference(tokens::place_type(body, place));
    call.arguments
        .iter()
        .filter_map(|argument| argument.place())
        .any(|place| is_reference(place) && root_of_place(body, place).is_some_and(|root| root.0 == local))
}

/// Where the value of an operand is made.
fn root(body: &Body<'_>, operand: Operand<'_>) -> Option<Root> {
    root_of_place(body, operand.place()?)
}

fn root_of_place(body: &Body<'_>, place: Place<'_>) -> Option<Root> {
    let (mut local, mut parts) = (place.local, constants::fields(place)?);
    // A chain of references and conversions; the number only keeps a circle from being followed for ever.
    for _ in 0..body.locals.len() {
        let is_argument = (1..=body.argument_count).contains(&local.index());
        let Some(from) = (if is_argument { None } else { handed_from(body, local, &parts) }) else { return Some((local, parts)) };
        (local, parts) = (from.local, constants::fields(from)?.into_iter().chain(parts).collect());
    }
    None
}

/// The place whose value a local has, if it has no other, and nobody changes it.
fn handed_from<'a>(body: &Body<'a>, local: Local, parts: &[u32]) -> Option<Place<'a>> {
    let mut only = None;
    let mut add = |from: Option<Place<'a>>| {
        let is_first = only.is_none();
        only = Some(from.filter(|_| is_first));
    };
    // A mutable reference is borrowed anew each time that it is handed on; that changes what it refers to, and not the reference.
    let is_reference = query::is_mutable_reference(body.locals[local.index()].ty);
    if !is_reference && constants::is_changed(body, local, &[]) {
        return None;
    }
    for block in &body.blocks {
        for statement in block.statements.iter().filter(|statement| statement.place.local == local) {
            add(match statement.rvalue {
                _ if statement.place.as_local().is_none() => None,
                Rvalue::Use(operand) | Rvalue::Cast(operand, ..) => operand.place(),
                Rvalue::Ref(place) => Some(place),
                _ => None,
            });
        }
        match block.terminator {
            Terminator::Call(call) if call.destination.is_some_and(|place| place.local == local) => {
                let number = constants::converted(call).filter(|_| parts.is_empty());
                add(number.and_then(|number| call.arguments.get(number)).and_then(|argument| argument.place()));
            }
            Terminator::Yield { destination, .. } if destination.local == local => add(None),
            _ => {}
        }
    }
    only.flatten()
}

/// Finds the encryptions that have a nonce which the same key has had before.
fn repeated<'a>(body: &Body<'a>, encryptions: &[Encryption<'a>], found: &mut Vec<Found<'a>>) {
    for later in encryptions {
        let is_same = |earlier: &&Encryption<'a>| earlier.nonce == later.nonce && earlier.key.is_some() && earlier.key == later.key;
        let earlier = encryptions.iter().filter(is_same);
        if earlier.into_iter().any(|earlier| leads_to(body, earlier, later)) {
            found.push(Found { kind: NoteKind::RepeatedNonce, detail: later.operation.clone(), span: later.span });
        }
    }
}

/// Whether control gets from behind one encryption to another, and on the way nothing gives the nonce or the key another value.
fn leads_to(body: &Body<'_>, earlier: &Encryption<'_>, later: &Encryption<'_>) -> bool {
    let locals = [Some(&later.nonce), later.key.as_ref()];
    let locals: Vec<Local> = locals.into_iter().flatten().map(|(local, _)| *local).collect();
    if locals.iter().any(|&local| is_kept_by_a_closure(body, local)) {
        return false;
    }
    let start = match body.blocks[earlier.block.index()].terminator {
        Terminator::Call(call) => call.target,
        _ => None,
    };
    let mut seen = vec![false; body.blocks.len()];
    let mut pending: Vec<Block> = start.into_iter().collect();
    while let Some(block) = pending.pop() {
        if std::mem::replace(&mut seen[block.index()], true) || renews_in_statements(body, block, &locals) {
            continue;
        }
        if block == later.block {
            return true;
        }
        if !renews_at_the_end(body, block, &locals) {
            body.blocks[block.index()].terminator.for_each_successor(|next| pending.push(next));
        }
    }
    false
}

/// Whether a statement of a block gives one of the locals another value, or may.
fn renews_in_statements(body: &Body<'_>, block: Block, locals: &[Local]) -> bool {
    body.blocks[block.index()].statements.iter().any(|statement| {
        let is_assigned = locals.contains(&statement.place.local);
        let is_borrowed = query::mutably_borrowed(body, statement)
            .is_some_and(|place| root_of_place(body, place).is_none_or(|(local, _)| locals.contains(&local)));
        is_assigned || is_borrowed
    })
}

fn renews_at_the_end(body: &Body<'_>, block: Block, locals: &[Local]) -> bool {
    match body.blocks[block.index()].terminator {
        Terminator::Call(call) => {
            call.destination.is_some_and(|place| locals.contains(&place.local)) || locals.iter().any(|&local| fills(body, call, local))
        }
        Terminator::Yield { destination, .. } => locals.contains(&destination.local),
        Terminator::Drop { place, .. } => locals.contains(&place.local),
        _ => false,
    }
}

/// Whether a closure, or something else that is made, has a mutable reference to a local: it may change it whenever it is called.
fn is_kept_by_a_closure(body: &Body<'_>, local: Local) -> bool {
    body.blocks.iter().flat_map(|block| &block.statements).any(|statement| match statement.rvalue {
        Rvalue::Aggregate(Aggregate::Closure(_) | Aggregate::Coroutine(_) | Aggregate::Adt(_) | Aggregate::Tuple, operands) => {
            let places = operands.iter().filter_map(|operand| operand.place());
            let mut references = places.filter(|&place| query::is_mutable_reference(tokens::place_type(body, place)));
            references.any(|place| root_of_place(body, place).is_none_or(|(root, _)| root == local))
        }
        _ => false,
    })
}
