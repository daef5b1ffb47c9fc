//! Fields that look like personal data and are not marked `#[pii]`: suggestions for whoever is to mark them.
//!
//! A name proves nothing, so no rule goes by one. But what nobody marks the second proof does not follow, and who begins to mark wants to
//! know where. Only fields that hold text (or, for places and addresses, what these are) are suggested; and of types whose marks already
//! cover them, none.

use syn::{Attribute, Field, Fields, Item, Type};

/// A field that looks like personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmarked {
    /// Its line, counted from 1.
    pub line: usize,
    /// The type that has it; of an enum with the variant: `Event::Told`.
    pub owner: String,
    /// Its name.
    pub field: String,
    /// What it looks like, as `#[pii(…)]` says it.
    pub category: &'static str,
}

/// What fields are called that hold personal data, and of which category these are. A name fits that is one of these or ends in one, behind
/// a `_`: `customer_email`.
const NAMES: &[(&str, &[&str])] = &[
    ("email", &["email", "e_mail", "email_address", "mail_address"]),
    ("phone", &["phone", "phone_number", "telephone", "mobile_number"]),
    ("name", &["full_name", "first_name", "last_name", "given_name", "family_name", "surname", "nickname"]),
    ("username", &["username", "user_name"]),
    ("address", &["street", "street_address", "home_address", "postal_address", "postcode", "postal_code", "zip_code"]),
    ("ip_address", &["ip", "ip_address", "ip_addr"]),
    ("mac_address", &["mac_address"]),
    ("card_number", &["card_number", "credit_card"]),
    ("bank_account", &["iban", "bank_account", "account_number"]),
    ("official_id", &["ssn", "social_security_number", "national_id", "tax_id"]),
    ("passport", &["passport", "passport_number"]),
    ("birth_date", &["birth_date", "date_of_birth", "birthday", "dob"]),
    ("gender", &["gender"]),
    ("coordinates", &["latitude", "longitude"]),
    ("health", &["diagnosis", "diagnoses", "symptoms", "medication", "medications", "allergies"]),
    ("religion", &["religion"]),
    ("ethnicity", &["ethnicity"]),
    ("communication", &["transcript", "utterance", "chat_history"]),
];

/// What types are called whose text is what somebody said, and the fields that hold it.
const SAID: (&[&str], &[&str]) = (&["Message", "Memory", "Note", "Turn", "Conversation"], &["text", "content", "body"]);

/// The fields of a file that look like personal data and are not marked, in its order. `None` where the text is no Rust.
///
/// What stands inside functions and macros is not looked at, nor what is compiled for tests alone.
pub fn unmarked(text: &str) -> Option<Vec<Unmarked>> {
    let file = syn::parse_file(text).ok()?;
    let mut found = Vec::new();
    in_items(&file.items, &mut found);
    proc_macro2::extra::invalidate_current_thread_spans();
    Some(found)
}

fn in_items(items: &[Item], found: &mut Vec<Unmarked>) {
    for item in items {
        match item {
            Item::Mod(module) if !is_for_tests(&module.attrs) => {
                in_items(module.content.as_ref().map_or(&[][..], |(_, items)| items), found);
            }
            Item::Struct(item) if !is_for_tests(&item.attrs) => {
                let is_covered = is_covered(&item.attrs, &item.fields);
                in_fields(&item.ident.to_string(), &item.fields, is_covered, found);
            }
            Item::Enum(item) if !is_for_tests(&item.attrs) => {
                let has_marks = item.variants.iter().any(|variant| has_mark(&variant.attrs) || any_marked(&variant.fields));
                let is_covered = has_mark(&item.attrs) && !has_marks || has_category(&item.attrs);
                for variant in &item.variants {
                    let owner = format!("{}::{}", item.ident, variant.ident);
                    in_fields(&owner, &variant.fields, is_covered || has_mark(&variant.attrs), found);
                }
            }
            _ => {}
        }
    }
}

fn in_fields(owner: &str, fields: &Fields, is_covered: bool, found: &mut Vec<Unmarked>) {
    if is_covered {
        return;
    }
    for field in fields.iter().filter(|field| !has_mark(&field.attrs)) {
        let Some(name) = &field.ident else { continue };
        let name = name.to_string().trim_start_matches("r#").to_owned();
        if let Some(category) = category(owner, &name, field) {
            found.push(Unmarked {
                line: field.ident.as_ref().map_or(0, |ident| ident.span().start().line),
                owner: owner.to_owned(),
                field: name,
                category,
            });
        }
    }
}

