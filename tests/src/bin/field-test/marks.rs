//! Puts `#[pii]` on what a list of flows names, in a copy of the crate, without moving any line.
//!
//! The attribute of the item comes before the item's first attribute, on that line, and so before its derives; the helper attribute comes
//! before the field's own name. Everything is found by the names that the list gives, in the text as rustfmt lays it out.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

use crate::{flows::Mark, list::List};

/// Marks a copy of a list's releases, and makes them depend on the library that the marks are of.
pub(crate) fn apply(list: &List, marks: &[Mark], workspace: &Path, library: &Path) -> Result<()> {
    for mark in marks {
        let path = workspace.join(list.path_in(mark.package.as_deref(), &mark.path));
        let source = fs::read_to_string(&path).with_context(|| format!("failed to read {}", path.display()))?;
        let marked = marked(&source, mark).with_context(|| format!("failed to mark {}", path.display()))?;
        fs::write(&path, marked).with_context(|| format!("failed to write {}", path.display()))?;
    }
    let owners = list
        .releases()
        .filter(|release| marks.iter().any(|mark| mark.package.as_ref().unwrap_or(&list.release.package) == &release.package));
    for release in owners {
        let manifest = workspace.join(release.folder()).join("Cargo.toml");
        let text = fs::read_to_string(&manifest).with_context(|| format!("failed to read {}", manifest.display()))?;
        fs::write(&manifest, format!("{text}\n[dependencies.agent-guard]\npath = {library:?}\n"))?;
    }
    Ok(())
}

/// The text with the mark in it.
fn marked(source: &str, mark: &Mark) -> Result<String> {
    let mut lines: Vec<String> = source.lines().map(str::to_owned).collect();
    let (start, end) = match (&mark.item, &mark.function) {
        (Some(item), _) => item_range(&lines, item)?,
        (None, Some(function)) => signature_range(&lines, function)?,
        (None, None) => (0, 0),
    };
    for field in &mark.fields {
        let helper = format!("#[pii({})] ", mark.category);
        let place = (start..=end).find_map(|number| Some((number, name_at(&lines[number], field)?)));
        let (number, column) = place.with_context(|| format!("there is no `{field}` between lines {} and {}", start + 1, end + 1))?;
        lines[number].insert_str(column, &helper);
    }
    let first = (0..start).rev().take_while(|number| lines[*number].trim_start().starts_with("#[")).last().unwrap_or(start);
    let column = lines[first].len() - lines[first].trim_start().len();
    lines[first].insert_str(column, "#[agent_guard::pii] ");
    Ok(lines.join("\n") + "\n")
}

/// From the line of a struct's name to that of its closing brace.
fn item_range(lines: &[String], item: &str) -> Result<(usize, usize)> {
    let opens = |line: &str| {
        let after = line.split_once("struct ").map(|(_, after)| after);
        after.is_some_and(|after| after.strip_prefix(item).is_some_and(|rest| !rest.starts_with(is_of_a_name)))
    };
    range(lines, opens, "}").with_context(|| format!("there is no struct `{item}`"))
}

/// From the line of a function's name to that of its body's opening brace.
fn signature_range(lines: &[String], function: &str) -> Result<(usize, usize)> {
    let opens = |line: &str| line.contains(&format!("fn {function}(")) || line.contains(&format!("fn {function}<"));
    let start = lines.iter().position(|line| opens(line)).with_context(|| format!("there is no function `{function}`"))?;
    let end = (start..lines.len()).find(|number| lines[*number].ends_with('{')).context("a function has a body")?;
    Ok((start, end))
}

fn range(lines: &[String], opens: impl Fn(&str) -> bool, closes: &str) -> Result<(usize, usize)> {
    let found: Vec<usize> = (0..lines.len()).filter(|number| opens(&lines[*number])).collect();
    ensure!(found.len() == 1, "{} lines could be its first", found.len());
    let end = (found[0]..lines.len()).find(|number| lines[*number].trim() == closes).context("it does not end")?;
    Ok((found[0], end))
}

/// Where the field or parameter of that name is declared on a line, its visibility included.
fn name_at(line: &str, name: &str) -> Option<usize> {
    let declared = format!("{name}: ");
    let (at, _) = line.match_indices(&declared).find(|(at, _)| !line[..*at].ends_with(is_of_a_name))?;
    let before = line[..at].trim_end();
    let visibility = before.trim_start();
    let is_visibility = visibility == "pub" || visibility.strip_prefix("pub(").is_some_and(|rest| rest.find(')') == Some(rest.len() - 1));
    Some(if is_visibility { before.len() - visibility.len() } else { at })
}

fn is_of_a_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::marked;
    use crate::flows::Mark;

    fn mark(item: Option<&str>, function: Option<&str>, field: &str) -> Mark {
        let owned = |text: &str| text.to_owned();
        Mark {
            package: None,
            path: String::new(),
            item: item.map(owned),
            function: function.map(owned),
            fields: vec![owned(field)],
            category: owned("communication"),
        }
    }

    #[test]
    fn a_field_is_marked_and_no_line_moves() {
        let source = "struct MessageId;\n\n/// One.\n#[derive(Debug)]\n#[serde(default)]\npub struct Message {\n    #[serde(rename = \"t\")]\n    pub text: String,\n    context: String,\n}\n";
        let expected = "struct MessageId;\n\n/// One.\n#[agent_guard::pii] #[derive(Debug)]\n#[serde(default)]\npub struct Message {\n    #[serde(rename = \"t\")]\n    #[pii(communication)] pub text: String,\n    context: String,\n}\n";
        assert_eq!(marked(source, &mark(Some("Message"), None, "text")).unwrap(), expected);
    }

    #[test]
    fn a_name_is_not_the_end_of_another() {
        let source = "struct Message {\n    context: String,\n    text: String,\n}\n";
        let expected = "#[agent_guard::pii] struct Message {\n    context: String,\n    #[pii(communication)] text: String,\n}\n";
        assert_eq!(marked(source, &mark(Some("Message"), None, "text")).unwrap(), expected);
    }

    #[test]
    fn a_parameter_is_marked() {
        let source = "impl Thread {\n    pub fn ask(&self, message: &str, chat: &Chat) -> String {\n    }\n}\n";
        let expected = "impl Thread {\n    #[agent_guard::pii] pub fn ask(&self, #[pii(communication)] message: &str, chat: &Chat) -> String {\n    }\n}\n";
        assert_eq!(marked(source, &mark(None, Some("ask"), "message")).unwrap(), expected);
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        assert!(marked("struct Message {\n}\n", &mark(Some("Message"), None, "text")).is_err());
        assert!(marked("struct Other {\n}\n", &mark(Some("Message"), None, "text")).is_err());
    }
}
