//! Stores and language models by the requests that their HTTP interfaces know: `rest.toml`, beside the catalogue.
//!
//! What is known of such a request is the text of its address, and often only the end of it: the rest is put in at run time. So a pattern is
//! the end of a path, and a segment of which nothing is known fits no word of a pattern.

use std::{collections::BTreeSet, fmt, sync::LazyLock};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

/// The file, as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    api: Vec<Api>,
}

/// The requests of one server's interface: of a store, or of a language model.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "ApiFile")]
pub struct Api {
    /// The store, by the name that a policy knows it by.
    pub store: String,
    /// Only servers whose name ends so: `"pinecone.io"`. All, if it is left out.
    #[serde(default)]
    pub host: String,
    /// Requests that read: `["POST /memories/search", "GET /memories/{}"]`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    read: Vec<Request>,
    /// Requests that write.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    write: Vec<Request>,
    /// Requests that may do both.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    read_write: Vec<Request>,
    /// Requests that erase.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    erase: Vec<Request>,
    /// Requests that send a text to a language model.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    send_to_llm: Vec<Request>,
}

/// `GET|POST /collections/{target}/points`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
struct Request {
    methods: Vec<String>,
    path: Vec<String>,
}

/// The methods that a request may have.
const METHODS: [&str; 5] = ["DELETE", "GET", "PATCH", "POST", "PUT"];

impl TryFrom<String> for Request {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let form = || format!("`{text}` is no request: write the method and the end of the path, `POST /memories/search`");
        let (methods, path) = text.split_once(' ').ok_or_else(form)?;
        if let Some(wrong) = methods.split('|').find(|method| !METHODS.contains(method)) {
            return Err(format!("`{wrong}` in `{text}` is no method: it is one of {}, or several, `POST|PUT`", METHODS.join(", ")));
        }
        if path.contains("://") {
            return Err(format!("`{text}` names a server: write its name as `host`, and here the path alone"));
        }
        let path = path.strip_prefix('/').ok_or_else(form)?;
        if path.contains(['?', '#']) {
            return Err(format!("`{text}` has more than a path: what follows `?` or `#` in an address is not compared"));
        }
        let segments: Vec<&str> = path.split('/').collect();
        if segments.iter().any(|segment| segment.is_empty() || segment.contains(char::is_whitespace)) {
            return Err(format!("a segment of the path in `{text}` is empty, or has a space in it"));
        }
        let is_right = |segment: &str| match segment.split_once('}') {
            None => !segment.contains('{'),
            Some(("{" | "{target", "")) => true,
            Some(("{", fixed)) => !fixed.contains(['{', '}']),
            Some(_) => false,
        };
        if let Some(wrong) = segments.iter().find(|segment| !is_right(segment)) {
            return Err(format!(
                "`{wrong}` in `{text}` is no segment: `{{}}` is one of any name, `{{target}}` one that says what is meant"
            ));
        }
        if segments.iter().all(|segment| segment.starts_with('{')) {
            return Err(format!("`{text}` says nothing that is fixed, so every path would fit it"));
        }
        if segments.iter().filter(|segment| **segment == "{target}").count() > 1 {
            return Err(format!("`{text}` has two targets, and a request has one"));
        }
        Ok(Request { methods: methods.split('|').map(str::to_owned).collect(), path: segments.into_iter().map(str::to_owned).collect() })
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} /{}", self.methods.join("|"), self.path.join("/"))
    }
}

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RestEffect {
    /// It reads what is stored.
    Read,
    /// It writes.
    Write,
    /// It may do both.
    ReadWrite,
    /// It erases.
    Erase,
    /// It sends a text to a language model.
    SendToLlm,
}

/// A request that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The store, or the operator of the model.
    pub store: String,
    /// What it does.
    pub effect: RestEffect,
    /// The end of the path, for a person: `…/points/search`.
    pub end: String,
    /// What in the store is meant, where the address says it.
    pub target: Option<String>,
    /// Of the user's own, which `[[api]]` of the policy says it, from 0, and the request as it stands there.
    pub own: Option<(usize, String)>,
}

static APIS: LazyLock<Vec<Api>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../rest.toml")).unwrap_or_else(|error| panic!("rest.toml: {error}"));
    file.api
});

impl Api {
    /// The requests as they are written, each with what it does.
    pub fn patterns(&self) -> impl Iterator<Item = (String, RestEffect)> {
        self.requests().map(|(request, effect)| (request.to_string(), effect))
    }

