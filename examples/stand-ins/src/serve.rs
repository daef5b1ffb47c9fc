//! How the stand-ins are served.

use std::net::{SocketAddr, TcpListener};

use axum::Router;

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
