//! What `#[pii]` stands on, with the marks within it taken out: the compiler would not know them there.

use proc_macro2::TokenStream;
use syn::{Attribute, Data, DeriveInput, FnArg, Ident, Member, Pat};

use super::{Function, FunctionItem};
use crate::attr::pii::Mark;
use crate::errors::Errors;

/// An item below `#[pii]`.
pub(crate) enum PiiTarget {
    /// A struct, an enum, or a union, which cannot carry the attribute.
    Type(Box<MarkedType>),
    /// A function with a body.
    Function(Box<MarkedFunction>),
    WithoutBody,
    Other,
}

pub(crate) struct MarkedType {
    /// The item without its marks.
    pub(crate) input: DeriveInput,
    /// A struct has one, of which the variant's name is `None`.
    pub(crate) variants: Vec<MarkedVariant>,
}

pub(crate) struct MarkedVariant {
    pub(crate) name: Option<Ident>,
    /// `#[cfg]`, under which the variant is there at all.
    pub(crate) cfg: Vec<Attribute>,
    pub(crate) mark: Option<Mark>,
    pub(crate) fields: Vec<MarkedField>,
}

pub(crate) struct MarkedField {
    pub(crate) member: Member,
    pub(crate) cfg: Vec<Attribute>,
    pub(crate) mark: Option<Mark>,
}

pub(crate) struct MarkedFunction {
    /// The function without its marks.
    pub(crate) function: Function,
    pub(crate) parameters: Vec<MarkedParameter>,
}

pub(crate) struct MarkedParameter {
    pub(crate) cfg: Vec<Attribute>,
    pub(crate) mark: Mark,
    /// The names that the parameter binds, `self` among them.
    pub(crate) names: Vec<Ident>,
}

impl PiiTarget {
    pub(crate) fn parse(item: TokenStream, errors: &mut Errors) -> Self {
        match FunctionItem::parse(item.clone()) {
            FunctionItem::Function(function) => return Self::Function(Box::new(MarkedFunction::new(*function, errors))),
            FunctionItem::WithoutBody => return Self::WithoutBody,
            FunctionItem::Other => {}
        }
        match syn::parse2::<DeriveInput>(item) {
            Ok(input) => Self::Type(Box::new(MarkedType::new(input, errors))),
            Err(_) => Self::Other,
        }
    }
}

impl MarkedType {
    fn new(mut input: DeriveInput, errors: &mut Errors) -> Self {
        let variants = match &mut input.data {
            Data::Struct(data) => {
                vec![MarkedVariant { name: None, cfg: Vec::new(), mark: None, fields: marked_fields(&mut data.fields, errors) }]
            }
            Data::Enum(data) => {
                let marked = |variant: &mut syn::Variant| MarkedVariant {
                    name: Some(variant.ident.clone()),
                    mark: Mark::take(&mut variant.attrs, errors),
                    cfg: cfg_of(&variant.attrs),
                    fields: marked_fields(&mut variant.fields, errors),
                };
                data.variants.iter_mut().map(marked).collect()
            }
            Data::Union(_) => Vec::new(),
        };
        Self { input, variants }
    }
}

fn marked_fields(fields: &mut syn::Fields, errors: &mut Errors) -> Vec<MarkedField> {
    let mut marked = Vec::new();
    for (member, field) in fields.members().collect::<Vec<_>>().into_iter().zip(fields.iter_mut()) {
        let mark = Mark::take(&mut field.attrs, errors);
        marked.push(MarkedField { member, cfg: cfg_of(&field.attrs), mark });
    }
    marked
}

impl MarkedFunction {
    fn new(mut function: Function, errors: &mut Errors) -> Self {
        let mut parameters = Vec::new();
        for parameter in &mut function.signature.inputs {
            let attributes = match parameter {
                FnArg::Receiver(receiver) => &mut receiver.attrs,
                FnArg::Typed(typed) => &mut typed.attrs,
            };
            let Some(mark) = Mark::take(attributes, errors) else { continue };
            let cfg = cfg_of(attributes);
            let names = match parameter {
                FnArg::Receiver(receiver) => vec![Ident::new("self", receiver.self_token.span)],
                FnArg::Typed(typed) => names_in(&typed.pat),
            };
            parameters.push(MarkedParameter { cfg, mark, names });
        }
        Self { function, parameters }
    }
}

/// The names that a parameter's pattern binds. A parameter's pattern cannot fail, so there are no alternatives in it.
fn names_in(pattern: &Pat) -> Vec<Ident> {
    match pattern {
        Pat::Ident(it) => {
            let within = it.subpat.iter().flat_map(|(_, pattern)| names_in(pattern));
            std::iter::once(it.ident.clone()).chain(within).collect()
        }
        Pat::Reference(it) => names_in(&it.pat),
        Pat::Paren(it) => names_in(&it.pat),
        Pat::Type(it) => names_in(&it.pat),
        Pat::Tuple(it) => it.elems.iter().flat_map(names_in).collect(),
        Pat::TupleStruct(it) => it.elems.iter().flat_map(names_in).collect(),
        Pat::Slice(it) => it.elems.iter().flat_map(names_in).collect(),
        Pat::Struct(it) => it.fields.iter().flat_map(|field| names_in(&field.pat)).collect(),
        _ => Vec::new(),
    }
}

/// What is left away with the thing that they stand on, so that the witness of it is, too.
fn cfg_of(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).cloned().collect()
}
