//! Credentials that stand in a body, told by their form alone.

use super::{notes::Found, query, sites};
use crate::{
    facts::NoteKind,
    index::Block,
    mir::{Body, Operand, Rvalue, Terminator},
    secret,
};

/// Notes each constant of a body in which a credential has the form of a known provider's. The credential itself is not kept.
pub fn collect<'a>(body: &Body<'a>, found: &mut Vec<Found<'a>>) {
    for (at, block) in body.blocks.iter().enumerate() {
        let mut note = |operand: &Operand<'a>, span| {
            let Operand::Const(constant) = operand else { return };
            // Unescaping comes after the question that nearly every constant answers with no.
            let credential =
                secret::may_be_in(constant).then(|| query::text_in(constant)).flatten().and_then(|text| secret::by_form(&text));
            let Some(secret::Credential { beginning, what }) = credential else { return };
            let span = sites::nearest_of_the_user(body, Block::from_usize(at), span);
            found.push(Found { kind: NoteKind::SecretInCode, detail: format!("{what} (`{beginning}…`)"), span });
        };
        for statement in &block.statements {
            match statement.rvalue {
                Rvalue::Use(operand) | Rvalue::Cast(operand, ..) | Rvalue::Repeat(operand) => note(&operand, statement.span),
                Rvalue::Aggregate(_, operands) => operands.iter().for_each(|operand| note(operand, statement.span)),
                _ => {}
            }
        }
        if let Terminator::Call(call) = block.terminator {
            call.arguments.iter().for_each(|operand| note(operand, call.argument_span));
        }
    }
}
