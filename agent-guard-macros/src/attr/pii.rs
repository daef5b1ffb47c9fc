//! `#[pii(CATEGORY, crate = PATH)]`. The categories are terms of a vocabulary, and people write words: `email` is `EmailAddress`.

use proc_macro2::TokenStream;
use syn::{Attribute, Ident, Meta, Path, Token};

use super::{Key, crate_path, default_crate_path, each_argument, key, nearest, unknown_key};
use crate::errors::Errors;

/// What stands in the parentheses of the outer attribute.
pub(crate) struct PiiArgs {
    pub(crate) category: Option<Category>,
    pub(crate) krate: Path,
}

/// A category as it was written.
#[derive(Clone)]
pub(crate) enum Category {
    /// One that the runtime has, by the name of its type there.
    Known(Ident),
    /// A type of the user's own.
    Type(Path),
}

/// A `#[pii]` or `#[pii(CATEGORY)]` within an item.
pub(crate) struct Mark {
    pub(crate) attribute: Attribute,
    pub(crate) category: Option<Category>,
}

/// What people write, and the type in `agent_guard::pii` that it is.
const CATEGORIES: &[(&str, &str)] = &[
    ("name", "Name"),
    ("username", "Username"),
    ("email", "EmailAddress"),
    ("phone", "TelephoneNumber"),
    ("address", "PhysicalAddress"),
    ("ip_address", "IPAddress"),
    ("mac_address", "MACAddress"),
    ("card_number", "CreditCardNumber"),
    ("bank_account", "BankAccount"),
    ("financial", "Financial"),
    ("official_id", "OfficialID"),
    ("passport", "Passport"),
    ("birth_date", "BirthDate"),
    ("age", "Age"),
    ("gender", "Gender"),
    ("coordinates", "GPSCoordinate"),
    ("location", "Location"),
    ("vehicle_license", "VehicleLicense"),
    ("password", "Password"),
    ("authenticating", "Authenticating"),
    ("communication", "Communication"),
    ("preference", "Preference"),
    ("behavior", "Behavioral"),
    ("browsing", "BrowsingBehavior"),
    ("health", "MedicalHealth"),
    ("mental_health", "MentalHealth"),
    ("biometric", "Biometric"),
    ("genetic", "Genetic"),
    ("religion", "Religion"),
    ("politics", "PoliticalAffiliation"),
    ("ethnicity", "EthnicOrigin"),
    ("race", "Race"),
    ("trade_union", "TradeUnionMembership"),
    ("sexuality", "SexualPreference"),
    ("conviction", "CriminalConviction"),
];

/// Other words for the same, which are not accepted but understood.
const MEANT: &[(&str, &str)] = &[
    ("mail", "email"),
    ("email_address", "email"),
    ("e_mail", "email"),
    ("telephone", "phone"),
    ("phone_number", "phone"),
    ("mobile", "phone"),
    ("full_name", "name"),
    ("first_name", "name"),
    ("last_name", "name"),
    ("street", "address"),
    ("postal_address", "address"),
    ("ip", "ip_address"),
    ("mac", "mac_address"),
    ("card", "card_number"),
    ("credit_card", "card_number"),
    ("iban", "bank_account"),
    ("account", "bank_account"),
    ("money", "financial"),
    ("ssn", "official_id"),
    ("national_id", "official_id"),
    ("id", "official_id"),
    ("dob", "birth_date"),
    ("birthday", "birth_date"),
    ("date_of_birth", "birth_date"),
    ("sex", "gender"),
    ("gps", "coordinates"),
    ("position", "location"),
    ("plate", "vehicle_license"),
    ("secret", "authenticating"),
    ("token", "authenticating"),
    ("api_key", "authenticating"),
    ("message", "communication"),
    ("chat", "communication"),
    ("behaviour", "behavior"),
    ("medical", "health"),
    ("diagnosis", "health"),
    ("fingerprint", "biometric"),
    ("belief", "religion"),
    ("criminal", "conviction"),
];

