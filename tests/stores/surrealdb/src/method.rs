//! What the verbs make, each performed by `.await`.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use crate::Result;

pub struct Create;

pub struct Update;

pub struct Select;

pub struct Query;

pub struct Content;

pub struct Merge;

impl Create {
    pub fn content<D>(self, _data: D) -> Content {
        Content
    }
}

impl Update {
    pub fn merge<D>(self, _data: D) -> Merge {
        Merge
    }
}

impl Query {
    pub fn bind<D>(self, _bindings: D) -> Query {
        Query
    }
}

macro_rules! performed_by_await {
    ($($request:ty),*) => {
        $(impl IntoFuture for $request {
            type Output = Result<()>;
            type IntoFuture = Pin<Box<dyn Future<Output = Result<()>>>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(async { Ok(()) })
            }
        })*
    };
}

performed_by_await!(Create, Update, Select, Query, Content, Merge);
