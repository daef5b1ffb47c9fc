//! A policy, and what can be wrong with one.

use expect_test::{Expect, expect};

use super::*;
use crate::finding::Level;

/// The error of a policy as a person reads it.
fn refused(text: &str, expected: Expect) {
    let error = from_file("agent-guard.toml", text).expect_err("this policy is wrong");
    expected.assert_eq(&format!("{error}\n"));
}

fn accepted(text: &str) -> Policy {
    from_file("agent-guard.toml", text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn an_empty_file_is_a_policy() {
    let policy = accepted("");
    assert_eq!(policy.level(&rules::unconsented_read::RULE), Level::Deny);
    assert_eq!(policy.link.memory_tables, None, "all are");
}

#[test]
fn everything_that_can_be_said() {
    let policy = accepted(
        r#"
        required-version = ">=0.1, <0.2"

        [rules]
        AG101 = "warn"
        unused-allow = "deny"

        [stores.rusqlite]
        purposes = ["memory.recall"]
        targets.Profiles = ["profile.read"]

        [sql]
        memory-tables = ["Memories"]
        ignored-tables = ["migrations"]

        [files]
        memory = ["memory.json", "data/**/*.memory"]

        [[catalogue]]
        package = "my-store"
        kind = "vector"
        handles = ["Shelf"]
        entry = [{ type = "Shelf", methods = ["search"], effect = "read" }]

        [deps]
        analyse = ["notes"]
        harmless = [{ package = "weather", versions = "0.3", reason = "keeps the weather" }]

        [[waiver]]
        rule = "unconsented-write"
        file = "src/legacy/*.rs"
        function = "Agent::import"
        reason = "goes in the next release"
        expires = "2027-06-30"
        "#,
    );
    assert_eq!(policy.level(&rules::unconsented_read::RULE), Level::Warn);
    assert_eq!(policy.level(&rules::unused_allow::RULE), Level::Deny);
    let requirement = |target: &str, purpose: &str| Requirement {
        store: "rusqlite".to_owned(),
        target: target.to_owned(),
        purposes: vec![purpose.to_owned()],
    };
    assert_eq!(policy.link.required, [requirement("", "memory.recall"), requirement("Profiles", "profile.read")]);
    assert_eq!(policy.link.memory_tables, Some(vec!["Memories".to_owned()]));
    assert_eq!(policy.link.ignored_tables, ["migrations"]);
    let is_memory = |path: &str| policy.link.memory_files.iter().any(|pattern| pattern.is_match(path));
    assert!(is_memory("memory.json") && is_memory("a/b/memory.json") && is_memory("data/x/y.memory"));
    assert!(!is_memory("other/y.memory"));
    assert_eq!(policy.catalogue[0].package, "my-store");
    assert_eq!((policy.analyse[0].0.as_str(), policy.analyse[0].1.line), ("notes", 26));
    assert_eq!((policy.harmless[0].package.as_str(), policy.harmless[0].reason.as_str()), ("weather", "keeps the weather"));
    assert!(policy.harmless[0].speaks_of("0.3.7") && !policy.harmless[0].speaks_of("0.4.0"));
    let waiver = &policy.waivers[0];
    assert_eq!((waiver.rule, waiver.expires.to_string()), ("AG102", "2027-06-30".to_owned()));
    assert_eq!((waiver.location.line, waiver.location.file.as_str()), (29, "agent-guard.toml"));
}

#[test]
fn the_manifest_may_hold_the_policy() {
    let manifest =
        "[workspace]\nmembers = []\n[workspace.metadata.other]\nx = 1\n[workspace.metadata.agent-guard.rules]\nAG101 = \"allow\"\n";
    let policy = from_manifest("Cargo.toml", manifest).expect("it is in order").expect("it is there");
    assert_eq!(policy.level(&rules::unconsented_read::RULE), Level::Allow);
    assert!(from_manifest("Cargo.toml", "[package]\nname = \"a\"\n").expect("it is in order").is_none());
    let error = from_manifest("Cargo.toml", "[workspace.metadata.agent-guard]\nrulez = 1\n").expect_err("it is wrong");
    assert_eq!((error.line, error.column), (2, 1));
}

#[test]
fn an_unknown_key_is_an_error_with_a_suggestion() {
    refused(
        "[sql]\nmemory-table = [\"a\"]\n",
        expect![[r#"
        error: unknown field `memory-table`, expected `memory-tables` or `ignored-tables`
         --> agent-guard.toml:2:1
          |
        2 | memory-table = ["a"]
          | ^^^^^^^^^^^^
          |
          = help: did you mean `memory-tables`?
    "#]],
    );
}

#[test]
fn an_unknown_level_is_an_error_with_a_suggestion() {
    refused(
        "[rules]\nAG101 = \"denied\"\n",
        expect![[r#"
        error: unknown variant `denied`, expected one of `allow`, `warn`, `deny`
         --> agent-guard.toml:2:9
          |
        2 | AG101 = "denied"
          |         ^^^^^^^^
          |
          = help: did you mean `deny`?
    "#]],
    );
}

#[test]
fn a_wrong_type_is_an_error() {
    refused(
        "[files]\nmemory = \"memory.json\"\n",
        expect![[r#"
            error: invalid type: string "memory.json", expected a sequence
             --> agent-guard.toml:2:10
              |
            2 | memory = "memory.json"
              |          ^^^^^^^^^^^^^
              |
              = help: write a list: `["…"]`
        "#]],
    );
}

#[test]
fn an_unknown_rule_is_an_error_with_a_suggestion() {
    refused(
        "[rules]\n\"unconsented-reed\" = \"warn\"\n",
        expect![[r#"
        error: there is no rule `unconsented-reed`
         --> agent-guard.toml:2:1
          |
        2 | "unconsented-reed" = "warn"
          | ^^^^^^^^^^^^^^^^^^
          |
          = help: did you mean `AG101` (`unconsented-read`)?
    "#]],
    );
}

#[test]
fn a_rule_has_one_level() {
    refused(
        "[rules]\nAG101 = \"warn\"\nunconsented-read = \"deny\"\n",
        expect![[r#"
        error: `AG101` has a level already
         --> agent-guard.toml:3:1
          |
        3 | unconsented-read = "deny"
          | ^^^^^^^^^^^^^^^^
          |
          = help: a rule has a code and a name; use one
    "#]],
    );
}

#[test]
fn what_was_not_understood_cannot_be_switched_off() {
    refused(
        "[rules]\nAG901 = \"allow\"\n",
        expect![[r#"
        error: `AG901` cannot be lowered: what was not understood is not clean
         --> agent-guard.toml:2:9
          |
        2 | AG901 = "allow"
          |         ^^^^^^^
          |
          = help: accept single gaps with a `[[waiver]]`, which has a reason and an end
    "#]],
    );
}

#[test]
fn another_version_is_an_error() {
    refused(
        "required-version = \">=9\"\n",
        expect![[r#"
        error: this policy is for cargo-agent-guard `>=9`, and this is 0.1.0
         --> agent-guard.toml:1:20
          |
        1 | required-version = ">=9"
          |                    ^^^^^
          |
          = help: install that version, or change `required-version` once the findings of this one are looked at
    "#]],
    );
    refused(
        "required-version = \"newest\"\n",
        expect![[r#"
        error: this is no version requirement
         --> agent-guard.toml:1:20
          |
        1 | required-version = "newest"
          |                    ^^^^^^^^
          |
          = help: write it as in `Cargo.toml`: `">=0.1, <0.2"`
    "#]],
    );
}

#[test]
fn broken_toml_is_an_error_at_its_place() {
    refused(
        "[rules]\n名 = \"x\n",
        expect![[r#"
        error: invalid unquoted key, expected letters, numbers, `-`, `_`
         --> agent-guard.toml:2:1
          |
        2 | 名 = "x
          | ^^
    "#]],
    );
}

#[test]
fn a_waiver_says_where_why_and_until_when() {
    refused(
        "[[waiver]]\nrule = \"AG101\"\nstore = \"sled\"\nreason = \"old\"\n",
        expect![[r#"
            error: missing field `expires`
             --> agent-guard.toml:1:1
              |
            1 | [[waiver]]
              | ^^^^^^^^^^
              |
              = help: a `[[waiver]]` has `rule`, where it applies, `reason` and `expires`; a `[[deps.harmless]]` has `package` and `reason`
        "#]],
    );
    refused(
        "[[waiver]]\nrule = \"AG101\"\nstore = \"sled\"\nreason = \" \"\nexpires = \"2027-01-01\"\n",
        expect![[r#"
        error: a waiver needs a reason
         --> agent-guard.toml:4:10
          |
        4 | reason = " "
          |          ^^^
    "#]],
    );
    refused(
        "[[waiver]]\nrule = \"AG101\"\nstore = \"sled\"\nreason = \"old\"\nexpires = \"next year\"\n",
        expect![[r#"
        error: `next year` is no date
         --> agent-guard.toml:5:11
          |
        5 | expires = "next year"
          |           ^^^^^^^^^^^
          |
          = help: write it as year, month and day: `"2027-06-30"`
    "#]],
    );
    refused(
        "[[waiver]]\nrule = \"AG101\"\nreason = \"old\"\nexpires = \"2027-01-01\"\n",
        expect![[r#"
        error: this waiver does not say where it applies
         --> agent-guard.toml:2:8
          |
        2 | rule = "AG101"
          |        ^^^^^^^
          |
          = help: add `file`, `function`, `store` or `package`; to switch a rule off, set its level in `[rules]`
    "#]],
    );
    refused(
        "[[waiver]]\nrule = \"AG902\"\nstore = \"sled\"\nreason = \"old\"\nexpires = \"2027-01-01\"\n",
        expect![[r#"
        error: `AG902` cannot be waived
         --> agent-guard.toml:2:8
          |
        2 | rule = "AG902"
          |        ^^^^^^^
          |
          = help: repair the suppression that it reports
    "#]],
    );
}

#[test]
fn a_broken_pattern_is_an_error() {
    refused(
        "[files]\nmemory = [\"a[\"]\n",
        expect![[r#"
        error: this is no pattern: unclosed character class; missing ']'
         --> agent-guard.toml:2:11
          |
        2 | memory = ["a["]
          |           ^^^^
    "#]],
    );
}

#[test]
fn a_catalogue_entry_that_contradicts_itself_is_an_error() {
    refused(
        "[[catalogue]]\npackage = \"my-store\"\nkind = \"vector\"\nhandles = [\"Shelf\"]\n",
        expect![[r#"
        error: store `my-store`: no entry is about the handle `Shelf`, so each of its methods would be reported
         --> agent-guard.toml:1:1
          |
        1 | [[catalogue]]
          | ^^^^^^^^^^^^^
    "#]],
    );
    refused(
        "[[catalogue]]\npackage = \"my-store\"\nkind = \"vectors\"\n",
        expect![[r#"
            error: unknown variant `vectors`, expected one of `vector`, `search`, `sql`, `document`, `graph`, `key-value`, `framework`, `files`, `llm`, `library`
             --> agent-guard.toml:3:8
              |
            3 | kind = "vectors"
              |        ^^^^^^^^^
              |
              = help: did you mean `vector`?
        "#]],
    );
}

#[test]
fn the_committed_schema_is_current() {
    expect_test::expect_file!["../../../docs/schema/policy.schema.json"].assert_eq(&schema());
}

#[test]
fn what_is_called_harmless_has_a_reason_and_versions_that_are_some() {
    refused(
        "[[deps.harmless]]\npackage = \"weather\"\nreason = \"\"\n",
        expect![[r#"
            error: what is called harmless needs a reason
             --> agent-guard.toml:3:10
              |
            3 | reason = ""
              |          ^^
              |
              = help: say what it keeps, and why that is nothing of a person
        "#]],
    );
    refused(
        "[[deps.harmless]]\npackage = \"weather\"\nversions = \"new\"\nreason = \"keeps the weather\"\n",
        expect![[r#"
            error: this is no version requirement
             --> agent-guard.toml:3:12
              |
            3 | versions = "new"
              |            ^^^^^
              |
              = help: write it as in `Cargo.toml`: `">=0.3, <0.4"`
        "#]],
    );
    refused(
        "[deps]\nanalyze = [\"notes\"]\n",
        expect![[r#"
        error: unknown field `analyze`, expected `analyse` or `harmless`
         --> agent-guard.toml:2:1
          |
        2 | analyze = ["notes"]
          | ^^^^^^^
          |
          = help: did you mean `analyse`?
    "#]],
    );
}

#[test]
fn an_http_interface_of_the_users_own_is_three_lines() {
    let policy = accepted("[[api]]\nstore = \"memory-server\"\nread = [\"POST /memories/search\"]\n");
    assert_eq!(policy.link.apis.own[0].store, "memory-server");
    assert_eq!((policy.apis_at[0].line, policy.apis_at[0].file.as_str()), (1, "agent-guard.toml"));
    let known = policy.link.apis.known("POST", "http://localhost/memories/search");
    assert_eq!(known.iter().map(|known| known.store.as_str()).collect::<Vec<_>>(), ["memory-server"]);
    refused(
        "[[api]]\nstore = \"memory-server\"\nread = [\"POST /memories/search\", \"GET /memories/{id}\"]\n",
        expect![[r#"
        error: `{id}` in `GET /memories/{id}` is no segment: `{}` is one of any name, `{target}` one that says what is meant
         --> agent-guard.toml:3:8
          |
        3 | read = ["POST /memories/search", "GET /memories/{id}"]
          |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#]],
    );
    refused(
        "[[api]]\nread = [\"POST /memories/search\"]\n",
        expect![[r#"
        error: missing field `store`
         --> agent-guard.toml:1:1
          |
        1 | [[api]]
          | ^^^^^^^
          |
          = help: an `[[api]]` has `store`, and its requests: `read`, `write`, `read-write`, `erase`, `send-to-llm`
    "#]],
    );
    refused(
        "[[api]]\nstore = \"memory-server\"\nreed = [\"POST /memories/search\"]\n",
        expect![[r#"
        error: unknown field `reed`, expected one of `store`, `host`, `read`, `write`, `read-write`, `erase`, `send-to-llm`
         --> agent-guard.toml:3:1
          |
        3 | reed = ["POST /memories/search"]
          | ^^^^
          |
          = help: did you mean `read`?
    "#]],
    );
    refused(
        "[[api]]\nstore = \"memory-server\"\n",
        expect![[r#"
        error: store `memory-server` has no request: `read = ["POST /memories/search"]`
         --> agent-guard.toml:1:1
          |
        1 | [[api]]
          | ^^^^^^^
    "#]],
    );
}
