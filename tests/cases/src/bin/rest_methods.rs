//! Requests by hand, by each client and in each way that one has of saying the method.
#![allow(dead_code)]

use agent_guard::Consent;
use reqwest::{Client, Method, Request, Url, blocking};
use reqwest_middleware::ClientWithMiddleware;
use support::{Agent, Outcome, Recall};

const POINTS: &str = "http://localhost:6333/collections/notes/points";
const SEARCH: &str = "http://localhost:6333/collections/notes/points/search";
const DOCUMENTS: &str = "http://localhost:8108/collections/notes/documents/7";

async fn reqwest_verbs(client: &Client) {
    let _ = client.get(format!("{POINTS}/7")).send().await; //~ AG101
    let _ = client.post(POINTS).send().await; //~ AG101: points by their ids
    let _ = client.put(POINTS).send().await; //~ AG102
    let _ = client.patch(DOCUMENTS).send().await; //~ AG102
    let _ = client.delete(DOCUMENTS).send().await; //~ erase
    let _ = client.patch(POINTS).send().await; //~ clean: there is no such request
}

async fn reqwest_request(client: &Client, words: &[String]) {
    let _ = client.request(Method::POST, SEARCH).send().await; //~ AG101
    let _ = client.request(Method::PUT, POINTS).send().await; //~ AG102
    let _ = client.request(Method::DELETE, DOCUMENTS).send().await; //~ erase
    let method = if words.is_empty() { Method::PUT } else { Method::POST };
    let _ = client.request(method, POINTS).send().await; //~ AG101: it reads or writes
    let _ = Request::new(Method::POST, Url::parse(SEARCH).unwrap()); //~ AG101
    let _ = Request::new(Method::GET, Url::parse("http://localhost/status").unwrap()); //~ clean
}

async fn a_verb_for_each_arm(client: &Client, verb: &str, path: &str) {
    let address = format!("http://localhost:6333{path}");
    let request = match verb {
        "get" => client.get(address), //~ clean: nothing that is asked so is there to get
        "put" => client.put(address), //~ AG102
        _ => client.post(address),    //~ AG101
    };
    let _ = request.send().await;
}

async fn that_calls_it(client: &Client) {
    a_verb_for_each_arm(client, "put", "/collections/notes/points").await;
    a_verb_for_each_arm(client, "get", "/status").await;
}

async fn reqwest_joined(client: &Client, base: &str) -> Result<(), reqwest::Error> {
    let base = Url::parse(base)?;
    let _ = client.post(base.join("/collections/notes/points/scroll")?).send().await; //~ AG101
    let _ = client.post(base.join("collections/")?.join("notes/")?.join("points/query")?).send().await; //~ AG101
    let _ = client.post(base.join("/status")?).send().await; //~ clean
    let _ = client.put(Url::parse(&format!("{}/collections/notes/points", base.as_str()))?).send().await; //~ AG102
    Ok(())
}

fn reqwest_that_waits(client: &blocking::Client) {
    let _ = client.post(SEARCH).send(); //~ AG101
    let _ = client.put(POINTS).send(); //~ AG102
    let _ = client.delete(DOCUMENTS).send(); //~ erase
    let _ = client.request(Method::POST, SEARCH).send(); //~ AG101
    let _ = blocking::get(format!("{POINTS}/7")); //~ AG101
}

async fn with_middleware(client: &ClientWithMiddleware) {
    let _ = client.post(SEARCH).send().await; //~ AG101
    let _ = client.put(POINTS).send().await; //~ AG102
    let _ = client.request(Method::GET, format!("{POINTS}/7")).send().await; //~ AG101
    let _ = client.get("http://localhost/status").send().await; //~ clean
}

fn by_ureq(agent: &ureq::Agent) {
    let _ = ureq::post(SEARCH).call(); //~ AG101
    let _ = ureq::put(POINTS).call(); //~ AG102
    let _ = ureq::get("http://localhost/status").call(); //~ clean
    let _ = ureq::request("POST", SEARCH).call(); //~ AG101
    let _ = ureq::request("delete", DOCUMENTS).call(); //~ erase
    let _ = agent.post(SEARCH).set("api-key", "").call(); //~ AG101
    let _ = agent.put(POINTS).call(); //~ AG102
    let _ = agent.request("PUT", POINTS).call(); //~ AG102
    let _ = agent.delete(DOCUMENTS).call(); //~ erase
}

fn ureq_with(agent: &ureq::Agent, method: &str, path: &str) {
    let _ = agent.request(method, &format!("http://localhost:6333{path}")).call(); //~ AG102 erase
}

fn that_says_which(agent: &ureq::Agent) {
    ureq_with(agent, "PUT", "/collections/notes/points");
    ureq_with(agent, "POST", "/collections/notes/points/delete");
    ureq_with(agent, "GET", "/healthz");
}

fn of_hyper() -> Result<(), http::Error> {
    let _ = http::Request::builder().method("POST").uri(SEARCH).body(())?; //~ AG101
    let _ = http::Request::builder().method(http::Method::PUT).header("a", "b").uri(POINTS).body(())?; //~ AG102
    let _ = http::Request::builder().uri(POINTS).method(http::Method::DELETE).body(())?; //~ clean: there is no such request
    let _ = http::Request::builder().uri(POINTS).method(http::Method::PUT).body(())?; //~ AG102
    let _ = http::Request::builder().uri(format!("{POINTS}/7")).body(())?; //~ AG101: one that says no method gets
    let _ = http::Request::post(SEARCH).body(())?; //~ AG101
    let _ = http::Request::get("http://localhost/status").body(())?; //~ clean
    Ok(())
}

fn guarded(agent: &Agent, client: &ureq::Agent) -> Outcome {
    let _consent = Consent::<Recall>::require(&agent.ledger, &agent.user)?;
    let _ = client.request("POST", SEARCH).call(); //~ guarded
    let _ = http::Request::post(SEARCH).body(()); //~ guarded
    Ok(())
}

fn main() {
    let (agent, client) = (Agent::new(), Client::new());
    drop((reqwest_verbs(&client), reqwest_request(&client, &[]), that_calls_it(&client), reqwest_joined(&client, "")));
    reqwest_that_waits(&blocking::Client::new());
    drop(with_middleware(&ClientWithMiddleware::new(client.clone())));
    let ureq = ureq::Agent::new();
    by_ureq(&ureq);
    that_says_which(&ureq);
    let _ = (of_hyper(), guarded(&agent, &ureq));
}
