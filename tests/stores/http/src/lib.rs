//! A stand-in for `http`, whose requests hyper sends: its paths and signatures, no behaviour.

pub mod request;

pub use request::Request;

/// How a request asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Method(&'static str);

impl Method {
    pub const GET: Method = Method("GET");
    pub const POST: Method = Method("POST");
    pub const PUT: Method = Method("PUT");
    pub const DELETE: Method = Method("DELETE");
}

impl From<&'static str> for Method {
    fn from(name: &'static str) -> Self {
        Method(name)
    }
}

#[derive(Clone, Debug)]
pub struct Uri(pub String);

impl From<&str> for Uri {
    fn from(text: &str) -> Self {
        Uri(text.to_owned())
    }
}

impl From<String> for Uri {
    fn from(text: String) -> Self {
        Uri(text)
    }
}

impl From<&String> for Uri {
    fn from(text: &String) -> Self {
        Uri(text.clone())
    }
}

impl std::str::FromStr for Uri {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(Uri(text.to_owned()))
    }
}

#[derive(Debug)]
pub struct Error;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no request")
    }
}

impl std::error::Error for Error {}

pub type Result<T> = std::result::Result<T, Error>;
