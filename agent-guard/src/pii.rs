//! Personal data as a value that does not give itself away: [`Pii<T>`], and the kinds there are.
//!
//! Personal data leaks less by decision than by habit: a `{:?}` in a log line, a `#[derive(Serialize)]` on the struct around it. So
//! here the habits do not work, and each way to the value is a word that a reader and `cargo agent-guard` can search for.

mod category;
#[cfg(feature = "serde")]
mod serialize;

use std::fmt;
use std::marker::PhantomData;

use zeroize::Zeroize;

pub use category::*;
#[cfg(feature = "serde")]
pub use serialize::{Revealed, redacted, revealed};

use crate::{Consent, Purpose};

/// Personal data of the kind `C`.
///
/// ```
/// use agent_guard::{Consent, ConsentLedger, Pii, Purpose, SubjectId, pii::EmailAddress};
///
/// /// Write to you when I have an answer.
/// #[derive(Purpose)]
/// #[purpose(id = "contact.email")]
/// struct Contact;
///
/// #[derive(Debug)]
/// struct Person {
///     email: Pii<String, EmailAddress>,
/// }
///
/// let person = Person { email: Pii::new("ada@example.org".to_owned()) };
/// assert_eq!(format!("{person:?}"), "Person { email: Pii<EmailAddress>(…) }");
///
/// # let ledger = ConsentLedger::new();
/// # let ada = SubjectId::new("ada");
/// # ledger.grant::<Contact>(&ada);
/// let consent = Consent::<Contact>::require(&ledger, &ada)?;
/// assert_eq!(person.email.reveal(&consent), "ada@example.org");
/// # Ok::<(), agent_guard::ConsentDenied>(())
/// ```
///
/// It does not print, in any way that is not spelled out:
///
/// ```compile_fail,E0277
/// println!("{}", agent_guard::Pii::<String>::new("ada@example.org".to_owned()));
/// ```
///
/// # Wiped when dropped
///
/// [`Pii::new`] takes what can be wiped ([`Zeroize`]: strings, vectors, numbers, arrays) and overwrites it with zeros when it is
/// dropped. What moved it there may have left copies: a `String` that grew has left its earlier, shorter self in freed memory. So
/// make it a `Pii` early. For a type that cannot be wiped there is [`Pii::unwiped`]; that it is not wiped then stands in the code.
// Intentionally absent, each because it would let the value out, or out of sight, without a word:
// - `Display`, `Deref`, `AsRef`: the value would print and pass as if it were none.
// - `Serialize`: see `serialize_revealed`, and the modules `revealed` and `redacted` for serde's attributes.
// - `Clone`: a copy is one more to be wiped; `duplicate` makes it where it is meant.
// - `PartialEq`, `Ord`, `Hash`: a comparison is an oracle, and a map's key is a copy.
// - a way to change it in place: a string that grows leaves what it was in memory. Put a new `Pii` in its place.
pub struct Pii<T, C: Category = PersonalData> {
    value: T,
    // How `T` is wiped. A pointer, since a `Drop` for only some `T` cannot be written.
    wipe: fn(&mut T),
    // `fn() -> C` makes it `Send` and `Sync` whatever `C` is: no `C` is stored.
    category: PhantomData<fn() -> C>,
}

impl<T: Zeroize, C: Category> Pii<T, C> {
    /// Takes personal data, to be wiped when dropped.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self { value, wipe: T::zeroize, category: PhantomData }
    }
}

impl<T, C: Category> Pii<T, C> {
    /// Takes personal data of a type that cannot be wiped. It stays in freed memory until something else is written there.
    #[must_use]
    pub fn unwiped(value: T) -> Self {
        Self { value, wipe: |_| {}, category: PhantomData }
    }

    /// The data, for a purpose to which there is consent.
    ///
    /// The token says that somebody was asked; whether it was the person whose data these are is for the caller to know, and
    /// [`Consent::subject`] to tell.
    pub fn reveal<P: Purpose>(&self, _consent: &Consent<P>) -> &T {
        &self.value
    }

    /// A copy, as well kept as the original.
    #[must_use]
    pub fn duplicate(&self) -> Self
    where
        T: Clone,
    {
        Self { value: self.value.clone(), wipe: self.wipe, category: PhantomData }
    }
}

impl<T: Zeroize, C: Category> From<T> for Pii<T, C> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T, C: Category> fmt::Debug for Pii<T, C> {
    /// Shows the category, and nothing of the data: neither how long it is nor whether there is any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pii<{}>(…)", C::NAME)
    }
}

impl<T, C: Category> Drop for Pii<T, C> {
    fn drop(&mut self) {
        (self.wipe)(&mut self.value);
    }
}
