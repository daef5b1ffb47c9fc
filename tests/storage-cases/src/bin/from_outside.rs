//! What comes in by sockets, readers, child processes and messages of foreign types, whoever it is received by; and what is made here.

use std::{
    io::{self, BufRead, BufReader, Cursor, Read},
    net::{TcpListener, UdpSocket},
    process::{Child, Command, Stdio},
};

use agent_guard::Vault;
use clap::Parser;
use gateway::{Load, Message, Request, Server, Socket, Table};
use helpers::{INSERT, Outcome, seal, vault};
use rusqlite::Connection;

fn by_connections(memory: &Connection, listener: &TcpListener) -> Outcome {
    for stream in listener.incoming() {
        let mut line = String::new();
        BufReader::new(stream?).read_line(&mut line)?;
        memory.execute(INSERT, (1, line))?; //~ AG201
    }
    Ok(())
}

fn by_lines(memory: &Connection, listener: &TcpListener) -> Outcome {
    let (stream, peer) = listener.accept()?;
    for line in BufReader::new(stream).lines() {
        memory.execute(INSERT, (1, line?))?; //~ AG201
    }
    memory.execute("INSERT INTO notes (port) VALUES (?1)", [peer.port()])?; //~ clean: a number
    Ok(())
}

fn by_datagrams(memory: &Connection, socket: &UdpSocket) -> Outcome {
    let mut buffer = [0_u8; 512];
    let (length, _) = socket.recv_from(&mut buffer)?;
    memory.execute(INSERT, (1, &buffer[..length]))?; //~ AG201
    memory.execute(INSERT, (1, length))?; //~ clean
    Ok(())
}

fn by_a_child(memory: &Connection, child: &mut Child) -> Outcome {
    let mut said = String::new();
    if let Some(out) = child.stdout.as_mut() {
        out.read_to_string(&mut said)?;
    }
    memory.execute(INSERT, (1, said))?; //~ AG201
    memory.execute("INSERT INTO notes (id) VALUES (?1)", [child.id()])?; //~ clean
    Ok(())
}

/// What a request of somebody's own type carries.
fn body_of(request: &mut Request) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    let read = request.as_reader().take(1 << 20).read_to_end(&mut body).is_ok();
    read.then_some(body)
}

fn by_requests(memory: &Connection, vault: &Vault, address: &str) -> Outcome {
    let server = Server::bind(address);
    let mut request = server.recv()?;
    let body = body_of(&mut request).unwrap_or_default();
    let note = String::from_utf8_lossy(&body);
    memory.execute(INSERT, (1, &*note))?; //~ AG201
    memory.execute(INSERT, (1, seal(vault, &note)?))?; //~ clean
    memory.execute("INSERT INTO notes (length) VALUES (?1)", [request.length()])?; //~ clean
    Ok(())
}

async fn by_messages(memory: &Connection) -> Outcome {
    let (mut socket, _) = gateway::connect("wss://localhost").await?;
    while let Some(message) = socket.next().await {
        store(memory, &message)?;
        if let Message::Ping(number) = message {
            memory.execute("INSERT INTO pings (number) VALUES (?1)", [number])?; //~ clean
        }
    }
    Ok(())
}

fn store(memory: &Connection, message: &Message) -> Outcome {
    if let Message::Text(note) = message {
        memory.execute(INSERT, (1, note))?; //~ AG201
    }
    Ok(())
}

fn into_buffers(memory: &Connection, socket: &mut Socket) -> Outcome {
    let mut buffer = Vec::new();
    socket.recv_into(&mut buffer)?;
    memory.execute(INSERT, (1, &buffer))?; //~ AG201
    let mut salt = vec![0; 16];
    socket.salt(&mut salt);
    memory.execute("INSERT INTO notes (salt) VALUES (?1)", [salt])?; //~ clean: nobody says that it is received
    Ok(())
}

fn by_any_reader(memory: &Connection, reader: &mut dyn Read) -> Outcome {
    let mut note = String::new();
    reader.read_to_string(&mut note)?;
    memory.execute(INSERT, (1, note))?; //~ AG201
    Ok(())
}

