//! What `#[pii]` can mean where it stands. Three rules, the same for a type's fields and a function's parameters:
//! a mark counts with its category; a category outside counts for what has no mark; with neither, everything counts.

use syn::{Attribute, Data, Ident, Member, Meta, Path, ReturnType};

use crate::ast::pii::{MarkedFunction, MarkedParameter, MarkedType, PiiTarget};
use crate::attr::attribute_span;
use crate::attr::pii::{Category, PiiArgs};
use crate::errors::Errors;

/// The personal data in a type.
pub(crate) struct PiiType {
    pub(crate) krate: Path,
    pub(crate) variants: Vec<PiiVariant>,
    /// Whether a variant has nothing personal in it.
    pub(crate) is_partial: bool,
}

pub(crate) struct PiiVariant {
    pub(crate) name: Option<Ident>,
    pub(crate) cfg: Vec<Attribute>,
    pub(crate) fields: Vec<PiiField>,
}

pub(crate) struct PiiField {
    pub(crate) member: Member,
    pub(crate) cfg: Vec<Attribute>,
    /// `None`: personal data of any kind.
    pub(crate) category: Option<Category>,
}

/// The personal data that a function takes and returns.
pub(crate) struct PiiFunction {
    pub(crate) krate: Path,
    pub(crate) parameters: Vec<MarkedParameter>,
    /// `None`: what it returns is not marked. `Some(None)`: it is, without category.
    pub(crate) returned: Option<Option<Category>>,
}

pub(crate) fn pii_type(args: PiiArgs, marked: &mut MarkedType, errors: &mut Errors) -> PiiType {
    let input = &marked.input;
    if let Data::Union(data) = &input.data {
        errors.at(data.union_token, "a union's fields are one another's bytes, so none can be marked; put `#[pii]` on a struct or an enum");
    }
    if let Some(packed) = input.attrs.iter().find(|attribute| is_packed(attribute)) {
        errors.at(
            packed,
            "fields of a packed struct cannot be referred to, so none can be marked; put `#[pii]` on the function that reads them",
        );
    }
    let any_mark = marked.variants.iter().any(|variant| variant.mark.is_some() || variant.fields.iter().any(|field| field.mark.is_some()));
    let mut variants = Vec::new();
    let mut is_partial = false;
    for variant in std::mem::take(&mut marked.variants) {
        let inherited = variant.mark.map(|mark| mark.category.or_else(|| args.category.clone()));
        if let (Some(_), true, Some(name)) = (&inherited, variant.fields.is_empty(), &variant.name) {
            errors.at(name, "there is no data in this variant; leave `#[pii]` away");
        }
        // What has no mark of its own is marked by its variant, by a category on the type, or because nothing else is.
        let default = match inherited {
            Some(category) => Some(category),
            None if args.category.is_some() || !any_mark => Some(args.category.clone()),
            None => None,
        };
        let mut fields = Vec::new();
        for field in variant.fields {
            let category = match (field.mark, &default) {
                (Some(mark), default) => mark.category.or_else(|| default.clone().flatten()),
                (None, Some(category)) => category.clone(),
                (None, None) => continue,
            };
            fields.push(PiiField { member: field.member, cfg: field.cfg, category });
        }
        if fields.is_empty() {
            is_partial = true;
        } else {
            variants.push(PiiVariant { name: variant.name, cfg: variant.cfg, fields });
        }
    }
    if variants.is_empty() && errors.is_empty() {
        errors.at(&marked.input.ident, "there is no data in this type; put `#[pii]` on the type whose fields are personal");
    }
    PiiType { krate: args.krate, variants, is_partial }
}

/// `#[repr(packed)]`, alone or with others.
fn is_packed(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let has_packed = |tree| matches!(tree, proc_macro2::TokenTree::Ident(word) if word == "packed");
    list.path.is_ident("repr") && list.tokens.clone().into_iter().any(has_packed)
}

pub(crate) fn pii_function(args: PiiArgs, marked: &mut MarkedFunction, errors: &mut Errors) -> PiiFunction {
    let parameters = std::mem::take(&mut marked.parameters);
    for parameter in &parameters {
        if parameter.names.is_empty() {
            errors.at(&parameter.mark.attribute, "this parameter has no name, so nothing reads it; leave `#[pii]` away, or give it one");
        }
    }
    let returned = if args.category.is_some() || parameters.is_empty() { Some(args.category) } else { None };
    if returned.is_some() && returns_nothing(&marked.function.signature.output) {
        let message = "this function returns nothing that could be personal; to mark what it takes, write `#[pii]` here and `#[pii(email)]` on the parameter";
        errors.at(&marked.function.signature.ident, message);
    }
    PiiFunction { krate: args.krate, parameters, returned }
}

fn returns_nothing(output: &ReturnType) -> bool {
    match output {
        ReturnType::Default => true,
        ReturnType::Type(_, ty) => match &**ty {
            syn::Type::Never(_) => true,
            syn::Type::Tuple(tuple) => tuple.elems.is_empty(),
            _ => false,
        },
    }
}

/// Says where `#[pii]` belongs, if not on this.
pub(crate) fn pii_target(target: &PiiTarget, errors: &mut Errors) {
    let message = match target {
        PiiTarget::Type(_) | PiiTarget::Function(_) => return,
        PiiTarget::WithoutBody => "a trait method without a body returns nothing by itself; put `#[pii]` on each implementation",
        PiiTarget::Other => {
            "not expected here; `#[pii]` belongs on a struct, an enum or a function, and within these on fields, variants and parameters"
        }
    };
    errors.at_span(attribute_span(), message);
}
