//! What an attribute stands on, read no further than needed: a function's body stays tokens unless something has to
//! be put in the midst of it, so that code which does not parse yet gets the compiler's own error.

pub(crate) mod pii;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Block, DeriveInput, Expr, FnArg, Pat, Signature, Stmt, Token, Type, Visibility, braced, token};

/// A function, method or trait method with a body.
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) default: Option<Token![default]>,
    pub(crate) signature: Signature,
    pub(crate) brace: token::Brace,
    /// `#![…]` at the head of the body; it has to stay there.
    pub(crate) inner_attributes: Vec<Attribute>,
    pub(crate) body: TokenStream,
}

/// A function, or what stands in its place.
pub(crate) enum FunctionItem {
    Function(Box<Function>),
    WithoutBody,
    Other,
}

impl FunctionItem {
    pub(crate) fn parse(item: TokenStream) -> Self {
        let parser = |input: ParseStream<'_>| {
            let attributes = input.call(Attribute::parse_outer)?;
            let visibility = input.parse()?;
            // `default fn` (specialization), but not a function that is called `default`.
            let default = if input.peek(Token![default]) && !input.peek2(token::Paren) { Some(input.parse()?) } else { None };
            let signature = input.parse()?;
            if input.parse::<Option<Token![;]>>()?.is_some() {
                return Ok(Self::WithoutBody);
            }
            let content;
            let brace = braced!(content in input);
            let inner_attributes = content.call(Attribute::parse_inner)?;
            let body = content.parse()?;
            let function = Function { attributes, visibility, default, signature, brace, inner_attributes, body };
            Ok(Self::Function(Box::new(function)))
        };
        parser.parse2(item).unwrap_or(Self::Other)
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.attributes.iter().filter(|attribute| matches!(attribute.style, syn::AttrStyle::Outer)).for_each(|it| it.to_tokens(tokens));
        self.visibility.to_tokens(tokens);
        self.default.to_tokens(tokens);
        self.signature.to_tokens(tokens);
        self.brace.surround(tokens, |tokens| {
            self.inner_attributes.iter().for_each(|attribute| attribute.to_tokens(tokens));
            self.body.to_tokens(tokens);
        });
    }
}

/// A parameter whose type mentions `Consent`.
pub(crate) struct TokenParameter {
    /// Its place among the parameters.
    pub(crate) index: usize,
    pub(crate) ty: Type,
    /// What stands in the angle brackets of `Consent<…>`.
    pub(crate) purpose: Option<String>,
}

/// The parameters that are a `Consent<…>`, going by the name of their type; the compiler checks the type itself.
pub(crate) fn token_parameters(signature: &Signature) -> Vec<TokenParameter> {
    let named_consent = |(index, parameter): (usize, &FnArg)| {
        let FnArg::Typed(parameter) = parameter else { return None };
        let purpose = consent_in(&parameter.ty)?;
        Some(TokenParameter { index, ty: (*parameter.ty).clone(), purpose })
    };
    signature.inputs.iter().enumerate().filter_map(named_consent).collect()
}

/// `Some` if this is `Consent<P>` behind any mix of references and smart pointers; inside, `P` as text if it is there.
fn consent_in(ty: &Type) -> Option<Option<String>> {
    match ty {
        Type::Reference(reference) => consent_in(&reference.elem),
        Type::Paren(paren) => consent_in(&paren.elem),
        Type::Group(group) => consent_in(&group.elem),
        Type::Path(path) => {
            let segment = path.path.segments.last()?;
            let argument = first_type_argument(segment);
            if segment.ident == "Consent" {
                return Some(argument.map(last_word));
            }
            let is_pointer = ["Box", "Rc", "Arc"].iter().any(|pointer| segment.ident == pointer);
            if is_pointer { consent_in(argument?) } else { None }
        }
        _ => None,
    }
}

pub(crate) fn first_type_argument(segment: &syn::PathSegment) -> Option<&Type> {
    type_arguments(segment).next()
}

