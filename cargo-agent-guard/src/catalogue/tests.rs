//! Spot checks with the paths that rustc 1.95 printed for a program that calls the real crates, and checks that hold for every file.

use super::*;

/// A workspace with these packages.
fn graph(packages: &[(&str, &str)]) -> Catalogue {
    let packages: Vec<(&str, Version)> = packages.iter().map(|(name, version)| (*name, version.parse().expect("a version"))).collect();
    Catalogue::for_graph(&packages, &[], &[]).0
}

/// One that has the crates of the spot checks.
fn usual() -> Catalogue {
    let packages = [
        ("rusqlite", "0.32.1"),
        ("qdrant-client", "1.20.0"),
        ("sqlx", "0.8.6"),
        ("tokio-postgres", "0.7.18"),
        ("redis", "1.8.1"),
        ("mongodb", "3.9.1"),
        ("rig-core", "0.40.0"),
        ("tokio", "1.54.1"),
    ];
    graph(&packages)
}

/// The store and what a call does: `None` for no store's function, `Some((_, None))` for a harmless one.
fn effect<'c>(catalogue: &'c Catalogue, path: &str) -> Option<(&'c str, Option<Effect>)> {
    catalogue.classify(&Callee::parse(path)?).map(|class| (class.store, class.effect))
}

fn query<'c>(catalogue: &'c Catalogue, path: &str) -> Option<(usize, &'c str)> {
    let class = catalogue.classify(&Callee::parse(path)?)?;
    assert!(matches!(class.effect, Some(Effect::Query | Effect::FileRead | Effect::FileWrite)), "{path}: {:?}", class.effect);
    class.query
}

#[track_caller]
fn expect(catalogue: &Catalogue, store: &str, effect_of_all: Option<Effect>, paths: &[&str]) {
    for path in paths {
        assert_eq!(effect(catalogue, path), Some((store, effect_of_all)), "{path}");
    }
}

#[test]
fn rusqlite_has_its_sql_in_the_call_or_in_the_statement() {
    let usual = usual();
    assert_eq!(query(&usual, "rusqlite::Connection::execute::<&[&dyn rusqlite::ToSql]>"), Some((1, "sql")));
    assert_eq!(query(&usual, "rusqlite::Connection::execute_batch"), Some((1, "sql")));
    let map = "rusqlite::Statement::<'_>::query_map::<std::string::String, [i64; 1], {closure@src/main.rs:9:42: 9:45}>";
    assert_eq!(query(&usual, map), Some((0, "sql")));
    let harmless = [
        "rusqlite::Connection::prepare",
        "rusqlite::cache::<impl rusqlite::Connection>::prepare_cached",
        "rusqlite::pragma::<impl rusqlite::Connection>::pragma_update::<&str>",
        "rusqlite::transaction::<impl rusqlite::Connection>::transaction",
        "rusqlite::Transaction::<'_>::commit",
    ];
    expect(&usual, "rusqlite", None, &harmless);
}

#[test]
fn a_method_of_a_handle_that_no_entry_knows_is_unclassified() {
    let usual = usual();
    expect(&usual, "rusqlite", Some(Effect::Unclassified), &["rusqlite::Connection::a_method_of_the_year_2031"]);
    expect(&usual, "rig-core", Some(Effect::Unclassified), &["<I as rig_core::vector_store::VectorStoreIndex>::bottom_n"]);
    // What the type has from a trait of the standard library, what is no handle, and what is another crate's is none of ours.
    for path in [
        "<rusqlite::Connection as std::ops::Drop>::drop",
        "<rusqlite::Transaction<'_> as std::ops::Deref>::deref",
        "rusqlite::Row::<'_>::get::<usize, i64>",
        "mine::Connection::execute",
        "Connection::execute",
    ] {
        assert_eq!(effect(&usual, path), None, "{path}");
    }
}

