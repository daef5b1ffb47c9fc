//! Requests by hand whose path, address or method a function is given: each caller decides which request it is.
#![allow(dead_code)]

use agent_guard::Consent;
use reqwest::{Client, Method, RequestBuilder, Url};
use support::{Agent, Outcome, Recall, Remember};

const SEARCH: &str = "/collections/notes/points/search";

struct Rest {
    http: Client,
    base: String,
}

impl Rest {
    async fn post(&self, path: &str, body: &str) -> reqwest::Result<()> {
        self.http.post(format!("{}{path}", self.base)).json(body).send().await.map(drop) //~ AG101 erase: by `recall`, `recall_constant` and `recall_by_format`
    }

    async fn recall(&self) {
        let _ = self.post("/collections/notes/points/search", "[]").await;
    }

    async fn recall_constant(&self) {
        let _ = self.post(SEARCH, "[]").await;
    }

    async fn recall_by_format(&self, collection: &str) {
        let _ = self.post(&format!("/collections/{collection}/points/scroll"), "[]").await;
    }

    async fn forget(&self) {
        let _ = self.post("/collections/notes/points/delete", "[]").await;
    }

    async fn look(&self) {
        let _ = self.post("/status", "").await;
    }
}

struct Guarded {
    http: Client,
    base: String,
}

impl Guarded {
    async fn post(&self, path: &str) -> reqwest::Result<()> {
        self.http.post(format!("{}{path}", self.base)).send().await.map(drop) //~ guarded: nobody calls it so without consent
    }

    async fn recall(&self, agent: &Agent) -> Outcome {
        let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
        let _ = self.post(SEARCH).await;
        Ok(())
    }

    async fn look(&self) {
        let _ = self.post("/status").await;
    }
}

/// Nobody gives these a path that is a store's.
struct Weather {
    http: Client,
    base: String,
}

impl Weather {
    async fn post(&self, path: &str) -> reqwest::Result<()> {
        self.http.post(format!("{}{path}", self.base)).send().await.map(drop) //~ clean
    }

    async fn today(&self) {
        let _ = self.post("/today").await;
    }

    async fn of(&self, place: &str) {
        let _ = self.post(place).await;
    }
}

/// Through two functions, and the method is an argument, too.
struct Layers {
    http: Client,
    base: Url,
}

impl Layers {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let address = format!("{}/{}", self.base.as_str().trim_end_matches('/'), path.trim_start_matches('/'));
        self.http.request(method, address) //~ AG101 AG102 erase
    }

    async fn points(&self, method: Method, rest: &str) {
        let _ = self.request(method, &format!("/collections/notes/points{rest}")).send().await;
    }

    async fn recall(&self) {
        self.points(Method::POST, "/query").await;
    }

    async fn remember(&self) {
        self.points(Method::PUT, "").await;
    }

    async fn remember_with_consent(&self, agent: &Agent) -> Outcome {
        let _consent = Consent::<Remember>::require(&agent.ledger, &agent.user)?;
        self.points(Method::PUT, "?wait=true").await;
        Ok(())
    }

    async fn forget(&self) {
        self.points(Method::POST, "/delete").await;
    }

    async fn health(&self) {
        let _ = self.request(Method::GET, "healthz").send().await;
    }
}

/// The whole address is the argument of a function, and what calls it a closure.
async fn get(client: &Client, address: &str) {
    let _ = client.get(address).send().await; //~ AG101
}

async fn by_a_closure(client: &Client, ids: &[u64]) {
    let all = ids.iter().map(|id| async move { get(client, &format!("http://localhost:6333/collections/notes/points/{id}")).await });
    futures::future::join_all(all).await;
    get(client, "http://localhost:6333/healthz").await;
}

/// The address is a field.
struct Searcher {
    client: Client,
    url: String,
    health: String,
}

impl Searcher {
    fn new(base: &str) -> Self {
        Searcher { client: Client::new(), url: format!("{base}/indexes/notes/search"), health: format!("{base}/health") }
    }

    async fn search(&self) {
        let _ = self.client.post(&self.url).send().await; //~ AG101
        let _ = self.client.get(&self.health).send().await; //~ clean
    }
}

/// The host is what tells, and a function is given it.
struct Index {
    client: Client,
    host: String,
}

impl Index {
    fn new(host: &str) -> Self {
        Index { client: Client::new(), host: host.to_owned() }
    }

    async fn query(&self) {
        let _ = self.client.post(format!("{}/query", self.host)).send().await; //~ AG101
    }
}

fn index() -> Index {
    Index::new("https://notes-abc.svc.us-east1.pinecone.io")
}

