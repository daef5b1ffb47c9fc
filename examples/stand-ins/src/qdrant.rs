//! A Qdrant server in memory, of the few gRPC calls that the agents and `agent-guard` make. It speaks to the real client with the client's own
//! message types, filters as the server does, so that a test that reads another user's points would see it, and gives no payload that was not
//! asked for. The tests of `agent-guard` use this file too.

use std::{
    collections::{BTreeMap, HashMap},
    future::ready,
    sync::{Arc, Mutex, MutexGuard},
};

use axum::{Router, body::Body, extract::Request, response::Response};
use qdrant_client::qdrant::{
    CollectionConfig, CollectionExists, CollectionExistsRequest, CollectionExistsResponse, CollectionInfo, CollectionOperationResponse,
    CollectionParams, Condition, CountPoints, CountResponse, CountResult, CreateCollection, CreateFieldIndexCollection, DeletePoints,
    Distance, Filter, GetCollectionInfoRequest, GetCollectionInfoResponse, HealthCheckReply, HealthCheckRequest, PointId, PointStruct,
    PointsOperationResponse, QueryPoints, QueryResponse, RetrievedPoint, ScoredPoint, ScrollPoints, ScrollResponse, UpdateResult,
    UpdateStatus, UpsertPoints, Value, VectorParams, WithPayloadSelector, condition::ConditionOneOf, r#match::MatchValue,
    point_id::PointIdOptions, points_selector::PointsSelectorOneOf, query::Variant, value::Kind, vector::Vector, vector_input,
    vectors::VectorsOptions, vectors_config, with_payload_selector::SelectorOptions,
};
use tonic::Status;
use tonic_prost::{ProstCodec, prost::Message};

/// A running stand-in for Qdrant.
#[derive(Debug)]
pub struct Qdrant {
    /// What an agent is given as Qdrant's URL.
    pub url: String,
    server: Arc<Mutex<Server>>,
}

/// What the server keeps.
#[derive(Debug, Default)]
struct Server {
    collections: BTreeMap<String, Collection>,
    calls: Vec<String>,
    received: Vec<u8>,
    is_out_of_order: bool,
}

/// A collection, as it was made and filled. What is pushed into its points or taken out of them is so for its clients.
#[derive(Debug, Default)]
pub struct Collection {
    /// As what it was made.
    pub made: CreateCollection,
    /// The payload's keys by which points are found.
    pub indexes: Vec<CreateFieldIndexCollection>,
    /// Its points, in the order in which they came.
    pub points: Vec<PointStruct>,
}

impl Qdrant {
    /// Starts it on a free port, without any collection.
    ///
    /// # Panics
    /// Where the machine has no free local port.
    pub fn start() -> Self {
        let server = Arc::<Mutex<Server>>::default();
        let shared = Arc::clone(&server);
        let address = super::serve::serve(Router::new().fallback(move |request| answer(Arc::clone(&shared), request)));
        Self { url: format!("http://{address}"), server }
    }

    /// The calls that touched points so far, by name: `Upsert`, `Query`, `Scroll`, `Count`, `Delete`.
    pub fn calls(&self) -> Vec<String> {
        self.server().calls.clone()
    }

    /// The text of each point that is kept.
    pub fn texts(&self) -> Vec<String> {
        let server = self.server();
        let points = server.collections.values().flat_map(|collection| &collection.points);
        points.filter_map(|point| keyword(&point.payload, "text")).map(str::to_owned).collect()
    }

    /// All bytes that were ever sent as requests.
    pub fn received(&self) -> Vec<u8> {
        self.server().received.clone()
    }

    /// Looks into a collection, or changes it, behind the back of its clients.
    ///
    /// # Panics
    /// Where there is no such collection.
    pub fn collection<T>(&self, name: &str, look: impl FnOnce(&mut Collection) -> T) -> T {
        look(self.server().collections.get_mut(name).expect("the collection was made"))
    }