#[test]
fn sqlx_moves_data_where_a_query_is_run() {
    let usual = usual();
    let arguments = "sqlx::sqlx_sqlite::SqliteArguments<'_>";
    for run in [
        format!("sqlx::query::Query::<'_, sqlx::Sqlite, {arguments}>::execute::<'_, '_, &sqlx::Pool<sqlx::Sqlite>>"),
        format!("sqlx::query::QueryAs::<'_, sqlx::Sqlite, sx::M, {arguments}>::fetch_all::<'_, '_, &sqlx::Pool<sqlx::Sqlite>>"),
        format!("sqlx::query::QueryScalar::<'_, sqlx::Sqlite, i64, {arguments}>::fetch_one::<'_, '_, &sqlx::Pool<sqlx::Sqlite>>"),
        "sqlx::RawSql::<'_>::execute::<'_, &sqlx::Pool<sqlx::Sqlite>>".to_owned(),
        format!(
            "sqlx::query::Map::<'_, sqlx::Sqlite, impl (FnMut(<sqlx::Sqlite as sqlx::Database>::Row) -> std::result::Result<i64, \
             sqlx::Error>) + std::marker::Send, {arguments}>::fetch_optional::<'_, '_, &sqlx::Pool<sqlx::Sqlite>>"
        ),
    ] {
        assert_eq!(query(&usual, &run), Some((0, "sql")), "{run}");
    }
    assert_eq!(query(&usual, "<&sqlx::Pool<sqlx::Sqlite> as sqlx::Executor<'_>>::execute::<'_, '_, &str>"), Some((1, "sql")));
    let harmless = [
        "sqlx::query::<sqlx::Sqlite>",
        "sqlx_core::query::query::<sqlx::Sqlite>",
        "sqlx::query_as::<sqlx::Sqlite, sx::M>",
        "sqlx::raw_sql",
        "sqlx::QueryBuilder::<'_, sqlx::Sqlite>::push_bind::<i32>",
        "sqlx::Pool::<sqlx::Sqlite>::begin",
        "sqlx::Transaction::<'_, sqlx::Sqlite>::commit",
    ];
    expect(&usual, "sqlx", None, &harmless);
    assert_eq!(effect(&usual, "<sqlx::sqlx_sqlite::SqliteRow as sqlx::Row>::get::<'_, i64, usize>"), None);
}

#[test]
fn postgres_statements_are_the_first_argument() {
    let usual = usual();
    for run in [
        "tokio_postgres::Client::query::<tokio_postgres::Statement>",
        "tokio_postgres::Client::execute::<str>",
        "tokio_postgres::Transaction::<'_>::query_one::<str>",
        "<C as tokio_postgres::GenericClient>::query_opt::<'_, '_, '_, '_, '_, str>",
    ] {
        assert_eq!(query(&usual, run), Some((1, "sql")), "{run}");
    }
    expect(&usual, "tokio-postgres", None, &["tokio_postgres::Client::prepare", "tokio_postgres::Transaction::<'_>::commit"]);
}

#[test]
fn redis_commands_are_methods_or_data() {
    let usual = usual();
    let reads = [
        "<redis::aio::MultiplexedConnection as redis::AsyncCommands>::get::<'_, &str, std::string::String>",
        "<redis::Connection as redis::Commands>::get::<&str, std::string::String>",
        "<redis::Connection as redis::Commands>::lpop::<&str, std::string::String>",
    ];
    expect(&usual, "redis", Some(Effect::Read), &reads);
    expect(&usual, "redis", Some(Effect::Write), &["<redis::Connection as redis::TypedCommands>::set::<'_, &str, i32>"]);
    expect(&usual, "redis", Some(Effect::Erase), &["<redis::Connection as redis::Commands>::del::<&str, ()>"]);
    assert_eq!(query(&usual, "redis::Cmd::query_async::<(), redis::aio::MultiplexedConnection>"), Some((0, "redis")));
    assert_eq!(query(&usual, "redis::Pipeline::query_async::<(), redis::aio::MultiplexedConnection>"), Some((0, "redis")));
    // A command of a pipeline counts when the pipeline is run.
    assert_eq!(effect(&usual, "redis::commands::<impl redis::Pipeline>::get::<&str>"), None);
}

