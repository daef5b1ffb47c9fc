//! Stores that are used by hand, over HTTP: reads, writes and erasures by method and path.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use reqwest::{Client, Method, Url, blocking};
use support::{Agent, Outcome, Recall, Remember};

const BASE: &str = "https://vectors.example.com/v1";
const SEARCH: &str = "/collections/notes/points/search";

struct Rest {
    client: Client,
    base: String,
    collection: String,
}

impl Rest {
    async fn recall(&self, agent: &Agent, vector: &[f32]) -> Outcome {
        let _ = self.client.post(format!("{}/collections/{}/points/search", self.base, self.collection)).json(vector).send().await; //~ AG101
        let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
        let _ = self.client.post(format!("{}/collections/{}/points/search", self.base, self.collection)).json(vector).send().await; //~ guarded
        Ok(())
    }

    async fn remember(&self, agent: &Agent, vector: &[f32]) -> Outcome {
        let _ = self.client.put(format!("{}/collections/notes/points?wait=true", self.base)).json(vector).send().await; //~ AG102
        let _consent = Consent::<Remember>::require(&agent.ledger, &agent.user)?;
        let _ = self.client.put(format!("{}/collections/notes/points?wait=true", self.base)).json(vector).send().await; //~ guarded
        Ok(())
    }

    async fn forget(&self) {
        let _ = self.client.delete(format!("{}/collections/notes", self.base)).send().await; //~ erase
        let _ = self.client.post(format!("{}/collections/notes/points/delete", self.base)).send().await; //~ erase
    }

    async fn look(&self) {
        let _ = self.client.get(format!("{}/collections", self.base)).send().await; //~ clean: which there are
        let _ = self.client.put(format!("{}/collections/notes", self.base)).send().await; //~ clean: it is only made
        let _ = self.client.get(format!("{}/healthz", self.base)).send().await; //~ clean
        let _ = self.client.get(&self.base).send().await; //~ clean: it may be anything, and is said to be nothing
        let _ = self.client.get(format!("{}/{}", self.base, self.collection)).send().await; //~ clean
    }

    /// The path is an argument of a function of the agent's own.
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    async fn through_a_function(&self) {
        let _ = self.client.post(self.url("/collections/notes/points/query")).send().await; //~ AG101
        let _ = self.client.post(self.url(SEARCH)).send().await; //~ AG101
        let _ = self.client.post(self.url("/status")).send().await; //~ clean
    }
}

async fn parts_of_an_address(client: &Client, base: &str) {
    let _ = client.post(format!("{BASE}/objects")).send().await; //~ AG102: the constant ends in what it takes
    let _ = client.post(format!("{base}/objects")).send().await; //~ clean: anybody may have objects
    let _ = client.post(base.to_owned() + SEARCH).send().await; //~ AG101
    let mut address = base.to_owned();
    address.push_str("/notes/_search");
    let _ = client.post(address).send().await; //~ AG101
    let Ok(base) = Url::parse(base) else { return };
    let Ok(address) = base.join("/collections/notes/points/scroll") else { return };
    let _ = client.post(address).send().await; //~ AG101
}

async fn methods(client: &Client, base: &str, method: Method) {
    let _ = client.request(Method::POST, format!("{base}/collections/notes/points/search")).send().await; //~ AG101
    let _ = client.request(Method::PUT, format!("{base}/collections/notes/points")).send().await; //~ AG102
    let _ = client.request(method, format!("{base}/collections/notes/points")).send().await; //~ AG101: it may be any
    let _ = client.get(format!("{base}/collections/notes/points/{}", 7)).send().await; //~ AG101
    let _ = reqwest::get(format!("{base}/collections/notes/points/{}", 7)).await; //~ AG101
}

/// Which one is decided at run time.
fn method() -> Method {
    if std::env::args().count() > 1 { Method::POST } else { Method::GET }
}

fn that_wait(base: &str) {
    let client = blocking::Client::new();
    let _ = client.post(format!("{base}/v1/graphql")).send(); //~ AG101
    let _ = client.post(format!("{base}/v1/batch/objects")).send(); //~ AG102
    let _ = blocking::get(format!("{base}/collections/notes/points/{}", 7)); //~ AG101
}

async fn models(client: &Client, base: &str) {
    let _ = client.post("https://api.openai.com/v1/chat/completions").send().await; //~ clean: no store
    let _ = client.post(format!("{base}/api/generate")).send().await; //~ clean
}

async fn in_clear_text(client: &Client, port: u16) {
    let _ = client.post("http://vectors.example.com:6333/collections/notes/points/search").send().await; //~ AG101 AG205
    let _ = client.post("http://localhost:6333/collections/notes/points/search").send().await; //~ AG101
    let _ = client.post(format!("http://models.example.com:{port}/api/generate")).send().await; //~ AG205
    let _ = client.post("http://localhost:11434/api/generate").send().await; //~ clean
    let _ = client.post("http://weather.example.com/api/today").send().await; //~ clean: no store and no model
}

fn main() {
    let (agent, client) = (Agent::new(), Client::new());
    let rest = Rest { client, base: String::new(), collection: String::new() };
    drop((rest.recall(&agent, &[]), rest.remember(&agent, &[]), rest.forget(), rest.look(), rest.through_a_function()));
    drop((parts_of_an_address(&rest.client, ""), methods(&rest.client, "", method()), models(&rest.client, "")));
    drop(in_clear_text(&rest.client, 80));
    that_wait("");
}
