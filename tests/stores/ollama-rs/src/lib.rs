//! A stand-in for `ollama-rs`: its paths and signatures, no behaviour.

/// What an address can be made of.
pub trait IntoUrl {}

impl IntoUrl for &str {}
impl IntoUrl for String {}

/// A client of a server.
pub struct Ollama;

impl Ollama {
    pub fn new(_host: impl IntoUrl, _port: u16) -> Self {
        Ollama
    }

    pub fn builder() -> OllamaBuilder {
        OllamaBuilder
    }
}

/// What a client is made of.
pub struct OllamaBuilder;

impl OllamaBuilder {
    pub fn host(self, _host: impl IntoUrl) -> Self {
        self
    }

    pub fn port(self, _port: u16) -> Self {
        self
    }

    pub fn build(self) -> Ollama {
        Ollama
    }
}