pub(crate) fn type_arguments(segment: &syn::PathSegment) -> impl Iterator<Item = &Type> {
    let arguments = match &segment.arguments {
        syn::PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The last segment of a path without its arguments: how people tell purposes apart when they read.
pub(crate) fn last_word(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default(),
        other => other.to_token_stream().to_string(),
    }
}

/// A function that is not `async` but returns a future that its last expression makes.
pub(crate) struct FutureBody {
    pub(crate) block: Block,
    /// `#[async_trait]` has been here: `self` is called `__self` inside.
    pub(crate) is_async_trait: bool,
}

/// Whether the return type is a future to be awaited by the caller, going by its name.
pub(crate) fn returns_future(signature: &Signature) -> bool {
    let syn::ReturnType::Type(_, ty) = &signature.output else { return false };
    is_future(ty)
}

fn is_future(ty: &Type) -> bool {
    let bounds_are = |bounds: &Punctuated<syn::TypeParamBound, Token![+]>| {
        bounds.iter().any(|bound| match bound {
            syn::TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|segment| segment.ident == "Future"),
            _ => false,
        })
    };
    match ty {
        Type::Paren(paren) => is_future(&paren.elem),
        Type::Group(group) => is_future(&group.elem),
        Type::ImplTrait(opaque) => bounds_are(&opaque.bounds),
        Type::TraitObject(object) => bounds_are(&object.bounds),
        Type::Path(path) => path.path.segments.last().is_some_and(|segment| {
            let is_alias = segment.ident == "BoxFuture" || segment.ident == "LocalBoxFuture";
            let is_pointer = segment.ident == "Pin" || segment.ident == "Box";
            is_alias || (is_pointer && first_type_argument(segment).is_some_and(is_future))
        }),
        _ => false,
    }
}

impl FutureBody {
    /// Finds the block of the future in a body that ends in `async … { }`, `Box::pin(async … { })` or
    /// `async … { }.boxed()`.
    pub(crate) fn parse(function: &Function) -> Option<Self> {
        let stmts = Block::parse_within.parse2(function.body.clone()).ok()?;
        let mut block = Block { brace_token: function.brace, stmts };
        let is_async_trait = function.signature.generics.lifetimes().any(|it| it.lifetime.ident == "async_trait");
        future_block(&mut block)?;
        Some(Self { block, is_async_trait })
    }

    /// The block in which the future's own code begins.
    pub(crate) fn future_block(&mut self) -> &mut Block {
        let block = future_block(&mut self.block).expect("`parse` has found one");
        if self.is_async_trait { user_block_of_async_trait(block) } else { block }
    }
}

fn future_block(body: &mut Block) -> Option<&mut Block> {
    let Some(Stmt::Expr(last, None)) = body.stmts.last_mut() else { return None };
    async_block(last)
}

fn async_block(expression: &mut Expr) -> Option<&mut Block> {
    match expression {
        Expr::Async(future) => Some(&mut future.block),
        Expr::Paren(paren) => async_block(&mut paren.expr),
        Expr::Group(group) => async_block(&mut group.expr),
        Expr::Call(call) if call.args.len() == 1 => {
            let Expr::Path(function) = &*call.func else { return None };
            let is_pin = function.path.segments.last().is_some_and(|segment| segment.ident == "pin");
            if is_pin { async_block(call.args.first_mut()?) } else { None }
        }
        Expr::MethodCall(call) if call.method == "boxed" || call.method == "boxed_local" => async_block(&mut call.receiver),
        _ => None,
    }
}

/// `#[async_trait]` writes, in the future's block,
///
/// ```text
/// if let Some(__ret) = None::<T> { return __ret; }
/// let __self = self;
/// let user = user;
/// let __ret: T = { /* the user's body */ };
/// __ret
/// ```
///
/// or, where `T` holds an `impl Trait`, the `let`s and then the user's block alone.
fn user_block_of_async_trait(future: &mut Block) -> &mut Block {
    let is_user_block = |statement: &Stmt| match statement {
        Stmt::Local(local) => matches!(&local.pat, Pat::Type(typed) if matches!(&*typed.pat, Pat::Ident(it) if it.ident == "__ret")),
        _ => false,
    };
    let position = future.stmts.iter().position(is_user_block);
    let only_lets_before_last = || future.stmts.split_last().is_some_and(|(_, lets)| lets.iter().all(|it| matches!(it, Stmt::Local(_))));
    let position = position.or_else(|| only_lets_before_last().then(|| future.stmts.len() - 1));
    let holds_block = position.is_some_and(|position| block_of(&mut future.stmts[position]).is_some());
    match position {
        Some(position) if holds_block => block_of(&mut future.stmts[position]).expect("just seen"),
        _ => future,
    }
}

