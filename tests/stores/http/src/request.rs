//! Requests, and what makes them.

use crate::{Method, Result, Uri};

pub struct Request<T> {
    pub address: Option<Uri>,
    pub method: Option<Method>,
    pub body: T,
}

#[derive(Default)]
pub struct Builder {
    address: Option<Uri>,
    method: Option<Method>,
}

impl Request<()> {
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub fn get<T: Into<Uri>>(uri: T) -> Builder {
        Builder::default().method(Method::GET).uri(uri)
    }

    pub fn post<T: Into<Uri>>(uri: T) -> Builder {
        Builder::default().method(Method::POST).uri(uri)
    }

    pub fn put<T: Into<Uri>>(uri: T) -> Builder {
        Builder::default().method(Method::PUT).uri(uri)
    }
}

impl Builder {
    pub fn method<T: Into<Method>>(self, method: T) -> Builder {
        Builder { method: Some(method.into()), ..self }
    }

    pub fn uri<T: Into<Uri>>(self, uri: T) -> Builder {
        Builder { address: Some(uri.into()), ..self }
    }

    pub fn header<K, V>(self, _key: K, _value: V) -> Builder {
        self
    }

    pub fn body<T>(self, body: T) -> Result<Request<T>> {
        Ok(Request { address: self.address, method: self.method, body })
    }
}
