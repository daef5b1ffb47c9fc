//! A stand-in for `diesel`: its paths and signatures, no behaviour. What `table!` makes is written out where it is used.

use std::marker::PhantomData;

use query_builder::{DeleteStatement, InsertStatement, SelectStatement, SqlQuery, UpdateStatement};

/// What a statement gives.
pub type QueryResult<T> = Result<T, Error>;

/// What fails.
#[derive(Debug)]
pub struct Error;

/// A connection.
#[derive(Default)]
pub struct SqliteConnection;

/// The statements.
pub mod query_builder {
    use super::PhantomData;

    /// `DELETE`.
    pub struct DeleteStatement<T, U>(pub(super) PhantomData<(T, U)>);

    /// `INSERT`.
    pub struct InsertStatement<T, U>(pub(super) PhantomData<T>, pub(super) U);

    /// `SELECT`.
    pub struct SelectStatement<From>(pub(super) PhantomData<From>);

    /// `UPDATE`.
    pub struct UpdateStatement<T, V>(pub(super) PhantomData<T>, pub(super) V);

    /// A statement that is text.
    pub struct SqlQuery {
        pub(super) _query: String,
    }

    /// From these tables.
    pub struct FromClause<T>(PhantomData<T>);

    /// Two tables together.
    pub struct Join<A, B>(PhantomData<(A, B)>);
}

use query_builder::{FromClause, Join};

/// What a table can be asked.
pub trait QueryDsl: Sized {
    /// Another table besides.
    fn inner_join<B>(self, _with: B) -> SelectStatement<FromClause<Join<Self, B>>> {
        SelectStatement(PhantomData)
    }

    /// Some of it.
    fn filter<P>(self, _predicate: P) -> SelectStatement<FromClause<Self>> {
        SelectStatement(PhantomData)
    }
}

impl<T> QueryDsl for T {}

/// Running a statement.
pub trait RunQueryDsl<Conn>: Sized {
    /// Runs it, and counts.
    fn execute(self, _conn: &mut Conn) -> QueryResult<usize> {
        Ok(0)
    }

    /// Runs it, and gives what comes back.
    fn load<U>(self, _conn: &mut Conn) -> QueryResult<Vec<U>> {
        Ok(Vec::new())
    }

    /// Runs it, and gives the one row that comes back.
    fn get_result<U>(self, _conn: &mut Conn) -> QueryResult<U> {
        Err(Error)
    }
}

impl<T, Conn> RunQueryDsl<Conn> for T {}

/// Begins a `DELETE`.
pub fn delete<T>(_source: T) -> DeleteStatement<T, ()> {
    DeleteStatement(PhantomData)
}

/// Begins an `INSERT`.
pub fn insert_into<T>(_target: T) -> InsertStatement<T, ()> {
    InsertStatement(PhantomData, ())
}

/// Begins an `UPDATE`.
pub fn update<T>(_source: T) -> UpdateStatement<T, ()> {
    UpdateStatement(PhantomData, ())
}

/// A statement that is text.
pub fn sql_query(query: impl Into<String>) -> SqlQuery {
    SqlQuery { _query: query.into() }
}

impl<T> InsertStatement<T, ()> {
    /// What is inserted.
    pub fn values<V>(self, values: V) -> InsertStatement<T, V> {
        InsertStatement(PhantomData, values)
    }
}

impl<T> UpdateStatement<T, ()> {
    /// What is changed.
    pub fn set<V>(self, values: V) -> UpdateStatement<T, V> {
        UpdateStatement(PhantomData, values)
    }
}
