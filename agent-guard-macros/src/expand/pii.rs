//! `#[pii]`: the item as it was, and its witnesses.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{DeriveInput, Ident, Path, Type};

use super::beside;
use crate::ast::pii::{MarkedFunction, MarkedType, PiiTarget};
use crate::attr::pii::{Category, PiiArgs};
use crate::errors::Errors;
use crate::valid::pii::{self as valid, PiiField, PiiFunction, PiiType, PiiVariant};

pub(crate) fn pii(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let args = PiiArgs::parse(args, &mut errors);
    let target = PiiTarget::parse(item.clone(), &mut errors);
    valid::pii_target(&target, &mut errors);
    match target {
        PiiTarget::Type(mut marked) => {
            let data = valid::pii_type(args, &mut marked, &mut errors);
            let MarkedType { input, .. } = *marked;
            // Beside an error stands the item without its marks, which nobody else knows.
            if errors.is_empty() { witnessed_type(&input, &data) } else { beside(&errors, input.into_token_stream()) }
        }
        PiiTarget::Function(mut marked) => {
            let data = valid::pii_function(args, &mut marked, &mut errors);
            let MarkedFunction { mut function, .. } = *marked;
            if errors.is_empty() {
                let (witnesses, body) = (function_witnesses(&data), &function.body);
                function.body = quote!(#witnesses #body);
                function.into_token_stream()
            } else {
                beside(&errors, function.into_token_stream())
            }
        }
        PiiTarget::WithoutBody | PiiTarget::Other => beside(&errors, item),
    }
}

/// The category as a type.
fn category_type(krate: &Path, category: Option<&Category>) -> TokenStream {
    match category {
        Some(Category::Known(name)) => quote_spanned!(name.span()=> #krate::pii::#name),
        Some(Category::Type(path)) => path.to_token_stream(),
        None => quote!(#krate::pii::PersonalData),
    }
}

/// The type, and a function that nobody calls: in its MIR the checker reads which field of which type is of which category.
fn witnessed_type(input: &DeriveInput, data: &PiiType) -> TokenStream {
    let name = &input.ident;
    let mut generics = input.generics.clone();
    let (_, type_generics, _) = input.generics.split_for_impl();
    let whole: Type = syn::parse_quote!(#name #type_generics);
    SelfIs(&whole).visit_generics_mut(&mut generics);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let value = Ident::new("value", Span::mixed_site());
    let body = match data.variants.as_slice() {
        [PiiVariant { name: None, fields, .. }] => {
            let calls = fields.iter().map(|field| {
                let (PiiField { member, cfg, .. }, witness) = (field, witness_of(&data.krate, field.category.as_ref()));
                let (member, name) = (member_at_call_site(member), name_of(member));
                quote!(#(#cfg)* #witness(&#value.#member, #name);)
            });
            quote!(#(#calls)*)
        }
        variants => {
            let arms = variants.iter().map(|variant| match_arm(&data.krate, name, variant));
            let rest = data.is_partial.then(|| quote!(_ => {}));
            quote!(match #value { #(#arms)* #rest })
        }
    };
    quote! {
        #input
        const _: () = {
            fn __agent_guard_pii #impl_generics (#value: &#whole) #where_clause {
                #body
            }
        };
    }
}

fn witness_of(krate: &Path, category: Option<&Category>) -> TokenStream {
    let category = category_type(krate, category);
    quote!(#krate::__private::pii::<#category, _>)
}

/// The index of a tuple's field has the span of the field's type, which may come from another macro; a name has its own.
fn member_at_call_site(member: &syn::Member) -> TokenStream {
    match member {
        syn::Member::Named(name) => name.to_token_stream(),
        syn::Member::Unnamed(index) => {
            let index = proc_macro2::Literal::u32_unsuffixed(index.index);
            quote!(#index)
        }
    }
}

/// What people call a field.
fn name_of(member: &syn::Member) -> String {
    match member {
        syn::Member::Named(name) => name.unraw().to_string(),
        syn::Member::Unnamed(index) => index.index.to_string(),
    }
}

/// `E::Variant { email: field_0, .. } => { …(field_0); }`. The names are bound by reference, because what is matched is one.
fn match_arm(krate: &Path, name: &Ident, PiiVariant { name: variant, cfg, fields }: &PiiVariant) -> TokenStream {
    let mut patterns = Vec::new();
    let mut calls = Vec::new();
    for (position, field) in fields.iter().enumerate() {
        let PiiField { member, cfg, category } = field;
        let bound = format_ident!("field_{position}", span = Span::mixed_site());
        let (member, name, witness) = (member_at_call_site(member), name_of(member), witness_of(krate, category.as_ref()));
        patterns.push(quote!(#(#cfg)* #member: #bound));
        calls.push(quote!(#(#cfg)* #witness(#bound, #name);));
    }
    quote!(#(#cfg)* #name::#variant { #(#patterns,)* .. } => { #(#calls)* })
}

/// Before the first statement of the body: what the function returns, and a reference to each marked parameter.
fn function_witnesses(PiiFunction { krate, parameters, returned }: &PiiFunction) -> TokenStream {
    let returned = returned.as_ref().map(|category| {
        let category = category_type(krate, category.as_ref());
        quote!(#krate::__private::returns_pii::<#category>();)
    });
    let parameters = parameters.iter().flat_map(|parameter| {
        let witness = witness_of(krate, parameter.mark.category.as_ref());
        let cfg = &parameter.cfg;
        parameter.names.iter().map(move |name| {
            let (reference, text) = (quote_spanned!(name.span()=> &#name), name.unraw().to_string());
            quote!(#(#cfg)* #witness(#reference, #text);)
        })
    });
    quote!(#returned #(#parameters)*)
}

/// Outside the type's own declaration, `Self` has to be said in full.
struct SelfIs<'a>(&'a Type);

impl VisitMut for SelfIs<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::Path(path) if path.qself.is_none() && path.path.is_ident("Self") => *ty = self.0.clone(),
            Type::Path(path) if path.qself.is_none() && path.path.segments.first().is_some_and(|first| first.ident == "Self") => {
                // `Self::Item` is `<Type>::Item`.
                let (whole, rest) = (self.0, path.path.segments.iter().skip(1));
                *ty = syn::parse_quote_spanned!(path.span()=> <#whole>::#(#rest)::*);
            }
            _ => visit_mut::visit_type_mut(self, ty),
        }
    }
}
