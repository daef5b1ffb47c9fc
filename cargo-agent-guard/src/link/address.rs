//! Addresses: whether what goes there can be read on the way.

use std::net::IpAddr;

use url::Url;

/// An address to which data go unencrypted, over a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearText {
    /// The address without user, password and path: `http://db.example.com`.
    pub address: String,
    /// What to write instead: `https://`.
    pub instead: &'static str,
}

/// Schemes that say that nothing is encrypted, and those of the same protocol that say that all is.
const SCHEMES: &[(&str, &str)] = &[
    ("http", "https://"),
    ("ws", "wss://"),
    ("grpc", "https://"),
    ("redis", "rediss://"),
    ("valkey", "valkeys://"),
    ("bolt", "bolt+s://"),
    ("neo4j", "neo4j+s://"),
    // What a catalogue entry says of a function that is told to use no TLS.
    (WITHOUT_TLS, "a TLS connector"),
];

/// The scheme of a connection to PostgreSQL that is made with `NoTls`.
const WITHOUT_TLS: &str = "postgres-without-tls";

/// Stands for what is put in at run time. It can be part of a host's name.
const HOLE: &str = "agent-guard-hole";

/// Whether a text is an address that says itself that nothing is encrypted, of another machine. `scheme` is what stands before a text that
/// has none. What is not known (a host that is put in at run time) is not said to be in clear text.
pub fn clear_text(text: &str, scheme: &str) -> Option<ClearText> {
    let text = text.trim();
    if !text.contains("://") && text.contains('=') {
        return clear_parameters(text, scheme);
    }
    let whole = if text.contains("://") || scheme.is_empty() { text.to_owned() } else { format!("{scheme}://{text}") };
    let url = Url::parse(&whole.replace(":{}", ":1").replace("{}", HOLE)).ok()?;
    let host = url.host_str().filter(|host| is_elsewhere(host))?;
    let (scheme, instead) = match url.scheme() {
        "postgres" | "postgresql" if scheme == WITHOUT_TLS => ("postgres", "a TLS connector"),
        "postgres" | "postgresql" => {
            url.query_pairs().find(|(key, value)| key == "sslmode" && value == "disable")?;
            ("postgres", "sslmode=verify-full")
        }
        scheme => (scheme, SCHEMES.iter().find(|(known, _)| *known == scheme)?.1),
    };
    Some(ClearText { address: format!("{}://{}", scheme.trim_end_matches("-without-tls"), host.replace(HOLE, "{}")), instead })
}

/// The same of PostgreSQL's own form: `host=db.example.com sslmode=disable`.
fn clear_parameters(text: &str, scheme: &str) -> Option<ClearText> {
    let value = |wanted| parameter(text, wanted);
    let host = value("hostaddr").or_else(|| value("host"))?.replace("{}", HOLE);
    let instead = match value("sslmode") {
        _ if scheme == WITHOUT_TLS => "a TLS connector",
        Some("disable") => "sslmode=verify-full",
        _ => return None,
    };
    // A path is a socket of this machine.
    (is_elsewhere(&host) && !host.starts_with('/'))
        .then(|| ClearText { address: format!("postgres://{}", host.replace(HOLE, "{}")), instead })
}

/// The password in an address, as it is written there.
pub fn password(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.contains("://") {
        return parameter(text, "password").map(str::to_owned);
    }
    let url = Url::parse(&text.replace("{}", HOLE)).ok()?;
    url.password().filter(|password| !password.is_empty()).map(|password| password.replace(HOLE, "{}"))
}

/// Whether an address is known to be of this machine.
pub fn is_of_this_machine(text: &str) -> bool {
    let text = text.trim();
    let host = match Url::parse(&text.replace(":{}", ":1").replace("{}", HOLE)) {
        Ok(url) if text.contains("://") => url.host_str().map(str::to_owned),
        _ => match parameter(text, "host") {
            Some(host) => Some(host.to_owned()),
            // `127.0.0.1:7687`
            None => text.rsplit_once(':').map(|(host, _)| host.to_owned()),
        },
    };
    host.is_some_and(|host| is_this_machine(&host) || host.starts_with('/'))
}

