//! `Pii` and serde. Reading personal data in is protecting it, so that is automatic. Writing it out is an act of its own, in one of
//! three forms; none is the default.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroize;

use super::{Category, Pii};
use crate::{Consent, Purpose};

/// Personal data that may be serialised, because there is consent: see [`Pii::serialize_revealed`].
#[derive(Clone, Copy)]
pub struct Revealed<'a, T>(&'a T);

impl<T: Serialize> Serialize for Revealed<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<T, C: Category> Pii<T, C> {
    /// The data as something that serialises, for a purpose to which there is consent.
    ///
    /// ```
    /// # use agent_guard::{Consent, ConsentLedger, Pii, Purpose, SubjectId};
    /// # /// Give you what I know of you.
    /// # #[derive(Purpose)]
    /// # #[purpose(id = "export")]
    /// # struct Export;
    /// # let ledger = ConsentLedger::new();
    /// # let ada = SubjectId::new("ada");
    /// # ledger.grant::<Export>(&ada);
    /// # let email: Pii<String> = Pii::new("ada@example.org".to_owned());
    /// let consent = Consent::<Export>::require(&ledger, &ada)?;
    /// let json = serde_json::to_string(&email.serialize_revealed(&consent))?;
    /// assert_eq!(json, r#""ada@example.org""#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn serialize_revealed<P: Purpose>(&self, consent: &Consent<P>) -> Revealed<'_, T> {
        Revealed(self.reveal(consent))
    }
}

impl<'de, T: Deserialize<'de> + Zeroize, C: Category> Deserialize<'de> for Pii<T, C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::new)
    }
}

/// `#[serde(with = "agent_guard::pii::revealed")]` on a field of type `Pii`: it is written as it is.
///
/// For structs that are sealed as a whole, where no token is at hand and none is needed: what is encrypted is not revealed. Anywhere
/// else it is as if the field were no `Pii`, and whoever looks for such places searches for this line.
///
/// ```
/// use agent_guard::Pii;
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Memory {
///     #[serde(with = "agent_guard::pii::revealed")]
///     email: Pii<String>,
/// }
/// # let memory = Memory { email: Pii::new("ada@example.org".to_owned()) };
/// # assert_eq!(serde_json::to_string(&memory).unwrap(), r#"{"email":"ada@example.org"}"#);
/// ```
pub mod revealed {
    use super::{Category, Deserialize, Deserializer, Pii, Serialize, Serializer, Zeroize};

    /// Writes the data itself.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<T: Serialize, C: Category, S: Serializer>(pii: &Pii<T, C>, serializer: S) -> Result<S::Ok, S::Error> {
        pii.value.serialize(serializer)
    }

    /// Reads the data.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, T: Deserialize<'de> + Zeroize, C: Category, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Pii<T, C>, D::Error> {
        Pii::deserialize(deserializer)
    }
}

/// `#[serde(serialize_with = "agent_guard::pii::redacted::serialize")]` on a field of type `Pii`: what it is, instead of the data.
///
/// ```
/// use agent_guard::{Pii, pii::EmailAddress};
///
/// #[derive(serde::Serialize)]
/// struct Event {
///     #[serde(serialize_with = "agent_guard::pii::redacted::serialize")]
///     email: Pii<String, EmailAddress>,
/// }
/// # let event = Event { email: Pii::new("ada@example.org".to_owned()) };
/// # assert_eq!(serde_json::to_string(&event).unwrap(), r#"{"email":"[EmailAddress]"}"#);
/// ```
pub mod redacted {
    use super::{Category, Pii, Serializer};

    /// Writes the category in brackets.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<T, C: Category, S: Serializer>(_pii: &Pii<T, C>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("[{}]", C::NAME))
    }
}
