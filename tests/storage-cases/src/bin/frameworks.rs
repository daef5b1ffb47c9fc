//! Closures and functions that foreign code is handed: what it calls them with comes from outside, whatever it was handed besides.

use std::sync::{Arc, Mutex};

use agent_guard::Vault;
use helpers::{INSERT, Outcome, seal, vault};
use rusqlite::Connection;
use web_router::Router;

type Shared = Arc<Mutex<Connection>>;

fn store(memory: &Shared, note: &[u8]) -> rusqlite::Result<usize> {
    memory.lock().map_or(Ok(0), |memory| memory.execute(INSERT, (1, note))) //~ AG201
}

fn store_sealed(memory: &Shared, note: &[u8]) -> rusqlite::Result<usize> {
    memory.lock().map_or(Ok(0), |memory| memory.execute(INSERT, (1, note))) //~ clean
}

fn routes(router: Router, memory: &Shared) -> Router {
    let memory = Arc::clone(memory);
    router.route("/remember", move |note: String| {
        let stored = store(&memory, note.as_bytes());
        async move { stored.map(|count| count.to_string()).unwrap_or_default() }
    })
}

fn sealed_routes(router: Router, memory: &Shared, vault: Arc<Vault>) -> Router {
    let memory = Arc::clone(memory);
    router.route("/remember", move |note: String| {
        let stored = seal(&vault, &note).map(|note| store_sealed(&memory, &note));
        async move { stored.map(|_| String::new()).unwrap_or_default() }
    })
}

/// One that keeps what it is given is called here as well, with what nobody would mind.
fn keep(memory: &Shared, note: &str) -> rusqlite::Result<usize> {
    memory.lock().map_or(Ok(0), |memory| memory.execute(INSERT, (1, note))) //~ AG201
}

fn called_here_and_there(router: Router, memory: &Shared) -> Router {
    let memory = Arc::clone(memory);
    let remember = move |note: String| {
        let stored = keep(&memory, &note);
        async move { stored.map(|count| count.to_string()).unwrap_or_default() }
    };
    drop(remember("started".to_owned()));
    router.route("/keep", remember)
}

fn main() -> Outcome {
    let memory: Shared = Arc::new(Mutex::new(Connection::open("notes.db")?));
    let router = routes(Router::default(), &memory);
    let router = sealed_routes(router, &memory, Arc::new(vault()?));
    called_here_and_there(router, &memory).serve();
    Ok(())
}