impl PiiArgs {
    pub(crate) fn parse(args: TokenStream, errors: &mut Errors) -> Self {
        let mut parsed = Self { category: None, krate: default_crate_path() };
        let PiiArgs { category, krate } = &mut parsed;
        read(args, category, Some(krate), errors);
        parsed
    }
}

impl Mark {
    /// Takes the `#[pii]` attributes away from a field, variant or parameter; the first one counts, a second is a mistake.
    pub(crate) fn take(attributes: &mut Vec<Attribute>, errors: &mut Errors) -> Option<Self> {
        let (marks, others): (Vec<_>, Vec<_>) = attributes.drain(..).partition(is_mark);
        *attributes = others;
        let mut marks = marks.into_iter();
        let attribute = marks.next()?;
        for second in marks {
            errors.at(second, "`#[pii]` is given twice; data of two kinds have the category that is the more delicate");
        }
        let mut category = None;
        match &attribute.meta {
            Meta::Path(_) => {}
            Meta::List(list) => read(list.tokens.clone(), &mut category, None, errors),
            Meta::NameValue(pair) => errors.at(pair, "write the category in parentheses: `#[pii(email)]`"),
        }
        Some(Self { attribute, category })
    }
}

/// Whether this is ours: `#[pii]` or `#[agent_guard::pii]`.
fn is_mark(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "pii")
}

fn read(args: TokenStream, category: &mut Option<Category>, mut krate: Option<&mut Path>, errors: &mut Errors) {
    each_argument(args, errors, |input, errors| {
        match key(input) {
            Some(Key::Crate) => match &mut krate {
                Some(krate) => **krate = crate_path(input)?,
                None => return Err(input.error("`crate = …` belongs on the outer `#[pii]`")),
            },
            Some(Key::Named(key)) if key == "category" => {
                return Err(syn::Error::new(key.span(), "write the category alone: `#[pii(email)]`"));
            }
            Some(Key::Named(key)) => return Err(unknown_key(&key, &["crate"], "a category, like `email`")),
            None if input.peek(syn::LitStr) => {
                let text: syn::LitStr = input.parse()?;
                return Err(syn::Error::new(text.span(), format!("write the category without quotes: `{}`", text.value())));
            }
            None => {
                let path = input.call(Path::parse_mod_style)?;
                if input.peek(Token![<]) {
                    return Err(input.error("a category has no generics"));
                }
                let found = known(&path)?;
                if category.is_some() {
                    errors.at(path, "one category is enough; data of two kinds have the one that is the more delicate");
                } else {
                    *category = Some(found);
                }
            }
        }
        Ok(())
    });
}

/// A single lower-case word is looked up; anything else is a type, of which the compiler says whether it is a category.
fn known(path: &Path) -> syn::Result<Category> {
    let Some(word) = path.get_ident() else { return Ok(Category::Type(path.clone())) };
    let text = word.to_string();
    if !text.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Ok(Category::Type(path.clone()));
    }
    if let Some((_, term)) = CATEGORIES.iter().find(|(name, _)| *name == text) {
        return Ok(Category::Known(Ident::new(term, word.span())));
    }
    let message = match nearest_category(&text) {
        Some(name) => format!("unknown category `{text}`; did you mean `{name}`?"),
        None => {
            let names: Vec<String> = CATEGORIES.iter().map(|(name, _)| format!("`{name}`")).collect();
            format!(
                "unknown category `{text}`; the known ones are {}; a category of your own is a type that implements `agent_guard::pii::Category`",
                names.join(", ")
            )
        }
    };
    Err(syn::Error::new(word.span(), message))
}

fn nearest_category(text: &str) -> Option<&'static str> {
    if let Some((_, name)) = MEANT.iter().find(|(word, _)| *word == text) {
        return Some(name);
    }
    let names: Vec<&'static str> = CATEGORIES.iter().map(|(name, _)| *name).collect();
    nearest(text, &names)
}
