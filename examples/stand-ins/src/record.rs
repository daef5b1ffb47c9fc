//! What a server was sent, byte for byte, kept so that it can be searched.

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    middleware::map_request,
};

/// The requests so far, one after the other.
#[derive(Clone, Default)]
pub(crate) struct Recording(Arc<Mutex<Vec<u8>>>);

impl Recording {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.0.lock().expect("no handler panics").clone()
    }

    /// A router that records each request before it answers it.
    pub(crate) fn around(&self, router: Router) -> Router {
        let recording = self.clone();
        router.layer(map_request(move |request| recording.clone().add(request)))
    }

    async fn add(self, request: Request) -> Request {
        let (head, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a client on this machine sends its body whole");
        let mut bytes = self.0.lock().expect("no handler panics");
        bytes.extend(super::serve::bytes_of_head(&head));
        bytes.extend(&body);
        bytes.push(b'\n');
        Request::from_parts(head, Body::from(body))
    }
}

impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recording({} bytes)", self.bytes().len())
    }
}
