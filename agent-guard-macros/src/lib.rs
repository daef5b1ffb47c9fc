//! The attribute and derive macros of `agent-guard`, which re-exports them. Use them from there.
//!
//! One file a step: `attr` reads what stands in the parentheses, `ast` what the attribute stands on, `valid`
//! says what cannot work, `expand` writes the code, and `fallback` what is written beside an error so that one
//! mistake does not cause a second message. `errors` collects, so that all mistakes are reported at once.

mod ast;
mod attr;
mod errors;
mod expand;
mod fallback;
mod valid;

use proc_macro::TokenStream;

/// Asks for consent before the function runs, or checks that the caller did.
///
/// # With a gate: ask
///
/// ```
/// # use agent_guard::{ConsentDenied, ConsentLedger, Purpose, SubjectId, user_consent_required};
/// # /// Recall what you told me earlier.
/// # #[derive(Purpose)]
/// # #[purpose(id = "memory.recall")]
/// # struct Recall;
/// # struct Agent { ledger: ConsentLedger }
/// # impl Agent {
/// #[user_consent_required(Recall, gate = self.ledger, subject = user)]
/// fn recall(&self, user: &SubjectId) -> Result<String, ConsentDenied> {
///     Ok("only reached with consent".to_owned())
/// }
///
/// // `as` gives the token a name, to pass it on.
/// #[user_consent_required(Recall, gate = self.ledger, subject = user, as consent)]
/// async fn recall_later(&self, user: &str) -> Result<String, ConsentDenied> {
///     Ok(format!("{:?}", consent.obtained_at()))
/// }
/// # }
/// ```
///
/// The gate is asked before the first statement of the body: with `Consent::require` in a `fn`, with
/// `Consent::require_async(…).await` in an `async fn`. A denial is returned, so the function must return a `Result`
/// whose error is `From<ConsentDenied>`.
///
/// - `gate` is any expression that is a gate, or a pointer to one. It is borrowed.
/// - `subject` is any expression that is a `SubjectId`, a `&str`, a `String`, or a pointer to one. It is borrowed.
/// - `as NAME` binds the token as `NAME`.
/// - `crate = PATH` says where `agent_guard` is, if the dependency has another name.
///
/// # Without a gate: take the token
///
/// ```
/// # use agent_guard::{Consent, Purpose, user_consent_required};
/// # /// Recall what you told me earlier.
/// # #[derive(Purpose)]
/// # #[purpose(id = "memory.recall")]
/// # struct Recall;
/// #[user_consent_required(Recall)]
/// fn recall(consent: &Consent<Recall>) -> String {
///     "cannot be called without consent".to_owned()
/// }
/// ```
///
/// One parameter must be a `Consent<P>`, by value, by reference, or in a `Box`, `Rc` or `Arc`. The compiler checks it.
///
/// # Where
///
/// On functions, methods and trait methods with a body, `async` or not, also below `#[async_trait]`.
#[proc_macro_attribute]
pub fn user_consent_required(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::user_consent_required(args.into(), item.into()).into()
}

/// Accepts findings of a rule in everything that the item contains, for a reason that reports show.
///
/// ```
/// # struct Store;
/// # impl Store { fn purge(&self) {} }
/// #[agent_guard::allow(AG102, reason = "the nightly job has no user to ask", expires = "2027-06-30")]
/// fn purge(store: &Store) {
///     store.purge();
/// }
/// ```
///
/// A rule is named by its code or its name (`unconsented_write`); several may be listed. `reason` is required.
/// `expires` is a date; after it, the checker reports the `allow` itself, as it does when nothing needs it.
/// `crate = PATH` says where `agent_guard` is, if the dependency has another name.
///
/// On a function, an `impl`, a trait, or a `mod { … }`. Write it with its path: `allow` alone is the compiler's own.
#[proc_macro_attribute]
pub fn allow(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::allow(args.into(), item.into()).into()
}

/// Makes a unit struct a purpose that people can consent to.
///
/// ```
/// use agent_guard::Purpose;
///
/// /// Recall what you told me earlier.
/// #[derive(Purpose)]
/// #[purpose(id = "memory.recall")]
/// pub struct Recall;
/// ```
///
/// `id` is the name under which consent is recorded: lowercase words joined by dots. The doc comment is what people
/// are shown; `description = "…"` replaces it. `expires_after = "365 days"` says how long consent holds at most, and
/// `renew_before = "30 days"` how long before its end people are to be asked anew. `crate = PATH` says where `agent_guard` is, if the dependency has
/// another name.
#[proc_macro_derive(Purpose, attributes(purpose))]
pub fn derive_purpose(item: TokenStream) -> TokenStream {
    expand::derive_purpose(item.into()).into()
}
