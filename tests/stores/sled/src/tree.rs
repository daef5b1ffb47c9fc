use crate::Result;

#[derive(Clone, Debug, Default)]
pub struct Tree;

#[derive(Clone, Debug, Default)]
pub struct IVec(Vec<u8>);

impl From<&str> for IVec {
    fn from(text: &str) -> Self {
        IVec(text.as_bytes().to_vec())
    }
}

impl AsRef<[u8]> for IVec {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Tree {
    pub fn get<K: AsRef<[u8]>>(&self, _key: K) -> Result<Option<IVec>> {
        Ok(None)
    }

    pub fn insert<K, V>(&self, _key: K, _value: V) -> Result<Option<IVec>>
    where
        K: AsRef<[u8]>,
        V: Into<IVec>,
    {
        Ok(None)
    }

    pub fn remove<K: AsRef<[u8]>>(&self, _key: K) -> Result<Option<IVec>> {
        Ok(None)
    }

    pub fn name(&self) -> IVec {
        IVec::default()
    }

    /// Not in the real crate: what an API version that the catalogue does not know would add.
    pub fn get_everything_about<K: AsRef<[u8]>>(&self, _key: K) -> Result<Option<IVec>> {
        Ok(None)
    }
}
