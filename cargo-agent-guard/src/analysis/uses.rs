//! Where a closure or a future that is made in a body is run, if it never leaves it.
//!
//! `let load = || store.get(id); let consent = …?; load()` is made before consent and run after. What it does happens where it is
//! called, so what is held there counts, provided that nobody else can run it: every use of the value must be understood.

use crate::{
    index::{Block, Local},
    mir::{Body, Operand, Place, Rvalue, Terminator},
    path::Callee,
};

/// The blocks whose terminator calls or polls the value that is first stored in `start`. `None` where the value may be run elsewhere:
/// it is passed on, returned, captured, stored.
pub fn places_where_it_runs(body: &Body<'_>, start: Local) -> Option<Vec<Block>> {
    // The locals that hold the value, or a reference or pin of it.
    let mut holders = vec![start];
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(&holder) = holders.get(at) {
        at += 1;
        if holder == Local(0) {
            return None;
        }
        for (number, block) in body.blocks.iter().enumerate() {
            for statement in &block.statements {
                let next = match statement.rvalue {
                    Rvalue::Use(operand) if is_holder(operand, holder) => statement.place.as_local()?,
                    Rvalue::Ref(place) if is_of(place, holder) => statement.place.as_local()?,
                    // `Pin { pointer: &mut future }`, as `pin!` makes it.
                    Rvalue::Aggregate(crate::mir::Aggregate::Adt(head), [operand])
                        if is_holder(*operand, holder) && head.starts_with("std::pin::Pin") =>
                    {
                        statement.place.as_local()?
                    }
                    ref other if mentions(other, holder) => return None,
                    _ => continue,
                };
                note(&mut holders, next);
            }
            match block.terminator {
                Terminator::Call(call) if call.arguments.iter().any(|&argument| operand_mentions(argument, holder)) => {
                    let first = call.arguments.first().is_some_and(|&argument| is_holder(argument, holder));
                    let passes_on = call.arguments.iter().skip(1).any(|&argument| operand_mentions(argument, holder));
                    if !first || passes_on {
                        return None;
                    }
                    match call.function? {
                        Callee::Trait { trait_name: "Fn" | "FnMut" | "FnOnce", root: "std" | "core", .. } => {
                            runs.push(Block::from_usize(number))
                        }
                        Callee::Trait { trait_name: "AsyncFn" | "AsyncFnMut" | "AsyncFnOnce", .. } => return None,
                        Callee::Trait { trait_name: "Future", name: "poll", .. } => runs.push(Block::from_usize(number)),
                        Callee::Trait { trait_name: "IntoFuture", .. } | Callee::Path { owner: "Pin", root: "std" | "core", .. } => {
                            note(&mut holders, call.destination?.as_local()?);
                        }
                        _ => return None,
                    }
                }
                Terminator::Yield { operand, .. } if operand_mentions(operand, holder) => return None,
                Terminator::SwitchInt { operand, .. } if operand_mentions(operand, holder) => return None,
                _ => {}
            }
        }
    }
    Some(runs).filter(|runs| !runs.is_empty())
}

fn note(holders: &mut Vec<Local>, local: Local) {
    if !holders.contains(&local) {
        holders.push(local);
    }
}

/// Whether the operand is the value itself, or (through a reference that holds it) a reborrow of it.
fn is_holder(operand: Operand<'_>, holder: Local) -> bool {
    operand.place().is_some_and(|place| is_of(place, holder))
}

fn is_of(place: Place<'_>, holder: Local) -> bool {
    place.local == holder && place.projection.iter().all(|step| matches!(step, crate::mir::Projection::Deref))
}

fn operand_mentions(operand: Operand<'_>, holder: Local) -> bool {
    operand.place().is_some_and(|place| place.local == holder)
}

fn mentions(rvalue: &Rvalue<'_>, holder: Local) -> bool {
    let mut found = false;
    rvalue.for_each_place(|place| found |= place.local == holder);
    found
}
