//! An agent of rig that has one person's memories as its index: over `SealedStore` and over `SqliteMemory`, with an embedding model that is written
//! here and asks nobody.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::pin;
use std::slice;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use agent_guard::store::{MemoryError, MemoryId, NewMemory, RigIndex, RigInserter, RigStoreError, SealedStore};
use agent_guard::testing::AllowAll;
use agent_guard::{Consent, ConsentGate, Decision, GateError, PurposeInfo, Receipt, SubjectId, VaultError};
use futures_util::stream;
use rig_core::driver::{DynModel, Exchange, Local, Model, Opened, Opening, Step, Transport};
use rig_core::embeddings::embed::{Embed, EmbedError, TextEmbedder};
use rig_core::embeddings::{Embedding, EmbeddingResponse, EmbeddingsBuilder};
use rig_core::operation;
use rig_core::tool::PortableTool;
use rig_core::vector_store::request::{DynamicSearchFilter, Filter, SearchFilter};
use rig_core::vector_store::{InsertDocuments, VectorSearchRequest, VectorStoreError, VectorStoreIndex};
use rig_core::wire::Capabilities;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::in_memory::InMemory;
use super::support::{DIMENSION, PLAIN, Use, now, person, to, vault};

/// Texts are the nearer, the more words they share.
#[derive(Clone)]
struct Words;

impl Words {
    fn vector(text: &str) -> Vec<f64> {
        let mut vector = vec![0.0; DIMENSION];
        for word in text.split_whitespace() {
            let mut hasher = DefaultHasher::new();
            word.hash(&mut hasher);
            let hash = hasher.finish();
            vector.iter_mut().enumerate().for_each(|(bit, number)| *number += if hash >> bit & 1 == 1 { 1.0 } else { -1.0 });
        }
        vector
    }
}

impl Transport<Local<operation::Embedding>> for Words {
    fn send(&self, texts: Vec<String>, _: Exchange) -> Opening<Step<operation::Embedding>> {
        let embedded = texts.into_iter().map(|text| Embedding { vec: Words::vector(&text), document: text });
        let response = EmbeddingResponse::new(embedded.collect());
        Opening::ready(Opened::new(stream::iter([Ok(Step::End(response))])))
    }
}

fn model() -> DynModel<operation::Embedding> {
    Model::new(Local::new("words").with_capabilities(Capabilities::embedding(8, DIMENSION)), Words).erase()
}

type Remember = dyn Fn(&Consent<Use>, NewMemory) -> MemoryId;

/// A store, as somebody who makes an agent has it.
struct Store {
    index: Box<dyn Fn(Consent<Use>) -> RigIndex<Use>>,
    inserter: Box<dyn Fn(Consent<Use>) -> RigInserter<Use>>,
    remember: Box<Remember>,
    forget_subject: Box<dyn Fn(&SubjectId)>,
    /// Where its file is, if it has one.
    _folder: Option<TempDir>,
}

/// The same store, by the methods that both kinds have.
macro_rules! store {
    ($memory:expr, $wait:expr, $folder:expr) => {{
        let memory = Arc::new($memory);
        let (indexed, inserted_into, remembering, forgetting) = (memory.clone(), memory.clone(), memory.clone(), memory);
        Store {
            index: Box::new(move |consent| indexed.rig_index(consent, model())),
            inserter: Box::new(move |consent| inserted_into.rig_inserter(consent)),
            remember: Box::new(move |consent, new| $wait(remembering.remember(consent, new)).unwrap()),
            forget_subject: Box::new(move |subject| $wait(forgetting.forget_subject(subject)).unwrap()),
            _folder: $folder,
        }
    }};
}

fn sealed_store() -> Store {
    store!(SealedStore::<_, Use>::new(InMemory::default(), vault(), "chat"), now, None)
}

#[cfg(feature = "sqlite-memory")]
fn sqlite_memory() -> Store {
    use agent_guard::seal::MasterKey;
    use agent_guard::store::SqliteMemory;
    let folder = TempDir::new().unwrap();
    let memory = SqliteMemory::<Use>::open(folder.path().join("memory.db"), MasterKey::random().unwrap()).unwrap();
    store!(memory, std::convert::identity, Some(folder))
}

fn each_store(test: impl Fn(Store)) {
    test(sealed_store());
    #[cfg(feature = "sqlite-memory")]
    test(sqlite_memory());
}

/// A document that is more than its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Note {
    about: String,
    body: String,
    stars: u8,
}

impl Embed for Note {
    fn embed(&self, embedder: &mut TextEmbedder) -> Result<(), EmbedError> {
        embedder.embed(self.body.clone());
        Ok(())
    }
}

fn note(about: &str, body: &str, stars: u8) -> Note {
    Note { about: about.to_owned(), body: body.to_owned(), stars }
}

fn insert<D: Embed + Serialize + Send>(
    store: &Store,
    name: &str,
    documents: impl IntoIterator<Item = D>,
) -> Result<(), Box<VectorStoreError>> {
    now(async {
        let embedded = EmbeddingsBuilder::new(model()).documents(documents).unwrap().build().await.unwrap();
        (store.inserter)(to(name)).insert_documents(embedded).await.map_err(Box::new)
    })
}

