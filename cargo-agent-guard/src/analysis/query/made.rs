//! Arrays and tuples that a body makes: the pieces of a format, the values of a statement.

use crate::{
    index::Local,
    mir::{Aggregate, Body, Operand, Rvalue},
};

/// More reborrows and conversions than these between what is made and where it is used are not followed: `params!` makes five.
const LONGEST_CHAIN: usize = 8;

/// The elements of an array that an operand is, or refers to, where it is made in one place.
pub fn elements<'a>(body: &Body<'a>, operand: Operand<'a>) -> Option<Vec<Operand<'a>>> {
    match aggregate(body, operand)? {
        (Aggregate::Array, operands) => Some(operands.to_vec()),
        _ => None,
    }
}

/// The elements of an array or of a tuple, as [`elements`].
pub fn members<'a>(body: &Body<'a>, operand: Operand<'a>) -> Option<Vec<Operand<'a>>> {
    match aggregate(body, operand)? {
        (Aggregate::Array | Aggregate::Tuple, operands) => Some(operands.to_vec()),
        _ => None,
    }
}

/// The aggregate that an operand is, or refers to, where it is made in one place.
fn aggregate<'a>(body: &Body<'a>, operand: Operand<'a>) -> Option<(Aggregate<'a>, &'a [Operand<'a>])> {
    let mut place = operand.place()?;
    for _ in 0..LONGEST_CHAIN {
        match only_value(body, place.local)? {
            Rvalue::Aggregate(aggregate, operands) => return Some((aggregate, operands)),
            Rvalue::Ref(from) => place = from,
            Rvalue::Use(operand) | Rvalue::Cast(operand, ..) => place = operand.place()?,
            _ => return None,
        }
    }
    None
}

/// The value of a local that is assigned once, by a statement.
fn only_value<'a>(body: &Body<'a>, local: Local) -> Option<Rvalue<'a>> {
    let mut all = body.blocks.iter().flat_map(|block| &block.statements).filter(|statement| statement.place.local == local);
    let first = all.next().filter(|statement| statement.place.projection.is_empty())?;
    all.next().is_none().then_some(first.rvalue)
}
