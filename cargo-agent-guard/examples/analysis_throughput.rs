//! Reads and analyses a folder of MIR dumps, and says how fast:
//! `cargo run --release -p cargo-agent-guard --example analysis_throughput DIR [PACKAGE=VERSION …] [--without-flows]`
//!
//! The files are read into memory first. What is timed is the reading of the text, the analysis (tokens and flows tracked, or tokens alone) and the linking.

use std::{collections::BTreeSet, fs, time::Instant};

use cargo_agent_guard::{
    analysis::{Analysis, Context, TokenType},
    catalogue::Catalogue,
    facts::Unit,
    link::{self, LinkPolicy},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: analysis_throughput DIR [PACKAGE=VERSION …]")?;
    let given: Vec<String> = arguments.collect();
    let packages = given
        .iter()
        .filter_map(|package| package.split_once('='))
        .map(|(name, version)| Ok((name, semver::Version::parse(version)?)))
        .collect::<Result<Vec<_>, semver::Error>>()?;
    let mut dumps = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".built.after.mir"));
        if let Some((_, name)) = name.and_then(|name| name.split_once('.')) {
            dumps.push((name.to_owned(), fs::read_to_string(&path)?));
        }
    }
    dumps.sort();
    let (catalogue, _) = Catalogue::for_graph(&packages, &[], &[]);
    let context = Context {
        catalogue,
        token: TokenType::default(),
        tracks_tokens: true,
        tracks_flows: std::env::args().all(|argument| argument != "--without-flows"),
        foreign_crates: Vec::new(),
        workspace_crates: Vec::new(),
        aliases: Vec::new(),
        dropped: BTreeSet::new(),
    };
    let source = |file: &str| fs::read_to_string(file).ok();
    let bytes: usize = dumps.iter().map(|(_, text)| text.len()).sum();
    let start = Instant::now();
    let mut analysis = Analysis::new(Unit::default(), &context, &source);
    dumps.iter().for_each(|(name, text)| analysis.add_body(name, text));
    let facts = [analysis.finish()];
    let analysed = start.elapsed();
    let program = link::link(&facts, &LinkPolicy::default());
    let linked = start.elapsed() - analysed;
    let facts = &facts[0];
    println!(
        "{} bodies, {:.1} MB, {} gaps, {} accesses: read and analysed at {:.0} MB/s, linked in {:.1} ms",
        facts.bodies,
        bytes as f64 / 1e6,
        facts.gaps.len(),
        program.accesses.len(),
        bytes as f64 / 1e6 / analysed.as_secs_f64(),
        linked.as_secs_f64() * 1e3,
    );
    for access in &program.accesses {
        let place = program.location(access.function.unit, access.access.span);
        let place = place.map(|place| format!("{}:{}:{}", place.file, place.line, place.column)).unwrap_or_default();
        println!("{place}: {:?} {} {:?}", access.effect, facts.text(access.access.operation), access.verdict);
    }
    Ok(())
}
