//! What is measured: a copy of a workspace, and where it is edited.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::generate;

/// A workspace of one's own, with its own target directory.
pub struct Subject {
    /// How the tables name it.
    pub name: String,
    /// What it is, in a line.
    pub about: String,
    /// The folder with its `Cargo.toml`.
    pub folder: PathBuf,
    /// The packages that are checked, as cargo's arguments select them.
    pub selection: Vec<String>,
    /// The packages whose artifacts are removed before a run from nothing.
    pub members: Vec<String>,
    /// What is edited: what the row says, and a file of Rust source.
    pub edits: Vec<(String, PathBuf)>,
    /// The package whose MIR is read by itself.
    pub base: String,
}

impl Subject {
    /// `examples/guarded-agent`.
    pub fn example(repository: &Path, folder: &Path) -> Result<Self> {
        let workspace = folder.join("example");
        copy_sources(&repository.join("examples"), &workspace)?;
        let manifest = fs::read_to_string(workspace.join("Cargo.toml"))?;
        let runtime = format!("path = {:?}", repository.join("agent-guard"));
        write(&workspace.join("Cargo.toml"), manifest.replace("path = \"../agent-guard\"", &runtime).as_bytes())?;
        let package = "guarded-agent".to_owned();
        Ok(Self {
            name: "example".to_owned(),
            about: format!("`examples/guarded-agent`, {} lines", lines(&workspace.join("guarded-agent/src"))?),
            edits: vec![("its library edited".to_owned(), workspace.join("guarded-agent/src/lib.rs"))],
            folder: workspace,
            selection: vec!["-p".to_owned(), package.clone()],
            members: vec![package.clone()],
            base: package,
        })
    }

    /// A workspace that the field test has prepared; `None` where it has not.
    pub fn of_the_field_test(name: &str, field: &Path, folder: &Path) -> Result<Option<Self>> {
        let (prepared, workspace) = (field.join(name), folder.join(name));
        if !prepared.join("Cargo.toml").exists() {
            return Ok(None);
        }
        copy_sources(&prepared, &workspace)?;
        let package = name.rsplit_once('-').map_or(name, |(package, _)| package).to_owned();
        Ok(Some(Self {
            name: name.to_owned(),
            about: format!("a published crate, {} lines", lines(&workspace.join(name).join("src"))?),
            edits: vec![("its library edited".to_owned(), workspace.join(name).join("src/lib.rs"))],
            folder: workspace,
            selection: vec!["--workspace".to_owned()],
            members: vec![package.clone()],
            base: package,
        }))
    }

    /// A made-up workspace.
    pub fn generated(repository: &Path, folder: &Path, lines: usize, crates: usize) -> Result<Self> {
        let workspace = folder.join(format!("generated-{lines}-{crates}"));
        let written = generate::workspace(&workspace, repository, lines, crates)?;
        let edit = |krate: usize, what: &str| {
            let count = generate::dependents(krate, crates).len();
            let file = workspace.join(generate::name(krate)).join("src/m0.rs");
            (format!("{what} edited ({count} of {crates} crates are compiled)"), file)
        };
        Ok(Self {
            name: "generated".to_owned(),
            about: format!("{written} lines, {crates} crates"),
            edits: vec![edit(crates - 1, "a leaf crate"), edit(crates / 5, "a middle crate")],
            folder: workspace,
            selection: vec!["--workspace".to_owned()],
            members: (0..crates).map(generate::name).collect(),
            base: generate::name(0),
        })
    }
}

/// Copies a folder without its target directories; a file that is the same keeps its time.
fn copy_sources(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("failed to make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("failed to read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true if entry.file_name() == "target" => {}
            true => copy_sources(&entry.path(), &target)?,
            false => write(&target, &fs::read(entry.path())?)?,
        }
    }
    // What a copy of an earlier day has, and is gone from the source since.
    for entry in fs::read_dir(to).with_context(|| format!("failed to read {}", to.display()))? {
        let entry = entry?;
        if entry.file_name() == "target" || from.join(entry.file_name()).exists() {
            continue;
        }
        let path = entry.path();
        let removed = if entry.file_type()?.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.with_context(|| format!("failed to remove {}", path.display()))?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    fs::write(path, bytes).with_context(|| format!("failed to write {}", path.display()))
}

/// How many lines the Rust files below a folder have.
fn lines(folder: &Path) -> Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("failed to read {}", folder.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            count += lines(&entry.path())?;
        } else if entry.path().extension().is_some_and(|extension| extension == "rs") {
            count += fs::read_to_string(entry.path())?.lines().count();
        }
    }
    ensure!(count > 0, "there is no Rust source in {}", folder.display());
    Ok(count)
}