    /// From now on the server answers every call with an error that quotes the request.
    pub fn break_down(&self) {
        self.server().is_out_of_order = true;
    }

    fn server(&self) -> MutexGuard<'_, Server> {
        lock(&self.server)
    }
}

fn lock(server: &Mutex<Server>) -> MutexGuard<'_, Server> {
    server.lock().expect("no handler panics")
}

/// Answers one gRPC request.
async fn answer(server: Arc<Mutex<Server>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = match axum::body::to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => return Status::data_loss(error.to_string()).into_http(),
    };
    let path = head.uri.path().to_owned();
    let is_out_of_order = {
        let mut server = lock(&server);
        server.received.extend(super::serve::bytes_of_head(&head));
        server.received.extend_from_slice(&body);
        server.is_out_of_order
    };
    if is_out_of_order {
        return Status::internal(body.escape_ascii().to_string()).into_http();
    }
    let request = Request::from_parts(head, Body::from(body));
    match path.as_str() {
        "/qdrant.Qdrant/HealthCheck" => unary(server, request, Server::health).await,
        "/qdrant.Collections/CollectionExists" => unary(server, request, Server::collection_exists).await,
        "/qdrant.Collections/Create" => unary(server, request, Server::create_collection).await,
        "/qdrant.Collections/Get" => unary(server, request, Server::collection_info).await,
        "/qdrant.Points/CreateFieldIndex" => unary(server, request, Server::create_field_index).await,
        "/qdrant.Points/Upsert" => unary(server, request, Server::upsert).await,
        "/qdrant.Points/Query" => unary(server, request, Server::query).await,
        "/qdrant.Points/Scroll" => unary(server, request, Server::scroll).await,
        "/qdrant.Points/Count" => unary(server, request, Server::count).await,
        "/qdrant.Points/Delete" => unary(server, request, Server::delete).await,
        _ => Status::unimplemented(path).into_http(),
    }
}

/// Decodes a request, has it answered, encodes the answer.
async fn unary<M, R>(server: Arc<Mutex<Server>>, request: Request, answer: fn(&mut Server, M) -> Result<R, Status>) -> Response
where
    M: Message + Default + Send + 'static,
    R: Message + Send + 'static,
{
    let service = tower::service_fn(move |request: tonic::Request<M>| {
        ready(answer(&mut lock(&server), request.into_inner()).map(tonic::Response::new))
    });
    tonic::server::Grpc::new(ProstCodec::<R, M>::default()).unary(service, request).await.map(Body::new)
}

impl Server {
    fn health(&mut self, _: HealthCheckRequest) -> Result<HealthCheckReply, Status> {
        Ok(HealthCheckReply { title: "stand-in".to_owned(), version: "1.20.0".to_owned(), commit: None })
    }

    fn collection_exists(&mut self, request: CollectionExistsRequest) -> Result<CollectionExistsResponse, Status> {
        let exists = self.collections.contains_key(&request.collection_name);
        Ok(CollectionExistsResponse { result: Some(CollectionExists { exists }), ..Default::default() })
    }

    fn create_collection(&mut self, made: CreateCollection) -> Result<CollectionOperationResponse, Status> {
        if self.collections.contains_key(&made.collection_name) {
            return Err(Status::already_exists(made.collection_name));
        }
        self.collections.insert(made.collection_name.clone(), Collection { made, ..Default::default() });
        Ok(CollectionOperationResponse { result: true, ..Default::default() })
    }

    fn collection_info(&mut self, request: GetCollectionInfoRequest) -> Result<GetCollectionInfoResponse, Status> {
        let made = &self.collection(&request.collection_name)?.made;
        let params = CollectionParams { vectors_config: made.vectors_config.clone(), ..Default::default() };
        let config = CollectionConfig { params: Some(params), hnsw_config: made.hnsw_config, ..Default::default() };
        let info = CollectionInfo { config: Some(config), ..Default::default() };
        Ok(GetCollectionInfoResponse { result: Some(info), ..Default::default() })
    }

