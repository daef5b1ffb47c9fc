//! Consent, from the question to the proof: who is asked ([`SubjectId`]), what for ([`Purpose`]), who answers
//! ([`ConsentGate`]), and what a yes ([`Consent`]) or a no ([`ConsentDenied`]) looks like.
//!
//! The modules are private and everything is re-exported from the crate's root, because rustc prints a type by
//! its shortest visible path and `cargo agent-guard` looks for `agent_guard::Consent<…>`.

mod denied;
mod gate;
mod ledger;
mod purpose;
mod subject;
mod token;

pub use denied::ConsentDenied;
pub use gate::{AsyncConsentGate, ConsentGate, Decision, Denial, GateError, Receipt};
pub use ledger::{ConsentEvent, ConsentEventKind, ConsentLedger};
pub use purpose::{Purpose, PurposeInfo};
pub use subject::SubjectId;
pub use token::Consent;
