use crate::{Connection, Params, Result, Row};

pub struct Statement<'conn> {
    pub(crate) conn: &'conn Connection,
}

pub struct MappedRows<T>(std::vec::IntoIter<Result<T>>);

impl<T> Iterator for MappedRows<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        self.0.next()
    }
}

impl Statement<'_> {
    pub fn execute<P: Params>(&mut self, _params: P) -> Result<usize> {
        let _ = self.conn;
        Ok(0)
    }

    pub fn query_map<T, P, F>(&mut self, _params: P, _f: F) -> Result<MappedRows<T>>
    where
        P: Params,
        F: FnMut(&Row<'_>) -> Result<T>,
    {
        Ok(MappedRows(Vec::new().into_iter()))
    }
}
