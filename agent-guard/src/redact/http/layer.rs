//! The layer for tower.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_LENGTH};
use http::{Request, Response};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use tower_layer::Layer;
use tower_service::Service;

use super::{NotSent, RestoredBody, message};
use crate::redact::Redactor;

type BoxError = Box<dyn Error + Send + Sync>;

/// Puts a [`Redactor`] around a client that is a tower service.
///
/// ```
/// # #[cfg(feature = "tower")]
/// # fn client<S>(client: S) -> impl Sized {
/// use agent_guard::{Redactor, redact::http::RedactLayer};
/// use tower_layer::Layer;
///
/// RedactLayer::new(Redactor::new()).layer(client)
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct RedactLayer {
    redactor: Redactor,
}

impl RedactLayer {
    /// A layer that redacts by `redactor`.
    #[must_use]
    pub fn new(redactor: Redactor) -> Self {
        Self { redactor }
    }
}

impl<S> Layer<S> for RedactLayer {
    type Service = Redact<S>;

    fn layer(&self, inner: S) -> Redact<S> {
        Redact { inner, redactor: self.redactor.clone() }
    }
}

/// A client of which requests are redacted and answers restored: see [`RedactLayer`].
#[derive(Debug, Clone)]
pub struct Redact<S> {
    inner: S,
    redactor: Redactor,
}

impl<S, RequestBody, ResponseBody> Service<Request<RequestBody>> for Redact<S>
where
    S: Service<Request<Full<Bytes>>, Response = Response<ResponseBody>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
    RequestBody: Body + Send + 'static,
    RequestBody::Data: Send,
    RequestBody::Error: Into<BoxError>,
    ResponseBody: Body,
{
    type Response = Response<RestoredBody<ResponseBody>>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: Request<RequestBody>) -> Self::Future {
        // The one that has been polled ready is used; the copy will be polled for the next request.
        let copy = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, copy);
        let mut session = self.redactor.session();
        Box::pin(async move {
            let (mut head, body) = request.into_parts();
            let body = body.collect().await.map_err(Into::into)?.to_bytes();
            let body = if body.is_empty() { body } else { Bytes::from(message::redact(&mut session, &body).ok_or(NotSent::NotJson)?) };
            // The length is set anew by the client. What comes back compressed could not be restored.
            head.headers.remove(CONTENT_LENGTH);
            head.headers.remove(ACCEPT_ENCODING);
            let response = inner.call(Request::from_parts(head, Full::new(body))).await.map_err(Into::into)?;
            let (mut head, body) = response.into_parts();
            let body = RestoredBody::new(body, &mut head.headers, session);
            Ok(Response::from_parts(head, body))
        })
    }
}
