use std::future::Future;

#[derive(Debug)]
pub struct VectorStoreError;

impl std::fmt::Display for VectorStoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no index")
    }
}

impl std::error::Error for VectorStoreError {}

#[derive(Default)]
pub struct VectorSearchRequest;

pub trait VectorStoreIndex: Send + Sync {
    fn top_n<T: Send>(&self, request: VectorSearchRequest) -> impl Future<Output = Result<Vec<(f64, String, T)>, VectorStoreError>> + Send;
}

/// An index as a companion crate would have it.
#[derive(Default)]
pub struct SomeIndex;

impl VectorStoreIndex for SomeIndex {
    async fn top_n<T: Send>(&self, _request: VectorSearchRequest) -> Result<Vec<(f64, String, T)>, VectorStoreError> {
        Ok(Vec::new())
    }
}
