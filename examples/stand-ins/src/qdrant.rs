//! A Qdrant server in memory, of the few gRPC calls that the agents make. It speaks to the real client with the client's own message types,
//! and filters by keyword as the server does: a test that reads another user's points would see it.

use std::{
    future::ready,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Body, extract::Request, response::Response};
use qdrant_client::qdrant::{
    CollectionExists, CollectionExistsRequest, CollectionExistsResponse, CollectionOperationResponse, CountPoints, CountResponse,
    CountResult, CreateCollection, DeletePoints, Filter, HealthCheckReply, HealthCheckRequest, PointStruct, PointsOperationResponse,
    QueryPoints, QueryResponse, RetrievedPoint, ScoredPoint, ScrollPoints, ScrollResponse, UpdateResult, UpdateStatus, UpsertPoints, Value,
    condition::ConditionOneOf, r#match::MatchValue, points_selector::PointsSelectorOneOf, query::Variant, value::Kind, vector::Vector,
    vector_input, vectors::VectorsOptions,
};
use tonic::Status;
use tonic_prost::{ProstCodec, prost::Message};

use crate::record::Recording;

/// A running stand-in for Qdrant.
#[derive(Debug)]
pub struct Qdrant {
    /// What an agent is given as Qdrant's URL.
    pub url: String,
    server: Arc<Mutex<Server>>,
    recording: Recording,
}

/// What the server keeps.
#[derive(Debug, Default)]
struct Server {
    collections: Vec<String>,
    points: Vec<PointStruct>,
    calls: Vec<String>,
}

impl Qdrant {
    /// Starts it on a free port, without any collection.
    ///
    /// # Panics
    /// Where the machine has no free local port.
    pub fn start() -> Self {
        let server = Arc::<Mutex<Server>>::default();
        let shared = Arc::clone(&server);
        let recording = Recording::default();
        let router = Router::new().fallback(move |request| answer(Arc::clone(&shared), request));
        let address = crate::serve(recording.around(router));
        Self { url: format!("http://{address}"), server, recording }
    }

    /// Every byte that it was sent so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.recording.bytes()
    }

    /// The calls that touched points so far, by name: `Upsert`, `Query`, `Scroll`, `Count`, `Delete`.
    pub fn calls(&self) -> Vec<String> {
        self.server.lock().expect("no handler panics").calls.clone()
    }

    /// The text of each point that is kept.
    pub fn texts(&self) -> Vec<String> {
        let server = self.server.lock().expect("no handler panics");
        server.points.iter().filter_map(|point| keyword(point, "text")).map(str::to_owned).collect()
    }
}

/// Answers one gRPC request.
async fn answer(server: Arc<Mutex<Server>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if let Some(call) = path.strip_prefix("/qdrant.Points/") {
        server.lock().expect("no handler panics").calls.push(call.to_owned());
    }
    match path.as_str() {
        "/qdrant.Qdrant/HealthCheck" => unary(server, request, Server::health).await,
        "/qdrant.Collections/CollectionExists" => unary(server, request, Server::collection_exists).await,
        "/qdrant.Collections/Create" => unary(server, request, Server::create_collection).await,
        "/qdrant.Points/Upsert" => unary(server, request, Server::upsert).await,
        "/qdrant.Points/Query" => unary(server, request, Server::query).await,
        "/qdrant.Points/Scroll" => unary(server, request, Server::scroll).await,
        "/qdrant.Points/Count" => unary(server, request, Server::count).await,
        "/qdrant.Points/Delete" => unary(server, request, Server::delete).await,
        _ => Status::unimplemented(path).into_http(),
    }
}

/// Decodes a request, has it answered, encodes the answer.
async fn unary<M, R>(server: Arc<Mutex<Server>>, request: Request, answer: fn(&mut Server, M) -> R) -> Response
where
    M: Message + Default + Send + 'static,
    R: Message + Send + 'static,
{
    let service = tower::service_fn(move |request: tonic::Request<M>| {
        let response = answer(&mut server.lock().expect("no handler panics"), request.into_inner());
        ready(Ok::<_, Status>(tonic::Response::new(response)))
    });
    tonic::server::Grpc::new(ProstCodec::<R, M>::default()).unary(service, request).await.map(Body::new)
}

