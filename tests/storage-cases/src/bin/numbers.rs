//! Numbers that are stored are no content, whatever they are computed of; many of them are an embedding, and bytes are text.
#![allow(dead_code, unused)]

use rusqlite::{Connection, params};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[derive(Clone)]
struct Settings {
    weight: f32,
    half_life: f32,
    least: f32,
    name: String,
}

fn computed(memory: &Connection, settings: &Settings, age: f32) -> Outcome {
    let product = settings.weight * 0.5;
    memory.execute("INSERT INTO scores VALUES (?1, ?2)", params![1i64, product])?; //~ clean
    let decayed = 0.5f32.powf(age / settings.half_life);
    memory.execute("INSERT INTO scores VALUES (?1, ?2)", params![1i64, decayed])?; //~ clean
    let limited = (settings.weight * decayed + product).max(settings.least).min(1.0);
    memory.execute("INSERT INTO scores VALUES (?1, ?2)", (1i64, limited))?; //~ clean
    memory.execute("INSERT INTO scores VALUES (?1, ?2)", params![settings.name, limited])?; //~ AG201
    Ok(())
}

fn of_a_text(memory: &Connection, note: &str) -> Outcome {
    let average = note.bytes().map(f32::from).sum::<f32>() / note.len() as f32;
    memory.execute("INSERT INTO scores VALUES (?1, ?2)", params![1i64, average])?; //~ clean
    let bytes: Vec<u8> = note.bytes().collect();
    memory.execute("INSERT INTO scores VALUES (?1, ?2)", params![1i64, bytes])?; //~ AG201
    let shifted: Vec<u8> = note.bytes().map(|byte| byte ^ 1).collect();
    memory.execute("INSERT INTO scores VALUES (?1, ?2)", params![1i64, shifted])?; //~ AG201
    let mut pushed = Vec::new();
    for byte in note.as_bytes() {
        let copy = &byte.clone();
        pushed.push(*copy);
    }
    memory.execute("INSERT INTO scores VALUES (?1, ?2)", params![1i64, pushed])?; //~ AG201
    Ok(())
}

fn main() -> Outcome {
    let memory = Connection::open("numbers.db")?;
    let name: String = std::env::args().collect();
    let settings = Settings { weight: name.parse()?, half_life: 2.0, least: 0.1, name: name.clone() };
    computed(&memory, &settings, name.parse()?)?;
    of_a_text(&memory, &name)
}
