//! The middleware for reqwest.

use http::header::CONTENT_LENGTH;
use reqwest::{Body, Request, Response, ResponseBuilderExt};
use reqwest_middleware::{Error, Middleware, Next};

use super::{NotSent, RestoredBody, message};
use crate::redact::Redactor;

/// Puts a [`Redactor`] into a client of reqwest.
///
/// ```
/// use agent_guard::{Redactor, redact::http::RedactMiddleware};
///
/// let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new())
///     .with(RedactMiddleware::new(Redactor::new()))
///     .build();
/// ```
#[derive(Debug, Clone)]
pub struct RedactMiddleware {
    redactor: Redactor,
}

impl RedactMiddleware {
    /// A middleware that redacts by `redactor`.
    #[must_use]
    pub fn new(redactor: Redactor) -> Self {
        Self { redactor }
    }
}

#[async_trait::async_trait]
impl Middleware for RedactMiddleware {
    async fn handle(&self, mut request: Request, extensions: &mut http::Extensions, next: Next<'_>) -> Result<Response, Error> {
        let mut session = self.redactor.session();
        if let Some(body) = request.body() {
            let body = body.as_bytes().ok_or_else(|| Error::middleware(NotSent::Stream))?;
            if !body.is_empty() {
                let redacted = message::redact(&mut session, body).ok_or_else(|| Error::middleware(NotSent::NotJson))?;
                *request.body_mut() = Some(Body::from(redacted));
                // Set anew when it is sent.
                request.headers_mut().remove(CONTENT_LENGTH);
            }
        }
        let response = next.run(request, extensions).await?;
        let url = response.url().clone();
        let (mut head, body) = http::Response::<Body>::from(response).into_parts();
        let body = RestoredBody::new(body, &mut head.headers, session);
        // reqwest keeps the URL in an extension of its own, and has no other way to set it.
        let with_url = http::Response::builder().url(url).body(()).map_err(Error::middleware)?;
        head.extensions.extend(with_url.into_parts().0.extensions);
        Ok(Response::from(http::Response::from_parts(head, Body::wrap(body))))
    }
}