#[test]
fn mongodb_counts_the_verb_and_not_the_await() {
    let usual = usual();
    let find = "mongodb::action::find::<impl mongodb::Collection<mongodb::bson::Document>>::find";
    expect(&usual, "mongodb", Some(Effect::Read), &[find]);
    let insert = "mongodb::action::insert_one::<impl mongodb::Collection<mongodb::bson::Document>>::insert_one::<mongodb::bson::Document>";
    expect(&usual, "mongodb", Some(Effect::Write), &[insert]);
    let delete = "mongodb::action::delete::<impl mongodb::sync::Collection<mongodb::bson::Document>>::delete_many";
    expect(&usual, "mongodb", Some(Effect::Erase), &[delete]);
    assert_eq!(effect(&usual, "<mongodb::action::Find<'_, mongodb::bson::Document> as std::future::IntoFuture>::into_future"), None);
    assert_eq!(effect(&usual, "mongodb::action::Find::<'_, mongodb::bson::Document>::limit"), None);
}

#[test]
fn qdrant_methods_are_found_in_every_module_of_the_client() {
    let usual = usual();
    expect(
        &usual,
        "qdrant-client",
        Some(Effect::Read),
        &[
            "qdrant_client::qdrant_client::query::<impl qdrant_client::Qdrant>::query::<qdrant_client::qdrant::QueryPointsBuilder>",
            "qdrant_client::qdrant_client::search::<impl qdrant_client::Qdrant>::search_points::<qdrant_client::qdrant::SearchPointsBuilder>",
        ],
    );
    let upsert =
        "qdrant_client::qdrant_client::points::<impl qdrant_client::Qdrant>::upsert_points::<qdrant_client::qdrant::UpsertPointsBuilder>";
    expect(&usual, "qdrant-client", Some(Effect::Write), &[upsert]);
    expect(
        &usual,
        "qdrant-client",
        None,
        &[
            "qdrant_client::Qdrant::from_url",
            "qdrant_client::Qdrant::health_check",
            "qdrant_client::qdrant_client::collection::<impl qdrant_client::Qdrant>::collection_exists::<&str>",
        ],
    );
}

#[test]
fn rig_has_its_traits_its_store_and_its_bindings() {
    let usual = usual();
    expect(
        &usual,
        "rig-core",
        Some(Effect::Read),
        &["<I as rig_core::prelude::VectorStoreIndex>::top_n::<std::string::String>", "<M as rig_core::memory::ConversationMemory>::load"],
    );
    expect(
        &usual,
        "rig-core",
        Some(Effect::Write),
        &[
            "rig_core::prelude::InMemoryVectorStore::<std::string::String>::add_documents::<std::vec::Vec<(std::string::String, u8)>>",
            "<S as rig_core::vector_store::InsertDocuments>::insert_documents::<'_, Doc>",
        ],
    );
    expect(
        &usual,
        "rig-core",
        Some(Effect::Bind),
        &[
            "rig_core::agent::AgentBuilder::<M>::dynamic_context::<I>",
            "rig_core::agent::AgentBuilder::<M>::memory::<Memory>",
            "rig_core::agent::AgentBuilder::<M>::tool::<rig_qdrant::QdrantVectorStore<E>>",
        ],
    );
    assert_eq!(effect(&usual, "rig_core::agent::AgentBuilder::<M>::tool::<Adder>"), None);
    assert_eq!(effect(&usual, "rig_core::agent::AgentBuilder::<M>::temperature"), None);
}

#[test]
fn an_entry_holds_for_its_versions_only() {
    let load = "<M as rig_core::memory::ConversationMemory>::load";
    expect(&graph(&[("rig-core", "0.44.0")]), "rig-core", Some(Effect::Read), &[load]);
    // The trait came with 0.40.
    expect(&graph(&[("rig-core", "0.36.0")]), "rig-core", Some(Effect::Unclassified), &[load]);
    // Two versions in one graph have the entries of both.
    expect(&graph(&[("rig-core", "0.36.0"), ("rig-core", "0.44.0")]), "rig-core", Some(Effect::Read), &[load]);
    let old = [
        "<I as rig::vector_store::VectorStoreIndex>::top_n_ids",
        "<dyn rig::vector_store::VectorStoreIndexDyn as rig::vector_store::VectorStoreIndexDyn>::top_n",
    ];
    expect(&graph(&[("rig-core", "0.24.0")]), "rig-core", Some(Effect::Read), &old);
}

