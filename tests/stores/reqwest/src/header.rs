//! Names and values of headers.

#[derive(Clone, Debug, PartialEq)]
pub struct HeaderName(&'static str);

pub const AUTHORIZATION: HeaderName = HeaderName("authorization");
pub const ACCEPT: HeaderName = HeaderName("accept");

#[derive(Clone, Debug, PartialEq)]
pub struct HeaderValue(String);

impl HeaderValue {
    pub fn from_static(text: &'static str) -> Self {
        HeaderValue(text.to_owned())
    }
}

pub struct HeaderMap<T = HeaderValue>(Vec<(HeaderName, T)>);

impl HeaderMap {
    pub fn new() -> Self {
        HeaderMap(Vec::new())
    }
}

impl<T> HeaderMap<T> {
    pub fn insert(&mut self, name: HeaderName, value: T) -> Option<T> {
        self.0.push((name, value));
        None
    }
}
