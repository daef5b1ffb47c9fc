use super::{Qdrant, QdrantResult};
use crate::qdrant::{DeletePoints, PointsOperationResponse, UpsertPoints};

impl Qdrant {
    pub async fn upsert_points(&self, _request: impl Into<UpsertPoints>) -> QdrantResult<PointsOperationResponse> {
        Ok(PointsOperationResponse)
    }

    pub async fn delete_points(&self, _request: impl Into<DeletePoints>) -> QdrantResult<PointsOperationResponse> {
        Ok(PointsOperationResponse)
    }
}
