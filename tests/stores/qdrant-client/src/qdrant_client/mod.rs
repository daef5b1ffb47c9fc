mod points;
mod query;

#[derive(Clone, Default)]
pub struct Qdrant;

#[derive(Debug)]
pub struct QdrantError;

pub type QdrantResult<T> = Result<T, QdrantError>;

impl std::fmt::Display for QdrantError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no connection")
    }
}

impl std::error::Error for QdrantError {}

impl Qdrant {
    pub fn from_url(url: &str) -> crate::config::QdrantBuilder {
        crate::config::QdrantBuilder::from_url(url)
    }
}
