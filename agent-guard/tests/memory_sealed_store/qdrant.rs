//! Over Qdrant's own client, which speaks to a stand-in for the server.

use agent_guard::store::{MemoryError, NewMemory, QdrantStore, QdrantStoreError, SealedStore, VectorStore};
use base64ct::{Base64, Encoding};
use qdrant_client::Payload;
use qdrant_client::qdrant::{
    CreateCollectionBuilder, Distance, PointStruct, Value, VectorParamsBuilder, payload_index_params::IndexParams,
    point_id::PointIdOptions, value::Kind, vector::Vector, vectors::VectorsOptions, vectors_config,
};

use super::stand_ins::qdrant::Qdrant;
use super::support::{DIMENSION, Database, Row, Use, at, filled, now, pseudonyms, record, tells_nothing, to, vault};

const COLLECTION: &str = "memories";

struct OverQdrant {
    server: Qdrant,
    store: QdrantStore,
}

fn client(url: &str) -> qdrant_client::Qdrant {
    qdrant_client::Qdrant::from_url(url).skip_compatibility_check().build().unwrap()
}

fn over_qdrant() -> OverQdrant {
    let server = Qdrant::start();
    let store = now(QdrantStore::open(client(&server.url), COLLECTION, DIMENSION)).unwrap();
    OverQdrant { server, store }
}

impl Database for OverQdrant {
    type Store = QdrantStore;

    fn store(&self) -> QdrantStore {
        self.store.clone()
    }

    fn rows(&self) -> Vec<Row> {
        self.server.collection(COLLECTION, |collection| collection.points.iter().map(to_row).collect())
    }

    fn put_back(&self, rows: &[Row]) {
        self.server.collection(COLLECTION, |collection| collection.points = rows.iter().map(to_point).collect());
    }

    /// What was sent, and what was sent as base64 decoded.
    fn seen(&self) -> Vec<u8> {
        let decoded = self.rows().into_iter().flat_map(|row| [row.subject, row.content]);
        [vec![self.server.received()], decoded.collect()].concat().concat()
    }
}

fn to_row(point: &PointStruct) -> Row {
    let text = |key: &str| match point.payload[key].kind.as_ref() {
        Some(Kind::StringValue(text)) => text.as_str(),
        other => panic!("{key} is {other:?}"),
    };
    let bytes = |key| Base64::decode_vec(text(key)).unwrap();
    let Some(PointIdOptions::Uuid(key)) = point.id.clone().unwrap().point_id_options else { panic!("its id is a UUID") };
    let Some(VectorsOptions::Vector(vector)) = point.vectors.clone().unwrap().vectors_options else { panic!("its vector has no name") };
    let Some(Vector::Dense(vector)) = vector.vector else { panic!("its vector is dense") };
    Row { key, subject: bytes("subject"), id: text("id").parse().unwrap(), content: bytes("content"), vector: vector.data }
}

fn to_point(row: &Row) -> PointStruct {
    let payload: Payload = [
        ("subject", Base64::encode_string(&row.subject).into()),
        ("id", row.id.to_string().into()),
        ("content", Base64::encode_string(&row.content).into()),
    ]
    .into();
    PointStruct::new(row.key.clone(), row.vector.clone(), payload)
}

crate::contract!(|| Some(over_qdrant()));

#[test]
fn the_collection_is_made_for_searching_one_person_at_a_time() {
    let database = over_qdrant();
    let (made, indexes) = database.server.collection(COLLECTION, |collection| (collection.made.clone(), collection.indexes.clone()));
    let Some(vectors_config::Config::Params(vectors)) = made.vectors_config.unwrap().config else { panic!("one vector without a name") };
    assert_eq!((vectors.size, vectors.distance()), (DIMENSION as u64, Distance::Euclid));
    let graph = made.hnsw_config.unwrap();
    assert_eq!((graph.m, graph.payload_m), (Some(0), Some(16)));
    let [index] = indexes.as_slice() else { panic!("one index") };
    let Some(IndexParams::KeywordIndexParams(keyword)) = index.field_index_params.clone().unwrap().index_params else {
        panic!("an index of keywords")
    };
    assert_eq!((index.field_name.as_str(), keyword.is_tenant), ("subject", Some(true)));
}

#[test]
fn a_collection_that_is_there_is_used_as_it_is() {
    let database = over_qdrant();
    filled(&database, &vault());
    let again = || now(QdrantStore::open(client(&database.server.url), COLLECTION, DIMENSION));
    again().unwrap();
    assert_eq!(database.rows().len(), 4);
    assert_eq!(database.server.collection(COLLECTION, |collection| collection.indexes.len()), 1);

    let other_model = now(QdrantStore::open(client(&database.server.url), COLLECTION, DIMENSION + 1));
    assert!(matches!(other_model, Err(QdrantStoreError::Collection { dimension }) if dimension == DIMENSION + 1));
    let by_cosine = CreateCollectionBuilder::new(COLLECTION).vectors_config(VectorParamsBuilder::new(DIMENSION as u64, Distance::Cosine));
    database.server.collection(COLLECTION, |collection| collection.made = by_cosine.build());
    assert!(matches!(again(), Err(QdrantStoreError::Collection { .. })));
}

