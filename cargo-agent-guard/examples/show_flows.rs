//! Prints the flows of the functions of which the name contains a text, from facts files:
//! `cargo run -p cargo-agent-guard --example show_flows TEXT FILE.agfacts…`

use std::fs;

use cargo_agent_guard::facts::{
    self, Facts, Item, Target,
    flows::{Destination, Origin},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args_os().skip(1);
    let text = args.next().ok_or("usage: show_flows TEXT FILE.agfacts…")?;
    let text = text.to_string_lossy();
    for path in args {
        let bytes = fs::read(path)?;
        let key = facts::key_of(&bytes)?.to_owned();
        let facts = facts::decode(&bytes, &key)?;
        for at in 0..facts.functions.len() {
            let name = name(&facts, at);
            if name.contains(text.as_ref()) {
                println!("{name}");
                show(&facts, at);
            }
        }
    }
    Ok(())
}

/// A function's name; of a closure, with that of the function around it.
fn name(facts: &Facts, at: usize) -> String {
    let function = &facts.functions[at];
    match function.item {
        Item::Path(path) => facts.text(path).to_owned(),
        Item::Method { self_type, name, .. } => format!("{}::{}", facts.text(self_type), facts.text(name)),
        Item::Nested => {
            function.parent.map_or_else(String::new, |parent| format!("{} → {:?} {at}", name(facts, parent.index()), function.kind))
        }
    }
}

fn show(facts: &Facts, at: usize) {
    let flows = &facts.functions[at].flows;
    for (number, call) in flows.calls.iter().enumerate() {
        let target = match facts.targets[call.target.index()] {
            Target::Path(path) => facts.text(path).to_owned(),
            Target::Trait { self_type, of_trait, name } => {
                format!("<{} as {}>::{}", facts.text(self_type), facts.text(of_trait), facts.text(name))
            }
            Target::Body(function) => name(facts, function.index()),
            Target::Value => "a value".to_owned(),
        };
        println!("  call {number}: {target}");
    }
    for flow in &flows.edges {
        let from = match flow.from {
            Origin::Field(ty, part) => format!("field {} of {}", facts.text(part), facts.text(ty)),
            Origin::Static(path) => format!("static {}", facts.text(path)),
            Origin::Opened(name) => format!("opened: {}", facts.text(name)),
            Origin::Whole(ty) => format!("a whole {}", facts.text(ty)),
            Origin::Source(number) => facts.text(flows.sources[number as usize].what).to_owned(),
            Origin::Made(number) => format!("made: {}", facts.text(flows.sources[number as usize].what)),
            origin => format!("{origin:?}"),
        };
        let to = match flow.to {
            Destination::Static(path) => format!("static {}", facts.text(path)),
            Destination::Sealed(name) => format!("sealed: {}", facts.text(name)),
            Destination::Sink(number) => format!("sink {number}: {}", facts.text(flows.sinks[number as usize].operation)),
            to => format!("{to:?}"),
        };
        let parts = |text| match facts.text(text) {
            "" => String::new(),
            parts => format!(" [{parts}]"),
        };
        let mixed = if flow.keeps_parts { "" } else { " mixed" };
        println!("  {from}{} → {to}{}{mixed} {:?}", parts(flow.from_parts), parts(flow.to_parts), flow.form);
    }
}
