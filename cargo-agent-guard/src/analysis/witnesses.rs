//! What the runtime leaves in a body for us to see: the witnesses of its macros, and requests for consent.

use super::{Analysis, query};
use crate::{
    facts::{
        Allow, Note, NoteKind, Require, Span,
        flows::{CLASSIFIED, MarkedField},
    },
    index::FunctionId,
    mir::{Body, Operand, Terminator},
    path::{self, Callee},
};

impl Analysis<'_> {
    /// `Consent::<P>::require::<G>` and `require_async`.
    pub(super) fn require(&mut self, callee: &str, id: FunctionId, span: Option<Span>) {
        let Some(Callee::Path { owner, name: "require" | "require_async", .. }) = Callee::parse(callee) else { return };
        if owner != self.context.token.name {
            return;
        }
        let Some(gate) = path::generic_arguments(callee).filter(|argument| !argument.starts_with('\'')).last() else { return };
        let Some((owner, _)) = path::strip_turbofish(callee).rsplit_once("::") else { return };
        let Some(purpose) = path::generic_arguments(owner).last() else { return };
        let require = Require { purpose: self.text(purpose), gate: self.text(gate), span };
        self.facts.functions[id.index()].requires.push(require);
    }

    /// What `#[data_privacy::classified]` leaves behind: the class of a type with one field, which is personal.
    pub(super) fn classified(&mut self, body: &Body<'_>) {
        let [returned, value, ..] = &body.locals[..] else { return };
        let is_class = path::last_segment(path::peel(returned.ty)) == "DataClass" && returned.ty.contains("data_privacy");
        if !is_class || body.argument_count != 1 || !body.name.ends_with("-data_class") {
            return;
        }
        let ty = path::strip_generics(path::peel(value.ty));
        let mark = MarkedField { ty: self.type_text(&ty), part: self.text("0"), category: self.text(CLASSIFIED), name: self.text("0") };
        self.facts.marked.push(mark);
    }

    /// What the macros have left behind: `agent_guard::__private::…`.
    pub(super) fn witnesses(&mut self, body: &Body<'_>, id: FunctionId) {
        for block in &body.blocks {
            let Terminator::Call(call) = block.terminator else { continue };
            let Operand::Fn(callee) = call.callee else { continue };
            if !callee.contains("__private::") {
                continue;
            }
            let literal = |at: usize| match call.arguments.get(at) {
                Some(Operand::Const(text)) => query::literal(text).unwrap_or_default(),
                _ => String::new(),
            };
            match Callee::parse(callee) {
                Some(Callee::Path { root: "agent_guard", owner: "__private", name: "purpose", .. }) => {
                    let Some(purpose) = path::generic_arguments(callee).next() else { continue };
                    let pair = (self.text(purpose), self.text(&literal(0)));
                    self.facts.purposes.push(pair);
                }
                Some(Callee::Path { root: "agent_guard", owner: "__private", name: "allow", .. }) => {
                    let span = if call.callee_span.is_of_the_user() { call.callee_span } else { block.span };
                    let allow = Allow {
                        rule: self.text(&literal(0)),
                        reason: self.text(&literal(1)),
                        expires: self.text(&literal(2)),
                        span: self.span(span),
                    };
                    self.facts.functions[id.index()].allows.push(allow);
                }
                Some(Callee::Path { root: "agent_guard", owner: "__private", name: "encrypted_storage", .. }) => {
                    let note = Note { kind: NoteKind::EncryptedStorage, detail: self.text(&literal(0)), span: self.span(block.span) };
                    self.facts.functions[id.index()].notes.push(note);
                }
                _ => {}
            }
        }
    }
}
