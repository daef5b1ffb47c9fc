//! Files are memory where the policy says so, whoever opens them and however their paths are made.
#![allow(unused)]

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
};

use agent_guard::{Consent, ConsentDenied, ConsentLedger, Purpose, SubjectId};

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

const MEMORY: &str = "memory.json";
static FOLDER: &str = "data/ada";

fn ask() -> Result<Consent<Recall>, ConsentDenied> {
    Consent::<Recall>::require(&ConsentLedger::new(), &SubjectId::new("ada"))
}

fn constant_paths() -> std::io::Result<()> {
    fs::read_to_string("memory.json")?; //~ AG101
    fs::write("data/ada/today.notes", "blue")?; //~ AG102
    fs::read_to_string(MEMORY)?; //~ AG101
    let mut file = fs::File::create(Path::new("agent").join("memory.json"))?; //~ AG102
    file.write_all(b"blue")?;
    fs::OpenOptions::new().append(true).open("memory.json")?.write_all(b"blue")?; //~ AG102
    fs::read(Path::new("data").join("ada").join("today.notes"))?; //~ AG101
    fs::remove_file("memory.json")?;
    Ok(())
}

fn other_files(settings: &Path) -> std::io::Result<()> {
    fs::read_to_string("settings.json")?;
    fs::write("data/ada/today.txt", "blue")?;
    fs::File::open("memory.json.example")?;
    fs::create_dir_all("data/ada")?;
    fs::read_to_string(Path::new("agent").join("settings.json"))?;
    fs::read_to_string(Path::new("data").join("ada").join("today.txt"))?;
    Ok(())
}

fn built_paths(folder: &str, name: String) -> std::io::Result<()> {
    fs::read(format!("data/{folder}/today.notes"))?; //~ AG101
    fs::read(format!("logs/{folder}/today.txt"))?;
    fs::write(Path::new(folder).join(&name), "blue")?; //~ AG102: it may be any file
    fs::read(std::env::var("AGENT_MEMORY").unwrap_or_default())?; //~ AG101: so may this
    let mut path = PathBuf::from(FOLDER);
    path.push(name);
    fs::read(&path)?; //~ AG101
    let read = move || fs::read("settings.json").or_else(|_| fs::read(&path)); //~ AG101
    read()?;
    Ok(())
}

fn guarded(folder: &str) -> Result<(), Box<dyn std::error::Error>> {
    let _consent = ask()?;
    fs::read_to_string("memory.json")?; //~ guarded
    fs::write(format!("data/{folder}/today.notes"), "blue")?; //~ guarded
    Ok(())
}

async fn with_tokio(folder: &str) -> std::io::Result<()> {
    tokio::fs::read_to_string(MEMORY).await?; //~ AG101
    tokio::fs::write(format!("data/{folder}/today.notes"), "blue").await?; //~ AG102
    tokio::fs::File::open("data/ada/deep/er/today.notes").await?; //~ AG101
    tokio::fs::read("settings.json").await?;
    tokio::fs::remove_file("memory.json").await?;
    Ok(())
}

async fn guarded_with_tokio(folder: &str) -> Result<(), Box<dyn std::error::Error>> {
    if let Ok(_consent) = ask() {
        tokio::fs::read_to_string(MEMORY).await?; //~ guarded
    }
    tokio::fs::read_to_string(MEMORY).await?; //~ AG101
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = (constant_paths(), other_files(Path::new("")), built_paths("ada", String::new()), guarded("ada"));
    let _ = (with_tokio("ada").await, guarded_with_tokio("ada").await);
}
