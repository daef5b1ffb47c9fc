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

/// Has `cargo agent-guard` verify that what this `impl` writes to a store is encrypted in it, on every path.
///
/// ```
/// use agent_guard::encrypted_storage;
///
/// # trait Cipher { fn seal(&self, text: &str) -> Vec<u8>; }
/// # struct Rows(Vec<Vec<u8>>);
/// # impl Rows { fn insert(&mut self, row: Vec<u8>) { self.0.push(row) } }
/// struct Memory<C> { cipher: C, rows: Rows }
///
/// #[encrypted_storage]
/// impl<C: Cipher> Memory<C> {
///     fn remember(&mut self, note: &str) {
///         let sealed = self.cipher.seal(note);
///         self.rows.insert(sealed);
///     }
/// }
/// ```
///
/// Whoever calls its functions may give them plain text. What they write themselves is judged by itself: whatever comes into the `impl` from
/// outside of it counts as plain (AG202), whoever may have sealed it. So does what it writes without being seen to write: an
/// `impl` in which no write to a store is recognised is reported as well.
///
/// It changes nothing at run time. `crate = PATH` says where `agent_guard` is, if the dependency has another name.
#[proc_macro_attribute]
pub fn encrypted_storage(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::encrypted_storage(args.into(), item.into()).into()
}

/// Marks personal data, so that `cargo agent-guard` follows where it goes.
///
/// ```
/// use agent_guard::pii;
///
/// // The marked fields are personal data, the others are not.
/// #[pii]
/// struct Person {
///     #[pii(name)]
///     name: String,
///     #[pii(email)]
///     email: String,
///     theme: u8,
/// }
///
/// // All fields are, and these are about health, but for the one that says otherwise.
/// #[pii(health)]
/// enum Finding {
///     Diagnosis(String),
///     BloodPressure { systolic: u16, diastolic: u16 },
///     ReportedBy(#[pii(name)] String),
/// }
///
/// // What the function returns is.
/// #[pii(email)]
/// fn email_of(person: &Person) -> &str {
///     &person.email
/// }
///
/// // What it takes is: the parameter, and not what it returns.
/// #[pii]
/// fn remember(#[pii(communication)] message: &str) -> usize {
///     message.len()
/// }
/// ```
///
/// # Which data
///
/// - On a struct or enum: the marked fields, with their categories. A mark on a variant is one on each of its fields. A category on the
///   type counts for all fields that have no mark. `#[pii]` alone on a type without marks: all fields.
/// - On a function: the marked parameters. A category on the function is that of what it returns. `#[pii]` alone on a function without
///   marks: what it returns.
///
/// # Categories
///
/// `name`, `username`, `email`, `phone`, `address`, `ip_address`, `mac_address`, `card_number`, `bank_account`, `financial`,
/// `official_id`, `passport`, `birth_date`, `age`, `gender`, `coordinates`, `location`, `vehicle_license`, `password`,
/// `authenticating`, `communication`, `preference`, `behavior`, `browsing`, `health`, `mental_health`, `biometric`, `genetic`,
/// `religion`, `politics`, `ethnicity`, `race`, `trade_union`, `sexuality`, `conviction`: each is a type in `agent_guard::pii`. Without
/// one it is personal data of any kind. The path of a type is a category, too: `#[pii(crate::privacy::Dream)]`.
///
/// `crate = PATH` says where `agent_guard` is, if the dependency has another name.
///
/// # What it does not do
///
/// It changes nothing at run time, and hides nothing: `Debug` prints the field as before. A field that must not print is an
/// `agent_guard::Pii`. Write it above `#[derive]`s that have attributes of their own on the fields.
#[proc_macro_attribute]
pub fn pii(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::pii::pii(args.into(), item.into()).into()
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
