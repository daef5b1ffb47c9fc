//! The `.d` file of a unit: which files rustc has read, and what else cargo is to watch.

use std::{fs, io::Write, path::Path};

use anyhow::{Context, Result};

use super::env;

/// Has cargo run the unit again when the run's key changes, or when somebody asks for this unit anew.
///
/// # Errors
/// Where the file is not there or cannot be written to.
pub fn watch_key(dep_info: &Path, stem: &str, run_key: &str) -> Result<()> {
    let lines = format!("\n# env-dep:{}={}\n# env-dep:{}\n", env::KEY, escape(run_key), env::refresh(stem));
    fs::OpenOptions::new()
        .append(true)
        .open(dep_info)
        .and_then(|mut file| file.write_all(lines.as_bytes()))
        .with_context(|| format!("failed to append to `{}`", dep_info.display()))
}

/// The form in which cargo reads the value of a variable.
fn escape(value: &str) -> String {
    value.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

/// The Rust files of the first rule: what the crate is made of.
pub fn sources(text: &str) -> Vec<String> {
    let Some((_, list)) = text.lines().next().and_then(|line| line.split_once(": ")) else { return Vec::new() };
    let mut files = vec![String::new()];
    let mut characters = list.chars().peekable();
    while let Some(character) = characters.next() {
        let file = files.last_mut().expect("there is always one being read");
        match character {
            // A space in a file's name.
            '\\' if characters.peek() == Some(&' ') => file.extend(characters.next()),
            ' ' => files.push(String::new()),
            _ => file.push(character),
        }
    }
    files.retain(|file| Path::new(file).extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    files.dedup();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_the_first_rule_are_the_sources() {
        let text =
            "/t/app-9.d: src/lib.rs src/my\\ module.rs assets/a.txt src/é.rs\n\n/t/libapp-9.rmeta: src/lib.rs other.rs\n\nsrc/lib.rs:\n";
        assert_eq!(sources(text), ["src/lib.rs", "src/my module.rs", "src/é.rs"]);
        assert_eq!(sources(""), Vec::<String>::new());
    }

    #[test]
    fn the_key_is_appended_and_nothing_else_is_changed() {
        let folder = tempfile::tempdir().expect("there is a temporary directory");
        let file = folder.path().join("app-9.d");
        fs::write(&file, "a: b\n").expect("it is writable");
        watch_key(&file, "app-9", "agent-guard 1 a\\b").expect("it is writable");
        let text = fs::read_to_string(&file).expect("it is readable");
        assert_eq!(text, "a: b\n\n# env-dep:AGENT_GUARD_KEY=agent-guard 1 a\\\\b\n# env-dep:AGENT_GUARD_REFRESH_APP_9\n");
    }

    #[test]
    fn no_dep_info_is_an_error() {
        assert!(watch_key(Path::new("/nowhere/app.d"), "app", "key").is_err());
    }
}
