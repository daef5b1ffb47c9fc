//! What stands in the parentheses of an attribute. Reading goes on after a mistake, at the next comma.

pub(crate) mod pii;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Expr, Ident, LitStr, Path, Token, Type};

use crate::errors::Errors;

/// `#[user_consent_required(P, gate = EXPR, subject = EXPR, as NAME, crate = PATH)]`
pub(crate) struct ConsentArgs {
    pub(crate) purpose: Option<Type>,
    pub(crate) gate: Option<Keyed<Expr>>,
    pub(crate) subject: Option<Keyed<Expr>>,
    pub(crate) name: Option<TokenName>,
    pub(crate) krate: Path,
}

/// `#[agent_guard::allow(AG101, unconsented_write, reason = "…", expires = "…", crate = PATH)]`
pub(crate) struct AllowArgs {
    pub(crate) rules: Vec<Rule>,
    pub(crate) reason: Option<Keyed<LitStr>>,
    pub(crate) expires: Option<Keyed<LitStr>>,
    pub(crate) krate: Path,
}

/// `#[purpose(id = "…", description = "…", expires_after = "…", renew_before = "…", crate = PATH)]`
pub(crate) struct PurposeArgs {
    pub(crate) id: Option<Keyed<LitStr>>,
    pub(crate) description: Option<Keyed<LitStr>>,
    pub(crate) expires_after: Option<Keyed<LitStr>>,
    pub(crate) renew_before: Option<Keyed<LitStr>>,
    pub(crate) krate: Path,
}

/// `key = value`
pub(crate) struct Keyed<T> {
    pub(crate) key: Ident,
    pub(crate) value: T,
}

/// `as NAME`, possibly `as mut NAME`
#[derive(Clone)]
pub(crate) struct TokenName {
    pub(crate) as_token: Token![as],
    pub(crate) mutability: Option<Token![mut]>,
    pub(crate) name: Ident,
}

/// A rule as it was written: `AG101`, `unconsented_read` or `unconsented-read`.
pub(crate) struct Rule {
    pub(crate) text: String,
    pub(crate) tokens: TokenStream,
}

impl ConsentArgs {
    pub(crate) fn parse(args: TokenStream, errors: &mut Errors) -> Self {
        let mut parsed = Self { purpose: None, gate: None, subject: None, name: None, krate: default_crate_path() };
        each_argument(args, errors, |input, errors| {
            if input.peek(Token![as]) {
                let as_token: Token![as] = input.parse()?;
                if let Some(underscore) = input.parse::<Option<Token![_]>>()? {
                    return Err(syn::Error::new(underscore.span, "`as _` would drop the token at once; leave `as` away or give a name"));
                }
                let name = TokenName { as_token, mutability: input.parse()?, name: input.parse()? };
                if parsed.name.replace(name).is_some() {
                    errors.at(as_token, "`as` is given twice");
                }
                return Ok(());
            }
            match key(input) {
                Some(Key::Crate) => parsed.krate = crate_path(input)?,
                Some(Key::Named(key)) if key == "gate" => set(&mut parsed.gate, input, errors)?,
                Some(Key::Named(key)) if key == "subject" => set(&mut parsed.subject, input, errors)?,
                Some(Key::Named(key)) => {
                    return Err(unknown_key(
                        &key,
                        &["gate", "subject", "as", "crate"],
                        "`gate = …`, `subject = …`, `as NAME` or `crate = …`",
                    ));
                }
                None if input.peek(LitStr) => {
                    return Err(syn::Error::new(
                        input.span(),
                        "a purpose is a type, not text: write the type that has `#[derive(Purpose)]`",
                    ));
                }
                None => {
                    let purpose: Type = input.parse()?;
                    if parsed.purpose.is_some() {
                        errors.at(purpose, "one purpose for each attribute: write a second `#[user_consent_required(…)]` for the other");
                    } else {
                        parsed.purpose = Some(purpose);
                    }
                }
            }
            Ok(())
        });
        parsed
    }
}

impl AllowArgs {
    pub(crate) fn parse(args: TokenStream, errors: &mut Errors) -> Self {
        let mut parsed = Self { rules: Vec::new(), reason: None, expires: None, krate: default_crate_path() };
        each_argument(args, errors, |input, errors| {
            match key(input) {
                Some(Key::Crate) => parsed.krate = crate_path(input)?,
                Some(Key::Named(key)) if key == "reason" => set(&mut parsed.reason, input, errors)?,
                Some(Key::Named(key)) if key == "expires" => set(&mut parsed.expires, input, errors)?,
                Some(Key::Named(key)) => {
                    return Err(unknown_key(&key, &["reason", "expires", "crate"], "`reason = \"…\"`, `expires = \"…\"` or `crate = …`"));
                }
                None if input.peek(LitStr) => {
                    let text: LitStr = input.parse()?;
                    return Err(syn::Error::new(text.span(), format!("write the rule without quotes: `{}`", text.value())));
                }
                None => parsed.rules.push(input.parse()?),
            }
            Ok(())
        });
        parsed
    }
}

/// `crate = PATH`, and nothing else.
pub(crate) fn crate_argument(args: TokenStream, errors: &mut Errors) -> Path {
    let mut krate = default_crate_path();
    each_argument(args, errors, |input, _| match key(input) {
        Some(Key::Crate) => {
            krate = crate_path(input)?;
            Ok(())
        }
        Some(Key::Named(key)) => Err(unknown_key(&key, &["crate"], "`crate = …`")),
        None => Err(input.error("nothing is expected here, or `crate = …`")),
    });
    krate
}

