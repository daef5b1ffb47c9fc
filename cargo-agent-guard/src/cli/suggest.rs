//! `cargo agent-guard suggest`: which fields somebody may want to mark.

use std::{collections::BTreeSet, fs, path::PathBuf};

use anyhow::Context;
use clap::Args;
use walkdir::WalkDir;

use super::print;
use crate::{
    driver::{
        Failure,
        cargo::{CargoArguments, Toolchain},
        exit,
    },
    source::unmarked::unmarked,
};

/// Which workspace is looked at.
#[derive(Debug, Args)]
pub(super) struct SuggestArguments {
    #[command(flatten, next_help_heading = "Manifest Options")]
    manifest: clap_cargo::Manifest,
}

/// Lists the fields of the workspace that look like personal data and are not marked.
///
/// # Errors
/// Where cargo finds no workspace, or a folder cannot be read.
pub(super) fn run(arguments: SuggestArguments) -> Result<u8, Failure> {
    let path = arguments.manifest.manifest_path.into_iter().flat_map(|path| ["--manifest-path".into(), path.into()]);
    let arguments = CargoArguments { common: path.collect(), ..CargoArguments::default() };
    let metadata = Toolchain::find().and_then(|toolchain| toolchain.metadata(&arguments)).map_err(Failure::usage)?;
    let (mut lines, mut not_read) = (String::new(), 0);
    let mut count = 0;
    for file in sources(&metadata).map_err(Failure::incomplete)? {
        let shown = file.strip_prefix(&metadata.workspace_root).unwrap_or(&file).display();
        let text = fs::read_to_string(&file).with_context(|| format!("failed to read `{shown}`"));
        let found = text.and_then(|text| unmarked(&text).with_context(|| format!("`{shown}` cannot be read as Rust")));
        match found {
            Ok(found) => {
                count += found.len();
                lines.extend(found.iter().map(|one| {
                    let (owner, field, category) = (&one.owner, &one.field, one.category);
                    format!("{shown}:{}: `{owner}.{field}` looks like personal data: mark it `#[pii({category})]`\n", one.line)
                }));
            }
            Err(error) => {
                not_read += 1;
                eprintln!("warning: {error:#}: its fields are not looked at");
            }
        }
    }
    let summary = match count {
        0 => "no field that is not marked looks like personal data by its name\n".to_owned(),
        1 => "1 field looks like personal data and is not marked; a name proves nothing: mark it if it is somebody's\n".to_owned(),
        count => {
            format!("{count} fields look like personal data and are not marked; a name proves nothing: mark those that are somebody's\n")
        }
    };
    print(&lines)?;
    eprint!("{summary}");
    Ok(if not_read == 0 { exit::CLEAN } else { exit::INCOMPLETE })
}

/// The files beside and below the roots of the libraries and programs of the workspace.
fn sources(metadata: &cargo_metadata::Metadata) -> anyhow::Result<BTreeSet<PathBuf>> {
    let mut files = BTreeSet::new();
    let targets = metadata.workspace_packages().into_iter().flat_map(|package| {
        let shipped = |target: &&cargo_metadata::Target| !target.is_custom_build() && !target.is_test() && !target.is_bench();
        package.targets.iter().filter(shipped).map(move |target| (package, target))
    });
    for (package, target) in targets {
        let Some(folder) = target.src_path.parent() else { continue };
        files.insert(target.src_path.clone().into_std_path_buf());
        // Beside a root that lies in the package's own folder lies everything else, too.
        if Some(folder) == package.manifest_path.parent() {
            continue;
        }
        for entry in WalkDir::new(folder) {
            let entry = entry.with_context(|| format!("failed to read `{folder}`"))?;
            if entry.file_type().is_file() && entry.path().extension().is_some_and(|extension| extension == "rs") {
                files.insert(entry.into_path());
            }
        }
    }
    Ok(files)
}
