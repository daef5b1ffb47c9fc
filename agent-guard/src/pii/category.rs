//! What kind of personal data it is: terms of the W3C's Data Privacy Vocabulary, as types.
//!
//! A category is a type because the checker reads types: `Pii<String, EmailAddress>` and the witness of `#[pii(email)]` say in
//! the compiler's own output what they hold. The terms are those of the extension *Personal Data Concepts* (`pd`), so that a
//! report about them can be joined with other people's.

/// A kind of personal data. The types of this module are the common ones; implement it for a kind of your own.
///
/// ```
/// use agent_guard::{Pii, pii::Category};
///
/// /// What somebody dreamed.
/// enum Dream {}
///
/// impl Category for Dream {
///     const NAME: &'static str = "Dream";
///     const IRI: &'static str = "https://example.org/terms#Dream";
/// }
///
/// let dream: Pii<String, Dream> = Pii::new("of flying".to_owned());
/// assert_eq!(format!("{dream:?}"), "Pii<Dream>(…)");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a category of personal data",
    label = "not a category",
    note = "`agent_guard::pii` has the common ones; a type of your own implements `agent_guard::pii::Category`"
)]
pub trait Category: 'static {
    /// The term, as it is printed in place of the data.
    const NAME: &'static str;
    /// The term's full name.
    const IRI: &'static str;
}

/// Declares the categories; each has the name of its term.
macro_rules! categories {
    ($($(#[$doc:meta])* $name:ident = $namespace:literal;)*) => {$(
        $(#[$doc])*
        #[doc = concat!("\n\n`", $namespace, stringify!($name), "`")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {}

        impl Category for $name {
            const NAME: &'static str = stringify!($name);
            const IRI: &'static str = concat!($namespace, stringify!($name));
        }
    )*};
}

categories! {
    /// Personal data of any kind: what is meant where no category is named.
    PersonalData = "https://w3id.org/dpv#";
}

categories! {
    /// A name of a person.
    Name = "https://w3id.org/dpv/pd#";
    /// The name under which somebody is known to a service.
    Username = "https://w3id.org/dpv/pd#";
    /// An e-mail address.
    EmailAddress = "https://w3id.org/dpv/pd#";
    /// A telephone number.
    TelephoneNumber = "https://w3id.org/dpv/pd#";
    /// A postal address.
    PhysicalAddress = "https://w3id.org/dpv/pd#";
    /// An IP address.
    IPAddress = "https://w3id.org/dpv/pd#";
    /// A hardware address of a network interface.
    MACAddress = "https://w3id.org/dpv/pd#";
    /// The number of a payment card.
    CreditCardNumber = "https://w3id.org/dpv/pd#";
    /// A bank account, by IBAN or otherwise.
    BankAccount = "https://w3id.org/dpv/pd#";
    /// Anything else about somebody's money.
    Financial = "https://w3id.org/dpv/pd#";
    /// A number by which a state knows a person.
    OfficialID = "https://w3id.org/dpv/pd#";
    /// A passport.
    Passport = "https://w3id.org/dpv/pd#";
    /// A date of birth.
    BirthDate = "https://w3id.org/dpv/pd#";
    /// How old somebody is.
    Age = "https://w3id.org/dpv/pd#";
    /// Somebody's gender.
    Gender = "https://w3id.org/dpv/pd#";
    /// A position on the earth.
    GPSCoordinate = "https://w3id.org/dpv/pd#";
    /// Where somebody is, in any other form.
    Location = "https://w3id.org/dpv/pd#";
    /// The registration of a vehicle.
    VehicleLicense = "https://w3id.org/dpv/pd#";
    /// A password.
    Password = "https://w3id.org/dpv/pd#";
    /// What proves who somebody is: tokens, keys.
    Authenticating = "https://w3id.org/dpv/pd#";
    /// What somebody wrote or said to others, or to the agent.
    Communication = "https://w3id.org/dpv/pd#";
    /// What somebody likes.
    Preference = "https://w3id.org/dpv/pd#";
    /// What somebody does.
    Behavioral = "https://w3id.org/dpv/pd#";
    /// What somebody looked at.
    BrowsingBehavior = "https://w3id.org/dpv/pd#";
    /// Health, of the body or the mind. A special category.
    MedicalHealth = "https://w3id.org/dpv/pd#";
    /// Health of the mind. A special category.
    MentalHealth = "https://w3id.org/dpv/pd#";
    /// Marks of the body that identify: fingerprint, face, voice. A special category.
    Biometric = "https://w3id.org/dpv/pd#";
    /// What somebody's genes say. A special category.
    Genetic = "https://w3id.org/dpv/pd#";
    /// Belief. A special category.
    Religion = "https://w3id.org/dpv/pd#";
    /// Political affiliation. A special category.
    PoliticalAffiliation = "https://w3id.org/dpv/pd#";
    /// Ethnic origin. A special category.
    EthnicOrigin = "https://w3id.org/dpv/pd#";
    /// Race. A special category.
    Race = "https://w3id.org/dpv/pd#";
    /// Membership in a trade union. A special category.
    TradeUnionMembership = "https://w3id.org/dpv/pd#";
    /// Whom somebody loves. A special category.
    SexualPreference = "https://w3id.org/dpv/pd#";
    /// A conviction by a court. A special category.
    CriminalConviction = "https://w3id.org/dpv/pd#";
}
