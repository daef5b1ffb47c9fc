//! What a command of MongoDB does is the key that its document begins with.
#![allow(dead_code, unused)]

use mongodb::{
    Database,
    bson::{Document, doc},
};

const PING: &str = "ping";

async fn run(notes: &Database, wish: &str, given: Document) -> mongodb::error::Result<()> {
    notes.run_command(doc! { "ping": 1 }).await?;
    notes.run_command(doc! { PING: 1, "comment": "is anybody there" }).await?;
    notes.run_command(doc! { "find": "notes", "filter": doc! { "ping": 1 } }).await?; //~ AG101
    notes.run_command(doc! { "insert": "notes", "documents": doc! { "text": "blue" } }).await?; //~ AG102
    notes.run_command(doc! { "drop": "notes" }).await?; //~ erase
    notes.run_command(doc! { "renameCollection": "agent.notes", "to": "agent.other" }).await?; //~ AG101
    notes.run_command(doc! { wish: 1, "comment": "it may be anything" }).await?; //~ AG101
    notes.run_command(given).await?; //~ AG101
    let mut command = doc! { "ping": 1 };
    command.insert(wish, 1);
    notes.run_command(command).await?; //~ AG101
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let wish: String = std::env::args().collect();
    let _ = run(&Database, &wish, Document::new()).await;
}
