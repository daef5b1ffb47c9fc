//! The reports of small outcomes.

use cargo_metadata::Message;
use expect_test::{expect, expect_file};

use super::*;
use crate::{
    checked::Counts,
    finding::{Location, Step},
    fixture::step,
    rules::{unconsented_read, unread_code, unused_allow},
    suppress::{Suppressed, SuppressionKind},
};

const AGENT: &str = "use store::Memory;\n\nasync fn recall(memory: &Memory) -> Option<String> {\n\tmemory.get(\"名前\").await\n}\n";
const MAIN: &str = "fn main() {\n    let memory = Memory::open();\n    answer(&memory);\n}\n\nfn answer(memory: &Memory) {\n    println!(\"{:?}\", agent::recall(memory));\n}\n";

fn read(file: &str) -> Option<String> {
    match file {
        "src/agent.rs" => Some(AGENT.to_owned()),
        "src/main.rs" => Some(MAIN.to_owned()),
        _ => None,
    }
}

fn at(file: &str, line: u32, column: u32, end_column: u32) -> Location {
    Location { file: file.to_owned(), line, column, end_line: line, end_column }
}

fn here(message: &str, location: Location) -> Step {
    Step { location: Some(location), message: message.to_owned() }
}

/// A read on line 4 of the agent, reached from `main`.
fn unconsented() -> Finding {
    let location = at("src/agent.rs", 4, 2, 18);
    let mut finding =
        unconsented_read::RULE.finding(Some(location.clone()), "`Memory::get` reads `notes` without consent", "needs a `Consent<P>`");
    finding.trace = vec![
        here("`main` calls `answer`", at("src/main.rs", 3, 5, 20)),
        here("`answer` calls `agent::recall`", at("src/main.rs", 7, 22, 43)),
        here("`agent::recall` reads", location),
    ];
    finding.help.push("ask first".to_owned());
    finding.package = "my-agent".to_owned();
    finding.krate = "my_agent".to_owned();
    finding.function = "agent::recall".to_owned();
    finding
}

fn outcome(findings: Vec<Finding>) -> Outcome {
    Outcome { findings, counts: Counts { accesses: 3, functions: 12, crates: 1 }, ..Outcome::default() }
}

/// An outcome with something of everything.
fn everything() -> Outcome {
    let mut outcome = outcome(vec![unconsented(), unused_allow::finding(Some(at("gone.rs", 7, 1, 20)), &unconsented_read::RULE)]);
    let gap = crate::facts::Gap { subject: "redb".to_owned(), reason: "no call of this store was seen".to_owned(), place: None };
    outcome.gaps.push(unread_code::finding(&gap, "", ""));
    outcome.notices.push("`redb` is used by dependencies only".to_owned());
    outcome.suppressed.push(Suppressed {
        finding: unconsented(),
        by: SuppressionKind::Comment,
        reason: "a cache".to_owned(),
        expires: Some("2027-06-30".to_owned()),
        suppression: Some(at("src/agent.rs", 3, 1, 9)),
    });
    outcome
}

fn human(outcome: &Outcome) -> String {
    render(Format::Human, outcome, &Sources::of(outcome, &read), Style::default(), &[])
}

/// What the report for people says behind the finding itself.
fn path_shown(finding: Finding) -> String {
    human(&outcome(vec![finding])).split_once("it is reached this way").expect("there is a path").1.to_owned()
}

