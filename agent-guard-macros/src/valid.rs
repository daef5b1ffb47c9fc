//! What cannot work, and what to write instead. What passes here has everything that `expand` needs.

pub(crate) mod pii;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, LitStr, Path, ReturnType, Type};

use crate::ast::{self, AllowTarget, Function, FutureBody, PurposeStruct};
use crate::attr::{AllowArgs, ConsentArgs, Keyed, PurposeArgs, Rule, TokenName, attribute_span};
use crate::errors::Errors;

/// A `#[user_consent_required]` that can be expanded.
pub(crate) struct ConsentRequired {
    pub(crate) purpose: Type,
    pub(crate) krate: Path,
    pub(crate) way: Way,
}

/// How the function comes by the token.
pub(crate) enum Way {
    /// It asks.
    Ask(Box<Question>),
    /// Its caller hands it over, as the parameter with this index.
    Take(usize),
}

/// Whom to ask about whom.
pub(crate) struct Question {
    pub(crate) gate: Expr,
    pub(crate) subject: Expr,
    pub(crate) name: Option<TokenName>,
    /// Where the future begins, in a function that is not `async` but makes one.
    pub(crate) future: Option<FutureBody>,
}

const ADD_A_GATE: &str = "let the attribute ask: `gate = …, subject = …`";

pub(crate) fn consent_required(args: ConsentArgs, function: &Function, errors: &mut Errors) -> Option<ConsentRequired> {
    for keyed in [&args.gate, &args.subject].into_iter().flatten() {
        reject_cast_that_was_meant_as_name(&keyed.value, errors);
    }
    // What seems to be missing may be in an argument that could not be read.
    if !errors.is_empty() {
        return None;
    }
    if args.purpose.is_none() {
        errors.at_span(attribute_span(), "which purpose? Name its type first: `#[user_consent_required(Recall, …)]`");
    }
    let way = match (args.gate, args.subject) {
        (Some(gate), Some(subject)) => question(gate.value, subject.value, args.name, function, errors).map(Box::new).map(Way::Ask),
        (Some(gate), None) => {
            errors.at_span(gate.key.span(), "`gate` needs `subject = …`: whose consent is the gate asked for?");
            None
        }
        (None, Some(subject)) => {
            errors.at_span(
                subject.key.span(),
                "`subject` needs `gate = …`: who is asked? Without a gate, one parameter is the token and knows its subject",
            );
            None
        }
        (None, None) => {
            if let Some(TokenName { as_token, .. }) = args.name {
                errors.at(as_token, "`as` names the token that a gate gives; without `gate = …` the token is a parameter and has a name");
            }
            token_parameter(args.purpose.as_ref(), function, errors).map(Way::Take)
        }
    };
    Some(ConsentRequired { purpose: args.purpose?, krate: args.krate, way: way? })
}

/// `subject = user as consent` reads as a cast; what was meant is `subject = user, as consent`.
fn reject_cast_that_was_meant_as_name(value: &Expr, errors: &mut Errors) {
    let Expr::Cast(cast) = value else { return };
    let name = ast::last_word(&cast.ty);
    if name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_') {
        errors.at_span(cast.as_token.span, format!("a comma is missing: write `, as {name}` to name the token"));
    }
}

fn question(gate: Expr, subject: Expr, name: Option<TokenName>, function: &Function, errors: &mut Errors) -> Option<Question> {
    let signature = &function.signature;
    if let Some(constness) = &signature.constness {
        errors.at(constness, "a `const fn` cannot ask a gate; take the token as a parameter: `consent: &Consent<…>`");
        return None;
    }
    if let Some(abi) = signature.abi.as_ref().filter(|abi| abi.name.as_ref().is_none_or(|name| name.value() != "Rust")) {
        errors.at(abi, "an `extern` function cannot return a denial as a `Result`; ask in the function that it calls");
        return None;
    }
    let is_future_by_hand = signature.asyncness.is_none() && ast::returns_future(signature);
    let future = if is_future_by_hand { FutureBody::parse(function) } else { None };
    match &signature.output {
        ReturnType::Default => {
            let message = "a function that asks for consent must be able to return the denial: `-> Result<(), E>` with `E: From<agent_guard::ConsentDenied>`";
            errors.at(&signature.ident, message);
            None
        }
        ReturnType::Type(_, ty) if is_future_by_hand && future.is_none() => {
            let message = "this function returns a future that is made elsewhere, so nothing can be asked inside it; make it an `async fn`, or end its body in `async move { … }`";
            errors.at(ty, message);
            None
        }
        ReturnType::Type(..) => Some(Question { gate, subject, name, future }),
    }
}

