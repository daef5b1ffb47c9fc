//! A server that stands in for a model: it keeps the bytes that it is sent, and answers what it is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The server, on a port of its own.
pub struct StandIn {
    pub address: SocketAddr,
    received: Arc<Mutex<Vec<u8>>>,
}

impl StandIn {
    /// Answers every request with this content in these pieces, each sent by itself.
    pub fn answering(content_type: &'static str, pieces: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("just bound");
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = received.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.expect("a client connects");
                answer(stream, &kept, content_type, &pieces);
            }
        });
        Self { address, received }
    }

    /// Everything that was received, headers and all.
    pub fn received(&self) -> String {
        String::from_utf8_lossy(&self.received.lock().expect("nobody panics with it")).into_owned()
    }
}

/// Reads one request, with a length or without a body, and answers in chunks.
fn answer(mut stream: TcpStream, received: &Mutex<Vec<u8>>, content_type: &str, pieces: &[Vec<u8>]) {
    let mut reader = BufReader::new(stream.try_clone().expect("a socket can be shared"));
    let (mut head, mut length) = (String::new(), 0);
    while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
    for line in head.lines() {
        if let Some((name, value)) = line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length")) {
            length = value.trim().parse().unwrap_or_else(|_| panic!("{name} is a number"));
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("the body is as long as it says");
    let mut received = received.lock().expect("nobody panics with it");
    received.extend_from_slice(head.as_bytes());
    received.extend_from_slice(&body);
    drop(received);
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("the client listens");
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        let chunk = [format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat();
        stream.write_all(&chunk).and_then(|()| stream.flush()).expect("the client listens");
    }
    stream.write_all(b"0\r\n\r\n").expect("the client listens");
}
