//! What the project says of itself, held to be true: its floors, its files, its lists.
//!
//! Each test replaces a comment that a reviewer would otherwise make again and again. They read source text and data, run nothing, and
//! say which file to change.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use cargo_agent_guard::{finding::Level, outcome::exit_code, rules::RULES};
use expect_test::expect_file;

/// A file longer than this does not fit into the head.
const LONGEST_FILE: usize = 600;

/// Modules below the wings.
const GROUND: [&str; 9] = ["catalogue", "facts", "finding", "index", "lines", "path", "rule", "secret", "source"];
/// One crate's MIR, one body at a time.
const LEFT_WING: [&str; 3] = ["analysis", "flow", "mir"];
/// The whole workspace, never any MIR.
const RIGHT_WING: [&str; 7] = ["checked", "link", "outcome", "policy", "report", "rules", "suppress"];
/// Processes, environment, clock.
const ROOF: [&str; 4] = ["cli", "config", "driver", "main"];
/// Neither: the list of modules, and what only unit tests see.
const NO_FLOOR: [&str; 2] = ["fixture", "lib"];

/// Files whose unit tests write a policy as a user writes it, and so need its reader.
const READ_POLICIES_IN_TESTS: [&str; 2] = ["cargo-agent-guard/src/rules.rs", "cargo-agent-guard/src/suppress/tests.rs"];

/// What reads the environment or the clock, or starts a process.
const ROOF_ONLY: [&str; 8] =
    ["env::var", "env::current_", "env::temp_dir", "Command::new", "process::Command", "SystemTime::now", "Instant::now", "Timestamp::now"];

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the repository")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = repository().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files below a folder of the repository that have this ending, relative to the repository, in order.
fn files_below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut folders = vec![repository().join(folder)];
    let mut files = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for path in entries.map(|entry| entry.expect("the folder can be listed").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                files.insert(path.strip_prefix(repository()).expect("it is below the repository").to_owned());
            }
        }
    }
    files.into_iter().collect()
}

/// The sources that somebody maintains: not the fixtures, whose form is what a test is about.
fn maintained_sources() -> Vec<PathBuf> {
    let folders = [
        "agent-guard/src",
        "agent-guard-macros/src",
        "cargo-agent-guard/src",
        "cargo-agent-guard/examples",
        "cargo-agent-guard/tests",
        "examples/careless-agent/src",
        "examples/careless-agent/tests",
        "examples/companion/src",
        "examples/companion/tests",
        "examples/guarded-agent/src",
        "examples/guarded-agent/tests",
        "examples/stand-ins/src",
        "tests/src",
        "tests/tests",
    ];
    // The sources of the samples are fixtures, too: their line numbers are in the dumps.
    let samples = ["sample.rs", "extra.rs"].map(|name| Path::new("cargo-agent-guard/tests/mir-samples").join(name));
    let is_sample = |path: &PathBuf| samples.contains(path);
    folders.iter().flat_map(|folder| files_below(folder, "rs")).filter(|path| !is_sample(path)).collect()
}

fn tool_sources() -> Vec<PathBuf> {
    files_below("cargo-agent-guard/src", "rs")
}

/// The top-level module that a file of the tool belongs to: `driver` for `src/driver/env.rs`.
fn module_of(file: &Path) -> String {
    let inside = file.strip_prefix("cargo-agent-guard/src").expect("it is a source of the tool");
    let first = inside.components().next().expect("it is a file").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The top-level modules that a text names: `crate::facts::Span`, `crate::{facts::Span, link}`.
fn modules_named_in(text: &str) -> BTreeSet<String> {
    let identifier = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut named = BTreeSet::new();
    for (at, found) in text.match_indices("crate::") {
        let is_longer_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if is_longer_word {
            continue;
        }
        let rest = &text[at + found.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            named.insert(identifier(rest));
            continue;
        };
        let mut depth = 1;
        let mut expects_name = true;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => expects_name = true,
                c if expects_name && c.is_alphabetic() => {
                    named.insert(identifier(&group[at..]));
                    expects_name = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    named
}

/// Fails with all that is wrong at once.
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} places to repair:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn imports_are_found_in_every_form() {
    let text =
        "use crate::link;\nuse crate::{\n    facts::{self, Span},\n    index::Id, path,\n};\n// my_crate::mir\nlet x = crate::rule::f();";
    let expected = ["facts", "index", "link", "path", "rule"].map(str::to_owned);
    assert_eq!(modules_named_in(text), BTreeSet::from(expected));
}

#[test]
fn every_module_stands_on_a_floor() {
    let known: BTreeSet<&str> = [&GROUND[..], &LEFT_WING, &RIGHT_WING, &ROOF, &NO_FLOOR].concat().into_iter().collect();
    let found: BTreeSet<String> = tool_sources().iter().map(|file| module_of(file)).collect();
    assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), known, "add the module to a floor above, and to `lib.rs`");
}

