//! What the agents talk to in their tests: servers on this machine, reached by the agents' own clients over the network, that keep what they
//! are told and answer predictably. A test can then ask what left the agent, which is what consent is about.

pub mod conversation;
mod llm;
mod qdrant;
mod record;
mod search;

pub use llm::Llm;
pub use qdrant::Qdrant;
pub use search::{bytes_of_files, traces_of_text, traces_of_vector};

/// Serves a router on a free local port for as long as the process lives, and returns its address.
///
/// It has a thread of its own: Qdrant's client blocks the thread that it is made on until the server has answered, and in a test that is the
/// only one.
fn serve(router: axum::Router) -> std::net::SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("the machine has a free local port");
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