/// A value in PostgreSQL's own form: `host=db.example.com password=…`.
fn parameter<'t>(text: &'t str, wanted: &str) -> Option<&'t str> {
    text.split_whitespace().filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == wanted).map(|(_, value)| value)
}

/// Whether a host is this machine.
fn is_this_machine(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
    let is_local = |address: IpAddr| address.is_loopback() || address.is_unspecified();
    host == "localhost" || host.ends_with(".localhost") || host.parse::<IpAddr>().is_ok_and(is_local)
}

/// Whether a host is known to be another machine.
fn is_elsewhere(host: &str) -> bool {
    if host.is_empty() || is_this_machine(host) {
        return false;
    }
    // `{}.example.com` is somebody's; `{}` and `db.{}` may be anything.
    let known = host.rsplit(HOLE).next().unwrap_or_default();
    known.len() == host.len() || known.trim_start_matches('.').contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Option<String> {
        clear_text(text, "").map(|found| found.address)
    }

    #[test]
    fn clear_text_to_another_machine_is_found() {
        for (text, expected) in [
            ("http://db.example.com:6334", "http://db.example.com"),
            ("http://10.0.0.7:6333/collections/{}", "http://10.0.0.7"),
            ("HTTP://qdrant:6334", "http://qdrant"),
            ("http://user:{}@db.example.com:{}/x", "http://db.example.com"),
            ("http://{}.example.com", "http://{}.example.com"),
            ("ws://db.example.com", "ws://db.example.com"),
            ("grpc://db.example.com:80", "grpc://db.example.com"),
            ("redis://:secret@cache.example.com/0", "redis://cache.example.com"),
            ("bolt://graph.example.com:7687", "bolt://graph.example.com"),
            ("postgres://u:p@db.example.com/agent?sslmode=disable", "postgres://db.example.com"),
            ("host=db.example.com user=agent sslmode=disable", "postgres://db.example.com"),
            ("http://[2001:db8::1]:6334", "http://[2001:db8::1]"),
        ] {
            assert_eq!(address(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn this_machine_encryption_and_what_is_not_known_are_not() {
        for text in [
            "http://localhost:6334",
            "http://qdrant.localhost:6334",
            "http://127.0.0.1:6334",
            "http://127.3.2.1",
            "http://[::1]:6334",
            "http://0.0.0.0:6334",
            "https://db.example.com",
            "rediss://cache.example.com",
            "redis://127.0.0.1/",
            "redis+unix:///run/redis.sock",
            "unix:///run/redis.sock",
            "postgres://db.example.com/agent",
            "postgres://db.example.com/agent?sslmode=require",
            "postgres://localhost/agent?sslmode=disable",
            "postgres:///agent?sslmode=disable&host=/run/postgresql",
            "host=/run/postgresql sslmode=disable",
            "user=agent sslmode=disable",
            "http://{}",
            "http://{}:6334/collections",
            "http://db.{}",
            "{}",
            "{}/collections",
            "",
            "memory",
            "mongodb://db.example.com",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }

    #[test]
    fn the_scheme_may_be_in_the_function() {
        assert_eq!(clear_text("db.example.com:8000", "ws").map(|found| found.address).as_deref(), Some("ws://db.example.com"));
        assert_eq!(clear_text("localhost:8000", "ws"), None);
        let found = clear_text("host=db.example.com user=agent", WITHOUT_TLS);
        assert_eq!(found.map(|found| found.instead), Some("a TLS connector"));
        assert_eq!(
            clear_text("postgres://db.example.com/x", WITHOUT_TLS).map(|found| found.address).as_deref(),
            Some("postgres://db.example.com")
        );
        assert_eq!(clear_text("host=localhost user=agent", WITHOUT_TLS), None);
    }
}