/// What is read was written here.
fn by_readers_of_memory(memory: &Connection, vault: &Vault) -> Outcome {
    let mut note = String::new();
    Cursor::new("hello").read_to_string(&mut note)?;
    memory.execute(INSERT, (1, &note))?; //~ clean: a constant
    let mut rest = String::new();
    BufReader::new("hello\nworld".as_bytes()).read_line(&mut rest)?;
    memory.execute(INSERT, (1, &rest))?; //~ clean: a constant
    let sealed = seal(vault, &note)?;
    let mut copy = Vec::new();
    Cursor::new(sealed).read_to_end(&mut copy)?;
    memory.execute(INSERT, (1, &copy))?; //~ clean: sealed
    Ok(())
}

/// A reader that callers bring says itself where it reads from.
fn copied(mut reader: impl Read) -> io::Result<String> {
    let mut copy = String::new();
    reader.read_to_string(&mut copy)?;
    Ok(copy)
}

fn by_readers_of_callers(memory: &Connection, listener: &TcpListener) -> Outcome {
    memory.execute(INSERT, (1, copied("hello".as_bytes())?))?; //~ clean: a constant
    memory.execute(INSERT, (1, copied(listener.accept()?.0)?))?; //~ AG201
    Ok(())
}

/// What somebody says on the command line.
#[derive(Parser)]
struct Arguments {
    note: String,
    #[arg(long)]
    title: Option<String>,
    #[arg(long, default_value_t = 3)]
    limit: u32,
}

fn by_arguments(memory: &Connection, vault: &Vault) -> Outcome {
    let arguments = Arguments::parse();
    memory.execute(INSERT, (1, &arguments.note))?; //~ AG201
    memory.execute(INSERT, (1, arguments.title.as_deref()))?; //~ AG201
    memory.execute(INSERT, (1, arguments.limit))?; //~ clean: a number
    memory.execute(INSERT, (1, seal(vault, &arguments.note)?))?; //~ clean
    Ok(())
}

#[derive(Default)]
struct Profile {
    note: String,
}

impl Load for Profile {}

#[derive(Default)]
struct Example {
    note: String,
}

impl Load for Example {
    fn load() -> Self {
        Self { note: "hello".to_owned() }
    }
}

fn by_traits(memory: &Connection) -> Outcome {
    memory.execute(INSERT, (1, Profile::load().note))?; //~ AG201: the trait says where it comes from
    memory.execute(INSERT, (1, Example::load().note))?; //~ clean: the type says it, a constant
    memory.execute(INSERT, (1, Profile::default().note))?; //~ clean
    Ok(())
}

/// The path is a constant: what is read is not.
fn by_files_of_foreign_kinds(memory: &Connection, path: &str) -> Outcome {
    let table = Table::from_path(path)?;
    for row in table.rows() {
        memory.execute(INSERT, (1, &row.name))?; //~ AG201
        memory.execute(INSERT, (1, &row[0]))?; //~ AG201
        memory.execute(INSERT, (1, row.count))?; //~ clean: a number
    }
    for profile in table.deserialize::<Profile>() {
        memory.execute(INSERT, (1, profile.note))?; //~ AG201
    }
    for row in Table::empty().rows() {
        memory.execute(INSERT, (1, &row.name))?; //~ clean: nobody says that it is read
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let (memory, vault) = (Connection::open("notes.db")?, vault()?);
    let listener = TcpListener::bind("127.0.0.1:0")?;
    by_connections(&memory, &listener)?;
    by_lines(&memory, &listener)?;
    by_datagrams(&memory, &UdpSocket::bind("127.0.0.1:0")?)?;
    by_a_child(&memory, &mut Command::new("date").stdout(Stdio::piped()).spawn()?)?;
    by_requests(&memory, &vault, "127.0.0.1:0")?;
    by_messages(&memory).await?;
    into_buffers(&memory, &mut Socket)?;
    by_any_reader(&memory, &mut io::stdin())?;
    by_readers_of_memory(&memory, &vault)?;
    by_readers_of_callers(&memory, &listener)?;
    by_arguments(&memory, &vault)?;
    by_traits(&memory)?;
    by_files_of_foreign_kinds(&memory, "people.csv")
}
