//! Stores that are opened with an address in the code: in clear text over a network, and otherwise.
#![allow(dead_code, unused)]

use std::env;

use ollama_rs::Ollama;
use qdrant_client::{Qdrant, config::QdrantConfig};

const REMOTE: &str = "http://vectors.example.com:6334";
const LOCAL: &str = "http://localhost:6334";
static ENCRYPTED: &str = "https://vectors.example.com:6334";

struct Settings {
    name: &'static str,
    address: String,
}

fn open(settings: &Settings) {
    Qdrant::from_url(&settings.address); //~ clean: it comes from elsewhere
}

fn literals() {
    Qdrant::from_url("http://vectors.example.com:6334"); //~ AG205
    Qdrant::from_url("http://10.1.2.3:6334"); //~ AG205
    Qdrant::from_url("http://[2001:db8::7]:6334"); //~ AG205
    Qdrant::from_url("https://vectors.example.com:6334"); //~ clean
    Qdrant::from_url("http://localhost:6334"); //~ clean
    Qdrant::from_url("http://127.0.0.1:6334"); //~ clean
    Qdrant::from_url("http://[::1]:6334"); //~ clean
}

fn constants() {
    Qdrant::from_url(REMOTE); //~ AG205
    QdrantConfig::from_url(REMOTE).build(); //~ AG205
    Qdrant::from_url(LOCAL); //~ clean
    Qdrant::from_url(ENCRYPTED); //~ clean
}

fn put_together(port: u16, host: &str) {
    Qdrant::from_url(&format!("http://vectors.example.com:{port}")); //~ AG205
    Qdrant::from_url(&format!("http://{host}.example.com")); //~ AG205
    Qdrant::from_url(&format!("http://{host}:{port}")); //~ clean: the host may be this machine
    Qdrant::from_url(&format!("http://localhost:{port}")); //~ clean
}

fn branches(is_local: bool) {
    let address = if is_local { LOCAL } else { REMOTE };
    Qdrant::from_url(address); //~ AG205
}

fn defaults() {
    let address = env::var("QDRANT_URL").unwrap_or("http://vectors.example.com:6334".to_owned());
    Qdrant::from_url(&address); //~ AG205
    let address = env::var("QDRANT_URL").unwrap_or(LOCAL.into());
    Qdrant::from_url(&address); //~ clean
    let address = env::var("QDRANT_URL").expect("http://vectors.example.com:6334 or the like must be set");
    Qdrant::from_url(&address); //~ clean: that text is for people
}

fn fields() {
    let settings = Settings { name: "http://vectors.example.com", address: LOCAL.to_owned() };
    Qdrant::from_url(&settings.address); //~ clean: another field
    let settings = Settings { name: "vectors", address: REMOTE.to_owned() };
    Qdrant::from_url(&settings.address); //~ AG205
    Qdrant::from_url(settings.name); //~ clean
}

fn changed() {
    let mut address = String::from("http://vectors.example.com");
    address.clear();
    address.push_str(LOCAL);
    Qdrant::from_url(&address); //~ clean: it is not that text any more
}

fn captured() {
    let remote = "http://vectors.example.com".to_owned();
    let local = LOCAL.to_owned();
    let open = move || {
        Qdrant::from_url(&remote); //~ AG205
        Qdrant::from_url(&local); //~ clean
    };
    open();
}

async fn awaited() {
    let address = env::var("QDRANT_URL").expect("http://vectors.example.com must be set");
    let open = async move {
        Qdrant::from_url(&address); //~ clean: that text is for people
        Qdrant::from_url(REMOTE); //~ AG205
    };
    open.await;
}

fn models() {
    Ollama::new("http://models.example.com", 11434); //~ AG205
    Ollama::new("http://localhost", 11434); //~ clean
    Ollama::new("https://models.example.com".to_owned(), 443); //~ clean
    Ollama::builder().host("http://models.example.com").port(11434).build(); //~ AG205
    Ollama::builder().host("http://127.0.0.1").port(11434).build(); //~ clean
}

#[cfg(test)]
mod tests {
    #[test]
    fn opens() {
        qdrant_client::Qdrant::from_url("http://vectors.example.com"); //~ clean: a test
    }
}

fn main() {
    literals();
    constants();
    put_together(6334, "vectors");
    branches(true);
    defaults();
    fields();
    changed();
    models();
    captured();
    drop(awaited());
    open(&Settings { name: "vectors", address: REMOTE.to_owned() });
}