fn request(query: &str, samples: u64) -> VectorSearchRequest {
    VectorSearchRequest::builder().query(query).samples(samples).build()
}

fn found<T: serde::de::DeserializeOwned + Send>(store: &Store, name: &str, request: VectorSearchRequest) -> Vec<T> {
    let results = now((store.index)(to(name)).top_n(request)).unwrap();
    assert!(results.windows(2).all(|pair| pair[0].score >= pair[1].score));
    results.into_iter().map(|result| result.document).collect()
}

#[test]
fn a_person_finds_what_was_inserted_for_them_and_nobody_else_does() {
    each_store(|store| {
        let (tea, turin) = (note("taste", "ada likes green tea", 5), note("place", "she lives in Turin", 3));
        insert(&store, "ada", [tea.clone(), turin.clone()]).unwrap();
        insert(&store, "bob", ["bob likes coffee".to_owned()]).unwrap();
        assert_eq!(found::<Note>(&store, "ada", request("who likes tea", 1)), slice::from_ref(&tea));
        assert_eq!(found::<Note>(&store, "ada", request("who lives where", 9)), [turin, tea]);
        assert_eq!(found::<String>(&store, "bob", request("who likes tea", 9)), ["bob likes coffee"]);
        assert!(found::<Value>(&store, "eve", request("who likes tea", 9)).is_empty());
        assert!(found::<Value>(&store, "ada", request("who likes tea", 0)).is_empty());
        let ids = now((store.index)(to("ada")).top_n_ids(request("who likes tea", 9))).unwrap();
        let documents = now((store.index)(to("ada")).top_n::<Value>(request("who likes tea", 9))).unwrap();
        assert!(ids.iter().map(|found| (&found.id, found.score)).eq(documents.iter().map(|found| (&found.id, found.score))));
    });
}

#[test]
fn what_rig_did_not_insert_is_a_text_or_an_object() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Heard {
        text: String,
        overheard: String,
    }
    each_store(|store| {
        let vector: Vec<f32> = Words::vector("likes tea").into_iter().map(|number| number as f32).collect();
        (store.remember)(&to("ada"), NewMemory::new("likes tea").with_vector(vector).with_metadata("overheard", "in the kitchen"));
        assert_eq!(found::<String>(&store, "ada", request("tea", 1)), ["likes tea"]);
        assert_eq!(found::<Value>(&store, "ada", request("tea", 1)), ["likes tea"]);
        let heard = Heard { text: "likes tea".to_owned(), overheard: "in the kitchen".to_owned() };
        assert_eq!(found::<Heard>(&store, "ada", request("tea", 1)), [heard]);
        let overheard = |place: &str| Filter::eq("overheard", json!(place));
        let filtered = |place| VectorSearchRequest::builder().query("tea").samples(1).filter(overheard(place)).build();
        assert_eq!(found::<String>(&store, "ada", filtered("in the kitchen")), ["likes tea"]);
        assert!(found::<String>(&store, "ada", filtered("elsewhere")).is_empty());
    });
}

#[test]
fn filters_look_through_everything_and_thresholds_cut_off() {
    each_store(|store| {
        let notes: Vec<Note> = (0..20).map(|number| note("taste", &format!("likes tea number {number}"), number)).collect();
        insert(&store, "ada", notes).unwrap();
        insert(&store, "ada", [note("place", "far away from all that", 7)]).unwrap();
        let places = Filter::eq("about", json!("place"));
        let asked = VectorSearchRequest::builder().query("likes tea number 3").samples(1);
        assert_eq!(found::<Note>(&store, "ada", asked.clone().filter(places).build())[0].about, "place");
        let many_stars = Filter::gt("stars", json!(17));
        assert_eq!(found::<Note>(&store, "ada", asked.clone().samples(9).filter(many_stars.clone()).build()).len(), 2);
        assert_eq!(found::<Note>(&store, "ada", asked.clone().samples(1).filter(many_stars).build()).len(), 1);
        let exactly = asked.samples(9).threshold(0.999).build();
        assert_eq!(found::<Note>(&store, "ada", exactly), [note("taste", "likes tea number 3", 3)]);
    });
}

#[test]
fn a_document_is_found_by_each_of_its_embeddings_and_must_have_one() {
    each_store(|store| {
        let embeddings = ["likes tea", "lives in Turin"].map(|text| Embedding { document: text.to_owned(), vec: Words::vector(text) });
        let whole = note("both", "likes tea and lives in Turin", 1);
        let inserter = (store.inserter)(to("ada"));
        now(inserter.insert_documents(vec![(whole.clone(), embeddings.to_vec())])).unwrap();
        assert_eq!(found::<Note>(&store, "ada", request("likes tea", 1)), slice::from_ref(&whole));
        assert_eq!(found::<Note>(&store, "ada", request("lives in Turin", 1)), slice::from_ref(&whole));
        let with_and_without = vec![(whole.clone(), embeddings.to_vec()), (whole, Vec::new())];
        assert_eq!(cause(now(inserter.insert_documents(with_and_without))), RigStoreError::NoEmbedding);
        assert_eq!(found::<Value>(&store, "ada", request("likes tea", 9)).len(), 2, "nothing was stored");
    });
}

