//! Requests over the network, by every part of one.

use std::io::{self, Write};
use std::net::{TcpStream, UdpSocket};

use agent_guard::{Redactor, pii};
use people::{Person, ada};
use reqwest::{Client, RequestBuilder, Result};
use serde::Serialize;

#[pii]
#[derive(Serialize)]
struct Account {
    #[pii(email)]
    email: String,
    row: u64,
}

#[pii]
#[derive(Serialize)]
struct Overview {
    #[pii(email)]
    #[serde(skip)]
    email: String,
    row: u64,
}

async fn as_json(client: &Client, account: &Account) -> Result<()> {
    client.post("https://example.org").json(account).send().await?; //~ AG303
    client.post("https://example.org").json(&account.row).send().await?; //~ clean
    client.post("https://example.org").json(&account.email).send().await?; //~ AG303
    Ok(())
}

async fn as_json_without_it(client: &Client, overview: &Overview) -> Result<()> {
    client.post("https://example.org").json(overview).send().await?; //~ clean: the field is left out
    client.post("https://example.org").body(overview.email.clone()).send().await?; //~ AG303
    Ok(())
}

async fn by_the_json_macro(client: &Client, person: &Person) -> Result<()> {
    client.post("https://example.org").json(&serde_json::json!({ "to": person.email })).send().await?; //~ AG303
    client.post("https://example.org").json(&serde_json::json!({ "row": person.row })).send().await?; //~ clean
    Ok(())
}

async fn as_a_body(client: &Client, person: &Person) -> Result<()> {
    client.post("https://example.org").body(format!("to {}", person.email)).send().await?; //~ AG303
    client.post("https://example.org").body(format!("in {}", person.theme)).send().await?; //~ clean
    Ok(())
}

async fn as_a_form(client: &Client, person: &Person) -> Result<()> {
    client.post("https://example.org").form(&[("to", &person.email)]).send().await?; //~ AG303
    client.post("https://example.org").form(&[("in", &person.theme)]).send().await?; //~ clean
    Ok(())
}

async fn as_a_query(client: &Client, person: &Person) -> Result<()> {
    client.get("https://example.org").query(&[("email", person.email.as_str())]).send().await?; //~ AG303
    client.get("https://example.org").query(&[("row", person.row)]).send().await?; //~ clean
    Ok(())
}

async fn as_a_header(client: &Client, person: &Person) -> Result<()> {
    client.get("https://example.org").header("x-user", &person.email).send().await?; //~ AG303
    client.get("https://example.org").header("x-theme", &person.theme).send().await?; //~ clean
    Ok(())
}

fn signed(request: RequestBuilder, person: &Person) -> RequestBuilder {
    request.header("x-name", person.name.as_str()) //~ AG303
}

fn themed(request: RequestBuilder, person: &Person) -> RequestBuilder {
    request.header("x-theme", person.theme.as_str()) //~ clean
}

async fn by_functions(client: &Client, person: &Person) -> Result<()> {
    themed(signed(client.get("https://example.org"), person), person).send().await?;
    Ok(())
}

async fn redacted(client: &Client, person: &Person) -> Result<()> {
    let mut session = Redactor::new().session();
    client.post("https://example.org").body(session.redact(&person.email)).send().await?; //~ clean
    client.post("https://example.org").body(person.email.replace('@', "")).send().await?; //~ AG303
    Ok(())
}

async fn in_a_retry(client: &Client, person: &Person) -> Result<()> {
    for attempt in 0..3 {
        let request = client.post("https://example.org").query(&[("attempt", attempt)]); //~ clean
        let answer = request.body(person.name.clone()).send().await; //~ AG303
        if answer.is_ok() {
            break;
        }
    }
    Ok(())
}

/// A request that is written by hand, to a language model by its address.
async fn to_a_model(client: &Client, person: &Person, base: &str) -> Result<()> {
    client.post(format!("{base}/v1/chat/completions")).json(&person.email).send().await?; //~ AG301
    client.post(format!("{base}/v1/chat/completions")).json(&person.theme).send().await?; //~ clean
    Ok(())
}

/// One of the two goes elsewhere, and it is not told which of them the data go with.
async fn to_a_model_and_to_others(client: &Client, person: &Person, base: &str) -> Result<()> {
    client.post(format!("{base}/v1/messages")).json(&person.theme).send().await?; //~ clean
    client.post(format!("{base}/statistics")).json(&person.email).send().await?; //~ AG303
    Ok(())
}

