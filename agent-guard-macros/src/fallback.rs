//! What is written beside an error: the item as it was, with every name in place that the attribute would have
//! brought, so that the compiler does not go on to complain of what is missing only because of the first mistake.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{FnArg, Pat, Path, Type};

use crate::ast::{Function, PurposeStruct};
use crate::attr::TokenName;

/// The function, with a token under the name that was asked for, and with its parameters used as the attribute would
/// have used them. It is never run: the error stops the build.
pub(crate) fn function(mut function: Function, krate: &Path, purpose: Option<&Type>, name: Option<&TokenName>) -> TokenStream {
    let parameters = function.signature.inputs.iter().filter_map(|parameter| match parameter {
        FnArg::Typed(parameter) => match &*parameter.pat {
            Pat::Ident(pattern) => Some(&pattern.ident),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    });
    let uses = quote!(#(let _ = &#parameters;)*);
    let token = match (name, purpose) {
        (Some(TokenName { mutability, name, .. }), Some(purpose)) => quote! {
            let #mutability #name: #krate::Consent<#purpose> = #krate::__private::never_built();
            let _ = &#name;
        },
        _ => TokenStream::new(),
    };
    let body = &function.body;
    function.body = quote!(#uses #token #body);
    quote!(#function)
}

/// An implementation without id and description, so that uses of the purpose are no errors of their own.
pub(crate) fn purpose(declared: &PurposeStruct, krate: &Path) -> TokenStream {
    if !declared.input.generics.params.is_empty() {
        return TokenStream::new();
    }
    let name = &declared.input.ident;
    quote! {
        #[automatically_derived]
        impl #krate::Purpose for #name {
            const ID: &'static str = "";
            const DESCRIPTION: &'static str = "";
        }
    }
}
