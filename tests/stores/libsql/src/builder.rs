//! How a database is opened.

use std::path::Path;

use crate::{Database, EncryptionConfig, Result};

/// Opens a database.
pub struct Builder<T = ()> {
    _inner: T,
}

/// A file.
pub struct Local;

/// A copy of what a server has.
pub struct RemoteReplica;

impl Builder<()> {
    pub fn new_local(_path: impl AsRef<Path>) -> Builder<Local> {
        Builder { _inner: Local }
    }

    pub fn new_remote_replica(_path: impl AsRef<Path>, _url: String, _auth_token: String) -> Builder<RemoteReplica> {
        Builder { _inner: RemoteReplica }
    }
}

impl Builder<Local> {
    pub fn encryption_config(self, _encryption_config: EncryptionConfig) -> Builder<Local> {
        self
    }

    pub async fn build(self) -> Result<Database> {
        Ok(Database)
    }
}

impl Builder<RemoteReplica> {
    pub fn encryption_config(self, _encryption_config: EncryptionConfig) -> Builder<RemoteReplica> {
        self
    }

    pub async fn build(self) -> Result<Database> {
        Ok(Database)
    }
}