/// A function that is only given paths of models.
async fn ask(client: &Client, base: &str, path: &str, text: &str) -> Result<()> {
    client.post(format!("{base}{path}")).json(text).send().await?; //~ AG301
    Ok(())
}

/// One that is given others, too.
async fn send(client: &Client, base: &str, path: &str, text: &str) -> Result<()> {
    client.post(format!("{base}{path}")).json(text).send().await?; //~ AG303
    Ok(())
}

async fn through_functions(client: &Client, person: &Person, base: &str) -> Result<()> {
    ask(client, base, "/v1/chat/completions", &person.email).await?;
    ask(client, base, "/v1/messages", &person.theme).await?;
    send(client, base, "/v1/chat/completions", &person.theme).await?;
    send(client, base, "/statistics", &person.email).await
}

/// The requests of one client: which it is, each caller says, and puts into it what it has.
struct Api {
    client: Client,
    base: String,
}

impl Api {
    fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.base)).header("accept", "application/json")
    }

    async fn chat(&self, person: &Person) -> Result<()> {
        self.post("/v1/chat/completions").json(&person.email).send().await?; //~ AG301
        self.post("/v1/chat/completions").json(&person.theme).send().await?; //~ clean
        Ok(())
    }

    async fn count(&self, person: &Person) -> Result<()> {
        self.post("/statistics").json(&person.email).send().await?; //~ AG303
        Ok(())
    }
}

/// Requests of others, all of them to a model.
async fn answered(request: RequestBuilder, text: &str) -> Result<()> {
    request.header("accept", "application/json").json(text).send().await?; //~ AG301
    Ok(())
}

/// Requests of others, of which one goes elsewhere.
async fn sent(request: RequestBuilder, text: &str) -> Result<()> {
    request.json(text).send().await?; //~ AG303
    Ok(())
}

async fn handed_over(client: &Client, person: &Person, base: &str) -> Result<()> {
    answered(client.post(format!("{base}/v1/chat/completions")), &person.email).await?;
    answered(client.post(format!("{base}/v1/messages")), &person.theme).await?;
    sent(client.post(format!("{base}/v1/chat/completions")), &person.theme).await?;
    sent(client.post(format!("{base}/statistics")), &person.email).await
}

async fn in_the_address(client: &Client, person: &Person) -> Result<()> {
    client.get(format!("https://example.org/{}", person.email)).send().await?; //~ AG303
    client.get(format!("https://example.org/{}", person.row)).send().await?; //~ clean
    Ok(())
}

fn by_sockets(stream: &mut TcpStream, socket: &UdpSocket, person: &Person) -> io::Result<()> {
    stream.write_all(person.email.as_bytes())?; //~ AG303
    stream.write_all(person.theme.as_bytes())?; //~ clean
    writeln!(stream, "{}", person.email)?; //~ AG303
    writeln!(stream, "{}", person.theme)?; //~ clean
    let mut text = Vec::new();
    text.write_all(person.email.as_bytes())?; //~ clean
    socket.send(person.theme.as_bytes())?; //~ clean
    socket.send(&text)?; //~ AG303
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let (client, person) = (Client::new(), ada());
    let account = Account { email: person.email.clone(), row: person.row };
    let overview = Overview { email: person.email.clone(), row: person.row };
    println!("{}", overview.row); //~ clean
    as_json(&client, &account).await?;
    as_json_without_it(&client, &overview).await?;
    by_the_json_macro(&client, &person).await?;
    as_a_body(&client, &person).await?;
    as_a_form(&client, &person).await?;
    as_a_query(&client, &person).await?;
    as_a_header(&client, &person).await?;
    by_functions(&client, &person).await?;
    redacted(&client, &person).await?;
    to_a_model(&client, &person, "").await?;
    to_a_model_and_to_others(&client, &person, "").await?;
    through_functions(&client, &person, "").await?;
    let api = Api { client: client.clone(), base: String::new() };
    api.chat(&person).await?;
    api.count(&person).await?;
    handed_over(&client, &person, "").await?;
    in_the_address(&client, &person).await?;
    if let (Ok(mut stream), Ok(socket)) = (TcpStream::connect("localhost:7"), UdpSocket::bind("localhost:0")) {
        println!("{}", by_sockets(&mut stream, &socket, &person).is_ok()); //~ clean
    }
    in_a_retry(&client, &person).await
}