/// What a field looks like, if it looks like any personal data.
fn category(owner: &str, name: &str, field: &Field) -> Option<&'static str> {
    let is_called = |known: &&str| name == *known || name.strip_suffix(*known).is_some_and(|before| before.ends_with('_'));
    let (category, _) = NAMES.iter().find(|(_, names)| names.iter().any(is_called)).copied().or_else(|| {
        let (types, fields) = SAID;
        (types.iter().any(|ty| owner.ends_with(ty)) && fields.contains(&name)).then_some(("communication", &[]))
    })?;
    let is_it = match category {
        "ip_address" => holds(&field.ty, &|name| is_text(name) || matches!(name, "IpAddr" | "Ipv4Addr" | "Ipv6Addr")),
        "coordinates" => holds(&field.ty, &|name| matches!(name, "f32" | "f64") || is_text(name)),
        "birth_date" => holds(&field.ty, &|name| is_text(name) || matches!(name, "NaiveDate" | "Date")),
        _ => holds(&field.ty, &is_text),
    };
    is_it.then_some(category)
}

fn is_text(name: &str) -> bool {
    matches!(name, "String" | "str")
}

/// Whether a type is one of these, or a list of it, or perhaps one.
fn holds(ty: &Type, is_it: &dyn Fn(&str) -> bool) -> bool {
    match ty {
        Type::Reference(reference) => holds(&reference.elem, is_it),
        Type::Slice(slice) => holds(&slice.elem, is_it),
        Type::Array(array) => holds(&array.elem, is_it),
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return false };
            let name = last.ident.to_string();
            let inner = match &last.arguments {
                syn::PathArguments::AngleBracketed(arguments) => arguments.args.iter().find_map(|argument| match argument {
                    syn::GenericArgument::Type(inner) => Some(inner),
                    _ => None,
                }),
                _ => None,
            };
            is_it(&name)
                || matches!(name.as_str(), "Option" | "Vec" | "Box" | "Arc" | "Rc" | "Cow" | "HashSet" | "BTreeSet")
                    && inner.is_some_and(|inner| holds(inner, is_it))
        }
        _ => false,
    }
}

/// Whether the marks of a struct cover each of its fields: `#[pii]` where none has a mark of its own, and a category on the type.
fn is_covered(attributes: &[Attribute], fields: &Fields) -> bool {
    has_category(attributes) || has_mark(attributes) && !any_marked(fields)
}

fn any_marked(fields: &Fields) -> bool {
    fields.iter().any(|field| has_mark(&field.attrs))
}

/// Whether there is `#[pii]`, `#[pii(…)]`, or `#[classified(…)]` of `data_privacy`.
fn has_mark(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| is_named(attribute, "pii") || is_named(attribute, "classified"))
}

fn has_category(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| is_named(attribute, "pii") && matches!(attribute.meta, syn::Meta::List(_)) || is_named(attribute, "classified"))
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| is_named(attribute, "cfg") && attribute.parse_args::<syn::Ident>().is_ok_and(|name| name == "test"))
}

fn is_named(attribute: &Attribute, name: &str) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested(text: &str) -> Vec<String> {
        let found = unmarked(text).expect("it is Rust");
        found.iter().map(|one| format!("{} {}.{} {}", one.line, one.owner, one.field, one.category)).collect()
    }

    #[test]
    fn fields_are_suggested_by_their_names() {
        let text = "
            struct Person {
                email: String,
                backup_email: Option<String>,
                phones: u8,
                first_name: Box<str>,
                row: u64,
            }
            mod inner { pub struct Visit<'a> { pub ip: std::net::IpAddr, pub latitude: f64, pub r#transcript: Vec<&'a str> } }
            enum Event { Told { utterance: String }, Left }
            struct ChatMessage { content: String, role: String }
        ";
        let expected = [
            "3 Person.email email",
            "4 Person.backup_email email",
            "6 Person.first_name name",
            "9 Visit.ip ip_address",
            "9 Visit.latitude coordinates",
            "9 Visit.transcript communication",
            "10 Event::Told.utterance communication",
            "11 ChatMessage.content communication",
        ];
        assert_eq!(suggested(text), expected);
    }

    #[test]
    fn what_is_marked_hidden_or_no_text_is_not_suggested() {
        let text = "
            #[pii] struct All { email: String }
            #[pii(name)] struct Named { #[pii(email)] email: String, nickname: String }
            struct Field { #[agent_guard::pii(email)] email: String }
            #[pii] enum Event { Told { transcript: String } }
            struct Hidden { email: Pii<String, EmailAddress>, ssn: SecretString }
            struct Counts { email: u64, ip: Vec<u8>, emailed: String, zip: String }
            #[cfg(test)] mod tests { struct Person { email: String } }
            struct Page { content: String }
            fn f() { struct Inner { email: String } }
        ";
        assert_eq!(suggested(text), [""; 0]);
    }

    #[test]
    fn a_field_that_was_forgotten_beside_marked_ones_is_suggested() {
        let text = "#[pii] struct Person { #[pii(email)] email: String, phone: String }";
        assert_eq!(suggested(text), ["1 Person.phone phone"]);
        let text = "#[pii] enum Event { Told { #[pii(email)] email: String }, Called { phone: String } }";
        assert_eq!(suggested(text), ["1 Event::Called.phone phone"]);
    }

    #[test]
    fn what_is_no_rust_is_not_taken_for_a_file_without_fields() {
        assert_eq!(unmarked("struct {"), None);
    }
}
