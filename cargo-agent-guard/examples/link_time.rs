//! Decodes and links facts files, and says how long that takes:
//! `cargo run --release -p cargo-agent-guard --example link_time FILE…`
//!
//! The files are read into memory first. The best of five rounds counts, for what is asked is what the work costs.

use std::{fs, time::Instant};

use cargo_agent_guard::{
    facts::{self, Facts},
    link::{self, LinkPolicy},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files = std::env::args_os().skip(1).map(fs::read).collect::<Result<Vec<_>, _>>()?;
    let mut best: Option<(f64, f64, String)> = None;
    for _ in 0..5 {
        let start = Instant::now();
        let mut units = Vec::with_capacity(files.len());
        for bytes in &files {
            let key = facts::key_of(bytes)?.to_owned();
            units.push(facts::decode(bytes, &key)?);
        }
        units.sort_by(|a: &Facts, b| a.unit.cmp(&b.unit));
        let decoded = start.elapsed().as_secs_f64() * 1e3;
        let program = link::link(&units, &LinkPolicy::default());
        let all = start.elapsed().as_secs_f64() * 1e3;
        let functions: usize = units.iter().map(|facts| facts.functions.len()).sum();
        let counts = format!("{} crates, {functions} functions, {} accesses", units.len(), program.accesses.len());
        if best.as_ref().is_none_or(|(_, best, _)| all < *best) {
            best = Some((decoded, all, counts));
        }
    }
    let Some((decoded, all, counts)) = best else { return Err("usage: link_time FILE…".into()) };
    println!("{all:.1} ms, of which decoding {decoded:.1} ({counts}, {:.1} MB)", files.iter().map(Vec::len).sum::<usize>() as f64 / 1e6);
    Ok(())
}