#[test]
fn imports_point_down_and_the_wings_do_not_see_each_other() {
    let may_not_see = |module: &str| -> Vec<&str> {
        match module {
            module if GROUND.contains(&module) => [&LEFT_WING[..], &RIGHT_WING, &ROOF].concat(),
            module if LEFT_WING.contains(&module) => [&RIGHT_WING[..], &ROOF].concat(),
            module if RIGHT_WING.contains(&module) => [&LEFT_WING[..], &ROOF].concat(),
            _ => Vec::new(),
        }
    };
    let mut wrong = Vec::new();
    for file in tool_sources() {
        let module = module_of(&file);
        let mut named = modules_named_in(&read(&file));
        if READ_POLICIES_IN_TESTS.iter().any(|name| file.ends_with(name)) {
            named.remove("config");
        }
        let forbidden = may_not_see(&module).into_iter().filter(|&other| named.contains(other));
        wrong.extend(forbidden.map(|other| format!("{} names crate::{other}", file.display())));
    }
    assert_none(&wrong);
}

#[test]
fn only_the_roof_has_processes_environment_and_clock() {
    let mut wrong = Vec::new();
    for file in tool_sources().iter().filter(|file| !ROOF.contains(&module_of(file).as_str())) {
        let text = read(file);
        for (number, line) in text.lines().enumerate() {
            let named = ROOF_ONLY.iter().filter(|&&name| line.contains(name));
            wrong.extend(named.map(|name| format!("{}:{}: {name}", file.display(), number + 1)));
        }
    }
    assert_none(&wrong);
}

#[test]
fn every_file_says_first_what_it_is() {
    let has_header = |file: &PathBuf| read(file).starts_with("//! ");
    let wrong: Vec<String> = maintained_sources().iter().filter(|file| !has_header(file)).map(|file| file.display().to_string()).collect();
    assert_none(&wrong);
}

#[test]
fn no_file_is_too_long_to_hold_in_the_head() {
    let lines = |file: PathBuf| (read(&file).lines().count(), file);
    let too_long = maintained_sources().into_iter().map(lines).filter(|(count, _)| *count > LONGEST_FILE);
    assert_none(&too_long.map(|(count, file)| format!("{} has {count} lines", file.display())).collect::<Vec<_>>());
}

