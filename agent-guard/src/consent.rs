//! Consent, from the question to the proof: who is asked ([`SubjectId`]), what for ([`Purpose`]), who answers
//! ([`ConsentGate`]), what a yes ([`Consent`]) or a no ([`ConsentDenied`]) looks like, and who keeps the answers ([`Ledger`]).
//!
//! The modules are private and everything is re-exported from the crate's root, because rustc prints a type by
//! its shortest visible path and `cargo agent-guard` looks for `agent_guard::Consent<…>`.

mod denied;
mod event;
mod gate;
mod ledger;
mod purpose;
mod subject;
mod token;

pub use denied::ConsentDenied;
pub use event::{ConsentEvent, ConsentEventKind, Evidence, Notice, RecordedPurpose, Statement};
pub use gate::{AsyncConsentGate, ConsentGate, Decision, Denial, GateError, Receipt};
#[cfg(feature = "postgres-ledger")]
pub use ledger::PostgresLedger;
pub use ledger::{ConsentLedger, Damage, Expiring, Ledger, LedgerError, LedgerErrorKind, Word};
#[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
pub use ledger::{DurableLedger, LedgerKey, Party, RecordContext, Verified};
#[cfg(feature = "sqlite-ledger")]
pub use ledger::{SqliteLedger, SqliteLedgerOptions};
pub use purpose::{Purpose, PurposeInfo};
pub use subject::SubjectId;
pub use token::Consent;
