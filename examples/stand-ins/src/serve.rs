//! How the stand-ins are served, and what of a request they record besides its body.

use std::net::{SocketAddr, TcpListener};

use axum::{Router, http::request::Parts};

/// Serves a router on a free local port for as long as the process lives, and returns its address.
///
/// It has a thread of its own: Qdrant's client blocks the thread that it is made on until the server has answered, and in a test that is the
/// only one.
pub(crate) fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the machine has a free local port");
    listener.set_nonblocking(true).expect("a new listener can be made non-blocking");
    let address = listener.local_addr().expect("a bound listener has an address");
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("the machine can run one more event loop");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("the event loop is running");
            axum::serve(listener, router).await.expect("a local server does not fail");
        });
    });
    address
}

/// What a request says before its body. Headers as they are read, because HTTP/2 compresses them on the wire, where nothing could be found in
/// them.
pub(crate) fn bytes_of_head(head: &Parts) -> Vec<u8> {
    let mut bytes = format!("{} {}\n", head.method, head.uri).into_bytes();
    for (name, value) in &head.headers {
        bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\n"].concat());
    }
    bytes
}
