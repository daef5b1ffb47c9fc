//! What the macros leave behind for the compiler to resolve. Not part of the API: anything here may change.
//!
//! *Witnesses* are calls that do nothing. An attribute does not survive into MIR; a call does, with its types and
//! its constants, and the checker reads it there. They are `const fn`s so that a `const fn` may carry one, and
//! their bodies are empty so that nothing of them is left in what ships.
//!
//! *Checks* make the compiler say in our words what is wrong with the code that an attribute stands on.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use crate::{Consent, ConsentDenied, Purpose, SubjectId, pii::Category};

/// Witness of `#[derive(Purpose)]`: the purpose `P` has this id.
#[inline(always)]
pub const fn purpose<P: Purpose>(_id: &'static str) {}

/// Witness of `#[agent_guard::allow]`: findings of `rule` in this function are accepted, for this reason, until then.
#[inline(always)]
pub const fn allow(_rule: &'static str, _reason: &'static str, _expires: &'static str) {}

/// Witness of `#[user_consent_required(P, …)]`.
#[inline(always)]
pub const fn user_consent_required<P: Purpose>() {}

/// Witness of `#[encrypted_storage]` on an `impl` of this type: what this function writes is to be sealed in it.
#[inline(always)]
pub const fn encrypted_storage(_ty: &'static str) {}

/// Witness of `#[pii(C)]` on a field or a parameter of this name: what is here is personal data.
#[inline(always)]
pub const fn pii<C: Category, T: ?Sized>(_personal: &T, _name: &'static str) {}

/// Witness of `#[pii(C)]` on a function: what the function returns is personal data.
#[inline(always)]
pub const fn returns_pii<C: Category>() {}

/// Checks that a parameter holds consent to `P`. The purpose is an argument because the compiler then shows an error
/// at the other one.
#[inline(always)]
pub const fn holds<P: Purpose, C: Holds<P> + ?Sized>(_purpose: PhantomData<P>, _parameter: &C) {}

/// What surely contains a `Consent<P>`. Neither `Option` nor `Result` does.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not consent to `{P}`",
    label = "expected `Consent<{P}>` or a reference to it",
    note = "take `consent: &Consent<{P}>`, or ask in the attribute: `gate = …, subject = …`"
)]
pub trait Holds<P: Purpose> {}
impl<P: Purpose> Holds<P> for Consent<P> {}
#[diagnostic::do_not_recommend]
impl<P: Purpose, C: Holds<P> + ?Sized> Holds<P> for &C {}
#[diagnostic::do_not_recommend]
impl<P: Purpose, C: Holds<P> + ?Sized> Holds<P> for &mut C {}
#[diagnostic::do_not_recommend]
impl<P: Purpose, C: Holds<P> + ?Sized> Holds<P> for Box<C> {}
#[diagnostic::do_not_recommend]
impl<P: Purpose, C: Holds<P> + ?Sized> Holds<P> for Rc<C> {}
#[diagnostic::do_not_recommend]
impl<P: Purpose, C: Holds<P> + ?Sized> Holds<P> for Arc<C> {}

/// What `subject = …` may be: a `SubjectId`, text, or a pointer to either.
#[inline]
pub fn subject<S: Subject + ?Sized>(subject: &S) -> Cow<'_, SubjectId> {
    subject.to_subject()
}

/// See [`subject`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a subject",
    label = "expected a `SubjectId`, `&str` or `String`",
    note = "wrap the id: `subject = SubjectId::new(…)`"
)]
pub trait Subject {
    /// The subject, borrowed where there is one to borrow.
    fn to_subject(&self) -> Cow<'_, SubjectId>;
}

impl Subject for SubjectId {
    fn to_subject(&self) -> Cow<'_, SubjectId> {
        Cow::Borrowed(self)
    }
}

impl Subject for str {
    fn to_subject(&self) -> Cow<'_, SubjectId> {
        Cow::Owned(SubjectId::new(self))
    }
}

impl Subject for String {
    fn to_subject(&self) -> Cow<'_, SubjectId> {
        self.as_str().to_subject()
    }
}

impl<S: ToOwned + Subject + ?Sized> Subject for Cow<'_, S> {
    fn to_subject(&self) -> Cow<'_, SubjectId> {
        (**self).to_subject()
    }
}

macro_rules! pointer_is_a_subject {
    ($($pointer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<S: Subject + ?Sized> Subject for $pointer {
            fn to_subject(&self) -> Cow<'_, SubjectId> {
                (**self).to_subject()
            }
        }
    )*};
}
pointer_is_a_subject!(&S, &mut S, Box<S>, Rc<S>, Arc<S>);

/// What the attribute makes a function return when consent is denied.
#[inline]
pub fn denied<R: CarriesDenial>(denied: ConsentDenied) -> R {
    R::from_denial(denied)
}

/// A return type that can say that consent was denied: a `Result` with a suitable error.
#[diagnostic::on_unimplemented(
    message = "a function that asks for consent must be able to return the denial",
    label = "returns `{Self}`",
    note = "return `Result<_, E>` with `E: From<agent_guard::ConsentDenied>`"
)]
pub trait CarriesDenial {
    /// The denial as a value of this type.
    fn from_denial(denied: ConsentDenied) -> Self;
}

impl<T, E: ErrorOfDenial> CarriesDenial for Result<T, E> {
    fn from_denial(denied: ConsentDenied) -> Self {
        Err(E::from_denial(denied))
    }
}

/// An error that a denial converts into.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot say that consent was denied",
    label = "`From<ConsentDenied>` is not implemented for `{Self}`",
    note = "an error of your own: write `impl From<agent_guard::ConsentDenied> for {Self}`, or give a `thiserror` variant `#[from] agent_guard::ConsentDenied`",
    note = "another crate's error: return `agent_guard::ConsentDenied`, `Box<dyn std::error::Error + Send + Sync>` or an error of your own instead"
)]
pub trait ErrorOfDenial {
    /// The denial as this error.
    fn from_denial(denied: ConsentDenied) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E: From<ConsentDenied>> ErrorOfDenial for E {
    fn from_denial(denied: ConsentDenied) -> Self {
        Self::from(denied)
    }
}

/// Stands for a token in code that does not compile anyway, beside the error that says why.
pub fn never_built<P: Purpose>() -> Consent<P> {
    unreachable!("only written beside a `compile_error!`")
}
