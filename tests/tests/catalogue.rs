//! The catalogue, held to three small crates and to the standard library. `cargo run -p agent-guard-tests --bin catalogue-check` does it for all of them.

use std::path::Path;

use agent_guard_tests::catalogue::{
    self,
    entries::{Known, Owner, Store},
    pins::Pinned,
};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package lies below the root")
}

fn is_right(name: &str) {
    let all = catalogue::check(repository(), name).expect("the files are there");
    for checked in &all {
        assert!(checked.is_right(), "{checked:#?}");
        assert_eq!(checked.uncalled, [], "{name} {}", checked.version);
        assert!(checked.recognised > 0);
    }
    assert!(!all.is_empty());
}

#[test]
fn keys_and_values_are_what_the_catalogue_says() {
    is_right("redb");
}

#[test]
fn what_makes_errors_of_texts_is_what_the_catalogue_says() {
    is_right("anyhow");
}

#[test]
fn files_and_what_is_printed_are_what_the_catalogue_says() {
    is_right("std");
}

#[test]
fn a_path_that_is_not_there_a_method_that_is_not_said_and_a_wrong_effect_are_told() {
    let pinned = Pinned::read(&repository().join("tests/catalogue/sled.toml")).expect("the pins are there");
    let mut store = Store::read(&repository().join("cargo-agent-guard/catalogue/sled.toml")).expect("the catalogue is there");
    let checked = catalogue::check_store(repository(), &pinned, &store).remove(0);
    assert!(checked.is_right(), "{checked:#?}");

    let is = |known: &Known, owner: &str, name: &str| known.owner == Owner::Type(owner.to_owned()) && known.name == name;
    let mut told = store.known.iter().find(|known| is(known, "Tree", "merge")).expect("it is in the catalogue").clone();
    told.name = "merge_all".to_owned();
    store.told.push(told);
    let mut renamed = store.known.iter().find(|known| is(known, "Tree", "remove")).expect("it is in the catalogue").clone();
    renamed.owner = Owner::Type("Shelf".to_owned());
    store.known.push(renamed);
    store.known.retain(|known| !is(known, "Tree", "scan_prefix"));
    for known in &mut store.known {
        if is(known, "Tree", "insert") {
            known.effect = "harmless".to_owned();
        } else if is(known, "Tree", "name") {
            known.effect = "seal".to_owned();
        } else if is(known, "Db", "export") {
            known.name = "export_all".to_owned();
        } else if is(known, "Tree", "merge") {
            known.last_argument = Some(3);
        }
    }
    let checked = catalogue::check_store(repository(), &pinned, &store).remove(0);
    let texts = |known: &[Known]| known.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(texts(&checked.missing), ["Tree::merge_all", "Db::export_all", "Shelf::remove"]);
    assert_eq!(checked.unmentioned, ["Db::export", "Tree::scan_prefix"]);
    assert_eq!(checked.wrong.len(), 3, "{:?}", checked.wrong);
    assert!(
        checked.wrong.iter().any(|wrong| wrong.starts_with("Tree::name: seal: what it gives back is taken for personal")),
        "{:?}",
        checked.wrong
    );
    assert!(checked.wrong.iter().any(|wrong| wrong.starts_with("Tree::merge has no argument 3")), "{:?}", checked.wrong);
    assert!(checked.wrong.iter().any(|wrong| wrong.starts_with("Tree::insert: harmless is taken for")), "{:?}", checked.wrong);
}
