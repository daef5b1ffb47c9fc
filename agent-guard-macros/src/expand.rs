//! Writes the code. The user's body is never moved into a closure or a block of its own: `return`, `?`, labels,
//! borrows and the compiler's messages about them stay as they are.

pub(crate) mod pii;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprReference, Item, Path, ReturnType, Signature, Stmt, Token, Type};

use crate::ast::{self, AllowTarget, Function, FunctionItem, PurposeStruct};
use crate::attr::{self, AllowArgs, ConsentArgs, PurposeArgs, TokenName};
use crate::errors::Errors;
use crate::fallback;
use crate::valid::{self, Allowed, ConsentRequired, Question, Way};

pub(crate) fn user_consent_required(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let args = ConsentArgs::parse(args, &mut errors);
    let function = match FunctionItem::parse(item.clone()) {
        FunctionItem::Function(function) => *function,
        FunctionItem::WithoutBody => {
            valid::method_without_body(&item, &mut errors);
            return beside(&errors, item);
        }
        FunctionItem::Other => {
            valid::belongs_on_a_function(&mut errors);
            return beside(&errors, item);
        }
    };
    let (krate, purpose, name) = (args.krate.clone(), args.purpose.clone(), args.name.clone());
    match valid::consent_required(args, &function, &mut errors) {
        Some(required) if errors.is_empty() => guarded(function, required),
        _ => beside(&errors, fallback::function(function, &krate, purpose.as_ref(), name.as_ref())),
    }
}

