//! The same for threads that wait.

use crate::{IntoUrl, Method, Result, Url};

#[derive(Clone, Default)]
pub struct Client;

pub struct RequestBuilder {
    method: Method,
    url: Result<Url>,
}

pub struct Response;

impl Client {
    pub fn new() -> Self {
        Client
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

    pub fn delete<U: IntoUrl>(&self, url: U) -> RequestBuilder {
        self.request(Method::DELETE, url)
    }

    pub fn patch<U: IntoUrl>(&self, url: U) -> RequestBuilder {
        self.request(Method::PATCH, url)
    }

    pub fn request<U: IntoUrl>(&self, method: Method, url: U) -> RequestBuilder {
        RequestBuilder { method, url: url.into_url() }
    }
}

impl RequestBuilder {
    pub fn json<T: ?Sized>(self, _json: &T) -> Self {
        self
    }

    pub fn body<T>(self, _body: T) -> Self {
        self
    }

    pub fn query<T: ?Sized>(self, _query: &T) -> Self {
        self
    }

    pub fn header<K, V>(self, _key: K, _value: V) -> Self {
        self
    }

    pub fn bearer_auth<T>(self, _token: T) -> Self {
        self
    }

    pub fn basic_auth<U, P>(self, _user: U, _password: Option<P>) -> Self {
        self
    }

    pub fn send(self) -> Result<Response> {
        let _ = self.method;
        self.url.map(|_| Response)
    }
}

impl Response {
    pub fn text(self) -> Result<String> {
        Ok(String::new())
    }
}

pub fn get<T: IntoUrl>(url: T) -> Result<Response> {
    Client::new().get(url).send()
}
