//! What the agents talk to in their tests: servers on this machine, reached by the agents' own clients over the network, that keep what they
//! are told and answer predictably. A test can then ask what left the agent, which is what consent is about.

mod llm;
mod qdrant;

pub use llm::Llm;
pub use qdrant::Qdrant;

/// Serves a router on a free local port for as long as the runtime lives, and returns its address.
async fn serve(router: axum::Router) -> std::net::SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("the machine has a free local port");
    let address = listener.local_addr().expect("a bound listener has an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}
