//! What is put into a request that another call has made, and that `.await` performs: it is stored where the verb is spelled.

use agent_guard::Vault;
use helpers::{Outcome, ada, vault};
use surrealdb::Surreal;

async fn in_plain(memory: &Surreal, note: &str) -> Outcome {
    memory.create("notes").content(note.to_owned()).await?; //~ AG201
    memory.update("notes:1").merge(note.to_owned()).await?; //~ AG201
    memory.query("CREATE notes SET text = $text").bind(("text", note.to_owned())).await?; //~ AG201
    let request = memory.create("notes"); //~ AG201
    request.content(note.to_owned()).await?;
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
    drop((in_plain(&memory, &note), sealed(&memory, &vault, &note), nothing_is_stored(&memory, &note)));
    Ok(())
}
