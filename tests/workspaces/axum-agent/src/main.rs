//! Handlers, an extractor that hands out the token, a middleware that asks, and a closure.
#![allow(unused)]

use std::sync::Arc;

use agent_guard::{Consent, ConsentDenied, ConsentLedger, Purpose, SubjectId, user_consent_required};
use axum::{
    Router,
    extract::{FromRequestParts, Request, State},
    http::{StatusCode, request::Parts},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use qdrant_client::Qdrant;

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

#[derive(Clone)]
struct App {
    ledger: Arc<ConsentLedger>,
    vectors: Qdrant,
}

struct Refused;

impl From<ConsentDenied> for Refused {
    fn from(_: ConsentDenied) -> Self {
        Refused
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        StatusCode::FORBIDDEN.into_response()
    }
}

/// An extractor: a handler that takes it has the token.
struct Agreed(Consent<Recall>);

impl FromRequestParts<App> for Agreed {
    type Rejection = Refused;

    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, Refused> {
        Ok(Agreed(Consent::require_async(&app.ledger, &SubjectId::new("ada")).await?))
    }
}

/// Refuses requests of people who have not agreed; the handlers behind it cannot know that by their types.
async fn only_agreed(State(app): State<App>, request: Request, next: Next) -> Result<Response, Refused> {
    Consent::<Recall>::require_async(&app.ledger, &SubjectId::new("ada")).await?;
    Ok(next.run(request).await)
}

async fn careless(State(app): State<App>) -> &'static str {
    let _ = app.vectors.query("colour").await; //~ AG101
    "blue"
}

async fn careful(State(app): State<App>) -> Result<&'static str, Refused> {
    let _consent = Consent::<Recall>::require_async(&app.ledger, &SubjectId::new("ada")).await?;
    let _ = app.vectors.query("colour").await; //~ guarded
    Ok("blue")
}

#[user_consent_required(Recall, gate = app.ledger, subject = "ada")]
async fn annotated(State(app): State<App>) -> Result<&'static str, Refused> {
    let _ = app.vectors.query("colour").await; //~ guarded
    Ok("blue")
}

async fn extracted(State(app): State<App>, _: Agreed) -> &'static str {
    let _ = app.vectors.query("colour").await; //~ guarded
    "blue"
}

async fn extracted_maybe(State(app): State<App>, agreed: Result<Agreed, Refused>) -> &'static str {
    let _ = app.vectors.query("colour").await; //~ AG101
    "blue"
}

async fn behind_the_middleware(State(app): State<App>) -> &'static str {
    let _ = app.vectors.query("colour").await; //~ AG101: nothing ties it to the middleware
    "blue"
}

fn router(app: App) -> Router {
    Router::new()
        .route("/middleware", get(behind_the_middleware))
        .layer(from_fn_with_state(app.clone(), only_agreed))
        .route("/careless", get(careless).post(careful))
        .route("/annotated", get(annotated))
        .route("/extracted", get(extracted).post(extracted_maybe))
        .route(
            "/closure",
            get(|State(app): State<App>| async move {
                let _ = app.vectors.upsert_points("blue").await; //~ AG102
            }),
        )
        .with_state(app)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _router = router(App { ledger: Arc::new(ConsentLedger::new()), vectors: Qdrant::default() });
}