#[test]
fn the_readme_lists_the_rules_as_they_are() {
    let readme = read("README.md");
    let rows: Vec<&str> = readme.lines().filter(|line| line.starts_with("| AG")).collect();
    let expected: Vec<String> = RULES
        .iter()
        .map(|rule| {
            let level = match rule.level {
                Level::Allow => "allow",
                Level::Warn => "warn",
                Level::Deny => "deny",
            };
            format!("| {} | [{name}](docs/rules/{name}.md) | {level} | {} |", rule.code, rule.summary, name = rule.name)
        })
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn the_readme_states_the_exit_codes() {
    let readme = read("README.md");
    let codes =
        [exit_code::CLEAN, exit_code::FINDINGS, exit_code::USAGE, exit_code::INCOMPLETE, exit_code::BUG].map(|code| format!("| {code} |"));
    for code in codes {
        assert!(readme.lines().any(|line| line.starts_with(&code)), "the README has no row {code}");
    }
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let pages: BTreeSet<PathBuf> = files_below("docs/rules", "md").into_iter().collect();
    let mut expected: BTreeSet<PathBuf> = RULES.iter().map(|rule| format!("docs/rules/{}.md", rule.name).into()).collect();
    expected.insert("docs/rules/README.md".into());
    assert_eq!(pages, expected);
    let index = read("docs/rules/README.md");
    for rule in RULES {
        assert!(index.contains(&format!("({}.md)", rule.name)), "docs/rules/README.md does not name {}", rule.name);
    }
}

/// `docs/stores.md` is made here: `UPDATE_EXPECT=1 cargo test -p cargo-agent-guard --test tidy`.
#[test]
fn the_list_of_stores_is_the_catalogue() {
    let mut page = String::from(
        "# Stores that the catalogue knows\n\n\
        One file a package, in `cargo-agent-guard/catalogue`. The versions are those that were compared with the package's source; another\n\
        version is read with the entries that do not exclude it, and the report says so. [How to add one](catalogue.md).\n\n\
        Of the versions in the last column the compiler says so too, on that day: each path of the file is there, each method of a handle is\n\
        in the file, and the tool takes the calls for what the file says. In brackets: how many paths were called, of how many. The others have\n\
        bounds that no generated call can name. `(0/0)` is a file that only says what arguments are: these are compared. `not` is what\n\
        cannot be checked so, and why. [How](catalogue.md#held-to-the-crates).\n\n\
        | package | kind | versions | checked |\n|---|---|---|---|\n",
    );
    let results: toml::Table = toml::from_str(&read("tests/catalogue/results.toml")).expect("the results are TOML");
    let results = results["result"].as_array().expect("there are results");
    let checked = |package: &str| {
        let of_package = results.iter().filter(|result| result["package"].as_str() == Some(package));
        let result = of_package.map(|result| {
            let text = |key: &str| result.get(key).and_then(toml::Value::as_str).unwrap_or_default();
            let wrong = if text("wrong").is_empty() { String::new() } else { format!(", {}", text("wrong")) };
            format!("{} ({}/{}{wrong}), {}", text("version"), result["recognised"], result["paths"], text("date"))
        });
        let pins = format!("tests/catalogue/{package}.toml");
        let pins: toml::Table = match fs::read_to_string(repository().join(&pins)) {
            Ok(text) => toml::from_str(&text).unwrap_or_else(|error| panic!("{pins}: {error}")),
            Err(_) => toml::Table::new(),
        };
        let pins = pins.get("pin").and_then(toml::Value::as_array).into_iter().flatten();
        let cannot = pins.filter_map(|pin| Some(format!("{} not: {}", pin["version"].as_str()?, pin.get("unchecked")?.as_str()?)));
        let all = result.chain(cannot).collect::<Vec<_>>().join("; ");
        if all.is_empty() { "not yet".to_owned() } else { all }
    };
    for file in files_below("cargo-agent-guard/catalogue", "toml") {
        let store: toml::Table = toml::from_str(&read(&file)).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let text = |key: &str| store.get(key).and_then(toml::Value::as_str);
        let (package, kind) = (text("package").expect("it has a package"), text("kind").expect("it has a kind"));
        let versions = text("verified").map_or("all".to_owned(), |versions| format!("`{versions}`"));
        writeln!(page, "| [{package}](../{}) | {kind} | {versions} | {} |", file.display(), checked(package))
            .expect("a string takes all text");
    }
    expect_file!["../../docs/stores.md"].assert_eq(&page);
}

#[test]
fn the_policy_page_has_every_key_of_the_schema() {
    let schema: serde_json::Value = serde_json::from_str(&read("docs/schema/policy.schema.json")).expect("the schema is JSON");
    let page = read("docs/policy.md");
    let definitions = schema["$defs"].as_object().expect("the schema has definitions").values();
    let keys: BTreeSet<&String> = std::iter::once(&schema)
        .chain(definitions)
        .filter_map(|object| object["properties"].as_object())
        .flat_map(|keys| keys.keys())
        .collect();
    let missing: Vec<String> = keys.into_iter().filter(|key| !page.contains(key.as_str())).cloned().collect();
    assert_none(&missing);
}

#[test]
fn links_between_the_pages_lead_somewhere() {
    let mut wrong = Vec::new();
    let mut pages: Vec<PathBuf> = files_below("docs", "md");
    pages.extend(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md"].map(PathBuf::from));
    for page in pages {
        let text = read(&page);
        let folder = page.parent().expect("it is a file");
        for (at, _) in text.match_indices("](") {
            let target = text[at + 2..].split(')').next().unwrap_or_default();
            let path = target.split('#').next().unwrap_or_default();
            let is_elsewhere = target.contains("://") || path.is_empty() || path.contains(char::is_whitespace);
            if !is_elsewhere && !repository().join(folder).join(path).exists() {
                wrong.push(format!("{} links to {target}", page.display()));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn the_packages_agree_on_version_and_licence() {
    let mut told: BTreeMap<&str, String> = BTreeMap::new();
    for package in ["agent-guard", "agent-guard-macros", "cargo-agent-guard"] {
        let manifest: toml::Table = toml::from_str(&read(format!("{package}/Cargo.toml"))).expect("it is a manifest");
        for key in ["version", "license"] {
            let is_inherited = manifest["package"][key].get("workspace").and_then(toml::Value::as_bool) == Some(true);
            if !is_inherited {
                told.insert(package, format!("{package} has a {key} of its own"));
            }
        }
    }
    assert!(told.is_empty(), "{told:?}");
    let changelog = read("CHANGELOG.md");
    assert!(changelog.contains(&format!("## [{}]", env!("CARGO_PKG_VERSION"))), "the changelog has no section for this version");
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        assert!(repository().join(licence).is_file(), "{licence} is missing");
    }
}
