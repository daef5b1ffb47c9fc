//! Documents.

/// A value.
pub enum Bson {
    /// A number.
    Int32(i32),
    /// A text.
    String(String),
    /// A document.
    Document(Document),
}

impl From<i32> for Bson {
    fn from(value: i32) -> Self {
        Bson::Int32(value)
    }
}

impl From<&str> for Bson {
    fn from(value: &str) -> Self {
        Bson::String(value.to_owned())
    }
}

impl From<Document> for Bson {
    fn from(value: Document) -> Self {
        Bson::Document(value)
    }
}

/// Keys and values, in their order.
#[derive(Default)]
pub struct Document {
    inner: Vec<(String, Bson)>,
}

impl Document {
    /// An empty one.
    pub fn new() -> Document {
        Document::default()
    }

    /// Adds a key.
    pub fn insert<KT: Into<String>, BT: Into<Bson>>(&mut self, key: KT, val: BT) -> Option<Bson> {
        self.inner.push((key.into(), val.into()));
        None
    }
}

/// Makes a document.
#[macro_export]
macro_rules! doc {
    ($($key:tt : $value:expr),* $(,)?) => {{
        let mut object = $crate::bson::Document::new();
        $( let _ = object.insert::<_, $crate::bson::Bson>(($key).to_string(), $value.into()); )*
        object
    }};
}

pub use crate::doc;