impl PurposeArgs {
    pub(crate) fn parse(attributes: &[syn::Attribute], errors: &mut Errors) -> Self {
        let mut parsed = Self { id: None, description: None, expires_after: None, renew_before: None, krate: default_crate_path() };
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("purpose")) {
            let Some(list) = errors.ok(attribute.meta.require_list()) else { continue };
            each_argument(list.tokens.clone(), errors, |input, errors| {
                match key(input) {
                    Some(Key::Crate) => parsed.krate = crate_path(input)?,
                    Some(Key::Named(key)) if key == "id" => set(&mut parsed.id, input, errors)?,
                    Some(Key::Named(key)) if key == "description" => set(&mut parsed.description, input, errors)?,
                    Some(Key::Named(key)) if key == "expires_after" => set(&mut parsed.expires_after, input, errors)?,
                    Some(Key::Named(key)) if key == "renew_before" => set(&mut parsed.renew_before, input, errors)?,
                    Some(Key::Named(key)) => {
                        return Err(unknown_key(
                            &key,
                            &["id", "description", "expires_after", "renew_before", "crate"],
                            "`id = \"…\"`, `description = \"…\"`, `expires_after = \"…\"`, `renew_before = \"…\"` or `crate = …`",
                        ));
                    }
                    None if input.peek(LitStr) => {
                        let text: LitStr = input.parse()?;
                        return Err(syn::Error::new(text.span(), format!("write `id = {}`", text.token())));
                    }
                    None => return Err(input.error("expected `id = \"…\"`")),
                }
                Ok(())
            });
        }
        parsed
    }
}

impl Parse for Rule {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let first = Ident::parse_any(input)?;
        let mut text = first.to_string();
        let mut tokens = first.into_token_stream();
        while input.peek(Token![-]) {
            let dash: Token![-] = input.parse()?;
            let word = Ident::parse_any(input)?;
            text = format!("{text}-{word}");
            dash.to_tokens(&mut tokens);
            word.to_tokens(&mut tokens);
        }
        Ok(Self { text, tokens })
    }
}

enum Key {
    Crate,
    Named(Ident),
}

/// The key, if a `key = value` comes next. Nothing is consumed.
fn key(input: ParseStream<'_>) -> Option<Key> {
    let ahead = input.fork();
    if ahead.peek(Token![crate]) && ahead.peek2(Token![=]) {
        return Some(Key::Crate);
    }
    let key = Ident::parse_any(&ahead).ok()?;
    (ahead.peek(Token![=]) && !ahead.peek(Token![==])).then_some(Key::Named(key))
}

fn set<T: Parse>(slot: &mut Option<Keyed<T>>, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
    let key = Ident::parse_any(input)?;
    input.parse::<Token![=]>()?;
    let value = input.parse()?;
    if slot.is_some() {
        errors.at_span(key.span(), format!("`{key}` is given twice"));
    } else {
        *slot = Some(Keyed { key, value });
    }
    Ok(())
}

fn crate_path(input: ParseStream<'_>) -> syn::Result<Path> {
    input.parse::<Token![crate]>()?;
    input.parse::<Token![=]>()?;
    input.call(Path::parse_mod_style)
}

fn default_crate_path() -> Path {
    syn::parse_quote!(::agent_guard)
}

/// Calls `read` for each argument between commas. After a mistake it goes on behind the next comma.
fn each_argument(args: TokenStream, errors: &mut Errors, mut read: impl FnMut(ParseStream<'_>, &mut Errors) -> syn::Result<()>) {
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            match read(input, errors) {
                Ok(()) if input.is_empty() || input.peek(Token![,]) => {}
                Ok(()) => {
                    errors.at_span(input.span(), "expected `,`");
                    skip_to_comma(input)?;
                }
                Err(error) => {
                    errors.push(error);
                    skip_to_comma(input)?;
                }
            }
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(())
    };
    let result = parser.parse2(args);
    errors.ok(result);
}

fn skip_to_comma(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

fn unknown_key(key: &Ident, known: &[&str], expected: &str) -> syn::Error {
    let message = match nearest(&key.to_string(), known) {
        Some(known) => format!("unknown key `{key}`; did you mean `{known}`?"),
        None => format!("unknown key `{key}`; expected {expected}"),
    };
    syn::Error::new(key.span(), message)
}

/// The known word that `word` is most likely meant to be.
fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    // What people write who have not read the manual.
    let meant = match word {
        "ledger" | "consent_gate" => "gate",
        "user" | "user_id" | "who" => "subject",
        "because" | "why" => "reason",
        "until" | "expiry" | "expire" => "expires",
        "name" => "id",
        "desc" | "text" => "description",
        _ => word,
    };
    // Two, because two letters in the wrong order are two edits.
    let tolerated = if meant.chars().count() < 4 { 1 } else { 2 };
    known
        .iter()
        .map(|known| (edit_distance(meant, known), *known))
        .filter(|(distance, known)| *distance <= tolerated && *distance < known.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// Levenshtein distance, in characters.
fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, r) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(l != *r);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}

/// Where to point for something that is missing altogether: the attribute itself.
pub(crate) fn attribute_span() -> Span {
    Span::call_site()
}