impl Server {
    fn health(&mut self, _: HealthCheckRequest) -> HealthCheckReply {
        HealthCheckReply { title: "stand-in".to_owned(), version: "1.20.0".to_owned(), commit: None }
    }

    fn collection_exists(&mut self, request: CollectionExistsRequest) -> CollectionExistsResponse {
        let exists = self.collections.contains(&request.collection_name);
        CollectionExistsResponse { result: Some(CollectionExists { exists }), ..Default::default() }
    }

    fn create_collection(&mut self, request: CreateCollection) -> CollectionOperationResponse {
        self.collections.push(request.collection_name);
        CollectionOperationResponse { result: true, ..Default::default() }
    }

    fn upsert(&mut self, request: UpsertPoints) -> PointsOperationResponse {
        for point in request.points {
            self.points.retain(|kept| kept.id != point.id);
            self.points.push(point);
        }
        completed()
    }

    fn query(&mut self, request: QueryPoints) -> QueryResponse {
        let wanted = match request.query.and_then(|query| query.variant) {
            Some(Variant::Nearest(input)) => match input.variant {
                Some(vector_input::Variant::Dense(vector)) => vector.data,
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let mut result: Vec<ScoredPoint> = self
            .matching(request.filter.as_ref())
            .map(|point| ScoredPoint {
                id: point.id.clone(),
                payload: point.payload.clone(),
                score: cosine(&wanted, dense(point)),
                ..Default::default()
            })
            .filter(|point| request.score_threshold.is_none_or(|threshold| point.score >= threshold))
            .collect();
        result.sort_by(|a, b| b.score.total_cmp(&a.score));
        result.truncate(request.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX)));
        QueryResponse { result, ..Default::default() }
    }

    fn scroll(&mut self, request: ScrollPoints) -> ScrollResponse {
        let result = self
            .matching(request.filter.as_ref())
            .map(|point| RetrievedPoint { id: point.id.clone(), payload: point.payload.clone(), ..Default::default() })
            .collect();
        ScrollResponse { result, ..Default::default() }
    }

    fn count(&mut self, request: CountPoints) -> CountResponse {
        let count = self.matching(request.filter.as_ref()).count() as u64;
        CountResponse { result: Some(CountResult { count }), ..Default::default() }
    }

    fn delete(&mut self, request: DeletePoints) -> PointsOperationResponse {
        if let Some(PointsSelectorOneOf::Filter(filter)) = request.points.and_then(|points| points.points_selector_one_of) {
            self.points.retain(|point| !matches(point, Some(&filter)));
        }
        completed()
    }

    fn matching(&self, filter: Option<&Filter>) -> impl Iterator<Item = &PointStruct> {
        self.points.iter().filter(move |point| matches(point, filter))
    }
}

fn completed() -> PointsOperationResponse {
    let result = UpdateResult { operation_id: Some(0), status: UpdateStatus::Completed.into() };
    PointsOperationResponse { result: Some(result), ..Default::default() }
}

/// Whether a point has every keyword that the filter asks for.
fn matches(point: &PointStruct, filter: Option<&Filter>) -> bool {
    filter.into_iter().flat_map(|filter| &filter.must).all(|condition| {
        let Some(ConditionOneOf::Field(field)) = &condition.condition_one_of else { return false };
        match field.r#match.as_ref().and_then(|wanted| wanted.match_value.as_ref()) {
            Some(MatchValue::Keyword(wanted)) => keyword(point, &field.key) == Some(wanted),
            _ => false,
        }
    })
}

/// The text under a key of a point's payload.
fn keyword<'p>(point: &'p PointStruct, key: &str) -> Option<&'p str> {
    match point.payload.get(key) {
        Some(Value { kind: Some(Kind::StringValue(text)) }) => Some(text),
        _ => None,
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

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let product = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    product(a, b) / (product(a, a) * product(b, b)).sqrt().max(f32::EPSILON)
}
