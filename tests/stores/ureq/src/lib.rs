//! A stand-in for `ureq` 2: its paths and signatures, no behaviour.

#[derive(Clone, Default)]
pub struct Agent;

pub struct Request {
    address: String,
}

pub struct Response;

#[derive(Debug)]
pub struct Error;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no connection")
    }
}

impl std::error::Error for Error {}

impl Agent {
    pub fn new() -> Self {
        Agent
    }

    pub fn get(&self, path: &str) -> Request {
        self.request("GET", path)
    }

    pub fn post(&self, path: &str) -> Request {
        self.request("POST", path)
    }

    pub fn put(&self, path: &str) -> Request {
        self.request("PUT", path)
    }

    pub fn delete(&self, path: &str) -> Request {
        self.request("DELETE", path)
    }

    pub fn request(&self, _method: &str, path: &str) -> Request {
        Request { address: path.to_owned() }
    }
}

impl Request {
    pub fn set(self, _header: &str, _value: &str) -> Self {
        self
    }

    pub fn query(self, _param: &str, _value: &str) -> Self {
        self
    }

    pub fn call(self) -> Result<Response, Error> {
        if self.address.is_empty() { Err(Error) } else { Ok(Response) }
    }

    pub fn send_json<T>(self, _data: T) -> Result<Response, Error> {
        self.call()
    }

    pub fn send_string(self, _data: &str) -> Result<Response, Error> {
        self.call()
    }

    pub fn send_bytes(self, _data: &[u8]) -> Result<Response, Error> {
        self.call()
    }
}

pub fn get(path: &str) -> Request {
    Agent::new().get(path)
}

pub fn post(path: &str) -> Request {
    Agent::new().post(path)
}

pub fn put(path: &str) -> Request {
    Agent::new().put(path)
}

pub fn delete(path: &str) -> Request {
    Agent::new().delete(path)
}

pub fn request(method: &str, path: &str) -> Request {
    Agent::new().request(method, path)
}
