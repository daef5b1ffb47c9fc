//! Commands of redis that are put together in one place and run in another.

use agent_guard::Vault;
use helpers::{Outcome, ada, vault};
use redis::{Cmd, Connection, Pipeline, RedisResult};

fn search(words: &str) -> Cmd {
    let mut command = redis::cmd("FT.SEARCH");
    command.arg("notes").arg(words).arg("LIMIT").arg(0).arg(3);
    command
}

fn found(client: &mut Connection, words: &str) -> RedisResult<Vec<String>> {
    search(words).query(client) //~ clean: it reads
}

fn kept(note: &str) -> Cmd {
    redis::cmd("HSET").arg("notes").arg("text").arg(note).to_owned()
}

fn keep(client: &mut Connection, note: &str) -> RedisResult<()> {
    kept(note).query(client) //~ AG201
}

fn sealed(vault: &Vault, note: &str) -> Result<Cmd, Box<dyn std::error::Error>> {
    let mut command = redis::cmd("HSET");
    command.arg("notes").arg("text").arg(vault.seal(&ada(), "notes", b"1", note.as_bytes())?);
    Ok(command)
}

fn keep_sealed(client: &mut Connection, vault: &Vault, note: &str) -> Outcome {
    let () = sealed(vault, note)?.query(client)?; //~ clean
    Ok(())
}

/// Which of the two it is, is known at run time only.
fn either(is_new: bool, note: &str) -> Cmd {
    let mut command = redis::cmd("SISMEMBER");
    if is_new {
        command = redis::cmd("SADD");
    }
    command.arg("notes").arg(note);
    command
}

fn one_of_two(client: &mut Connection, is_new: bool, note: &str) -> RedisResult<()> {
    either(is_new, note).query(client) //~ AG201: it may be `SADD`
}

fn many(client: &mut Connection, notes: &[String]) -> RedisResult<()> {
    let mut pipe = redis::pipe();
    for note in notes {
        pipe.cmd("RPUSH").arg("notes").arg(note).ignore();
    }
    pipe.query(client) //~ AG201
}

fn are_known(client: &mut Connection, notes: &[String]) -> RedisResult<Vec<bool>> {
    let mut pipe = redis::pipe();
    for note in notes {
        pipe.cmd("SISMEMBER").arg("notes").arg(note);
    }
    pipe.query(client) //~ clean: it reads
}

fn are_members(client: &mut Connection, notes: &[String]) -> RedisResult<Vec<bool>> {
    let mut pipe = redis::pipe();
    for note in notes {
        pipe.sismember("notes", note);
    }
    pipe.query(client) //~ clean: it reads
}

fn asked_and_kept(client: &mut Connection, notes: &[String]) -> RedisResult<()> {
    let mut pipe = redis::pipe();
    for note in notes {
        pipe.cmd("SISMEMBER").arg("notes").arg(note).ignore();
        pipe.sadd("notes", note).ignore();
    }
    pipe.query(client) //~ AG201: by `sadd`
}

fn add(pipe: &mut Pipeline, note: &str) {
    pipe.cmd("RPUSH").arg("notes").arg(note);
}

fn added_elsewhere(client: &mut Connection, note: &str) -> RedisResult<()> {
    let mut pipe = redis::pipe();
    pipe.cmd("SISMEMBER").arg("notes").arg(note).ignore();
    add(&mut pipe, note);
    pipe.query(client) //~ AG201
}

fn main() -> Outcome {
    let words: Vec<String> = std::env::args().collect();
    let (vault, mut client) = (vault()?, redis::Client::open("redis://127.0.0.1/")?.get_connection()?);
    println!("{}", found(&mut client, &words[1])?.len());
    keep(&mut client, &words[1])?;
    keep_sealed(&mut client, &vault, &words[1])?;
    one_of_two(&mut client, words.len() > 2, &words[1])?;
    many(&mut client, &words)?;
    println!("{}", are_known(&mut client, &words)?.len() + are_members(&mut client, &words)?.len());
    asked_and_kept(&mut client, &words)?;
    added_elsewhere(&mut client, &words[1])?;
    Ok(())
}
