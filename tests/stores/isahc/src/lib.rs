//! A stand-in for `isahc`: its paths and signatures, no behaviour.

pub struct Response;

#[derive(Debug)]
pub struct Error;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no connection")
    }
}

impl std::error::Error for Error {}

#[derive(Clone, Default)]
pub struct HttpClient;

impl HttpClient {
    pub fn put<U: AsRef<str>, B: AsRef<[u8]>>(&self, _uri: U, _body: B) -> Result<Response, Error> {
        Ok(Response)
    }
}

pub fn post<U: AsRef<str>, B: AsRef<[u8]>>(_uri: U, _body: B) -> Result<Response, Error> {
    Ok(Response)
}

pub fn put<U: AsRef<str>, B: AsRef<[u8]>>(_uri: U, _body: B) -> Result<Response, Error> {
    Ok(Response)
}