    /// Looks for what the form alone does not exclude.
    ///
    /// # Errors
    /// Where it says nothing, or one thing twice; in words.
    pub fn validate(&self) -> Result<(), String> {
        if self.store.trim().is_empty() {
            return Err("an `[[api]]` needs the name of the store, by which a policy knows it".to_owned());
        }
        let is_of_a_host = |c: char| c.is_alphanumeric() || "-.".contains(c);
        if !self.host.chars().all(is_of_a_host) {
            return Err(format!("`{}` is no name of a server: write it without scheme, port and path", self.host));
        }
        let mut said = BTreeSet::new();
        for (request, _) in self.requests() {
            for method in &request.methods {
                if !said.insert((method, &request.path)) {
                    return Err(format!("store `{}` says twice what `{method} /{}` does", self.store, request.path.join("/")));
                }
            }
        }
        if said.is_empty() { Err(format!("store `{}` has no request: `read = [\"POST /memories/search\"]`", self.store)) } else { Ok(()) }
    }

    fn requests(&self) -> impl Iterator<Item = (&Request, RestEffect)> {
        let all = [
            (&self.read, RestEffect::Read),
            (&self.write, RestEffect::Write),
            (&self.read_write, RestEffect::ReadWrite),
            (&self.erase, RestEffect::Erase),
            (&self.send_to_llm, RestEffect::SendToLlm),
        ];
        all.into_iter().flat_map(|(requests, effect)| requests.iter().map(move |request| (request, effect)))
    }
}

/// The interfaces that are known: the user's own, which speak first, and the built-in ones.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Apis {
    /// The user's own.
    #[serde(serialize_with = "as_written")]
    pub own: Vec<Api>,
}

fn as_written<S: Serializer>(apis: &[Api], serializer: S) -> Result<S::Ok, S::Error> {
    let written = |api: &Api| {
        // Taken apart, so that nobody adds a field and forgets it here.
        let Api { store, host, read, write, read_write, erase, send_to_llm } = api;
        let texts = |requests: &Vec<Request>| requests.iter().map(Request::to_string).collect::<Vec<_>>();
        (store.clone(), host.clone(), [read, write, read_write, erase, send_to_llm].map(texts))
    };
    serializer.collect_seq(apis.iter().map(written))
}

impl Apis {
    /// What requests to an address may be, by the method: each of its own where it is not known (`""`). An address of which nothing is known
    /// that a pattern asks for is none of these.
    pub fn known(&self, method: &str, address: &str) -> Vec<Known> {
        self.known_of(&BTreeSet::new(), method, address)
    }

    /// The same of a server of which it is known besides which stores' it may be, though not what it is called.
    pub fn known_of(&self, stores: &BTreeSet<String>, method: &str, address: &str) -> Vec<Known> {
        let own = known(&self.own, true, stores, method, address);
        if own.is_empty() { known(built_in(), false, stores, method, address) } else { own }
    }
}

/// The built-in list.
///
/// # Panics
/// Where it is broken, which the tests exclude.
pub fn built_in() -> &'static [Api] {
    &APIS
}

fn known(apis: &[Api], are_own: bool, stores: &BTreeSet<String>, method: &str, address: &str) -> Vec<Known> {
    let (host, path) = parts(address);
    let may_serve = |api: &Api| match host {
        _ if api.host.is_empty() => true,
        Some(host) => is_below(host, &api.host),
        None => stores.contains(&api.store),
    };
    let mut found: Vec<((usize, usize), Known)> = Vec::new();
    for (number, api) in apis.iter().enumerate().filter(|(_, api)| may_serve(api)) {
        for (request, effect) in api.requests() {
            let fits = method.is_empty() || request.methods.iter().any(|known| known == method);
            let Some(target) = fits.then(|| request.target(&path)).flatten() else { continue };
            let words = request.path.iter().filter(|segment| !segment.starts_with('{')).count();
            let own = are_own.then(|| (number, request.to_string()));
            found.push(((words, request.path.len()), Known { store: api.store.clone(), effect, end: request.end(), target, own }));
        }
    }
    // The pattern with the most words says the most (`/points/search`, and not `/points/{}`), and then the longest.
    let most = found.iter().map(|(size, _)| *size).max().unwrap_or_default();
    found.into_iter().filter(|(size, _)| *size == most).map(|(_, known)| known).collect()
}