fn block_of(statement: &mut Stmt) -> Option<&mut Block> {
    let expression = match statement {
        Stmt::Local(local) => &mut *local.init.as_mut()?.expr,
        Stmt::Expr(expression, _) => expression,
        _ => return None,
    };
    match expression {
        Expr::Block(block) => Some(&mut block.block),
        _ => None,
    }
}

/// What `#[agent_guard::allow]` can stand on.
pub(crate) enum AllowTarget {
    /// A function, method or trait method with a body.
    Function(Box<Function>),
    /// An `impl`, a trait, or a module with its body.
    Container(Box<syn::Item>),
    WithoutBody,
    ModuleInAnotherFile,
    Other,
}

impl AllowTarget {
    pub(crate) fn parse(item: TokenStream) -> Self {
        match FunctionItem::parse(item.clone()) {
            FunctionItem::Function(function) => return Self::Function(function),
            FunctionItem::WithoutBody => return Self::WithoutBody,
            FunctionItem::Other => {}
        }
        match syn::parse2(item) {
            Ok(syn::Item::Mod(module)) if module.content.is_none() => Self::ModuleInAnotherFile,
            Ok(item @ (syn::Item::Impl(_) | syn::Item::Trait(_) | syn::Item::Mod(_))) => Self::Container(Box::new(item)),
            _ => Self::Other,
        }
    }
}

/// What `#[derive(Purpose)]` stands on.
pub(crate) struct PurposeStruct {
    pub(crate) input: DeriveInput,
    /// The doc comment, lines joined to paragraphs.
    pub(crate) description: Option<String>,
}

impl Parse for PurposeStruct {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let input: DeriveInput = input.parse()?;
        let description = doc_text(&input.attrs);
        Ok(Self { input, description })
    }
}

/// A doc comment as people read it: each paragraph on one line, a blank line between two.
fn doc_text(attributes: &[Attribute]) -> Option<String> {
    let mut paragraphs = vec![String::new()];
    for line in attributes.iter().filter_map(doc_lines).flatten() {
        let paragraph = paragraphs.last_mut().expect("starts with one");
        match (line.is_empty(), paragraph.is_empty()) {
            (true, false) => paragraphs.push(String::new()),
            (true, true) => {}
            (false, true) => *paragraph = line,
            (false, false) => *paragraph = format!("{paragraph} {line}"),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

/// The lines of one `#[doc = "…"]`, trimmed, and without the `*` that opens each line of a block comment.
fn doc_lines(attribute: &Attribute) -> Option<Vec<String>> {
    let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
    let Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value else { return None };
    if !pair.path.is_ident("doc") {
        return None;
    }
    let text = text.value();
    let is_block_comment = text.lines().skip(1).all(|line| line.trim_start().starts_with('*') || line.trim().is_empty());
    let clean = |line: &str| match line.trim().strip_prefix('*') {
        Some(rest) if is_block_comment => rest.trim().to_owned(),
        _ => line.trim().to_owned(),
    };
    // `///` alone is a blank line and has no `lines()`.
    Some(if text.is_empty() { vec![String::new()] } else { text.lines().map(clean).collect() })
}

/// The name of a parameter. One that is `_` is given a name, so that it can be spoken of.
pub(crate) fn name_of_parameter(parameter: &mut FnArg) -> Option<Ident> {
    let FnArg::Typed(parameter) = parameter else { return None };
    match &*parameter.pat {
        Pat::Ident(pattern) => Some(pattern.ident.clone()),
        Pat::Wild(wild) => {
            let name = Ident::new("__agent_guard_consent", wild.underscore_token.span.resolved_at(Span::mixed_site()));
            *parameter.pat = syn::parse_quote!(#name);
            Some(name)
        }
        _ => None,
    }
}
