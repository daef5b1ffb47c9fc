//! Credentials: in the code, from elsewhere, and what only stands for one.
#![allow(dead_code, unused)]

use std::{collections::HashMap, env, fs};

use qdrant_client::Qdrant;
use reqwest::{
    Client,
    header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue},
};

const KEY: &str = "4f1d-9b02-77aa-c0de";
const PREFIX: &str = "Bearer ";
static PLACEHOLDER: &str = "<your key>";

/// Not the shape of a secret scanner's finding, and still a provider's: `concat!` is folded by the compiler.
const OPENAI: &str = concat!("sk-", "proj-Zk3u9QwErTy7UiOp1AsDfGh2JkLz"); //~ AG306

struct Settings {
    model: &'static str,
    key: String,
}

fn store(settings: &Settings) {
    let at = "https://vectors.example.com:6334";
    Qdrant::from_url(at).api_key("4f1d-9b02-77aa-c0de"); //~ AG306
    Qdrant::from_url(at).api_key(KEY); //~ AG306
    Qdrant::from_url(at).api_key(Some(KEY.to_owned())); //~ AG306
    Qdrant::from_url(at).api_key(env::var("QDRANT_API_KEY").expect("QDRANT_API_KEY must be set")); //~ clean
    Qdrant::from_url(at).api_key(env::var("QDRANT_API_KEY").ok()); //~ clean
    Qdrant::from_url(at).api_key(fs::read_to_string("/run/secrets/qdrant").unwrap_or_default().trim().to_owned()); //~ clean
    Qdrant::from_url(at).api_key(settings.key.as_str()); //~ clean
    Qdrant::from_url(at).api_key(PLACEHOLDER); //~ clean
    Qdrant::from_url(at).api_key("changeme"); //~ clean
    Qdrant::from_url(at).api_key(""); //~ clean
    Qdrant::from_url(at).api_key("xxxxxxxxxxxx"); //~ clean
}

fn from_a_map(settings: &HashMap<String, String>, at: &str) {
    Qdrant::from_url(at).api_key(settings.get("the-key-of-qdrant")); //~ clean: the name of an entry
    let key = settings["the-key-of-qdrant"].clone();
    Qdrant::from_url(at).api_key(key); //~ clean
}

fn default(at: &str) {
    let key = env::var("QDRANT_API_KEY").unwrap_or("4f1d-9b02-77aa-c0de".to_owned());
    Qdrant::from_url(at).api_key(key); //~ AG306
}

fn fields(at: &str) {
    let settings = Settings { model: "a-name-of-a-model", key: env::var("KEY").unwrap() };
    Qdrant::from_url(at).api_key(settings.key.as_str()); //~ clean: the other field is in the code
    let settings = Settings { model: "a-name-of-a-model", key: KEY.to_owned() };
    Qdrant::from_url(at).api_key(settings.key); //~ AG306
}

fn lookup(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

fn from_a_function(at: &str) {
    Qdrant::from_url(at).api_key(lookup("qdrant-key-of-the-agent")); //~ clean
}

fn http(client: &Client, token: &str) {
    let at = "https://api.example.com/v2/items";
    client.get(at).bearer_auth("4f1d-9b02-77aa-c0de"); //~ AG306
    client.get(at).bearer_auth(token); //~ clean
    client.get(at).basic_auth("agent", Some("hunter2")); //~ AG306
    client.get(at).basic_auth("agent", None::<&str>); //~ clean
    client.get(at).header("Authorization", "Bearer 4f1d-9b02-77aa-c0de"); //~ AG306
    client.get(at).header(AUTHORIZATION, "Bearer 4f1d-9b02-77aa-c0de"); //~ AG306
    client.get(at).header("X-Api-Key", KEY); //~ AG306
    client.get(at).header("X-Vault-Token", KEY); //~ AG306
    client.get(at).header("X-Aws-Ec2-Metadata-Token-Ttl-Seconds", "21600"); //~ clean: how long one lasts
    client.get(at).header(AUTHORIZATION, format!("Bearer {token}")); //~ clean
    client.get(at).header(AUTHORIZATION, format!("{PREFIX}{token}")); //~ clean
    client.get(at).header("Accept", "application/json"); //~ clean
    client.get(at).header(ACCEPT, "application/json"); //~ clean
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer 4f1d-9b02-77aa-c0de")); //~ AG306
    headers.insert(ACCEPT, HeaderValue::from_static("application/json")); //~ clean
}

fn by_form(log: &mut Vec<String>) {
    log.push(concat!("gh", "p_Zk3u9QwErTy7UiOp1AsDfGh2JkLzXc5VbNm8").to_owned()); //~ AG306
    log.push(format!("https://api.example.com?key={}&user={}", concat!("AK", "IAZK3U9QWERTY7UIOP"), log.len())); //~ AG306
    log.push("sk-learn and ghp_ are no keys".to_owned()); //~ clean
    log.push(concat!("sk-", "your-openai-api-key-goes-here-0123456789").to_owned()); //~ clean
}

fn captured(at: &'static str) {
    let key = env::var("QDRANT_API_KEY").expect("the key of qdrant must be set");
    let fixed = KEY.to_owned();
    let open = move || {
        Qdrant::from_url(at).api_key(key.as_str()); //~ clean
        Qdrant::from_url(at).api_key(fixed.as_str()); //~ AG306
    };
    open();
}

#[cfg(test)]
mod tests {
    #[test]
    fn has_a_key() {
        qdrant_client::Qdrant::from_url("https://localhost").api_key("4f1d-9b02-77aa-c0de"); //~ clean: a test
    }
}

fn main() {
    store(&Settings { model: "", key: lookup("KEY") });
    from_a_map(&HashMap::new(), "");
    default("");
    fields("");
    from_a_function("");
    http(&Client::new(), OPENAI);
    by_form(&mut Vec::new());
    captured("");
}
