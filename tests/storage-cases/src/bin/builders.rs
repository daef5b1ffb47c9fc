//! What is put into a request that another call has made, and that `.await` performs: it is stored where the verb is spelled.

use agent_guard::Vault;
use helpers::{Outcome, ada, vault};
use surrealdb::{Surreal, method::Create};

async fn in_plain(memory: &Surreal, note: &str) -> Outcome {
    memory.create("notes").content(note.to_owned()).await?; //~ AG201
    memory.update("notes:1").merge(note.to_owned()).await?; //~ AG201
    memory.query("CREATE notes SET text = $text").bind(("text", note.to_owned())).await?; //~ AG201
    let request = memory.create("notes"); //~ AG201
    request.content(note.to_owned()).await?;
    Ok(())
}

fn begun(memory: &Surreal) -> Create {
    memory.create("notes") //~ AG201: `begun_elsewhere` puts a note into it
}

async fn begun_elsewhere(memory: &Surreal, note: &str) -> Outcome {
    begun(memory).content(note.to_owned()).await?;
    Ok(())
}

fn begun_for_sealed(memory: &Surreal) -> Create {
    memory.create("notes") //~ clean: what is put into it is sealed
}

async fn begun_elsewhere_and_sealed(memory: &Surreal, vault: &Vault, note: &str) -> Outcome {
    begun_for_sealed(memory).content(vault.seal(&ada(), "notes", b"1", note.as_bytes())?).await?;
    Ok(())
}

async fn sealed(memory: &Surreal, vault: &Vault, note: &str) -> Outcome {
    memory.create("notes").content(vault.seal(&ada(), "notes", b"1", note.as_bytes())?).await?; //~ clean
    let sealed = vault.seal(&ada(), "notes", b"2", note.as_bytes())?;
    memory.query("CREATE notes SET text = $text").bind(("text", sealed)).await?; //~ clean
    Ok(())
}

async fn nothing_is_stored(memory: &Surreal, about: &str) -> Outcome {
    memory.select("notes").await?; //~ clean
    memory.query("SELECT text FROM notes WHERE about = $about").bind(("about", about.to_owned())).await?; //~ clean: a search
    memory.create("notes").await?; //~ clean: an empty record
    Ok(())
}

fn main() -> Outcome {
    let (memory, vault) = (Surreal, vault()?);
    let note = std::io::read_to_string(std::io::stdin())?;
    drop((begun_elsewhere(&memory, &note), begun_elsewhere_and_sealed(&memory, &vault, &note)));
    drop((in_plain(&memory, &note), sealed(&memory, &vault, &note), nothing_is_stored(&memory, &note)));
    Ok(())
}
