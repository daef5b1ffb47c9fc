use super::{Qdrant, QdrantResult};
use crate::qdrant::{QueryPoints, QueryResponse};

impl Qdrant {
    pub async fn query(&self, _request: impl Into<QueryPoints>) -> QdrantResult<QueryResponse> {
        Ok(QueryResponse)
    }
}
