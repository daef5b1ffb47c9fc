//! What the analysis says of a function does not depend on the compiler that printed it.
//!
//! `extra.rs` asks a gate for a `Token<Recall>` in many shapes. Here its trait `Store` counts as a store and `Memory` as another, and
//! `Token` as the proof of consent.

use std::collections::BTreeMap;

use cargo_agent_guard::{
    analysis::{Analysis, Context, TokenType},
    catalogue::{Catalogue, StoreSource},
    facts::{Facts, Function, Target, Token, Unit},
    index::HeldId,
};
use semver::Version;

#[path = "mir-samples/samples.rs"]
mod samples;

use samples::{SAMPLES, dumps};

const CATALOGUE: &str = r#"
package = "extra-stores"
roots = ["Store", "Memory"]
kind = "key-value"

[[entry]]
trait = "Store"
methods = ["get", "len"]
effect = "read"

[[entry]]
trait = "Memory"
methods = ["recall", "dynrecall"]
effect = "read"
"#;

fn context() -> Context {
    let store = StoreSource::parse(CATALOGUE).expect("the entries are well-formed");
    let (catalogue, _) = Catalogue::for_graph(&[("extra-stores", Version::new(1, 0, 0))], &[], &[store]);
    let token = TokenType { roots: vec![String::new()], name: "Token".to_owned() };
    Context {
        catalogue,
        token,
        tracks_tokens: true,
        tracks_flows: true,
        foreign_crates: Vec::new(),
        workspace_crates: Vec::new(),
        aliases: Vec::new(),
        dropped: std::collections::BTreeSet::new(),
    }
}

/// The facts of the crate `extra`, as this compiler printed it.
fn facts(samples: &'static str) -> Facts {
    let context = context();
    let source = |file: &str| (file == "extra.rs").then(|| include_str!("mir-samples/extra.rs").to_owned());
    let unit = Unit { crate_name: "extra".to_owned(), ..Unit::default() };
    let mut analysis = Analysis::new(unit, &context, &source);
    analysis.add_sources(&["extra.rs".to_owned()]);
    for (name, text) in dumps(samples) {
        if let Some(name) = name.strip_prefix("extra.") {
            analysis.add_body(name, text);
        }
    }
    analysis.finish()
}

/// What a function does, one line each: what it holds at its entry, its accesses, the closures and coroutines that it makes.
fn summary(facts: &Facts, function: &Function) -> Vec<String> {
    let entry = (function.entry != HeldId(0)).then(|| format!("entered with {}", held(facts, function.entry)));
    let accesses = function.accesses.iter().map(|access| {
        let line = access.span.map_or(0, |span| span.line);
        format!("{} at {line}, held {}", facts.text(access.operation), held(facts, access.held))
    });
    let made = function.calls.iter().filter_map(|call| match facts.targets[call.target.index()] {
        Target::Body(body) => {
            let name = facts.text(facts.functions[body.index()].name);
            Some(format!("makes {name}, held {}", held(facts, call.held)))
        }
        _ => None,
    });
    entry.into_iter().chain(accesses).chain(made).collect()
}

fn held(facts: &Facts, held: HeldId) -> String {
    let tokens = facts.held[held.index()].iter().filter_map(|token| match *token {
        Token::Consent(purpose) => Some(format!("Token<{}>", facts.text(purpose))),
        Token::Carrier(ty) => Some(facts.text(ty).to_owned()),
        Token::Variant(ty, discriminant) => Some(format!("{} in variant {discriminant}", facts.text(ty))),
        Token::OneOf(ty, variants) => Some(format!("{} in one of the variants {variants:#b}", facts.text(ty))),
        // It comes with every token.
        Token::Any => None,
    });
    let tokens: Vec<String> = tokens.collect();
    if tokens.is_empty() { "nothing".to_owned() } else { tokens.join(" + ") }
}

/// The summaries of all functions that do something, by name.
fn summaries(samples: &'static str) -> BTreeMap<String, Vec<String>> {
    let facts = facts(samples);
    assert_eq!(facts.gaps, []);
    let functions = facts.functions.iter().map(|function| (facts.text(function.name).to_owned(), summary(&facts, function)));
    functions.filter(|(_, summary)| !summary.is_empty()).collect()
}

#[test]
fn every_compiler_gives_the_same_facts() {
    let expected = summaries(SAMPLES[0].1);
    assert_eq!(expected.len(), 29, "functions that hold or do something: {expected:?}");
    for (version, samples, _) in &SAMPLES[1..] {
        let found = summaries(samples);
        assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{version}");
        for (name, summary) in found {
            assert_eq!(summary, expected[&name], "{version} {name}");
        }
    }
}

/// What a reader of `extra.rs` says. The crate's other types are held as well as its tokens: only the linker knows what they carry.
#[test]
fn what_is_held_is_what_the_source_says() {
    let expected: &[(&str, &[&str])] = &[
        // `let _t = g.ask("a")?; Ok(s.get("k"))`
        ("straight", &["Store::get at 25, held Token<Recall>"]),
        // `let Ok(_t) = g.ask("b") else { return 0 }; s.len()`
        ("let_else", &["Store::len at 26, held Token<Recall>"]),
        // The arms for `Ok` read. In neither of them is there a `Refused`, though a guard comes before the arms that look at one.
        (
            "guards",
            &["Store::get at 30, held Token<Recall>", "Store::len at 29, held Token<Recall>", "Store::get at 29, held Token<Recall>"],
        ),
        // `let _t = loop { … Ok(t) => break t, … break 'outer }; while let Some(v) = s.get(k)`
        ("loops", &["Store::get at 41, held Token<Recall>"]),
        // The closure asks where it runs, not where it is made.
        ("closures", &["entered with Profile", "makes closures-{closure#0}, held Profile", "makes closures-{closure#1}, held Profile"]),
        ("closures-{closure#1}", &["Store::get at 49, held Token<Recall>"]),
        ("higher-{closure#1}", &["Store::len at 51, held Map"]),
        // The token is held over the suspensions, and where the second async block is run.
        ("asyncs", &["entered with Profile", "makes asyncs-{closure#0}, held Profile"]),
        (
            "asyncs-{closure#0}",
            &[
                "Memory::recall at 71, held Token<Recall> + Profile",
                "makes asyncs-{closure#0}-{closure#0}, held Token<Recall> + Profile + Refused",
                "makes asyncs-{closure#0}-{closure#1}, held Token<Recall> + Profile + Refused",
            ],
        ),
        ("asyncs-{closure#0}-{closure#0}", &["Memory::dynrecall at 72, held nothing"]),
        // Nobody asks.
        ("macros", &["Store::len at 79, held nothing", "Store::len at 79, held nothing", "Store::get at 78, held nothing"]),
        ("{impl#2}-dynrecall-{closure#0}", &["Store::get at 65, held Map"]),
    ];
    for (version, samples, _) in SAMPLES {
        let found = summaries(samples);
        for &(name, summary) in expected {
            assert_eq!(found[name], summary, "{version} {name}");
        }
    }
}