#[test]
fn a_version_that_nobody_verified_is_told_and_gets_the_entries_nearest_to_it() {
    let packages = [("rusqlite", Version::new(7, 0, 0)), ("redis", Version::new(1, 8, 1)), ("serde", Version::new(1, 0, 0))];
    let (catalogue, unverified) = Catalogue::for_graph(&packages, &[], &[]);
    assert_eq!(unverified.len(), 1);
    assert_eq!((unverified[0].package.as_str(), &unverified[0].version), ("rusqlite", &Version::new(7, 0, 0)));
    assert_eq!(unverified[0].name, "rusqlite");
    expect(&catalogue, "rusqlite", Some(Effect::Query), &["rusqlite::Connection::execute::<()>"]);
}

#[test]
fn crates_outside_the_graph_are_not_catalogued_but_the_standard_library_always_is() {
    let catalogue = graph(&[("serde", "1.0.0")]);
    assert_eq!(catalogue.stores().collect::<Vec<_>>(), [("std", Kind::Files)]);
    assert_eq!(effect(&catalogue, "rusqlite::Connection::execute::<()>"), None);
}

#[test]
fn files_are_known_by_their_path() {
    let usual = usual();
    assert_eq!(query(&usual, "std::fs::read_to_string::<&std::path::Path>"), Some((0, "path")));
    assert_eq!(query(&usual, "std::fs::OpenOptions::open::<&std::path::Path>"), Some((1, "path")));
    expect(&usual, "std", Some(Effect::FileRead), &["std::fs::File::open::<&std::path::Path>", "std::fs::read::<&std::path::Path>"]);
    expect(
        &usual,
        "std",
        Some(Effect::FileWrite),
        &["std::fs::File::create::<&std::path::Path>", "std::fs::rename::<&std::path::Path, &str>"],
    );
    expect(&usual, "tokio", Some(Effect::FileRead), &["tokio::fs::File::open::<&std::path::Path>"]);
    assert_eq!(effect(&usual, "std::fs::OpenOptions::append"), None);
    assert_eq!(effect(&usual, "std::ptr::read::<u8>"), None);
}

#[test]
fn a_re_export_is_followed_through_the_crates_name_or_by_the_library_that_depends_on_it() {
    let packages = [("tokio-postgres", Version::new(0, 7, 18))];
    let query = "deadpool_postgres::tokio_postgres::Client::query::<str>";
    let flat = "facade::Client::query::<str>";
    let (plain, _) = Catalogue::for_graph(&packages, &[], &[]);
    expect(&plain, "tokio-postgres", Some(Effect::Query), &[query]);
    assert_eq!(effect(&plain, flat), None);
    let (with_facade, _) = Catalogue::for_graph(&packages, &[("facade", "tokio-postgres")], &[]);
    expect(&with_facade, "tokio-postgres", Some(Effect::Query), &[flat]);
    // A type of the facade's own may be called `Client`: what no entry knows is not reported.
    assert_eq!(effect(&with_facade, "facade::Client::dance"), None);
}

#[test]
fn the_crates_own_entry_is_surer_than_a_re_export() {
    let packages = [("rusqlite", Version::new(0, 32, 1)), ("tokio-rusqlite", Version::new(0, 6, 0))];
    let (catalogue, _) = Catalogue::for_graph(&packages, &[("tokio_rusqlite", "rusqlite")], &[]);
    expect(
        &catalogue,
        "tokio-rusqlite",
        None,
        &["tokio_rusqlite::Connection::open::<&str>", "tokio_rusqlite::Connection::call::<F, R, E>"],
    );
    expect(&catalogue, "rusqlite", Some(Effect::Query), &["tokio_rusqlite::Statement::<'_>::query_map::<T, P, F>"]);
}

