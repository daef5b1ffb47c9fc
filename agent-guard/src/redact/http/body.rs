//! The body of an answer on its way back.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http_body::{Body, Frame};

use super::events::Events;
use super::message;
use crate::redact::Session;

/// The body of an answer with the values again. Events are passed on as they come; anything else is collected first.
pub struct RestoredBody<B> {
    body: Pin<Box<B>>,
    way: Way,
    /// Trailers that came before what was held back could be sent.
    trailers: Option<HeaderMap>,
}

enum Way {
    Events(Box<Events>),
    Whole(Session, Vec<u8>),
    Ended,
}

impl<B> RestoredBody<B> {
    /// The body of a response with these headers. Its length will be another.
    pub(super) fn new(body: B, headers: &mut HeaderMap, session: Session) -> Self {
        headers.remove(CONTENT_LENGTH);
        let is_events = headers.get(CONTENT_TYPE).is_some_and(|it| it.as_bytes().starts_with(b"text/event-stream"));
        let way = if is_events { Way::Events(Box::new(Events::new(session))) } else { Way::Whole(session, Vec::new()) };
        Self { body: Box::pin(body), way, trailers: None }
    }
}

impl<B> fmt::Debug for RestoredBody<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RestoredBody").finish_non_exhaustive()
    }
}

impl Way {
    fn push(&mut self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Events(events) => events.push(bytes),
            Self::Whole(_, collected) => {
                collected.extend_from_slice(bytes);
                Vec::new()
            }
            Self::Ended => Vec::new(),
        }
    }

    fn finish(&mut self) -> Vec<u8> {
        match std::mem::replace(self, Self::Ended) {
            Self::Events(mut events) => events.finish(),
            Self::Whole(session, collected) => message::restore(&session, &collected),
            Self::Ended => Vec::new(),
        }
    }
}

impl<B: Body> Body for RestoredBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let this = &mut *self;
        loop {
            if matches!(this.way, Way::Ended) {
                return Poll::Ready(this.trailers.take().map(|trailers| Ok(Frame::trailers(trailers))));
            }
            let restored = match this.body.as_mut().poll_frame(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => this.way.finish(),
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(mut data) => {
                        use bytes::Buf;
                        this.way.push(&data.copy_to_bytes(data.remaining()))
                    }
                    Err(frame) => {
                        this.trailers = frame.into_trailers().ok();
                        this.way.finish()
                    }
                },
            };
            if !restored.is_empty() {
                return Poll::Ready(Some(Ok(Frame::data(Bytes::from(restored)))));
            }
        }
    }
}
