//! What is written beside an error: the item as it was, with every name in place that the attribute would have
//! brought, so that the compiler does not go on to complain of what is missing only because of the first mistake.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Path, Type};

use crate::ast::{Function, PurposeStruct};
use crate::attr::TokenName;

/// The function, with a token under the name that was asked for. It is never run: the error stops the build.
pub(crate) fn function(mut function: Function, krate: &Path, purpose: Option<&Type>, name: Option<&TokenName>) -> TokenStream {
    if let (Some(TokenName { mutability, name, .. }), Some(purpose)) = (name, purpose) {
        let body = &function.body;
        function.body = quote! {
            let #mutability #name: #krate::Consent<#purpose> = #krate::__private::never_built();
            let _ = &#name;
            #body
        };
    }
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
