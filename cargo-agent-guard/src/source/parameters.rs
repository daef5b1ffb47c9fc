//! Type parameters that have names.

use std::ops::RangeInclusive;

use proc_macro2::{Delimiter, LineColumn, TokenTree};

/// The type parameters of three letters or more that are declared between `<` and `>`, if that is what stands at `list`, each with the
/// lines of the item whose keyword stands at `item`.
pub fn declared(trees: &[TokenTree], item: usize, list: usize) -> Vec<(String, RangeInclusive<u32>)> {
    let names = names(trees.get(list..).unwrap_or_default());
    if names.is_empty() {
        return Vec::new();
    }
    // A derive stands before the keyword, and what it makes lies there.
    let first = item - trees[..item].iter().rev().take_while(|tree| belongs_to_next(tree)).count();
    let last = trees[item..].iter().find(|tree| ends(tree)).unwrap_or(&trees[item]);
    let lines = line(trees[first].span().start())..=line(last.span().end());
    names.into_iter().map(|name| (name, lines.clone())).collect()
}

fn names(list: &[TokenTree]) -> Vec<String> {
    let mut names = Vec::new();
    let (mut depth, mut before) = (0_u32, ' ');
    for tree in list {
        let sign = if let TokenTree::Punct(sign) = tree { sign.as_char() } else { ' ' };
        match tree {
            _ if sign == '<' => depth += 1,
            // Not the arrow of a function's type.
            _ if sign == '>' && before != '-' => depth = depth.saturating_sub(1),
            TokenTree::Ident(name) if depth == 1 && matches!(before, '<' | ',') && *name != "const" => {
                names.push(super::unraw(&name.to_string()))
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
        // An attribute that stands before a name does not hide it.
        if sign != '#' && !matches!(tree, TokenTree::Group(_)) {
            before = sign;
        }
    }
    names.retain(|name| name.len() > 2);
    names
}

/// Whether a token before an item's keyword is the item's: its attributes, `pub`, `async`.
fn belongs_to_next(tree: &TokenTree) -> bool {
    match tree {
        TokenTree::Group(group) => group.delimiter() != Delimiter::Brace,
        TokenTree::Punct(sign) => sign.as_char() == '#',
        TokenTree::Ident(_) | TokenTree::Literal(_) => true,
    }
}

fn ends(tree: &TokenTree) -> bool {
    match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(sign) => sign.as_char() == ';',
        _ => false,
    }
}

fn line(at: LineColumn) -> u32 {
    u32::try_from(at.line).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use crate::source::definitions;

    #[test]
    fn they_are_known_by_name_on_the_lines_of_what_declares_them() {
        let text = "pub struct Plain;\n\
            #[derive(Debug)]\n#[serde(bound = \"\")]\npub struct Session<'s, Backend, const LEN: usize, T> where Backend: Memory {\n    backend: Backend,\n}\n\
            impl<'s, #[cfg(x)] Backend: Fn(u8) -> Out + Into<Other>, Sink = Vec<Item>> Session<'s, Backend> {\n    \
            pub async fn ask<Prompt: Into<String>>(&self, prompt: Prompt) -> Vec<Answer> {\n    }\n}\n\
            trait Memory<Key>: Base<Value> { fn get<K>(&self); }\nstruct Tuple<Inner>(Inner);\nfn f() -> bool { a < Bound && Bound > c }\n";
        let found = definitions(text).expect("it is Rust").parameters;
        let found: Vec<_> = found.iter().map(|(name, lines)| (name.as_str(), *lines.start(), *lines.end())).collect();
        assert_eq!(found, [("Backend", 2, 6), ("Backend", 7, 10), ("Sink", 7, 10), ("Prompt", 8, 9), ("Key", 11, 11), ("Inner", 12, 12)]);
    }
}
