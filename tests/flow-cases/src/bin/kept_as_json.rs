//! A store of one's own in a file: what is several types deep, where nothing but derives speaks of `serde`.

use std::fs::File;
use std::io::Write;

use agent_guard::pii;
use serde::Serialize;

#[pii]
#[derive(Serialize)]
struct Message {
    #[pii(communication)]
    content: String,
    at: u64,
}

#[derive(Serialize)]
struct Chat {
    id: usize,
    messages: Vec<Message>,
}

#[derive(Serialize)]
struct Settings {
    theme: String,
    sizes: Vec<Size>,
}

#[derive(Serialize)]
struct Size {
    of: String,
}

#[derive(Serialize)]
struct Storage {
    chats: Vec<Chat>,
}

impl Storage {
    fn save(&self) -> Result<(), Box<dyn std::error::Error>> {
        let encoded: Vec<u8> = serde_json::to_vec(&self)?;
        let mut file = File::create("chats.json").map_err(|error| Box::new(error) as Box<dyn std::error::Error>)?;
        file.write_all(&encoded).map_err(|error| Box::new(error) as Box<dyn std::error::Error>)?; //~ AG304
        std::fs::write("chats.json", &encoded)?; //~ AG304
        println!("{}", self.chats[0].messages[0].at); //~ clean
        println!("{}", self.chats[0].id); //~ clean
        Ok(())
    }
}

impl Settings {
    fn save(&self) -> Result<(), Box<dyn std::error::Error>> {
        let encoded: Vec<u8> = serde_json::to_vec(&self)?;
        let mut file = File::create("settings.json")?;
        file.write_all(&encoded)?; //~ clean
        Ok(())
    }
}

fn main() {
    let message = Message { content: "I have been ill".to_owned(), at: 7 };
    let storage = Storage { chats: vec![Chat { id: 1, messages: vec![message] }] };
    let settings = Settings { theme: "dark".to_owned(), sizes: vec![Size { of: "text".to_owned() }] };
    let _ = storage.save();
    let _ = settings.save();
}
