//! Spot checks with paths as rustc printed them, and checks that hold for every catalogue file.

use super::*;

fn graph(packages: &[(&str, &str)]) -> Catalogue {
    let packages: Vec<(&str, Version)> =
        packages.iter().map(|(name, version)| (*name, Version::parse(version).expect("a version"))).collect();
    Catalogue::for_graph(&packages, &[], &[]).0
}

fn effect(catalogue: &Catalogue, path: &str) -> Option<Option<Effect>> {
    Some(catalogue.classify(&Callee::parse(path)?)?.effect)
}

#[test]
fn the_sql_of_a_statement_is_in_the_statement_itself() {
    let catalogue = graph(&[("rusqlite", "0.40.1")]);
    let class = |path| catalogue.classify(&Callee::parse(path)?).map(|class| (class.effect, class.query));
    assert_eq!(class("rusqlite::Connection::execute::<&[i64; 1]>"), Some((Some(Effect::Query), Some((1, "sql")))));
    assert_eq!(
        class("rusqlite::statement::<impl rusqlite::Statement<'_>>::query_map::<[i64; 1], A, B>"),
        Some((Some(Effect::Query), Some((0, "sql"))))
    );
    assert_eq!(class("rusqlite::cache::<impl rusqlite::Connection>::prepare_cached"), Some((None, None)));
    assert_eq!(class("rusqlite::Connection::a_method_of_the_year_2031"), Some((Some(Effect::Unclassified), None)));
    assert_eq!(class("<rusqlite::Connection as std::ops::Drop>::drop"), None);
    assert_eq!(class("mine::Connection::execute"), None);
}

#[test]
fn every_file_of_the_folder_is_built_in_and_parses() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/catalogue");
    let mut there: Vec<String> = std::fs::read_dir(folder)
        .expect("the catalogue's folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name in UTF-8").replace(".toml", ""))
        .collect();
    there.sort();
    let listed: Vec<&str> = builtin::FILES.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, there);
    for (name, text) in builtin::FILES {
        let source = StoreSource::parse(text).unwrap_or_else(|error| panic!("catalogue/{name}.toml: {error:#}"));
        assert_eq!(source.package, *name);
        assert!(source.verified.is_some() || source.is_always_there(), "catalogue/{name}.toml says of no version that it was verified");
    }
}
