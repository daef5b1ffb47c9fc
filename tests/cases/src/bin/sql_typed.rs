//! Statements that are types: what diesel runs is read from the type of what it is run on.
#![allow(dead_code, unused)]

use diesel::{QueryDsl, QueryResult, RunQueryDsl, SqliteConnection};

/// As `diesel::table!` makes it.
mod schema {
    pub mod notes {
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy)]
        pub struct table;
    }
    pub mod people {
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy)]
        pub struct table;
    }
}

use schema::{notes, people};

fn selected(connection: &mut SqliteConnection) -> QueryResult<Vec<String>> {
    notes::table.load::<String>(connection)?; //~ AG101
    notes::table.filter("ada").load::<String>(connection)?; //~ AG101
    notes::table.inner_join(people::table).load(connection) //~ AG101
}

fn written(connection: &mut SqliteConnection) -> QueryResult<usize> {
    diesel::insert_into(notes::table).values("blue").execute(connection)?; //~ AG102
    diesel::update(notes::table).set("blue").execute(connection) //~ AG102
}

fn given_back(connection: &mut SqliteConnection) -> QueryResult<String> {
    diesel::update(notes::table).set("blue").get_result::<String>(connection)?; //~ AG101
    diesel::delete(notes::table).get_result(connection) //~ AG101
}

fn erased(connection: &mut SqliteConnection) -> QueryResult<usize> {
    diesel::delete(notes::table).execute(connection)?; //~ erase
    diesel::delete(people::table).execute(connection) //~ erase
}

fn text_after_all(connection: &mut SqliteConnection) -> QueryResult<usize> {
    diesel::sql_query("CREATE TABLE notes (id INTEGER)").execute(connection)?;
    diesel::sql_query("DELETE FROM notes").execute(connection)?; //~ erase
    diesel::sql_query("INSERT INTO notes VALUES (1)").execute(connection) //~ AG102
}

fn of_any_type<T: RunQueryDsl<SqliteConnection>>(statement: T, connection: &mut SqliteConnection) -> QueryResult<usize> {
    statement.execute(connection) //~ AG101
}

fn main() {
    let mut connection = SqliteConnection;
    let _ = selected(&mut connection);
    let _ = written(&mut connection);
    let _ = given_back(&mut connection);
    let _ = erased(&mut connection);
    let _ = text_after_all(&mut connection);
    let _ = of_any_type(diesel::delete(notes::table), &mut connection);
}
