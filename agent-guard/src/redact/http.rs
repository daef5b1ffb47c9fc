//! The redactor between a client and the model's server: what is sent has placeholders, what comes back has the values again.
//!
//! [`RedactLayer`] is a layer for tower, [`RedactMiddleware`] a middleware for reqwest. Both understand the requests and answers of
//! OpenAI-compatible servers (chat completions, responses, completions, embeddings) and of Anthropic's messages, also where the answer
//! is a stream of events. Each request has a session of its own; since a chat's request carries the whole conversation, the same value
//! has the same placeholder in each.
//!
//! What cannot be read is not sent: a request with a body that is not JSON is refused.

mod body;
mod events;
#[cfg(feature = "tower")]
mod layer;
mod message;
#[cfg(feature = "reqwest-middleware")]
mod middleware;

use std::error::Error;
use std::fmt;

pub use body::RestoredBody;
#[cfg(feature = "tower")]
pub use layer::{Redact, RedactLayer};
#[cfg(feature = "reqwest-middleware")]
pub use middleware::RedactMiddleware;

/// Why a request was not sent. It shows nothing of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotSent {
    /// The body is not JSON, so nobody knows what in it is personal.
    NotJson,
    /// The body is a stream, of which this cannot see the whole.
    Stream,
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotJson => {
                "the request was not sent: its body is not JSON and cannot be redacted; send uploads by a client without the redactor"
            }
            Self::Stream => "the request was not sent: its body is a stream and cannot be redacted; give it as a whole",
        })
    }
}

impl Error for NotSent {}
