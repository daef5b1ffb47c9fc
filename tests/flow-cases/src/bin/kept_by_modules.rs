//! Derives in several modules: rustc prints `serde` in all of them by the name that the derive in the first has for it.

use std::io::Write;

mod api {
    #[derive(serde::Serialize)]
    pub struct Client {
        pub url: String,
    }
}

mod chat {
    use agent_guard::pii;
    use serde::Serialize;

    #[pii]
    #[derive(Serialize)]
    pub struct Message {
        #[pii(communication)]
        pub content: String,
        pub at: u64,
    }

    #[derive(Serialize)]
    pub struct Chat {
        pub id: usize,
        pub messages: Vec<Message>,
    }
}

mod storage {
    use super::{api::Client, chat::Chat};

    #[derive(serde::Serialize)]
    pub struct Storage {
        pub client: Client,
        pub chats: Vec<Chat>,
    }

    #[derive(serde::Serialize)]
    pub struct Settings {
        pub client: Client,
        pub theme: String,
    }
}

fn save(storage: &storage::Storage, settings: &storage::Settings, file: &mut std::fs::File) -> Result<(), Box<dyn std::error::Error>> {
    let encoded = serde_json::to_vec(&storage)?;
    file.write_all(&encoded)?; //~ AG304
    let encoded = serde_json::to_vec(&settings)?;
    file.write_all(&encoded)?; //~ clean
    println!("{}", storage.chats[0].messages[0].at); //~ clean
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = || api::Client { url: "http://localhost".to_owned() };
    let message = chat::Message { content: "I have been ill".to_owned(), at: 7 };
    let storage = storage::Storage { client: client(), chats: vec![chat::Chat { id: 1, messages: vec![message] }] };
    let settings = storage::Settings { client: client(), theme: "dark".to_owned() };
    save(&storage, &settings, &mut std::fs::File::create("chats.json")?)
}