/// The host of an address, where it is known, and the segments of its path.
fn parts(address: &str) -> (Option<&str>, Vec<&str>) {
    let address = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let (host, path) = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or((Some(rest), ""), |(host, path)| (Some(host), path)),
        None => (None, address),
    };
    // `format!("{base}collections/…")`: the base ends in a slash.
    let path = path.strip_prefix("{}").unwrap_or(path);
    (host, path.split('/').filter(|segment| !segment.is_empty()).collect())
}

/// Whether a host is a domain, or below it.
fn is_below(host: &str, domain: &str) -> bool {
    let host = host.rsplit('@').next().unwrap_or(host).split(':').next().unwrap_or(host);
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

impl Request {
    /// The target in a path that ends as this one does; `Some(None)` where it names none that is known.
    fn target(&self, path: &[&str]) -> Option<Option<String>> {
        let end = path.get(path.len().checked_sub(self.path.len())?..)?;
        let fits = |(pattern, segment): (&String, &&str)| match pattern.split_once('}') {
            Some((_, "")) => true,
            Some((_, fixed)) => segment.ends_with(fixed),
            None => pattern == segment,
        };
        if !self.path.iter().zip(end).all(fits) {
            return None;
        }
        let target = self.path.iter().zip(end).find(|(pattern, _)| *pattern == "{target}");
        Some(target.map(|(_, segment)| (*segment).to_owned()).filter(|segment| !segment.contains('{')))
    }

    /// The last words of the path: `…/points/search`.
    fn end(&self) -> String {
        let is_word = |segment: &&String| !segment.starts_with('{');
        let last = self.path.iter().rposition(|segment| is_word(&segment)).unwrap_or(0);
        let first = (0..last).rev().take_while(|&at| is_word(&&self.path[at])).take(1).last().unwrap_or(last);
        format!("…/{}", self.path[first..].join("/").replace("{target}", "{}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(method: &str, address: &str) -> Vec<Known> {
        Apis::default().known(method, address)
    }

    fn one(method: &str, address: &str) -> Option<(String, RestEffect, Option<String>)> {
        let found = known(method, address);
        assert!(found.len() <= 1, "{method} {address}: {found:?}");
        found.into_iter().next().map(|known| (known.store, known.effect, known.target))
    }

    #[test]
    fn requests_are_known_by_method_and_end_of_path() {
        use RestEffect::{Erase, Read, ReadWrite, SendToLlm, Write};
        for (method, address, store, effect, target) in [
            ("POST", "http://localhost:6333/collections/notes/points/search", "qdrant-client", Read, Some("notes")),
            ("POST", "{}/collections/{}/points/search", "qdrant-client", Read, None),
            ("POST", "{}collections/notes/points/query/", "qdrant-client", Read, Some("notes")),
            ("PUT", "/collections/notes/points?wait=true", "qdrant-client", Write, Some("notes")),
            ("GET", "{}/collections/notes/points/{}", "qdrant-client", Read, Some("notes")),
            ("POST", "{}/collections/notes/points/delete", "qdrant-client", Erase, Some("notes")),
            ("POST", "{}/v1/graphql", "weaviate-community", Read, None),
            ("POST", "https://notes-abc.svc.us-east1.pinecone.io/query", "pinecone-sdk", Read, None),
            ("POST", "{}/api/v2/tenants/{}/databases/{}/collections/{}/query", "chroma", Read, None),
            ("POST", "{}/indexes/notes/search", "meilisearch-sdk", Read, Some("notes")),
            ("GET", "{}/notes/_search", "elasticsearch", Read, Some("notes")),
            ("POST", "{}/db/neo4j/tx/commit", "neo4rs", ReadWrite, None),
            ("POST", "https://api.openai.com/v1/chat/completions", "openai", SendToLlm, None),
            ("POST", "{}/chat/completions", "openai", SendToLlm, None),
            ("POST", "https://api.anthropic.com/v1/messages", "anthropic", SendToLlm, None),
            ("POST", "{}/v1beta/models/{}:generateContent?key={}", "gemini", SendToLlm, None),
            ("POST", "{}/api/generate", "ollama", SendToLlm, None),
            ("POST", "https://api.cohere.com/v2/chat", "cohere", SendToLlm, None),
        ] {
            assert_eq!(one(method, address), Some((store.to_owned(), effect, target.map(str::to_owned))), "{method} {address}");
        }
    }

    fn api(text: &str) -> Result<Api, String> {
        let api: Api = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        api.validate().map(|()| api)
    }

    #[test]
    fn the_users_own_speak_first() {
        let own = api("store = \"memory-server\"\nread = [\"POST /memories/search\", \"POST /points/search\"]").expect("it is in order");
        let apis = Apis { own: vec![own] };
        let one = |address| apis.known("POST", address).into_iter().map(|known| (known.store, known.own)).collect::<Vec<_>>();
        let own = |pattern: &str| vec![("memory-server".to_owned(), Some((0, pattern.to_owned())))];
        assert_eq!(one("{}/memories/search"), own("POST /memories/search"));
        assert_eq!(one("{}/collections/notes/points/search"), own("POST /points/search"));
        assert_eq!(one("{}/collections/notes/points/scroll"), [("qdrant-client".to_owned(), None)]);
        assert_eq!(one("{}/memories"), []);
    }

    #[test]
    fn what_is_no_request_is_refused_in_words() {
        for (request, expected) in [
            ("/memories", "write the method and the end of the path"),
            ("POST memories", "write the method and the end of the path"),
            ("FETCH /memories", "`FETCH` in `FETCH /memories` is no method"),
            ("post /memories", "is no method"),
            ("GET|FETCH /memories", "`FETCH`"),
            ("GET https://memory.example.com/memories", "names a server"),
            ("GET /memories?user={}", "more than a path"),
            ("GET /memories/", "is empty"),
            ("GET //memories", "is empty"),
            ("GET /memories/{id}", "`{id}` in `GET /memories/{id}` is no segment"),
            ("GET /memories/a{}", "is no segment"),
            ("GET /{}/{target}", "every path would fit it"),
            ("GET /a/{target}/b/{target}", "two targets"),
        ] {
            let error = api(&format!("store = \"m\"\nread = [\"{request}\"]")).expect_err(request);
            assert!(error.contains(expected), "{request}: {error}");
        }
        for (text, expected) in [
            ("store = \"m\"", "store `m` has no request"),
            ("store = \" \"\nread = [\"GET /a\"]", "needs the name"),
            ("store = \"m\"\nhost = \"https://a.example\"\nread = [\"GET /a\"]", "is no name of a server"),
            ("store = \"m\"\nread = [\"GET|POST /a\"]\nwrite = [\"POST /a\"]", "says twice what `POST /a` does"),
            ("store = \"m\"\nreads = [\"GET /a\"]", "unknown field `reads`"),
        ] {
            let error = api(text).expect_err(text);
            assert!(error.contains(expected), "{text}: {error}");
        }
        assert!(api("store = \"m\"\nhost = \"a.example\"\nsend-to-llm = [\"POST /models/{}:ask\"]").is_ok());
    }

    #[test]
    fn the_built_in_list_is_in_order() {
        for api in built_in() {
            assert_eq!(api.validate(), Ok(()));
        }
    }

    #[test]
    fn what_says_too_little_is_no_store() {
        for (method, address) in [
            ("POST", "{}"),
            ("POST", "{}{}"),
            ("POST", "{}/{}"),
            ("POST", "{}/collections/{}/{}"),
            ("GET", "{}/collections"),
            ("GET", "{}/collections/notes"),
            ("POST", "{}/query"),
            ("POST", "https://api.example.com/query"),
            ("POST", "https://mypinecone.io/query"),
            ("POST", "https://example.com/chat"),
            ("GET", "https://api.openai.com/v1/models"),
            ("GET", "https://example.com/pinecone.io/query"),
            ("DELETE", "{}/v1/chat/completions"),
            ("POST", ""),
        ] {
            assert_eq!(known(method, address), [], "{method} {address}");
        }
    }

    #[test]
    fn a_method_that_is_not_known_may_be_any() {
        let mut effects: Vec<RestEffect> = known("", "{}/collections/notes/points").into_iter().map(|known| known.effect).collect();
        effects.dedup();
        assert_eq!(effects, [RestEffect::Read, RestEffect::Write]);
    }

    #[test]
    fn the_end_of_a_path_is_for_people() {
        let end = |method, address| known(method, address).remove(0).end;
        assert_eq!(end("POST", "/collections/notes/points/search/batch"), "…/search/batch");
        assert_eq!(end("PUT", "/collections/notes/points"), "…/points");
        assert_eq!(end("GET", "/collections/notes/points/7"), "…/points/{}");
        assert_eq!(end("POST", "/v1/messages"), "…/v1/messages");
        assert_eq!(end("POST", "/models/{}:generateContent"), "…/models/{}:generateContent");
    }
}
