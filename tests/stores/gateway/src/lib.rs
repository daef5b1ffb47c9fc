//! Foreign code that is asked for what comes in, and gives it as values of types of its own.

use std::{
    convert::Infallible,
    io::{self, Read},
};

/// What requests are received by.
#[derive(Default)]
pub struct Server {
    address: String,
}

/// A request. What it carries can be read.
pub struct Request {
    body: Box<dyn Read + Send>,
}

impl Server {
    /// Listens.
    pub fn bind(address: &str) -> Self {
        Self { address: address.to_owned() }
    }

    /// The next request.
    ///
    /// # Errors
    /// Where nobody listens any more.
    pub fn recv(&self) -> io::Result<Request> {
        Ok(Request { body: Box::new(io::Cursor::new(self.address.clone())) })
    }
}

impl Request {
    /// What it carries.
    pub fn as_reader(&mut self) -> &mut (dyn Read + Send) {
        &mut *self.body
    }

    /// How long that is.
    pub fn length(&self) -> usize {
        0
    }
}

/// A message.
#[derive(Debug, Clone)]
pub enum Message {
    /// One that somebody wrote.
    Text(String),
    /// Nobody wrote this.
    Ping(u64),
}

/// What messages come by and go by.
#[derive(Default)]
pub struct Socket;

/// Connects.
///
/// # Errors
/// Where nobody answers.
pub async fn connect(address: &str) -> Result<(Socket, u16), Infallible> {
    let _ = address;
    Ok((Socket, 101))
}

impl Socket {
    /// The next message.
    pub async fn next(&mut self) -> Option<Message> {
        Some(Message::Text(String::new()))
    }

    /// The next one, into a buffer.
    ///
    /// # Errors
    /// Where nobody is there any more.
    pub fn recv_into(&mut self, buffer: &mut Vec<u8>) -> io::Result<usize> {
        buffer.clear();
        Ok(0)
    }

    /// Puts random bytes there.
    pub fn salt(&self, buffer: &mut [u8]) {
        buffer.fill(7);
    }
}

/// What can be had from elsewhere.
pub trait Load: Default {
    /// The one that is there.
    fn load() -> Self {
        Self::default()
    }
}

/// A table in a file.
#[derive(Default)]
pub struct Table(Vec<Row>);

/// A row of one.
#[derive(Default)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// How often it was used.
    pub count: u64,
}

impl Table {
    /// Reads a file.
    ///
    /// # Errors
    /// Where there is none.
    pub fn from_path(path: &str) -> io::Result<Self> {
        let _ = path;
        Ok(Self::default())
    }

    /// One that is empty.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Its rows.
    pub fn rows(&self) -> std::slice::Iter<'_, Row> {
        self.0.iter()
    }

    /// Its rows as values of another type.
    pub fn deserialize<T: Default>(&self) -> std::vec::IntoIter<T> {
        Vec::new().into_iter()
    }
}

impl std::ops::Index<usize> for Row {
    type Output = str;

    fn index(&self, _: usize) -> &str {
        &self.name
    }
}
