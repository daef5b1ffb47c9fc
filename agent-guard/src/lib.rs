//! What an agent links so that `cargo agent-guard check` can prove that it asked.
//!
//! Consent is a value. A [`Consent<P>`] exists only where a [`ConsentGate`] said yes for one person and one
//! purpose `P`; nothing else makes one. A function that touches what the agent remembers asks first, or takes
//! the proof as a parameter:
//!
//! ```
//! use agent_guard::{Consent, ConsentDenied, ConsentLedger, Purpose, SubjectId, user_consent_required};
//!
//! /// Recall what you told me earlier.
//! #[derive(Purpose)]
//! #[purpose(id = "memory.recall")]
//! pub struct Recall;
//!
//! struct Agent {
//!     ledger: ConsentLedger,
//!     memory: Vec<String>,
//! }
//!
//! impl Agent {
//!     // Asks the ledger before the body runs. A denial is returned as the function's error.
//!     #[user_consent_required(Recall, gate = self.ledger, subject = user)]
//!     fn recall(&self, user: &SubjectId) -> Result<&[String], ConsentDenied> {
//!         Ok(&self.memory)
//!     }
//!
//!     // Cannot be called without the proof. The attribute has the compiler check that it is `Recall`'s.
//!     #[user_consent_required(Recall)]
//!     fn recall_with(&self, consent: &Consent<Recall>) -> &[String] {
//!         &self.memory
//!     }
//! }
//!
//! let agent = Agent { ledger: ConsentLedger::new(), memory: vec!["likes tea".into()] };
//! let ada = SubjectId::new("ada");
//! assert!(agent.recall(&ada).is_err()); // never asked: denied
//!
//! agent.ledger.grant::<Recall>(&ada);
//! assert_eq!(agent.recall(&ada)?, ["likes tea"]);
//!
//! let consent = Consent::<Recall>::require(&agent.ledger, &ada)?;
//! assert_eq!(agent.recall_with(&consent), ["likes tea"]);
//! # Ok::<(), ConsentDenied>(())
//! ```
//!
//! # In async code
//!
//! In an `async fn` the attribute asks an [`AsyncConsentGate`] and awaits its answer; by hand it is
//! [`Consent::require_async`].
//!
//! # Ledgers that last
//!
//! [`ConsentLedger`] ends with the process. `SqliteLedger` (feature `sqlite-ledger`) keeps who consented to what in a file, for any number
//! of threads and processes of one machine; `PostgresLedger` (feature `postgres-ledger`) in a database. Both keep a history that cannot be
//! changed unseen and that names nobody. An agent written against the trait [`Ledger`] does not change.
//!
//! # Keeping what people said
//!
//! `Vault` (feature `vault`) encrypts with a key per person, so that forgetting somebody is destroying one key; `SqliteMemory` (feature
//! `sqlite-memory`) is a complete memory in one file, all of it sealed; `SealedStore` protects a vector database in the same way, with adapters
//! for Qdrant (feature `qdrant`) and PostgreSQL (`pgvector`). Agents of rig get one person's memories as their index (`rig`).
//!
//! # Personal data
//!
//! [`Pii`] holds personal data so that it does not print, serialise or stay in memory by habit; [`#[pii]`](macro@pii) marks it in types of
//! your own. `Redactor` (feature `redact`) takes it out of what is sent to a model and puts it back into the answer.
//!
//! # Features
//!
//! None is on by default; without them this crate depends on its macros and on `zeroize` (with what the macros need, six other packages;
//! `cargo build -p agent-guard` from nothing took 4.4 s on two cores), and needs Rust 1.85. Each feature needs what its dependencies do, up
//! to Rust 1.89, and `rig` Rust 1.95.
//!
//! | feature | brings | |
//! |---|---|---|
//! | `sqlite-ledger` | `SqliteLedger` | compiles SQLite: needs a C compiler |
//! | `postgres-ledger` | `PostgresLedger` | |
//! | `vault` | `Vault`, `Sealed`, `SealedVector`, `store::SealedStore` | |
//! | `keyring` | `seal::MasterKey::from_keyring` | the master key in the system's keyring |
//! | `sqlite-keys` | `seal::SqliteKeyStore` | the keys of a vault in an SQLite file; compiles SQLite |
//! | `sqlite-memory` | `store::SqliteMemory` | compiles SQLite |
//! | `qdrant` | `store::QdrantStore` | `SealedStore` over Qdrant |
//! | `pgvector` | `store::PgVectorStore` | `SealedStore` over PostgreSQL with pgvector |
//! | `rig` | `store::RigIndex` | a person's memories as the index of an agent of rig |
//! | `serde` | [`Pii`] with serde | |
//! | `redact` | `Redactor` | |
//! | `phonenumber` | telephone numbers by libphonenumber's metadata | several dozen dependencies |
//! | `tower` | the redactor as a layer of tower | between a client and the model |
//! | `reqwest-middleware` | the redactor as a middleware of reqwest | between a client and the model |
//!
//! # Accepting a finding
//!
//! `#[agent_guard::allow(AG101, reason = "…")]` accepts a finding of `cargo agent-guard` on an item. Write it with its
//! path, and import names one by one: `use agent_guard::*` would make the compiler's own `#[allow]` ambiguous.
//!
//! # What it does not do
//!
//! The token says that a gate said yes when it was asked. It does not follow a withdrawal: ask anew for each
//! request rather than keep a token for a session. And it says nothing about *which* data are read under it.

// The macros write `::agent_guard::…`; this makes that path mean this crate in its own tests.
extern crate self as agent_guard;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod consent;
// The code of the README compiles: one of this crate's doc tests.
#[cfg(all(doctest, feature = "redact", feature = "sqlite-ledger", feature = "sqlite-memory"))]
#[doc = include_str!("../../README.md")]
mod readme {}
#[cfg(any(feature = "vault", feature = "_durable-ledger"))]
mod new_file;
pub mod pii;
#[cfg(feature = "redact")]
pub mod redact;
#[cfg(feature = "vault")]
pub mod seal;
#[cfg(feature = "vault")]
pub mod store;
pub mod testing;

pub use agent_guard_macros::{Purpose, allow, encrypted_storage, pii, user_consent_required};
#[cfg(feature = "postgres-ledger")]
pub use consent::PostgresLedger;
pub use consent::{
    AsyncConsentGate, Consent, ConsentDenied, ConsentEvent, ConsentEventKind, ConsentGate, ConsentLedger, Damage, Decision, Denial,
    Evidence, Expiring, GateError, Ledger, LedgerError, LedgerErrorKind, Notice, Purpose, PurposeInfo, Receipt, RecordedPurpose, Statement,
    SubjectId, Word,
};
#[cfg(any(feature = "sqlite-ledger", feature = "postgres-ledger"))]
pub use consent::{DurableLedger, LedgerKey, Party, RecordContext, Verified};
#[cfg(feature = "sqlite-ledger")]
pub use consent::{SqliteLedger, SqliteLedgerOptions};
pub use pii::Pii;
#[cfg(feature = "redact")]
pub use redact::Redactor;
#[cfg(feature = "vault")]
pub use seal::{Sealed, SealedVector, Vault, VaultError};