/// The function with its body guarded.
fn guarded(mut function: Function, ConsentRequired { purpose, krate, way }: ConsentRequired) -> TokenStream {
    let witness = quote!(#krate::__private::user_consent_required::<#purpose>(););
    match way {
        Way::Ask(question) => {
            let Question { gate, subject, name, future } = *question;
            match future {
                Some(mut future) => {
                    let (gate, subject) = if future.is_async_trait { (rename_self(gate), rename_self(subject)) } else { (gate, subject) };
                    let ask = Ask { krate: &krate, purpose: &purpose, gate, subject, name, is_async: true };
                    let ask = ask.statement(&function.signature);
                    let first = Block::parse_within.parse2(quote!(#witness #ask)).expect("these are statements");
                    future.future_block().stmts.splice(0..0, first);
                    function.body = future.block.stmts.iter().map(ToTokens::to_token_stream).collect();
                }
                None => {
                    let is_async = function.signature.asyncness.is_some();
                    let ask = Ask { krate: &krate, purpose: &purpose, gate, subject, name, is_async };
                    let ask = ask.statement(&function.signature);
                    let body = &function.body;
                    function.body = quote!(#witness #ask #body);
                }
            }
        }
        Way::Take(index) => {
            let name = ast::name_of_parameter(&mut function.signature.inputs[index]);
            let check = name.map(|name| {
                // The whole argument stands where the parameter stands, so that a wrong type is shown there.
                let parameter = quote_spanned!(name.span()=> &#name);
                quote!(#krate::__private::holds(::core::marker::PhantomData::<#purpose>, #parameter);)
            });
            let body = &function.body;
            function.body = quote!(#witness #check #body);
        }
    }
    quote!(#function)
}

/// The statement that asks the gate.
struct Ask<'a> {
    krate: &'a Path,
    purpose: &'a Type,
    gate: Expr,
    subject: Expr,
    name: Option<TokenName>,
    is_async: bool,
}

impl Ask<'_> {
    /// `let NAME: Consent<P> = match Consent::<P>::require(&GATE, &SUBJECT) { Ok(token) => token, Err(…) => return … };`
    ///
    /// The type is written out because the checker reads it, and the token is a local of the function itself.
    fn statement(self, signature: &Signature) -> TokenStream {
        let Self { krate, purpose, gate, subject, name, is_async } = self;
        let (mutability, name) = match name {
            Some(TokenName { mutability, name, .. }) => (mutability, name),
            // Nobody can name this one, and two attributes on one function do not get in each other's way.
            None => (None, Ident::new("__agent_guard_consent", Span::mixed_site())),
        };
        let (gate, subject) = (borrowed(gate), borrowed(subject));
        let subject = quote!(&#krate::__private::subject(#subject));
        let answer = if is_async {
            quote!(#krate::Consent::<#purpose>::require_async(#gate, #subject).await)
        } else {
            quote!(#krate::Consent::<#purpose>::require(#gate, #subject))
        };
        let denied = Ident::new("__agent_guard_denied", Span::mixed_site());
        let token = Ident::new("__agent_guard_token", Span::mixed_site());
        let denial = shown_at(&error_type(&signature.output), quote!(#krate::__private::denied(#denied)));
        quote! {
            let #mutability #name: #krate::Consent<#purpose> = match #answer {
                ::core::result::Result::Ok(#token) => #token,
                ::core::result::Result::Err(#denied) => return #denial,
            };
        }
    }
}

/// `&EXPR`, at the place of `EXPR`, so that an error about its type is shown there.
fn borrowed(expression: Expr) -> Expr {
    let and_token = Token![&](expression.span());
    Expr::Reference(ExprReference { attrs: Vec::new(), and_token, mutability: None, expr: Box::new(expression) })
}

/// Where a missing `From<ConsentDenied>` is best shown: at `E` in `Result<T, E>`, else at the return type.
fn error_type(output: &ReturnType) -> TokenStream {
    let ReturnType::Type(_, ty) = output else { return TokenStream::new() };
    let error = match &**ty {
        Type::Path(path) => path.path.segments.last().and_then(|segment| ast::type_arguments(segment).nth(1)),
        _ => None,
    };
    error.unwrap_or(ty).to_token_stream()
}

/// The same code, of which the compiler says that it stands where `place` stands: it takes an expression to reach
/// from its first token to its last. What the names in it mean stays as it is.
fn shown_at(place: &TokenStream, code: TokenStream) -> TokenStream {
    let mut places = place.clone().into_iter().map(|tree| tree.span());
    let Some(first) = places.next() else { return code };
    let last = places.last().unwrap_or(first);
    let mut code: Vec<TokenTree> = code.into_iter().collect();
    for (position, tree) in code.iter_mut().enumerate() {
        let location = if position == 0 { first } else { last };
        tree.set_span(location.resolved_at(tree.span()));
    }
    code.into_iter().collect()
}

/// `#[async_trait]` has renamed `self` in the body, but not in our arguments.
fn rename_self(expression: Expr) -> Expr {
    fn rename(tokens: TokenStream) -> TokenStream {
        let rename_one = |tree| match tree {
            TokenTree::Ident(ident) if ident == "self" => TokenTree::Ident(Ident::new("__self", ident.span())),
            TokenTree::Group(group) => {
                let mut renamed = Group::new(group.delimiter(), rename(group.stream()));
                renamed.set_span(group.span());
                TokenTree::Group(renamed)
            }
            other => other,
        };
        tokens.into_iter().map(rename_one).collect()
    }
    let renamed = rename(expression.to_token_stream());
    syn::parse2(renamed).expect("one identifier in place of another is still an expression")
}

pub(crate) fn allow(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let args = AllowArgs::parse(args, &mut errors);
    let allowed = valid::allowed(args, &mut errors);
    let target = AllowTarget::parse(item.clone());
    valid::allow_target(&target, &mut errors);
    let Allowed { rules, reason, expires, krate } = &allowed;
    let mut inserted = WitnessInEachFunction::new(quote!(#(#krate::__private::allow(#rules, #reason, #expires);)*));
    let expanded = match target {
        AllowTarget::Function(mut function) => {
            inserted.visit_function(&mut function);
            quote!(#function)
        }
        AllowTarget::Container(mut container) => {
            inserted.visit_item_mut(&mut container);
            quote!(#container)
        }
        _ => item.clone(),
    };
    if errors.is_empty() && inserted.functions == 0 {
        valid::nothing_to_allow(&mut errors);
    }
    if errors.is_empty() { expanded } else { beside(&errors, item) }
}

pub(crate) fn encrypted_storage(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let krate = attr::crate_argument(args, &mut errors);
    let mut block = match syn::parse2::<syn::Item>(item.clone()) {
        Ok(Item::Impl(block)) => block,
        _ => {
            valid::belongs_on_an_impl(&mut errors);
            return beside(&errors, item);
        }
    };
    let ty = block.self_ty.to_token_stream().to_string();
    let mut inserted = WitnessInEachFunction::new(quote!(#krate::__private::encrypted_storage(#ty);));
    inserted.visit_item_impl_mut(&mut block);
    if errors.is_empty() && inserted.functions == 0 {
        valid::nothing_to_verify(&mut errors);
    }
    if errors.is_empty() { quote!(#block) } else { beside(&errors, item) }
}

/// Puts a witness first in every function that it comes by, also in functions within functions.
struct WitnessInEachFunction {
    witness: Vec<Stmt>,
    functions: usize,
}

impl WitnessInEachFunction {
    fn new(witness: TokenStream) -> Self {
        Self { witness: Block::parse_within.parse2(witness).expect("these are statements"), functions: 0 }
    }

    /// A function of which the body is still tokens. If they do not parse, the compiler says so better than we could.
    fn visit_function(&mut self, function: &mut Function) {
        self.functions += 1;
        if let Ok(mut stmts) = Block::parse_within.parse2(function.body.clone()) {
            stmts.iter_mut().for_each(|statement| self.visit_stmt_mut(statement));
            function.body = stmts.iter().map(ToTokens::to_token_stream).collect();
        }
        let (witness, body) = (&self.witness, &function.body);
        function.body = quote!(#(#witness)* #body);
    }

    fn insert(&mut self, block: &mut Block) {
        self.functions += 1;
        block.stmts.splice(0..0, self.witness.iter().cloned());
    }
}

impl VisitMut for WitnessInEachFunction {
    fn visit_item_fn_mut(&mut self, function: &mut syn::ItemFn) {
        visit_mut::visit_item_fn_mut(self, function);
        self.insert(&mut function.block);
    }

    fn visit_impl_item_fn_mut(&mut self, function: &mut syn::ImplItemFn) {
        visit_mut::visit_impl_item_fn_mut(self, function);
        self.insert(&mut function.block);
    }

    fn visit_trait_item_fn_mut(&mut self, function: &mut syn::TraitItemFn) {
        visit_mut::visit_trait_item_fn_mut(self, function);
        if let Some(block) = &mut function.default {
            self.insert(block);
        }
    }
}

pub(crate) fn derive_purpose(item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let declared: PurposeStruct = match syn::parse2(item) {
        Ok(declared) => declared,
        Err(error) => return error.to_compile_error(),
    };
    let args = PurposeArgs::parse(&declared.input.attrs, &mut errors);
    let valid::PurposeDeclared { id, description, expires_after, renew_before, krate } =
        valid::purpose_declared(args, &declared, &mut errors);
    if !errors.is_empty() {
        return beside(&errors, fallback::purpose(&declared, &krate));
    }
    let name = &declared.input.ident;
    let duration = |seconds| quote!(::core::time::Duration::from_secs(#seconds));
    let expires_after = expires_after
        .map(duration)
        .map(|length| quote!(const EXPIRES_AFTER: ::core::option::Option<::core::time::Duration> = ::core::option::Option::Some(#length);));
    let renew_before = renew_before.map(duration).map(|length| quote!(const RENEW_BEFORE: ::core::time::Duration = #length;));
    quote! {
        #[automatically_derived]
        impl #krate::Purpose for #name {
            const ID: &'static str = #id;
            const DESCRIPTION: &'static str = #description;
            #expires_after
            #renew_before
        }
        const _: () = {
            // Never called: the checker reads in its MIR which type has which id.
            fn __agent_guard_purpose() {
                #krate::__private::purpose::<#name>(#id)
            }
        };
    }
}

/// The errors, and something harmless beside them.
fn beside(errors: &Errors, harmless: TokenStream) -> TokenStream {
    let errors = errors.to_compile_errors();
    quote!(#errors #harmless)
}
