//! A stand-in for `reqwest-middleware`: its paths and signatures, no behaviour.

use reqwest::{Client, IntoUrl, Method, Response, Result};

#[derive(Clone, Default)]
pub struct ClientWithMiddleware(Client);

pub struct RequestBuilder(reqwest::RequestBuilder);

impl ClientWithMiddleware {
    pub fn new(client: Client) -> Self {
        ClientWithMiddleware(client)
    }

    pub fn get<U: IntoUrl>(&self, url: U) -> RequestBuilder {
        self.request(Method::GET, url)
    }

    pub fn post<U: IntoUrl>(&self, url: U) -> RequestBuilder {
        self.request(Method::POST, url)
    }

    pub fn put<U: IntoUrl>(&self, url: U) -> RequestBuilder {
        self.request(Method::PUT, url)
    }

    pub fn request<U: IntoUrl>(&self, method: Method, url: U) -> RequestBuilder {
        RequestBuilder(self.0.request(method, url))
    }
}

impl RequestBuilder {
    pub fn json<T: ?Sized>(self, json: &T) -> Self {
        RequestBuilder(self.0.json(json))
    }

    pub async fn send(self) -> Result<Response> {
        self.0.send().await
    }
}