/// The same, and it is somebody else's.
struct Other {
    client: Client,
    host: String,
}

impl Other {
    fn new(host: &str) -> Self {
        Other { client: Client::new(), host: host.to_owned() }
    }

    async fn query(&self) {
        let _ = self.client.post(format!("{}/query", self.host)).send().await; //~ clean
    }
}

fn other() -> Other {
    Other::new("https://weather.example.com")
}

/// A path that an async block captures.
async fn captured(client: &Client, base: &str, path: &str) {
    let address = base.to_owned() + path;
    let later = async { client.post(&address).send().await }; //~ AG101
    let _ = later.await;
}

async fn that_is_captured(client: &Client) {
    captured(client, "http://localhost:6333", "/collections/notes/points/search").await;
    captured(client, "http://localhost:6333", "/").await;
}

/// Joined to an address.
async fn joined(client: &Client, base: &Url, path: &str) {
    let Ok(address) = base.join(path) else { return };
    let _ = client.post(address).send().await; //~ AG101
}

async fn that_is_joined(client: &Client, base: &Url) {
    joined(client, base, "collections/notes/points/search").await;
    joined(client, base, "status").await;
}

/// A function puts the address together, with what it is given.
struct Addresses {
    client: Client,
    base: String,
}

impl Addresses {
    fn collection(&self, name: &str) -> String {
        format!("{}/collections/{name}", self.base)
    }

    fn points(&self, rest: &str) -> Result<Url, reqwest::Error> {
        Url::parse(&format!("{}/points{rest}", self.collection("notes")))
    }

    async fn recall(&self) {
        let _ = self.client.post(format!("{}/points/search", self.collection("notes"))).send().await; //~ AG101
        let Ok(address) = self.points("/scroll") else { return };
        let _ = self.client.post(address).send().await; //~ AG101
        let _ = self.client.get(self.collection("notes")).send().await; //~ clean: which there is
    }

    async fn post(&self, rest: &str) -> Result<(), reqwest::Error> {
        self.client.post(self.points(rest)?).send().await.map(drop) //~ erase
    }

    async fn forget(&self) {
        let _ = self.post("/delete").await;
        let _ = self.post("/index").await;
    }
}

/// `/query` may be anybody's. What else is asked of the same server says whose it is.
struct Vectors {
    http: Client,
    host: String,
}

impl Vectors {
    async fn post(&self, path: &str, body: &str) -> reqwest::Result<()> {
        self.http.post(format!("{}{path}", self.host)).json(body).send().await.map(drop) //~ AG101 AG102
    }

    async fn recall(&self) {
        let _ = self.post("/query", "[]").await;
    }

    async fn remember(&self) {
        let _ = self.post("/vectors/upsert", "[]").await;
    }
}

struct Catalogue {
    http: Client,
    host: String,
}

impl Catalogue {
    async fn post(&self, path: &str, body: &str) -> reqwest::Result<()> {
        self.http.post(format!("{}{path}", self.host)).json(body).send().await.map(drop) //~ clean: no store is known that is asked so
    }

    async fn look(&self) {
        let _ = (self.post("/query", "[]").await, self.post("/status", "").await);
    }
}

trait Transport {
    async fn send(&self, path: &str);
}

impl Transport for Client {
    async fn send(&self, path: &str) {
        let _ = self.post(format!("http://localhost:6333{path}")).send().await; //~ AG101
    }
}

async fn through_a_trait(transport: &impl Transport) {
    transport.send("/collections/notes/points/search").await;
    transport.send("/status").await;
}

fn main() {
    let (agent, client) = (Agent::new(), Client::new());
    let rest = Rest { http: client.clone(), base: String::new() };
    drop((rest.recall(), rest.recall_constant(), rest.recall_by_format("a"), rest.forget(), rest.look()));
    let guarded = Guarded { http: client.clone(), base: String::new() };
    drop((guarded.recall(&agent), guarded.look()));
    let Ok(base) = Url::parse("http://localhost:6333") else { return };
    let layers = Layers { http: client.clone(), base };
    drop((layers.recall(), layers.remember(), layers.remember_with_consent(&agent), layers.forget(), layers.health()));
    drop((that_is_captured(&client), that_is_joined(&client, &layers.base), through_a_trait(&client), by_a_closure(&client, &[])));
    let addresses = Addresses { client: client.clone(), base: String::new() };
    drop((index().query(), other().query(), addresses.recall(), addresses.forget()));
    let (vectors, shop) = (Vectors { http: client.clone(), host: String::new() }, Catalogue { http: client.clone(), host: String::new() });
    drop((vectors.recall(), vectors.remember(), shop.look()));
}
