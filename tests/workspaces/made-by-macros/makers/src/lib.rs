//! Derives that make functions without `self`, as those of constructors and builders do.

use proc_macro::{TokenStream, TokenTree};

/// The name of what the derive is put on.
fn name(item: TokenStream) -> String {
    let trees: Vec<TokenTree> = item.into_iter().collect();
    let is_keyword = |tree: &TokenTree| ["struct", "enum"].contains(&tree.to_string().as_str());
    let at = trees.iter().position(is_keyword).expect("a struct or an enum");
    trees[at + 1].to_string()
}

/// `new`, which takes what the type is made of.
#[proc_macro_derive(Construct)]
pub fn construct(item: TokenStream) -> TokenStream {
    let ty = name(item);
    format!("impl {ty} {{ pub fn new(text: String) -> Self {{ Self {{ text }} }} }}").parse().expect("it is Rust")
}

/// `from_number`, which may give nothing.
#[proc_macro_derive(FromNumber)]
pub fn from_number(item: TokenStream) -> TokenStream {
    let ty = name(item);
    format!("impl {ty} {{ pub fn from_number(number: u8) -> Option<Self> {{ (number == 1).then_some(Self::One) }} }}")
        .parse()
        .expect("it is Rust")
}

/// A builder, which is a type that no source defines.
#[proc_macro_derive(Build)]
pub fn build(item: TokenStream) -> TokenStream {
    let ty = name(item);
    format!(
        "pub struct {ty}Builder(String);
         impl {ty} {{ pub fn builder() -> {ty}Builder {{ {ty}Builder::empty(7) }} }}
         impl {ty}Builder {{
             fn empty(size: usize) -> Self {{ Self(String::with_capacity(size)) }}
             pub fn text(mut self, text: &str) -> Self {{ self.0.push_str(text); self }}
             pub fn build(self) -> {ty} {{ {ty} {{ text: self.0 }} }}
         }}"
    )
    .parse()
    .expect("it is Rust")
}

/// `stored`, which reads all that is stored.
#[proc_macro_derive(Stored)]
pub fn stored(item: TokenStream) -> TokenStream {
    let ty = name(item);
    format!(
        "impl {ty} {{
             pub fn stored(connection: &rusqlite::Connection) -> rusqlite::Result<Self> {{
                 let text = connection.query_row(\"SELECT text FROM notes\", [\"ada\"], |row| row.get(0))?;
                 Ok(Self {{ text }})
             }}
         }}"
    )
    .parse()
    .expect("it is Rust")
}
