//! Requests whose content is no builder's: it stands beside the address, or a handle is told both, one after the other.

use agent_guard::Vault;
use curl::easy::Easy;
use helpers::{Outcome, seal, vault};
use isahc::HttpClient;

const POINTS: &str = "http://localhost:6333/collections/notes/points";

fn beside_the_address(client: &HttpClient, vault: &Vault, note: &str) -> Outcome {
    isahc::put(POINTS, note)?; //~ AG201
    client.put(POINTS, note)?; //~ AG201
    isahc::put(POINTS, seal(vault, note)?)?; //~ clean
    client.put(POINTS, seal(vault, note)?)?; //~ clean
    isahc::put("http://localhost/statistics", note)?; // no store
    isahc::post("http://localhost:6333/collections/notes/points/search", note)?; //~ clean: a search
    Ok(())
}

fn one_after_the_other(vault: &Vault, note: &str) -> Outcome {
    let mut handle = Easy::new();
    handle.url(POINTS)?; //~ AG201
    handle.custom_request("PUT")?;
    handle.post_fields_copy(note.as_bytes())?;
    handle.perform()?;
    let mut sealed = Easy::new();
    sealed.url(POINTS)?; //~ clean: another handle, and what it is told is sealed
    sealed.post_fields_copy(&seal(vault, note)?)?;
    sealed.perform()?;
    Ok(())
}

fn content_first(note: &str) -> Outcome {
    let mut handle = Easy::new();
    handle.post_fields_copy(note.as_bytes())?;
    handle.url(POINTS)?; //~ AG201
    handle.perform()?;
    Ok(())
}

fn fill(handle: &mut Easy, note: &str) -> Outcome {
    handle.post_fields_copy(note.as_bytes())?;
    Ok(())
}

fn filled_by_another(note: &str) -> Outcome {
    let mut handle = Easy::new();
    handle.url(POINTS)?; //~ AG201
    fill(&mut handle, note)?;
    handle.perform()?;
    Ok(())
}

fn main() -> Outcome {
    let (note, vault) = (std::io::read_to_string(std::io::stdin())?, vault()?);
    beside_the_address(&HttpClient, &vault, &note)?;
    one_after_the_other(&vault, &note)?;
    content_first(&note)?;
    filled_by_another(&note)
}
