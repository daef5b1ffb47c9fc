//! What a closure or coroutine has captured, and whether it leaves that as it was.

use crate::{
    analysis::{
        items,
        query::{is_mutable_reference, names_text},
        tokens,
    },
    index::Local,
    mir::{Body, Place, Projection, Rvalue},
};

/// The number of the capture that a place of a closure or coroutine is in.
pub fn capture(body: &Body<'_>, place: Place<'_>) -> Option<u32> {
    let environment = body.locals.get(1).filter(|_| place.local == Local(1))?;
    // `{async fn body of post()}` says nowhere where it is made.
    if !body.is_coroutine {
        items::made_at(environment.ty)?;
    }
    place.projection.iter().find_map(|step| match *step {
        Projection::Field(number, _) => Some(number),
        _ => None,
    })
}

/// Whether a closure changes text that it has captured: what its maker put there is then not all.
pub fn changes_its_captures(body: &Body<'_>) -> bool {
    body.blocks.iter().flat_map(|block| &block.statements).any(|statement| match (statement.place, statement.rvalue) {
        (place, _) if place.local == Local(1) => true,
        (place, Rvalue::Ref(from)) => {
            let ty = tokens::place_type(body, place);
            from.local == Local(1) && is_mutable_reference(ty) && names_text(ty)
        }
        _ => false,
    })
}
