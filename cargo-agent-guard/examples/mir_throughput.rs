//! Reads every built MIR dump in a folder, and says how many bodies, bytes and gaps there were, and how fast it went.
//!
//! ```sh
//! cargo run --release -p cargo-agent-guard --example mir_throughput DIR…
//! ```
//!
//! The files are read into memory first, so that the time is the reader's alone.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use bumpalo::Bump;
use cargo_agent_guard::mir;

fn main() -> anyhow::Result<()> {
    let (mut bodies, mut bytes, mut gaps, mut elapsed) = (0usize, 0usize, 0usize, Duration::ZERO);
    for folder in std::env::args().skip(1) {
        let folder = Path::new(&folder);
        for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !name.ends_with(".built.after.mir") {
                continue;
            }
            let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let arena = Bump::new();
            let start = Instant::now();
            let parsed = mir::parse(&name, &text, &arena);
            elapsed += start.elapsed();
            bodies += usize::from(parsed.body.is_some());
            bytes += text.len();
            gaps += parsed.gaps.len();
            for gap in &parsed.gaps {
                println!("{}:{}: {}: {}", path.display(), gap.line, gap.reason, gap.text);
            }
        }
    }
    let megabytes = bytes as f64 / 1e6;
    println!("{bodies} bodies, {megabytes:.1} MB, {gaps} gaps, {:.0} MB/s", megabytes / elapsed.as_secs_f64());
    Ok(())
}