/// The error of ours inside rig's, which tells nothing.
#[track_caller]
fn cause<T>(result: Result<T, VectorStoreError>) -> RigStoreError {
    let error = result.err().expect("it is refused");
    let told = format!("{error} {error:?}");
    assert!(PLAIN.iter().all(|word| !told.contains(word)), "{told}");
    let VectorStoreError::DatastoreError(cause) = error else { panic!("{told}") };
    *cause.downcast().expect("it is ours")
}

#[test]
fn a_memory_of_another_type_is_an_error_that_does_not_quote_it() {
    each_store(|store| {
        insert(&store, "ada", ["likes tea".to_owned()]).unwrap();
        assert_eq!(cause(now((store.index)(to("ada")).top_n::<u8>(request("tea", 1)))), RigStoreError::Document);
        insert(&store, "bob", [note("taste", "likes coffee", 1)]).unwrap();
        assert_eq!(cause(now((store.index)(to("bob")).top_n::<String>(request("coffee", 1)))), RigStoreError::Document);
    });
}

#[test]
fn nothing_is_found_of_who_was_forgotten() {
    each_store(|store| {
        insert(&store, "ada", ["likes tea".to_owned()]).unwrap();
        let index = (store.index)(to("ada"));
        (store.forget_subject)(&person("ada"));
        let Err(VectorStoreError::DatastoreError(error)) = now(index.top_n::<String>(request("tea", 1))) else { panic!("it is refused") };
        assert!(matches!(error.downcast_ref(), Some(MemoryError::Vault(VaultError::Erased))));
        assert!(insert(&store, "ada", ["likes tea again".to_owned()]).is_err());
    });
}

/// Says yes for a moment.
struct Briefly(SystemTime);

impl ConsentGate for Briefly {
    fn decide(&self, _: &SubjectId, _: &PurposeInfo) -> Result<Decision, GateError> {
        Ok(Decision::Granted(Receipt::new("asked").expiring_at(self.0)))
    }
}

#[test]
fn a_token_that_has_expired_since_is_worth_nothing() {
    each_store(|store| {
        insert(&store, "ada", ["likes tea".to_owned()]).unwrap();
        let end = SystemTime::now() + Duration::from_secs(1);
        let briefly = || Consent::<Use>::require(&Briefly(end), &person("ada")).unwrap();
        let (index, inserter) = ((store.index)(briefly()), (store.inserter)(briefly()));
        let again = vec![("likes tea".to_owned(), vec![Embedding { document: "likes tea".to_owned(), vec: Words::vector("likes tea") }])];
        while SystemTime::now() < end {
            std::thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(cause(now(index.top_n::<String>(request("tea", 1)))), RigStoreError::Expired);
        assert_eq!(cause(now(index.top_n_ids(request("tea", 1)))), RigStoreError::Expired);
        assert_eq!(cause(now(inserter.insert_documents(again))), RigStoreError::Expired);
        assert_eq!(found::<String>(&store, "ada", request("tea", 9)), ["likes tea"]);
    });
}

/// What rig's builder of agents asks of an index for `dynamic_context`.
fn can_be_context<I, F>(_: &I)
where
    I: VectorStoreIndex<Filter = F> + 'static,
    F: DynamicSearchFilter + Send + Sync + 'static,
{
}

#[test]
fn as_a_tool_the_index_gives_the_model_what_is_this_persons() {
    each_store(|store| {
        insert(&store, "ada", ["likes tea".to_owned()]).unwrap();
        insert(&store, "bob", ["likes tea, too".to_owned()]).unwrap();
        let index = (store.index)(to("ada"));
        can_be_context(&index);
        let arguments = serde_json::from_value(json!({ "query": "what does bob like", "samples": 100 })).unwrap();
        let answer = now(PortableTool::call(&index, arguments)).unwrap();
        assert_eq!(answer.into_iter().map(|result| result.document).collect::<Vec<_>>(), ["likes tea"]);
    });
}

/// rig does not ask for tokio, and neither does this.
#[test]
fn it_works_without_tokio() {
    fn wait<T>(future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        loop {
            if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                return value;
            }
        }
    }
    each_store(|store| {
        let embedded =
            vec![("likes tea".to_owned(), vec![Embedding { document: "likes tea".to_owned(), vec: Words::vector("likes tea") }])];
        wait((store.inserter)(to("ada")).insert_documents(embedded)).unwrap();
        let results = wait((store.index)(to("ada")).top_n::<String>(request("tea", 1))).unwrap();
        assert_eq!(results[0].document, "likes tea");
    });
}

#[test]
fn what_is_shown_names_nobody() {
    each_store(|store| {
        let consent = Consent::<Use>::require(&AllowAll, &person("ada")).unwrap();
        let shown = format!("{:?} {:?}", (store.index)(consent), (store.inserter)(to("ada")));
        assert!(shown.contains("memory.use") && !shown.contains("ada@"), "{shown}");
    });
}