#[test]
fn a_finding_looks_as_the_compiler_s_and_shows_the_path() {
    expect![[r#"
        error[AG101]: `Memory::get` reads `notes` without consent
         --> src/agent.rs:4:2
          |
        4 |     memory.get("名前").await
          |     ^^^^^^^^^^^^^^^^^^ needs a `Consent<P>`
          |
          = help: ask first
          = note: `cargo agent-guard explain AG101` says more; `// agent-guard: allow(AG101) the reason` on a line above accepts it
        note: it is reached this way
         --> src/main.rs:3:5
          |
        3 |     answer(&memory);
          |     ^^^^^^^^^^^^^^^ 1. `main` calls `answer`
        ...
        7 |     println!("{:?}", agent::recall(memory));
          |                      --------------------- 2. `answer` calls `agent::recall`
          |
         ::: src/agent.rs:4:2
          |
        4 |     memory.get("名前").await
          |     ^^^^^^^^^^^^^^^^^^ 3. `agent::recall` reads

        checked 3 store accesses in 12 functions of 1 crate; 0 gaps; 1 finding
    "#]]
    .assert_eq(&human(&outcome(vec![unconsented()])));
}

#[test]
fn what_is_not_at_hand_costs_its_excerpt_and_nothing_else() {
    expect![[r#"
        warning[AG902]: nothing here needs to be allowed: `AG101` has no finding
         --> gone.rs:7:1
          = note: suppresses nothing
          = help: remove it
          = note: `cargo agent-guard explain AG902` says more

        error[AG901]: `redb` was not checked: no call of this store was seen
          |
          = help: look at it yourself, and accept it in `agent-guard.toml`: `[[waiver]]` with `rule = "AG901"`, `function = "redb"`, `reason` and `expires`
          = note: `cargo agent-guard explain AG901` says more

        note: accepted until 2027-06-30 (src/agent.rs:3): `Memory::get` reads `notes` without consent; the reason: a cache

        warning: `redb` is used by dependencies only

        checked 3 store accesses in 12 functions of 1 crate; 1 gap; 0 findings; 1 warning; 1 suppressed
    "#]].assert_eq(&human(&Outcome { findings: everything().findings.split_off(1), ..everything() }));
}

#[test]
fn a_step_without_source_is_told_in_words() {
    let mut finding = unconsented();
    finding.trace[1] = step("`answer` calls `agent::recall`", "/registry/macros.rs", 3);
    finding.trace[2] = Step { location: None, message: "a framework calls `agent::recall`".to_owned() };
    expect![[r#"

         --> src/main.rs:3:5
          |
        3 |     answer(&memory);
          |     ^^^^^^^^^^^^^^^ 1. `main` calls `answer`
          = note: 2. `answer` calls `agent::recall` (/registry/macros.rs:3:5)
          = note: 3. a framework calls `agent::recall`

        checked 3 store accesses in 12 functions of 1 crate; 0 gaps; 1 finding
    "#]]
    .assert_eq(&path_shown(finding));
}

#[test]
fn a_long_path_is_folded_in_the_middle() {
    let mut finding = unconsented();
    finding.trace = (1..=14).map(|at| Step { location: None, message: format!("`f{at}` calls `f{}`", at + 1) }).collect();
    expect![[r#"

          |
          = note: 1. `f1` calls `f2`
          = note: 2. `f2` calls `f3`
          = note: 3. `f3` calls `f4`
          = note: 4. `f4` calls `f5`
          = note: 5. `f5` calls `f6`
          = note: … steps 6 to 9 …
          = note: 10. `f10` calls `f11`
          = note: 11. `f11` calls `f12`
          = note: 12. `f12` calls `f13`
          = note: 13. `f13` calls `f14`
          = note: 14. `f14` calls `f15`

        checked 3 store accesses in 12 functions of 1 crate; 0 gaps; 1 finding
    "#]]
    .assert_eq(&path_shown(finding));
}

#[test]
fn ten_steps_are_not_folded() {
    let mut finding = unconsented();
    finding.trace = (1..=10).map(|at| Step { location: None, message: format!("step {at}") }).collect();
    let text = human(&outcome(vec![finding]));
    assert!(text.contains("10. step 10") && text.contains("5. step 5") && !text.contains('…'), "{text}");
}

#[test]
fn a_path_that_is_only_the_place_itself_is_not_shown() {
    let mut finding = unconsented();
    finding.trace.drain(..2);
    assert!(!human(&outcome(vec![finding])).contains("it is reached this way"));
}

#[test]
fn other_places_are_marked_beside_the_first() {
    let mut finding = unconsented();
    finding.trace.clear();
    finding.related = vec![here("no token among the parameters", at("src/agent.rs", 3, 10, 16))];
    expect![[r#"
        error[AG101]: `Memory::get` reads `notes` without consent
         --> src/agent.rs:4:2
          |
        3 | async fn recall(memory: &Memory) -> Option<String> {
          |          ------ no token among the parameters
        4 |     memory.get("名前").await
          |     ^^^^^^^^^^^^^^^^^^ needs a `Consent<P>`
          |
          = help: ask first
          = note: `cargo agent-guard explain AG101` says more; `// agent-guard: allow(AG101) the reason` on a line above accepts it

        checked 3 store accesses in 12 functions of 1 crate; 0 gaps; 1 finding
    "#]]
    .assert_eq(&human(&outcome(vec![finding])));
}

#[test]
fn a_narrow_terminal_and_colours_do_not_change_what_is_said() {
    let outcome = everything();
    let sources = Sources::of(&outcome, &read);
    let colored = render(Format::Human, &outcome, &sources, Style { color: true, width: Some(40) }, &[]);
    assert!(colored.contains("\x1b["));
    assert!(colored.ends_with(&format!("{}\n", outcome.summary())));
    assert!(!human(&outcome).contains('\x1b'));
}

#[test]
fn nothing_in_the_code_moves_the_cursor() {
    let mut finding = unconsented();
    finding.message = "`x\x1b[2J\u{202e}` reads\nnotes".to_owned();
    for format in [Format::Human, Format::Short] {
        let outcome = outcome(vec![finding.clone()]);
        let text = render(format, &outcome, &Sources::of(&outcome, &read), Style::default(), &[]);
        assert!(!text.contains(['\x1b', '\u{202e}']), "{text:?}");
    }
}

#[test]
fn short_is_one_line_a_finding() {
    expect![[r#"
        src/agent.rs:4:2: error[AG101]: `Memory::get` reads `notes` without consent
        gone.rs:7:1: warning[AG902]: nothing here needs to be allowed: `AG101` has no finding
        error[AG901]: `redb` was not checked: no call of this store was seen
        note: accepted until 2027-06-30 (src/agent.rs:3): `Memory::get` reads `notes` without consent; the reason: a cache
        warning: `redb` is used by dependencies only
        checked 3 store accesses in 12 functions of 1 crate; 1 gap; 1 finding; 1 warning; 1 suppressed
    "#]]
    .assert_eq(&render(Format::Short, &everything(), &Sources::default(), Style::default(), &[]));
}

#[test]
fn what_somebody_accepted_is_shown_with_its_reason() {
    let mut outcome = outcome(Vec::new());
    outcome.suppressed = everything().suppressed;
    outcome.suppressed.push(Suppressed {
        by: SuppressionKind::Waiver,
        expires: None,
        suppression: Some(at("agent-guard.toml", 3, 1, 12)),
        ..outcome.suppressed[0].clone()
    });
    for format in [Format::Human, Format::Short] {
        let text = render(format, &outcome, &Sources::of(&outcome, &read), Style::default(), &[]);
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        let accepted = [
            "note: accepted until 2027-06-30 (src/agent.rs:3): `Memory::get` reads `notes` without consent; the reason: a cache",
            "note: accepted (agent-guard.toml:3): `Memory::get` reads `notes` without consent; the reason: a cache",
            "checked 3 store accesses in 12 functions of 1 crate; 0 gaps; 0 findings; 2 suppressed",
        ];
        assert_eq!(lines, accepted, "{format:?}");
    }
}

#[test]
fn json_has_everything() {
    expect![[r#"
        {
          "version": 1,
          "tool": {
            "name": "cargo-agent-guard",
            "version": "0.1.0"
          },
          "summary": {
            "accesses": 3,
            "functions": 12,
            "crates": 1,
            "gaps": 1,
            "findings": 1,
            "warnings": 1,
            "suppressed": 1,
            "text": "checked 3 store accesses in 12 functions of 1 crate; 1 gap; 1 finding; 1 warning; 1 suppressed"
          },
          "findings": [
            {
              "rule": "AG101",
              "name": "unconsented-read",
              "level": "deny",
              "message": "`Memory::get` reads `notes` without consent",
              "label": "needs a `Consent<P>`",
              "location": {
                "file": "src/agent.rs",
                "line": 4,
                "column": 2,
                "end_line": 4,
                "end_column": 18
              },
              "package": "my-agent",
              "crate": "my_agent",
              "function": "agent::recall",
              "related": [],
              "trace": [
                {
                  "location": {
                    "file": "src/main.rs",
                    "line": 3,
                    "column": 5,
                    "end_line": 3,
                    "end_column": 20
                  },
                  "message": "`main` calls `answer`"
                },
                {
                  "location": {
                    "file": "src/main.rs",
                    "line": 7,
                    "column": 22,
                    "end_line": 7,
                    "end_column": 43
                  },
                  "message": "`answer` calls `agent::recall`"
                },
                {
                  "location": {
                    "file": "src/agent.rs",
                    "line": 4,
                    "column": 2,
                    "end_line": 4,
                    "end_column": 18
                  },
                  "message": "`agent::recall` reads"
                }
              ],
              "notes": [],
              "help": [
                "ask first"
              ],
              "cwe": [
                862
              ],
              "owasp": [
                "LLM02",
                "LLM08",
                "ASI03",
                "ASI06"
              ]
            },
            {
              "rule": "AG902",
              "name": "unused-allow",
              "level": "warn",
              "message": "nothing here needs to be allowed: `AG101` has no finding",
              "label": "suppresses nothing",
              "location": {
                "file": "gone.rs",
                "line": 7,
                "column": 1,
                "end_line": 7,
                "end_column": 20
              },
              "package": "",
              "crate": "",
              "function": "",
              "related": [],
              "trace": [],
              "notes": [],
              "help": [
                "remove it"
              ],
              "cwe": [],
              "owasp": []
            }
          ],
          "gaps": [
            {
              "rule": "AG901",
              "name": "unread-code",
              "level": "deny",
              "message": "`redb` was not checked: no call of this store was seen",
              "label": "not checked",
              "location": null,
              "package": "",
              "crate": "",
              "function": "redb",
              "related": [],
              "trace": [],
              "notes": [],
              "help": [
                "look at it yourself, and accept it in `agent-guard.toml`: `[[waiver]]` with `rule = \"AG901\"`, `function = \"redb\"`, `reason` and `expires`"
              ],
              "cwe": [],
              "owasp": []
            }
          ],
          "suppressed": [
            {
              "finding": {
                "rule": "AG101",
                "name": "unconsented-read",
                "level": "deny",
                "message": "`Memory::get` reads `notes` without consent",
                "label": "needs a `Consent<P>`",
                "location": {
                  "file": "src/agent.rs",
                  "line": 4,
                  "column": 2,
                  "end_line": 4,
                  "end_column": 18
                },
                "package": "my-agent",
                "crate": "my_agent",
                "function": "agent::recall",
                "related": [],
                "trace": [
                  {
                    "location": {
                      "file": "src/main.rs",
                      "line": 3,
                      "column": 5,
                      "end_line": 3,
                      "end_column": 20
                    },
                    "message": "`main` calls `answer`"
                  },
                  {
                    "location": {
                      "file": "src/main.rs",
                      "line": 7,
                      "column": 22,
                      "end_line": 7,
                      "end_column": 43
                    },
                    "message": "`answer` calls `agent::recall`"
                  },
                  {
                    "location": {
                      "file": "src/agent.rs",
                      "line": 4,
                      "column": 2,
                      "end_line": 4,
                      "end_column": 18
                    },
                    "message": "`agent::recall` reads"
                  }
                ],
                "notes": [],
                "help": [
                  "ask first"
                ],
                "cwe": [
                  862
                ],
                "owasp": [
                  "LLM02",
                  "LLM08",
                  "ASI03",
                  "ASI06"
                ]
              },
              "by": "comment",
              "reason": "a cache",
              "expires": "2027-06-30",
              "suppression": {
                "file": "src/agent.rs",
                "line": 3,
                "column": 1,
                "end_line": 3,
                "end_column": 9
              }
            }
          ],
          "notices": [
            "`redb` is used by dependencies only"
          ],
          "accesses": []
        }
    "#]].assert_eq(&render(Format::Json, &everything(), &Sources::default(), Style::default(), &[]));
}

#[test]
fn json_is_what_its_schema_says() {
    let schema: serde_json::Value = serde_json::from_str(&json::schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    for outcome in [everything(), Outcome::default()] {
        let mut report: serde_json::Value = serde_json::from_str(&json::render(&outcome)).expect("the report is JSON");
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0]);
        report["summary"]["accesses"] = "many".into();
        assert!(!validator.is_valid(&report), "the schema holds the report to something");
    }
}

#[test]
fn the_committed_schema_is_current() {
    expect_file!["../../../docs/schema/report.schema.json"].assert_eq(&json::schema());
}

fn members() -> Vec<cargo_json::Member> {
    let target = |name: &str, kind: &str| cargo_json::Target {
        kind: vec![kind.to_owned()],
        crate_types: vec![kind.to_owned()],
        name: name.to_owned(),
        src_path: "/w/src/main.rs".to_owned(),
        edition: "2024".to_owned(),
        doc: true,
        doctest: false,
        test: true,
    };
    let member = |name: &str, targets| cargo_json::Member {
        name: name.to_owned(),
        id: format!("path+file:///w#{name}@0.1.0"),
        manifest_path: "/w/Cargo.toml".to_owned(),
        targets,
    };
    vec![
        member("other", vec![target("other", "lib")]),
        member("my-agent", vec![target("build", "custom-build"), target("my-agent", "bin")]),
    ]
}

#[test]
fn cargo_json_is_read_back_as_cargo_s_own() {
    let outcome = everything();
    let text = render(Format::CargoJson, &outcome, &Sources::of(&outcome, &read), Style::default(), &members());
    let messages: Vec<Message> = Message::parse_stream(text.as_bytes()).collect::<Result<_, _>>().expect("every line is a message");
    assert_eq!(messages.len(), 3);
    let Message::CompilerMessage(message) = &messages[0] else { panic!("a compiler message: {:?}", messages[0]) };
    assert_eq!(message.package_id.repr, "path+file:///w#my-agent@0.1.0");
    assert_eq!(message.target.name, "my-agent");
    let diagnostic = &message.message;
    assert_eq!(diagnostic.code.as_ref().map(|code| code.code.as_str()), Some("AG101"));
    assert!(diagnostic.rendered.as_ref().is_some_and(|text| text.starts_with("error[AG101]: `Memory::get` reads")));
    let span = &diagnostic.spans[0];
    let bytes = span.byte_start as usize..span.byte_end as usize;
    assert_eq!(&AGENT[bytes], "memory.get(\"名前\")");
    assert_eq!((span.line_start, span.column_start, span.column_end, span.is_primary), (4, 2, 18, true));
    let line = &span.text[0];
    assert_eq!((line.text.as_str(), line.highlight_start, line.highlight_end), ("\tmemory.get(\"名前\").await", 2, 18));
    assert_eq!(diagnostic.children.iter().filter(|child| !child.spans.is_empty()).count(), 3, "the path is there to click on");

    let Message::CompilerMessage(gap) = &messages[2] else { panic!("a compiler message: {:?}", messages[2]) };
    assert_eq!(gap.target.name, "other", "what is of no package goes to the first");
    assert_eq!(gap.message.spans, []);
}

#[test]
fn every_format_has_a_name_that_is_read_back() {
    for (format, name) in Format::ALL {
        assert_eq!((name.parse(), format.name()), (Ok(format), name));
    }
    let error = "xml".parse::<Format>().expect_err("there is none");
    assert_eq!(error.to_string(), "there is no report format `xml`; there are human, short, json, cargo-json");
}
