//! Procedural macros that expand to an access.

use proc_macro::TokenStream;

/// `note!(agent, "colour")` reads a note: the whole access is made here, only the arguments are the caller's.
#[proc_macro]
pub fn note(input: TokenStream) -> TokenStream {
    let input = input.to_string();
    let (agent, key) = input.split_once(',').expect("note!(agent, key)");
    format!("({agent}).notes.get({key})").parse().expect("an expression")
}

/// Gives a struct that has a field `agent: Agent` a method `load` that reads a note.
#[proc_macro_derive(Load)]
pub fn derive_load(input: TokenStream) -> TokenStream {
    let name = input.into_iter().skip_while(|token| token.to_string() != "struct").nth(1).expect("a struct");
    format!("impl {name} {{ pub fn load(&self) {{ let _ = self.agent.notes.get(\"colour\"); }} }}").parse().expect("an impl")
}

/// Reads a note before the function's body runs; the first parameter must be named `agent`.
#[proc_macro_attribute]
pub fn with_note(_attribute: TokenStream, item: TokenStream) -> TokenStream {
    let item = item.to_string();
    let body = item.find('{').expect("a function");
    format!("{} {{ let _ = agent.notes.get(\"colour\"); {}", &item[..body], &item[body + 1..]).parse().expect("a function")
}
