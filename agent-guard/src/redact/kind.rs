//! What is looked for.

/// A kind of personal data that a [`Redactor`](super::Redactor) finds by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// A telephone number, international or in a national form.
    Phone,
    /// The number of a payment card, by issuer and Luhn's check digit.
    Card,
    /// A bank account, by ISO 13616 with its check digits.
    Iban,
    /// An IPv4 or IPv6 address that is neither loopback nor a wildcard.
    IpAddress,
    /// A hardware address of 48 bits.
    MacAddress,
    /// User and password in a URL, and secrets in its query.
    UrlCredentials,
    /// A key or token of a known provider, and JSON Web Tokens.
    ApiKey,
    /// A private key in PEM form.
    PrivateKey,
    /// Chinese resident identity number (GB 11643), with its check character.
    ChineseResidentId,
    /// Social Security number of the United States.
    SocialSecurityNumber,
    /// National Insurance number of the United Kingdom.
    NationalInsuranceNumber,
    /// German tax identification number, with its check digit.
    GermanTaxId,
    /// Indian Aadhaar number, with Verhoeff's check digit.
    Aadhaar,
    /// French social security number (NIR), with its key.
    FrenchNir,
    /// Spanish DNI and NIE, with their letter.
    SpanishId,
    /// Italian codice fiscale, with its check character.
    CodiceFiscale,
    /// Brazilian CPF, with its check digits.
    Cpf,
    /// A date that is said to be one of birth.
    BirthDate,
    /// A position on the earth, in degrees.
    Coordinates,
    /// The registration plate of a vehicle.
    VehiclePlate,
}

impl Kind {
    /// All kinds, in the order of their declaration.
    pub const ALL: [Self; 21] = [
        Self::Email,
        Self::Phone,
        Self::Card,
        Self::Iban,
        Self::IpAddress,
        Self::MacAddress,
        Self::UrlCredentials,
        Self::ApiKey,
        Self::PrivateKey,
        Self::ChineseResidentId,
        Self::SocialSecurityNumber,
        Self::NationalInsuranceNumber,
        Self::GermanTaxId,
        Self::Aadhaar,
        Self::FrenchNir,
        Self::SpanishId,
        Self::CodiceFiscale,
        Self::Cpf,
        Self::BirthDate,
        Self::Coordinates,
        Self::VehiclePlate,
    ];

    /// The word in its placeholders: `EMAIL` in `⟨EMAIL_1⟩`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::Phone => "PHONE",
            Self::Card => "CARD",
            Self::Iban => "IBAN",
            Self::IpAddress => "IP",
            Self::MacAddress => "MAC",
            Self::UrlCredentials => "CREDENTIALS",
            Self::ApiKey => "API_KEY",
            Self::PrivateKey => "PRIVATE_KEY",
            Self::ChineseResidentId => "CN_ID",
            Self::SocialSecurityNumber => "US_SSN",
            Self::NationalInsuranceNumber => "UK_NINO",
            Self::GermanTaxId => "DE_TAX_ID",
            Self::Aadhaar => "IN_AADHAAR",
            Self::FrenchNir => "FR_NIR",
            Self::SpanishId => "ES_ID",
            Self::CodiceFiscale => "IT_CF",
            Self::Cpf => "BR_CPF",
            Self::BirthDate => "BIRTH_DATE",
            Self::Coordinates => "COORDINATES",
            Self::VehiclePlate => "PLATE",
        }
    }

    /// Its bit in a [`Kinds`].
    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// A set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kinds(u32);

impl Kinds {
    pub(super) const ALL: Self = Self((1 << Kind::ALL.len()) - 1);
    pub(super) const NONE: Self = Self(0);

    pub(super) const fn with(self, kind: Kind) -> Self {
        Self(self.0 | kind.bit())
    }

    pub(super) const fn without(self, kind: Kind) -> Self {
        Self(self.0 & !kind.bit())
    }

    pub(super) const fn contains(self, kind: Kind) -> bool {
        self.0 & kind.bit() != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_kinds_are_listed_once_and_have_labels_of_their_own() {
        for (position, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, position);
            assert!(Kinds::ALL.contains(kind) && !Kinds::ALL.without(kind).contains(kind) && Kinds::NONE.with(kind).contains(kind));
        }
        let labels: std::collections::BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.label()).collect();
        assert_eq!(labels.len(), Kind::ALL.len());
    }
}