fn token_parameter(purpose: Option<&Type>, function: &Function, errors: &mut Errors) -> Option<usize> {
    let purpose = ast::last_word(purpose?);
    let mut candidates = ast::token_parameters(&function.signature);
    // Of several tokens, the one for this purpose is meant.
    if candidates.len() > 1 {
        candidates.retain(|candidate| candidate.purpose.as_ref() == Some(&purpose));
    }
    match candidates.as_slice() {
        [only] => Some(only.index),
        [] => {
            let message =
                format!("no parameter is a `Consent<{purpose}>`; add `consent: &agent_guard::Consent<{purpose}>`, or {ADD_A_GATE}");
            errors.at(&function.signature.ident, message);
            None
        }
        [_, second, ..] => {
            errors.at(&second.ty, format!("a second `Consent<{purpose}>`: which of the two is meant? One token is enough"));
            None
        }
    }
}

/// An `#[agent_guard::allow]` that can be expanded.
pub(crate) struct Allowed {
    pub(crate) rules: Vec<String>,
    pub(crate) reason: String,
    /// Empty if it does not expire.
    pub(crate) expires: String,
    pub(crate) krate: Path,
}

pub(crate) fn allowed(args: AllowArgs, errors: &mut Errors) -> Allowed {
    // What seems to be missing may be in an argument that could not be read.
    let all_read = errors.is_empty();
    if args.rules.is_empty() && all_read {
        errors.at_span(attribute_span(), "which rule? Name it first: `#[agent_guard::allow(AG101, reason = \"…\")]`");
    }
    let rules = args.rules.iter().filter_map(|rule| rule_name(rule, errors)).collect();
    let reason = match &args.reason {
        Some(Keyed { value, .. }) if value.value().trim().is_empty() => {
            errors.at(value, "the reason is empty; say why this access is in order without consent");
            String::new()
        }
        Some(Keyed { value, .. }) => value.value().trim().to_owned(),
        None => {
            if all_read {
                errors.at_span(attribute_span(), "a reason is required: `reason = \"…\"` says why this is in order; reports show it");
            }
            String::new()
        }
    };
    let expires = args.expires.as_ref().map(|expires| expires.value.value()).unwrap_or_default();
    if let Some(Keyed { value, .. }) = args.expires.as_ref().filter(|_| !is_calendar_date(&expires)) {
        errors.at(value, format!("`{expires}` is not a day of the calendar; write year, month and day: `expires = \"2027-06-30\"`"));
    }
    Allowed { rules, reason, expires, krate: args.krate }
}

/// A rule's code as it is, a rule's name with dashes, whichever way it was written.
fn rule_name(rule: &Rule, errors: &mut Errors) -> Option<String> {
    let Rule { text, tokens } = rule;
    let is_code =
        |text: &str| text.strip_prefix("AG").is_some_and(|number| number.len() == 3 && number.bytes().all(|it| it.is_ascii_digit()));
    let upper = text.to_ascii_uppercase();
    let is_name = |text: &str| text.split(['-', '_']).all(|word| !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase()));
    if is_code(text) {
        Some(text.clone())
    } else if is_code(&upper) {
        errors.at(tokens, format!("codes are upper case: `{upper}`"));
        None
    } else if is_name(text) {
        Some(text.replace('_', "-"))
    } else {
        errors.at(tokens, format!("`{text}` is neither a rule's code, like `AG101`, nor its name, like `unconsented_read`; `cargo agent-guard rules` lists them"));
        None
    }
}

