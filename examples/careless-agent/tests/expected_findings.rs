//! The list of expected findings is written by hand, as lines of source. These tests notice when the source moves under it.

use std::{collections::BTreeSet, error::Error, fs, path::Path};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// What a line that reads memory has in it.
const READS: [&str; 5] = [".query(request)", ".query_row(", ".query_map(", ".scroll(", ".count(CountPoints"];
/// What a line that writes memory has in it.
const WRITES: [&str; 2] = [".upsert_points(", ".execute(sql"];
/// What an access that is no finding of its own stands on: everybody's turns, and the diary, for which somebody was asked.
const ASKED_FOR: [&str; 2] = [".query_row(sql, [word]", ".rows.execute("];

/// The findings, as file (below the package), line and rule.
fn expected() -> Outcome<Vec<(String, usize, String)>> {
    let list = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("expected-findings.txt"))?;
    let parse = |line: &str| {
        let (place, rule) = line.split_once(": ")?;
        let (file, number) = place.strip_prefix("careless-agent/")?.rsplit_once(':')?;
        Some((file.to_owned(), number.parse().ok()?, rule.to_owned()))
    };
    list.lines().map(|line| parse(line).ok_or_else(|| format!("not `file:line: RULE`: {line}").into())).collect()
}

fn lines_of(file: &str) -> Outcome<Vec<String>> {
    let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file))?;
    Ok(source.lines().map(str::to_owned).collect())
}

fn has_one_of(line: &str, texts: &[&str]) -> bool {
    texts.iter().any(|text| line.contains(text))
}

#[test]
fn each_expected_finding_stands_on_a_line_that_its_rule_is_about() -> Outcome {
    for (file, number, rule) in expected()? {
        let lines = lines_of(&file)?;
        let line = lines.get(number - 1).ok_or_else(|| format!("{file} ends before line {number}"))?;
        let fits = match rule.as_str() {
            "AG101" | "AG103" => has_one_of(line, &READS),
            "AG102" | "AG201" => has_one_of(line, &WRITES),
            "AG108" | "AG202" => has_one_of(line, &ASKED_FOR),
            "AG203" => line.contains("SecretKey::from_bytes("),
            "AG204" => line.contains(".upsert_points("),
            "AG205" => line.contains("from_url(BACKUP)"),
            "AG301" => line.contains(".chat().create("),
            "AG302" => line.contains("eprintln!(") && line.contains(".text") || line.contains("tokio::io::stdout()"),
            "AG303" => line.contains(".body(turn.text"),
            "AG304" => line.contains("fs::write("),
            "AG305" => line.contains("ensure!(") && line.contains(".text"),
            "AG306" => line.contains(".bearer_auth(\""),
            "AG104" => line.contains("fn decide("),
            "AG105" => line.contains("let _ = Consent::<"),
            "AG107" => line.contains("&AllowAll"),
            "AG902" => line.contains("// agent-guard: allow("),
            "AG903" => line.contains("#[agent_guard::allow("),
            _ => false,
        };
        assert!(fits, "{rule} is expected at {file}:{number}, where it says: {line}");
    }
    Ok(())
}

#[test]
fn every_access_but_the_one_behind_the_test_gate_is_expected_to_be_found() -> Outcome {
    let found: BTreeSet<(String, usize)> = expected()?.into_iter().map(|(file, number, _)| (file, number)).collect();
    let mut left_out = Vec::new();
    let files = ["agent", "config", "consent", "diary", "lib", "llm", "main", "memory", "sharing", "vectors"];
    for file in files.map(|name| format!("src/{name}.rs")) {
        for (index, line) in lines_of(&file)?.iter().enumerate() {
            if (has_one_of(line, &READS) || has_one_of(line, &WRITES)) && !found.contains(&(file.clone(), index + 1)) {
                left_out.push(format!("{file}: {}", line.trim()));
            }
        }
    }
    assert_eq!(left_out, ["src/vectors.rs: let page = self.client.scroll(request).await?;"]);
    Ok(())
}
