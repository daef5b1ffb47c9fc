//! The catalogue that the tool carries with it.

use std::sync::LazyLock;

use super::StoreSource;

/// The files of `catalogue/`, without their ending. A test compares this with the folder.
macro_rules! files {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../catalogue/", $name, ".toml")))),*]
    };
}

pub(super) const FILES: &[(&str, &str)] = files! {
    "mongodb"
    "qdrant-client"
    "redis"
    "rig-core"
    "rusqlite"
    "sqlx"
    "std"
    "tokio"
    "tokio-postgres"
};

static SOURCES: LazyLock<Vec<StoreSource>> = LazyLock::new(|| FILES.iter().map(|(name, text)| read(name, text)).collect());

fn read(name: &str, text: &str) -> StoreSource {
    StoreSource::parse(text).unwrap_or_else(|error| panic!("catalogue/{name}.toml: {error:#}"))
}

/// The built-in catalogue, in the order of its files.
///
/// # Panics
/// Where a file is broken, which the tests exclude.
pub(super) fn sources() -> &'static [StoreSource] {
    &SOURCES
}