/// `YYYY-MM-DD`, and the day exists.
fn is_calendar_date(text: &str) -> bool {
    let is_shaped = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(position, byte)| if position == 4 || position == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if !is_shaped {
        return false;
    }
    let number = |range: std::ops::Range<usize>| text[range].parse::<u32>().expect("digits were just seen");
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let is_leap_year = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        2 if is_leap_year => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// A `#[derive(Purpose)]` that can be expanded.
pub(crate) struct PurposeDeclared {
    pub(crate) id: String,
    pub(crate) description: String,
    /// In seconds.
    pub(crate) expires_after: Option<u64>,
    /// In seconds.
    pub(crate) renew_before: Option<u64>,
    pub(crate) krate: Path,
}

pub(crate) fn purpose_declared(args: PurposeArgs, declared: &PurposeStruct, errors: &mut Errors) -> PurposeDeclared {
    // What seems to be missing may be in an argument that could not be read.
    let all_read = errors.is_empty();
    let input = &declared.input;
    match &input.data {
        syn::Data::Struct(data) if matches!(data.fields, syn::Fields::Unit) => {}
        syn::Data::Struct(data) => errors.at(&data.fields, format!("a purpose holds no data; write `struct {};`", input.ident)),
        syn::Data::Enum(data) => {
            errors.at(data.enum_token, format!("a purpose is one unit struct; write `struct {};`, one for each purpose", input.ident))
        }
        syn::Data::Union(data) => errors.at(data.union_token, format!("a purpose is a unit struct; write `struct {};`", input.ident)),
    }
    if !input.generics.params.is_empty() {
        errors.at(&input.generics, "a purpose has no generics; it has one id, so it is one type");
    }
    let id = match &args.id {
        Some(Keyed { value, .. }) => {
            check_id(value, errors);
            value.value()
        }
        None if !all_read => String::new(),
        None => {
            errors
                .at_span(attribute_span(), "a purpose needs an id, under which consent is recorded: `#[purpose(id = \"memory.recall\")]`");
            String::new()
        }
    };
    let description = match (&args.description, &declared.description) {
        (Some(Keyed { value, .. }), _) if value.value().trim().is_empty() => {
            errors.at(value, "the description is empty; it is what people are shown when they are asked");
            String::new()
        }
        (Some(Keyed { value, .. }), _) => value.value().trim().to_owned(),
        (None, Some(doc)) => doc.clone(),
        (None, None) if !all_read => String::new(),
        (None, None) => {
            let message =
                "a purpose needs a description: people are shown its doc comment when they are asked; add one, or `description = \"…\"`";
            errors.at(&input.ident, message);
            String::new()
        }
    };
    let expires_after = args.expires_after.as_ref().and_then(|given| seconds(&given.value, errors));
    let renew_before = args.renew_before.as_ref().and_then(|given| seconds(&given.value, errors));
    match (&args.renew_before, renew_before, expires_after) {
        (Some(given), ..) if args.expires_after.is_none() => {
            errors.at(&given.key, "there is no end to renew before; add `expires_after = \"365 days\"`");
        }
        (Some(given), Some(before), Some(after)) if before >= after => {
            errors.at(&given.value, "people would be asked anew at once; write less than `expires_after`");
        }
        _ => {}
    }
    PurposeDeclared { id, description, expires_after, renew_before, krate: args.krate }
}

/// A length of time in words: `365 days`. No months and years: they differ in length.
fn seconds(text: &LitStr, errors: &mut Errors) -> Option<u64> {
    let value = text.value();
    let read = || -> Option<u64> {
        let (number, unit) = value.split_once(' ')?;
        let unit = match unit.strip_suffix('s').unwrap_or(unit) {
            "minute" => 60,
            "hour" => 60 * 60,
            "day" => 24 * 60 * 60,
            "week" => 7 * 24 * 60 * 60,
            _ => return None,
        };
        number.parse::<u64>().ok().filter(|&number| number > 0)?.checked_mul(unit)
    };
    let seconds = read();
    if seconds.is_none() {
        errors.at(text, format!("`{value}` is not a length of time; write minutes, hours, days or weeks, like `365 days`"));
    }
    seconds
}

fn check_id(id: &LitStr, errors: &mut Errors) {
    let text = id.value();
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_' || it == '-')
    };
    if !text.split('.').all(is_word) {
        errors.at(id, format!("`{text}` is not an id; write lowercase words joined by dots, like `memory.recall`"));
    }
}

/// The message for an item that the attribute does not belong on.
pub(crate) fn belongs_on_a_function(errors: &mut Errors) {
    errors.at_span(
        attribute_span(),
        "not expected here; `#[user_consent_required]` belongs on a function with a body: a `fn`, a method, or a trait's default method",
    );
}

/// The message for a trait method that only declares.
pub(crate) fn method_without_body(item: &TokenStream, errors: &mut Errors) {
    let message = "a trait method without a body runs nothing; put the attribute on each implementation, or have callers prove it: `consent: &Consent<…>`";
    errors.at(item.to_token_stream(), message);
}

/// Says where `allow` belongs, if not on this.
pub(crate) fn allow_target(target: &AllowTarget, errors: &mut Errors) {
    let message = match target {
        AllowTarget::Function(_) | AllowTarget::Container(_) => return,
        AllowTarget::WithoutBody => "a trait method without a body accesses nothing; put the `allow` on the implementation that does",
        AllowTarget::ModuleInAnotherFile => "a module in another file cannot be seen from here; put the `allow` on the items in that file",
        AllowTarget::Other => {
            "not expected here; `#[agent_guard::allow]` belongs on a function, an `impl`, a trait or a `mod { … }`; for one line, write a comment above it: `// agent-guard: allow(AG101) reason`"
        }
    };
    errors.at_span(attribute_span(), message);
}

/// The message for an item that is a right place for `allow` but holds no function.
pub(crate) fn nothing_to_allow(errors: &mut Errors) {
    errors.at_span(attribute_span(), "nothing to allow here: there is no function with a body in this item");
}

/// The message for an item that `#[encrypted_storage]` cannot stand on.
pub(crate) fn belongs_on_an_impl(errors: &mut Errors) {
    let message =
        "`#[encrypted_storage]` belongs on an `impl` of the type that seals what it stores: `#[encrypted_storage] impl Memory { … }`";
    errors.at_span(attribute_span(), message);
}

/// The message for an `impl` without a function that could store anything.
pub(crate) fn nothing_to_verify(errors: &mut Errors) {
    errors.at_span(attribute_span(), "nothing to verify here: there is no function with a body in this `impl`");
}