#[test]
fn two_may_make_the_collection_at_the_same_time() {
    let server = Qdrant::start();
    let open = || QdrantStore::open(client(&server.url), COLLECTION, DIMENSION);
    let (first, second) = now(async { tokio::join!(open(), open()) });
    assert!(first.is_ok() && second.is_ok());
}

#[test]
fn the_errors_of_the_server_are_not_quoted() {
    let database = over_qdrant();
    let vault = vault();
    let (memory, ids) = filled(&database, &vault);
    database.server.break_down();
    let ada = to("ada");
    let errors = [
        now(memory.remember(&ada, NewMemory::new("likes tea").with_vector(at(0.0)))).err(),
        now(memory.recall_by_vector(&ada, &at(0.0), 1)).err(),
        now(memory.list(&ada)).err(),
        now(memory.forget(ada.subject(), ids[0])).err(),
        now(memory.forget_subject(ada.subject())).err(),
    ];
    let pseudonym = Base64::encode_string(vault.pseudonym(ada.subject()).as_bytes());
    for error in errors.map(Option::unwrap) {
        assert!(matches!(error, MemoryError::Database(_)));
        let told = format!("{error} {error:?}");
        assert!(!told.contains(&pseudonym) && !told.contains(COLLECTION), "{told}");
        tells_nothing(&error);
    }
    let opened = now(QdrantStore::open(client(&database.server.url), COLLECTION, DIMENSION));
    assert_eq!(opened.unwrap_err().to_string(), "Qdrant could not do it: Internal error");
}

#[test]
fn a_server_that_is_not_there_is_an_error() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let opened = now(QdrantStore::open(client(&format!("http://{nobody}")), COLLECTION, DIMENSION));
    assert!(matches!(opened, Err(QdrantStoreError::Refused(_))));
}

#[test]
fn the_key_to_the_server_is_not_shown() {
    let server = Qdrant::start();
    let client = qdrant_client::Qdrant::from_url(&server.url).api_key("opens-everything").skip_compatibility_check().build().unwrap();
    let store = now(QdrantStore::open(client, COLLECTION, DIMENSION)).unwrap();
    assert_eq!(format!("{store:?}"), "QdrantStore { collection: \"memories\", dimension: 32, .. }");
}

#[test]
fn a_vector_of_another_dimension_is_refused_before_it_is_sent() {
    let database = over_qdrant();
    let memory = SealedStore::<_, Use>::new(database.store(), vault(), "chat");
    now(memory.remember(&to("ada"), NewMemory::new("x").with_vector(at(0.0)))).unwrap();
    let calls = database.server.calls();
    let longer = vec![1.0; DIMENSION + 1];
    let remembered = now(memory.remember(&to("ada"), NewMemory::new("x").with_vector(longer.clone()))).unwrap_err();
    assert!(
        remembered
            .to_string()
            .ends_with("the vector has 33 numbers, and the collection is for 32: use one collection for each embedding model")
    );
    assert!(now(memory.recall_by_vector(&to("ada"), &longer, 1)).is_err());
    assert_eq!(database.server.calls(), calls);
}

#[test]
fn a_point_that_is_not_one_of_ours_is_an_error() {
    let change_all = |database: &OverQdrant, key: &str, value: Option<Value>| {
        database.server.collection(COLLECTION, |collection| {
            for point in &mut collection.points {
                match &value {
                    Some(value) => drop(point.payload.insert(key.to_owned(), value.clone())),
                    None => drop(point.payload.remove(key)),
                }
            }
        });
    };
    for (key, value) in [
        ("id", None),
        ("id", Some("not an id".into())),
        ("id", Some(7.into())),
        ("content", None),
        ("content", Some("not base64!".into())),
        ("content", Some(true.into())),
    ] {
        let database = over_qdrant();
        let (memory, _) = filled(&database, &vault());
        change_all(&database, key, value);
        for error in [now(memory.list(&to("ada"))).unwrap_err(), now(memory.recall_by_vector(&to("ada"), &at(0.0), 1)).unwrap_err()] {
            let MemoryError::Database(cause) = &error else { panic!("{error:?}") };
            assert!(matches!(cause.downcast_ref(), Some(QdrantStoreError::Damaged)), "{key}");
            tells_nothing(&error);
        }
    }
}

/// Whoever chooses ids cannot reach another's point by them.
#[test]
fn a_point_is_the_persons_by_its_id_and_by_its_payload() {
    let database = over_qdrant();
    let (ada, bob) = pseudonyms();
    for subject in [&ada, &bob] {
        now(database.store.put(subject, record(1, b"x", 0.0))).unwrap();
    }
    let rows = database.rows();
    assert_eq!(rows[0].id, rows[1].id);
    assert_ne!(rows[0].key, rows[1].key);

    // Ada's point, which somebody has given to Bob.
    database.put_back(&[Row { subject: bob.as_bytes().to_vec(), ..rows[0].clone() }]);
    assert!(!now(database.store.delete(&ada, rows[0].id)).unwrap());
    assert_eq!(database.rows().len(), 1);
}
