use crate::{Result, Statement};

pub struct Row<'stmt> {
    pub(crate) stmt: &'stmt Statement<'stmt>,
}

impl Row<'_> {
    pub fn get<T: Default>(&self, _column: usize) -> Result<T> {
        let _ = self.stmt;
        Ok(T::default())
    }
}
