//! Where a manifest names a dependency.

use std::ops::Range;

use toml_edit::{Document, Item, TableLike};

use crate::{finding::Location, lines::Lines};

/// The place of a dependency in the text of a `Cargo.toml`, by the name that it has there: what the library and the programs depend on
/// first, then what their tests do. `None` where it is not named, or the text is no TOML.
pub fn dependency(file: &str, text: &str, name: &str) -> Option<Location> {
    let document = Document::parse(text).ok()?;
    let root = document.as_table();
    let for_platforms = || root.get("target").and_then(Item::as_table_like).into_iter().flat_map(|targets| targets.iter());
    let sections = ["dependencies", "dev-dependencies"].into_iter().flat_map(|section| {
        let of_platforms = for_platforms().filter_map(move |(_, target)| target.get(section));
        root.get(section).into_iter().chain(of_platforms)
    });
    let range = sections.filter_map(Item::as_table_like).find_map(|section| place(section, name))?;
    let lines = Lines::new(text.to_owned());
    let (line, column) = lines.line_and_column(range.start);
    let (end_line, end_column) = lines.line_and_column(range.end);
    Some(Location { file: file.to_owned(), line, column, end_line, end_column })
}

/// From the name to the end of what is said of it, if that is on the same line.
fn place(section: &dyn TableLike, name: &str) -> Option<Range<usize>> {
    let (key, item) = section.get_key_value(name)?;
    let key = key.span()?;
    match item {
        Item::Value(value) => Some(key.start..value.span().map_or(key.end, |value| value.end.max(key.end))),
        // `[dependencies.name]`: what is said of it stands below.
        _ => Some(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[package]\nname = \"agent\"\n\n[dependencies]\nserde = \"1\" # notes\nnotes = { package = \"notes-client\", version = \"1\" }\n\
        shelf.workspace = true\n[dependencies.store]\nversion = \"1\"\n[target.'cfg(unix)'.dependencies]\nunix = \"1\"\n\
        [dev-dependencies]\ntests = \"1\"\nserde = \"1\"\n[build-dependencies]\nbuilds = \"1\"\n";

    fn at(name: &str) -> Option<(u32, u32, u32)> {
        dependency("Cargo.toml", MANIFEST, name).map(|at| (at.line, at.column, at.end_column))
    }

    #[test]
    fn a_dependency_is_found_in_every_form() {
        assert_eq!(at("serde"), Some((5, 1, 12)));
        assert_eq!(at("notes"), Some((6, 1, 52)));
        assert_eq!(at("shelf").map(|at| at.0), Some(7));
        assert_eq!(at("store"), Some((8, 15, 20)));
        assert_eq!(at("unix"), Some((11, 1, 11)));
        assert_eq!(at("tests"), Some((13, 1, 12)));
    }

    #[test]
    fn what_only_a_build_script_needs_is_none() {
        assert_eq!(at("builds"), None);
        assert_eq!(at("nobody"), None);
        assert_eq!(dependency("Cargo.toml", "[dependencies", "serde"), None);
    }
}
