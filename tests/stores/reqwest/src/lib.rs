//! A stand-in for `reqwest`: its paths and signatures, no behaviour.

mod async_impl;
pub mod blocking;
pub mod header;
mod url;

pub use async_impl::{Client, RequestBuilder, Response};
pub use url::{IntoUrl, Url};

/// How a request asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Method(&'static str);

impl Method {
    pub const GET: Method = Method("GET");
    pub const POST: Method = Method("POST");
    pub const PUT: Method = Method("PUT");
    pub const PATCH: Method = Method("PATCH");
    pub const DELETE: Method = Method("DELETE");
}

/// A request that is not sent yet.
pub struct Request {
    pub method: Method,
    pub url: Url,
}

impl Request {
    pub fn new(method: Method, url: Url) -> Self {
        Request { method, url }
    }
}

#[derive(Debug)]
pub struct Error;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no connection")
    }
}

impl std::error::Error for Error {}

pub type Result<T> = std::result::Result<T, Error>;

pub async fn get<T: IntoUrl>(url: T) -> Result<Response> {
    url.into_url().map(|_| Response)
}
