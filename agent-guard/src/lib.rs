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
//! # Keeping what people said
//!
//! Without features this crate depends on its macros alone. Each feature brings what its name says:
//!
//! | feature | brings | for |
//! |---|---|---|
//! | `vault` | [`Vault`], [`Sealed`], [`SealedVector`], `store::SealedStore` | authenticated encryption with a key per person; forgetting is destroying one key |
//! | `keyring` | `MasterKey::from_keyring` | the master key in the system's keyring |
//! | `sqlite-keys` | `seal::SqliteKeyStore` | the keys of a vault in an SQLite file (compiles SQLite: needs a C compiler) |
//! | `sqlite-memory` | `store::SqliteMemory` | an agent's memories in one file, all of it sealed |
//!
//! The crate itself needs Rust 1.85, these features what their dependencies do: 1.89.
//!
#![cfg_attr(not(feature = "vault"), doc = "[`Vault`]: # \"with the feature `vault`\"")]
#![cfg_attr(not(feature = "vault"), doc = "[`Sealed`]: # \"with the feature `vault`\"")]
#![cfg_attr(not(feature = "vault"), doc = "[`SealedVector`]: # \"with the feature `vault`\"")]
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
#[cfg(feature = "vault")]
pub mod seal;
#[cfg(feature = "vault")]
pub mod store;
pub mod testing;

pub use agent_guard_macros::{Purpose, allow, user_consent_required};
pub use consent::{
    AsyncConsentGate, Consent, ConsentDenied, ConsentEvent, ConsentEventKind, ConsentGate, ConsentLedger, Decision, Denial, GateError,
    Purpose, PurposeInfo, Receipt, SubjectId,
};
#[cfg(feature = "vault")]
pub use seal::{Sealed, SealedVector, Vault, VaultError};