fn own(text: &str) -> StoreSource {
    StoreSource::parse(text).expect("a well-formed store")
}

#[test]
fn the_users_entries_add_to_the_built_in_ones_and_speak_first() {
    let own = own(r#"
        package = "rusqlite"
        kind = "sql"
        [[entry]]
        type = "Connection"
        methods = ["execute_batch", "a_method_of_the_year_2031"]
        effect = "harmless"
    "#);
    let (catalogue, unverified) = Catalogue::for_graph(&[("rusqlite", Version::new(0, 32, 1))], &[], &[own]);
    assert_eq!(unverified, []);
    expect(&catalogue, "rusqlite", None, &["rusqlite::Connection::execute_batch", "rusqlite::Connection::a_method_of_the_year_2031"]);
    expect(&catalogue, "rusqlite", Some(Effect::Query), &["rusqlite::Connection::execute::<()>"]);
}

#[test]
fn the_users_entries_may_be_about_their_own_modules() {
    let own = own(r#"
        package = "our diary"
        roots = ["diary"]
        kind = "document"
        handles = ["Diary"]
        [[entry]]
        type = "Diary"
        methods = ["pages"]
        effect = "read"
    "#);
    let (catalogue, _) = Catalogue::for_graph(&[], &[], &[own]);
    expect(&catalogue, "our diary", Some(Effect::Read), &["diary::Diary::pages", "diary::reading::<impl diary::Diary>::pages"]);
    expect(&catalogue, "our diary", Some(Effect::Unclassified), &["diary::Diary::burn"]);
}

#[test]
fn a_broken_entry_is_an_error_that_says_where_and_why() {
    let error = |entry: &str| {
        let text = format!("package = \"mine\"\nkind = \"vector\"\n[[entry]]\n{entry}");
        format!("{:#}", StoreSource::parse(&text).expect_err("an error"))
    };
    assert!(error("type = \"T\"\nmethods = [\"m\"]\neffect = \"raed\"").contains("unknown variant `raed`"));
    assert!(error("type = \"T\"\nmehtods = [\"m\"]\neffect = \"read\"").contains("unknown field `mehtods`"));
    assert!(error("type = 3\nmethods = [\"m\"]\neffect = \"read\"").contains("a name or a list of names"));
    assert!(error("methods = [\"m\"]\neffect = \"read\"").contains("`methods` needs a `type` or a `trait`"));
    assert!(error("type = \"T\"\nmethods = [\"m\"]\neffect = \"query\"").contains("`query` belongs to"));
    let language = error("type = \"T\"\nmethods = [\"m\"]\neffect = \"query\"\nquery = { argument = 0, language = \"sequel\" }");
    assert!(language.contains("the language `sequel` is not known"), "{language}");
    let twice = error(
        "type = \"T\"\nmethods = [\"m\"]\neffect = \"read\"\n[[entry]]\ntype = [\"S\", \"T\"]\nmethods = [\"m\"]\neffect = \"write\"",
    );
    assert_eq!(twice, "store `mine` says twice what `T::m` does");
}

#[test]
fn entries_may_differ_between_versions_that_do_not_meet() {
    let entry = |versions: &str, effect: &str| {
        format!("[[entry]]\ntype = \"T\"\nmethods = [\"m\"]\neffect = \"{effect}\"\nversions = \"{versions}\"\n")
    };
    let store = |first: &str, second: &str| {
        StoreSource::parse(&format!("package = \"mine\"\nkind = \"vector\"\n{}{}", entry(first, "read"), entry(second, "write"))).is_ok()
    };
    assert!(store("<2", ">=2"));
    assert!(store(">=1, <2", ">=2, <3"));
    assert!(!store("<3", ">=2"));
    assert!(!store(">=1", ">=2, <3"));
}

#[test]
fn the_catalogue_survives_the_way_to_the_wrapper() {
    let usual = usual();
    let bytes = postcard::to_stdvec(&usual).expect("serialisable");
    let there: Catalogue = postcard::from_bytes(&bytes).expect("readable");
    assert_eq!(there, usual);
    assert_eq!(postcard::to_stdvec(&there).expect("serialisable"), bytes);
}

#[test]
fn every_file_of_the_folder_is_built_in_and_valid() {
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

/// Held to the sources of the library beside us, because nobody else would notice.
#[test]
fn every_public_method_of_our_own_stores_is_classified() {
    let catalogue = graph(&[("agent-guard", env!("CARGO_PKG_VERSION"))]);
    let mut seen = Vec::new();
    for file in ["sqlite.rs", "sealed_store.rs"] {
        let path = format!("{}/../agent-guard/src/store/{file}", env!("CARGO_MANIFEST_DIR"));
        let source = syn::parse_file(&std::fs::read_to_string(path).expect("the store's source")).expect("Rust");
        for item in source.items {
            let syn::Item::Impl(syn::ItemImpl { trait_: None, self_ty, items, .. }) = item else { continue };
            let syn::Type::Path(owner) = *self_ty else { continue };
            let owner = &owner.path.segments[0].ident;
            if owner != "SqliteMemory" && owner != "SealedStore" {
                continue;
            }
            for item in items {
                let syn::ImplItem::Fn(method) = item else { continue };
                if !matches!(method.vis, syn::Visibility::Public(_)) {
                    continue;
                }
                let takes_consent = method.sig.inputs.iter().any(|input| {
                    matches!(input, syn::FnArg::Typed(input) if matches!(&*input.pat, syn::Pat::Ident(name) if name.ident == "consent"))
                });
                let path = format!("agent_guard::store::{owner}::<R, W>::{}", method.sig.ident);
                let (store, effect) = effect(&catalogue, &path).unwrap_or_else(|| panic!("{path} is not in the catalogue"));
                assert_eq!(store, "agent-guard", "{path}");
                assert_eq!(matches!(effect, Some(Effect::Read | Effect::Write)), takes_consent, "{path}: {effect:?}");
                seen.push(path);
            }
        }
    }
    assert!(seen.iter().any(|path| path.ends_with("SqliteMemory::<R, W>::remember")), "{seen:?}");
    assert!(seen.iter().any(|path| path.ends_with("SealedStore::<R, W>::remember")), "{seen:?}");
}

#[test]
fn what_is_stored_is_in_all_arguments_but_the_receiver_where_nothing_else_is_said() {
    let own = StoreSource::parse(
        r#"
        package = "notes"
        kind = "key-value"
        entry = [
            { type = "Notes", methods = ["put"], effect = "write" },
            { type = "Put", methods = ["execute"], effect = "write", content = [0] },
        ]"#,
    );
    let catalogue = Catalogue::for_graph(&[], &[], &[own.expect("a catalogue file")]).0;
    let is_content = |path: &str, argument, arguments| {
        let callee = Callee::parse(path).expect("a path");
        catalogue.classify(&callee).expect("an entry").is_content(argument, arguments)
    };
    assert_eq!([0, 1, 2].map(|argument| is_content("notes::Notes::put", argument, 3)), [false, true, true]);
    assert!(is_content("notes::Notes::put", 0, 1), "a builder that is run");
    assert_eq!([0, 1].map(|argument| is_content("notes::Put::execute", argument, 2)), [true, false]);

    let put = |content: &str| {
        let entry = format!("{{ type = \"Put\", methods = [\"value\"], effect = \"open\", content = {content} }}");
        StoreSource::parse(&format!("package = \"notes\"\nkind = \"key-value\"\nentry = [{entry}]"))
    };
    assert!(put("[1]").is_ok(), "a value that is put into a request");
    assert!(put("[]").is_err(), "which says nothing");

    let read = r#"package = "notes"
        kind = "key-value"
        entry = [{ type = "Notes", methods = ["get"], effect = "read", content = [1] }]"#;
    let error = StoreSource::parse(read).expect_err("nothing is stored by a read");
    assert!(format!("{error:#}").contains("`content` belongs to effects that write"), "{error:#}");
}

#[test]
fn the_content_of_a_write_is_its_value_and_not_its_key_nor_its_connection() {
    let usual = usual();
    let content = |path: &str, arguments: usize| -> Vec<usize> {
        let callee = Callee::parse(path).expect("a path");
        let known = usual.classify(&callee).unwrap_or_else(|| panic!("{path} is not in the catalogue"));
        (0..arguments).filter(|&argument| known.is_content(argument, arguments)).collect()
    };
    assert_eq!(content("<redis::Connection as redis::Commands>::set::<&str, &str, ()>", 3), [2]);
    assert_eq!(content("<redis::Connection as redis::Commands>::rename::<&str, &str, ()>", 3), [0usize; 0]);
    assert_eq!(content("redis::Cmd::query::<()>", 2), [0]);
    assert_eq!(content("rusqlite::Connection::execute::<()>", 3), [1, 2]);
    assert_eq!(content("rusqlite::Connection::query_row::<u8, (), F>", 4), [1, 2]);
    assert_eq!(content("rusqlite::Statement::<'_>::execute::<()>", 2), [0, 1]);
    assert_eq!(content("rusqlite::Statement::<'_>::raw_execute", 1), [0]);
    assert_eq!(content("sqlx::query::Query::<'_, DB, A>::execute::<'_, '_, E>", 2), [0]);
    assert_eq!(content("<&sqlx::Pool<DB> as sqlx::Executor<'_>>::execute::<'_, '_, &str>", 2), [1]);
    let replace = "mongodb::action::replace_one::<impl mongodb::Collection<T>>::replace_one";
    assert_eq!(content(replace, 3), [2]);
    assert_eq!(content("std::fs::write::<&str, std::string::String>", 2), [1]);
    assert_eq!(content("std::fs::rename::<&str, &str>", 2), [0usize; 0]);
}

#[test]
fn what_encrypts_and_that_a_database_can_belong_together() {
    let head = "package = \"notes\"\nkind = \"key-value\"\n";
    let entry = "[[entry]]\ntype = \"Notes\"\nmethods = [\"unlock\"]\nencrypts = { key = 1 }\n";
    let encryption = "[encryption]\nconnections = [\"Notes\"]\n";
    let is_right = |parts: &[&str]| StoreSource::parse(&parts.concat()).is_ok();
    assert!(is_right(&[head, encryption, entry]));
    assert!(!is_right(&[head, entry]));
    assert!(!is_right(&[head, encryption]));
    assert!(!is_right(&[head, encryption, "build = \"Vault\"\n", entry]), "nobody could tell whether it is built so");
}

#[test]
fn what_a_database_was_built_without_follows_from_the_features_that_are_on() {
    let lacking = |on: &[&str]| {
        let on = on.iter().map(|&feature| feature.to_owned()).collect();
        built_without_encryption(&[], &on).into_iter().map(|(package, lack)| format!("{package}: {}", lack.build)).collect::<Vec<_>>()
    };
    assert_eq!(lacking(&["rusqlite/bundled", "libsqlite3-sys/bundled"]), ["rusqlite: SQLCipher", "sqlx: SQLCipher"]);
    assert_eq!(lacking(&["libsqlite3-sys/bundled-sqlcipher"]), [""; 0]);
}

#[test]
fn a_model_that_runs_in_the_process_is_known_by_its_transport() {
    let catalogue = graph(&[("rig-core", "0.44.0"), ("rig-fastembed", "0.44.0")]);
    let role = |path: &str| catalogue.classify(&Callee::parse(path).expect("a path")).map(|class| class.role);
    let wire = "rig_core::driver::Local<rig_core::operation::Embedding>";
    assert_eq!(role(&format!("rig_core::Model::<{wire}, rig_fastembed::Fastembed>::call::<std::vec::Vec<String>>")), Some(None));
    assert_eq!(
        role(&format!("rig_core::Model::<{wire}, mine::Remote>::call::<std::vec::Vec<String>>")),
        Some(Some(Role::Sink(SinkKind::Llm)))
    );
    assert_eq!(role("rig_core::DynModel::<rig_core::operation::Embedding>::embed_text"), Some(Some(Role::Sink(SinkKind::Llm))));
}
