//! What the sources of a fixture say must be reported.
//!
//! ```text
//! agent.notes.get("colour")?; //~ AG101            this rule, on this line, once
//! agent.notes.get("colour")?; //~ guarded: because an access that is recognised and guarded, with a reason for the reader
//! agent.notes.remove("colour")?; //~ erase         an access that needs no consent
//! agent.notes.get("colour")?; //~ allowed          a finding that somebody accepted
//! notes.prepare("SELECT …")?; //~ free             nothing is wrong; whether it counts as an access is left open
//! println!("{}", person.theme); //~ clean          nothing must be said, and a reader might think otherwise
//! let pair = (a.get("x"), b.get("y")); //~ AG101 guarded        both of them
//! //~v AG903                                       on the next line
//! note!(agent); //~ AG101 @note                    on one of the lines of this file with the same `@name`
//! ```

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// A line of a fixture: the file relative to the workspace with `/`, and the line counted from 1.
pub type Place = (String, u32);

/// What must be said of a workspace.
#[derive(Debug, Default)]
pub struct Marks {
    /// What must be said of single lines, sorted.
    pub lines: BTreeMap<Place, Vec<String>>,
    /// Lines of which one must have the words: by file and name.
    pub groups: BTreeMap<(String, String), (Vec<Place>, Vec<String>)>,
    /// Lines on which accesses may be guarded or not counted at all.
    pub free: Vec<Place>,
}

/// Reads all sources of a workspace.
///
/// # Panics
/// Where a source cannot be read, or a mark cannot be understood.
pub fn of_workspace(workspace: &Path) -> Marks {
    let mut marks = Marks::default();
    for path in sources(workspace) {
        let file = path.strip_prefix(workspace).expect("sources are found below the workspace").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
        marks.add_file(&file, &text);
    }
    assert!(!marks.lines.is_empty() || !marks.groups.is_empty(), "{} has no marks", workspace.display());
    marks
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("cannot read {}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("a folder that opened can be listed").path();
        if path.is_dir() && !path.ends_with("target") {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

impl Marks {
    /// Adds the marks of one file.
    ///
    /// # Panics
    /// Where a mark cannot be understood.
    pub fn add_file(&mut self, file: &str, text: &str) {
        for (line, text) in (1..).zip(text.lines()) {
            let Some((_, mark)) = text.split_once("//~") else { continue };
            let (line, mark) = match mark.strip_prefix('v') {
                Some(mark) => (line + 1, mark),
                None => (line, mark),
            };
            let place = (file.to_owned(), line);
            let words = mark.split(": ").next().unwrap_or_default().split_whitespace();
            let (names, words): (Vec<_>, Vec<_>) = words.partition(|word| word.starts_with('@'));
            let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
            assert!(!words.is_empty() && words.iter().all(|word| is_known(word)), "{file}:{line}: a mark that nobody understands: {text}");
            words.sort();
            match names[..] {
                [] if words == ["free"] => self.free.push(place),
                [] if words == ["clean"] => drop(self.lines.entry(place).or_default()),
                [] => self.lines.entry(place).or_default().extend(words),
                [name] => {
                    let (places, expected) = self.groups.entry((file.to_owned(), name.to_owned())).or_default();
                    assert!(places.is_empty() || *expected == words, "{file}:{line}: `{name}` is marked in two ways");
                    places.push(place);
                    *expected = words;
                }
                _ => panic!("{file}:{line}: more than one name: {text}"),
            }
        }
    }
}

fn is_known(word: &str) -> bool {
    let is_rule = word.strip_prefix("AG").is_some_and(|number| number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()));
    is_rule || ["guarded", "erase", "allowed", "free", "clean"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Marks {
        let mut marks = Marks::default();
        marks.add_file("a.rs", text);
        marks
    }

    #[test]
    fn a_mark_has_words_and_a_reason() {
        let marks = marks("fn a() {}\nb(); //~ guarded AG101: two of them: really\n//~v AG903\n// agent-guard: allow");
        let lines: Vec<_> = marks.lines.into_iter().map(|((_, line), words)| (line, words.join(" "))).collect();
        assert_eq!(lines, [(2, "AG101 guarded".to_owned()), (4, "AG903".to_owned())]);
    }

    #[test]
    fn a_clean_line_is_one_of_which_nothing_is_expected() {
        let marks = marks("a(); //~ clean: it is nobody's\nb(); //~ AG302");
        let lines: Vec<_> = marks.lines.into_iter().map(|((_, line), words)| (line, words.join(" "))).collect();
        assert_eq!(lines, [(1, String::new()), (2, "AG302".to_owned())]);
    }

    #[test]
    fn a_name_joins_lines_of_which_one_counts() {
        let marks = marks("a(); //~ AG101 @here\nb(); //~ AG101 @here\nc(); //~ free");
        let (places, words) = &marks.groups[&("a.rs".to_owned(), "@here".to_owned())];
        assert_eq!((places.len(), words.join(" ")), (2, "AG101".to_owned()));
        assert_eq!(marks.free, [("a.rs".to_owned(), 3)]);
    }

    #[test]
    #[should_panic(expected = "a mark that nobody understands")]
    fn a_misspelt_mark_is_an_error() {
        marks("a(); //~ gaurded");
    }
}