    fn create_field_index(&mut self, request: CreateFieldIndexCollection) -> Result<PointsOperationResponse, Status> {
        let waited = request.wait;
        let indexes = &mut self.collection(&request.collection_name)?.indexes;
        indexes.retain(|index| index.field_name != request.field_name);
        indexes.push(request);
        Ok(done(waited))
    }

    fn upsert(&mut self, request: UpsertPoints) -> Result<PointsOperationResponse, Status> {
        self.called("Upsert");
        let collection = self.collection(&request.collection_name)?;
        for point in request.points {
            if collection.dimension().is_some_and(|dimension| dimension != dense(&point).len()) {
                return Err(Status::invalid_argument("wrong vector dimension"));
            }
            collection.points.retain(|kept| kept.id != point.id);
            collection.points.push(point);
        }
        Ok(done(request.wait))
    }

    fn query(&mut self, request: QueryPoints) -> Result<QueryResponse, Status> {
        self.called("Query");
        if request.limit == Some(0) {
            return Err(Status::invalid_argument("a limit of 0"));
        }
        let wanted = match request.query.and_then(|query| query.variant) {
            Some(Variant::Nearest(input)) => match input.variant {
                Some(vector_input::Variant::Dense(vector)) => vector.data,
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let collection = self.collection(&request.collection_name)?;
        let is_distance = collection.distance() == Some(Distance::Euclid);
        let score = if is_distance { euclidean } else { cosine };
        let mut result: Vec<ScoredPoint> = collection
            .matching(request.filter.as_ref())
            .map(|point| ScoredPoint {
                id: point.id.clone(),
                payload: selected(&point.payload, request.with_payload.as_ref()),
                score: score(&wanted, dense(point)),
                ..Default::default()
            })
            .filter(|point| request.score_threshold.is_none_or(|threshold| (point.score >= threshold) != is_distance))
            .collect();
        result.sort_by(|a, b| a.score.total_cmp(&b.score));
        if !is_distance {
            result.reverse();
        }
        result.truncate(at_most(request.limit.unwrap_or(10)));
        Ok(QueryResponse { result, ..Default::default() })
    }

    fn scroll(&mut self, request: ScrollPoints) -> Result<ScrollResponse, Status> {
        self.called("Scroll");
        let collection = self.collection(&request.collection_name)?;
        let mut points: Vec<&PointStruct> = collection.matching(request.filter.as_ref()).collect();
        points.sort_by_key(|point| place(point.id.as_ref()));
        points.retain(|point| place(point.id.as_ref()) >= place(request.offset.as_ref()));
        let limit = at_most(request.limit.unwrap_or(10).into());
        let next_page_offset = points.get(limit).and_then(|point| point.id.clone());
        let result = points.into_iter().take(limit).map(|point| RetrievedPoint {
            id: point.id.clone(),
            payload: selected(&point.payload, request.with_payload.as_ref()),
            ..Default::default()
        });
        Ok(ScrollResponse { result: result.collect(), next_page_offset, ..Default::default() })
    }

    fn count(&mut self, request: CountPoints) -> Result<CountResponse, Status> {
        self.called("Count");
        let count = self.collection(&request.collection_name)?.matching(request.filter.as_ref()).count() as u64;
        Ok(CountResponse { result: Some(CountResult { count }), ..Default::default() })
    }

    fn delete(&mut self, request: DeletePoints) -> Result<PointsOperationResponse, Status> {
        self.called("Delete");
        let collection = self.collection(&request.collection_name)?;
        if let Some(PointsSelectorOneOf::Filter(filter)) = request.points.and_then(|points| points.points_selector_one_of) {
            collection.points.retain(|point| !matches(point, &filter));
        }
        Ok(done(request.wait))
    }

    fn called(&mut self, call: &str) {
        self.calls.push(call.to_owned());
    }

    fn collection(&mut self, name: &str) -> Result<&mut Collection, Status> {
        self.collections.get_mut(name).ok_or_else(|| Status::not_found(name))
    }
}

impl Collection {
    fn matching(&self, filter: Option<&Filter>) -> impl Iterator<Item = &PointStruct> {
        self.points.iter().filter(move |point| filter.is_none_or(|filter| matches(point, filter)))
    }

    fn vectors(&self) -> Option<&VectorParams> {
        match self.made.vectors_config.as_ref()?.config.as_ref()? {
            vectors_config::Config::Params(vectors) => Some(vectors),
            vectors_config::Config::ParamsMap(_) => None,
        }
    }

    fn dimension(&self) -> Option<usize> {
        self.vectors().map(|vectors| at_most(vectors.size))
    }

    fn distance(&self) -> Option<Distance> {
        self.vectors().map(|vectors| vectors.distance())
    }
}

/// What the server says of a change: that it is made, or, if the client did not want to wait, that it is to be.
fn done(waited: Option<bool>) -> PointsOperationResponse {
    let status = if waited == Some(true) { UpdateStatus::Completed } else { UpdateStatus::Acknowledged };
    let result = UpdateResult { operation_id: Some(0), status: status.into() };
    PointsOperationResponse { result: Some(result), ..Default::default() }
}

/// Whether a point is as the filter asks for.
fn matches(point: &PointStruct, filter: &Filter) -> bool {
    filter.must.iter().all(|condition| fits(point, condition))
}

fn fits(point: &PointStruct, condition: &Condition) -> bool {
    match &condition.condition_one_of {
        Some(ConditionOneOf::Field(field)) => match field.r#match.as_ref().and_then(|wanted| wanted.match_value.as_ref()) {
            Some(MatchValue::Keyword(wanted)) => keyword(&point.payload, &field.key) == Some(wanted),
            _ => false,
        },
        Some(ConditionOneOf::HasId(wanted)) => point.id.as_ref().is_some_and(|id| wanted.has_id.contains(id)),
        _ => false,
    }
}

/// A point's payload, as much of it as was asked for.
fn selected(payload: &HashMap<String, Value>, selector: Option<&WithPayloadSelector>) -> HashMap<String, Value> {
    let is_wanted = |key: &String| match selector.and_then(|selector| selector.selector_options.as_ref()) {
        Some(SelectorOptions::Enable(all)) => *all,
        Some(SelectorOptions::Include(wanted)) => wanted.fields.contains(key),
        Some(SelectorOptions::Exclude(unwanted)) => !unwanted.fields.contains(key),
        None => false,
    };
    payload.iter().filter(|(key, _)| is_wanted(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// The text under a key of a point's payload.
fn keyword<'p>(payload: &'p HashMap<String, Value>, key: &str) -> Option<&'p str> {
    match payload.get(key) {
        Some(Value { kind: Some(Kind::StringValue(text)) }) => Some(text),
        _ => None,
    }
}

/// Where a point stands when all are listed: numbers come before UUIDs.
fn place(id: Option<&PointId>) -> (u64, &str) {
    match id.and_then(|id| id.point_id_options.as_ref()) {
        Some(PointIdOptions::Num(number)) => (*number, ""),
        Some(PointIdOptions::Uuid(uuid)) => (u64::MAX, uuid),
        None => (0, ""),
    }
}

/// A point's only vector.
fn dense(point: &PointStruct) -> &[f32] {
    match point.vectors.as_ref().and_then(|vectors| vectors.vectors_options.as_ref()) {
        Some(VectorsOptions::Vector(vector)) => match &vector.vector {
            Some(Vector::Dense(dense)) => &dense.data,
            _ => &[],
        },
        _ => &[],
    }
}

fn at_most(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn euclidean(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt()
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let product = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    product(a, b) / (product(a, a) * product(b, b)).sqrt().max(f32::EPSILON)
}
