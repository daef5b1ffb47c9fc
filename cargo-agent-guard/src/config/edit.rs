//! Writing into a policy that somebody else has written: an entry of the catalogue is added, and everything else stays as it is.

use std::fmt;

use serde::{
    Serialize,
    de::{DeserializeOwned, IntoDeserializer, value::Error as WordError},
};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use super::{PolicyError, from_file};
use crate::catalogue::{EffectSource, Kind};

/// An entry to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// The package.
    pub package: String,
    /// What kind of store it is. It may be left out where the policy has the package already, or the built-in catalogue.
    pub kind: Option<Kind>,
    /// What kind of store the built-in catalogue calls it, if it has it.
    pub built_in_kind: Option<Kind>,
    /// The types that have the methods.
    pub types: Vec<String>,
    /// The traits that have them.
    pub traits: Vec<String>,
    /// The modules that have the functions.
    pub modules: Vec<String>,
    /// The methods.
    pub methods: Vec<String>,
    /// The free functions.
    pub functions: Vec<String>,
    /// What they do.
    pub effect: EffectSource,
    /// Which argument carries the query, and its language.
    pub query: Option<(usize, String)>,
    /// Which arguments carry what is stored; none where that need not be said.
    pub content: Vec<usize>,
    /// Why it is so.
    pub reason: Option<String>,
}

/// Why an entry cannot be added.
#[derive(Debug)]
pub enum Refused {
    /// The policy is not in order, as it is or with the entry.
    Policy(Box<PolicyError>),
    /// What is asked for cannot be; in words.
    Entry(String),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policy(error) => error.fmt(f),
            Self::Entry(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for Refused {}

/// A word of the policy (`read-write`, `key-value`) as what it stands for.
///
/// # Errors
/// Where it is none; the message lists those that are.
pub fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    T::deserialize(text.into_deserializer()).map_err(|error: WordError| error.to_string())
}

/// The text of a policy file with the entry in it. Where the policy has the package, the entry goes there, in the form that the entries there
/// have. `path` is how messages name the file.
///
/// # Errors
/// Where the policy is not in order, or the entry contradicts it or itself.
pub fn add_entry(path: &str, text: &str, new: &NewEntry) -> Result<String, Refused> {
    from_file(path, text).map_err(|error| Refused::Policy(Box::new(error)))?;
    check_names(new)?;
    let broken = |what: &str| Refused::Entry(format!("{what} of `{path}` is in a form that cannot be added to"));
    let mut document: DocumentMut = text.parse().map_err(|_| broken("the text"))?;
    let stores = document.entry("catalogue").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let stores = stores.as_array_of_tables_mut().ok_or_else(|| broken("`catalogue`"))?;
    let known = stores.iter().position(|store| store.get("package").and_then(Item::as_str) == Some(new.package.as_str()));
    match known.and_then(|at| stores.get_mut(at)) {
        Some(store) => {
            let known = store.get("kind").and_then(Item::as_str).unwrap_or_default();
            if let Some(kind) = new.kind.map(word_of).filter(|kind| kind != known) {
                let message = format!("`{path}` calls `{}` a store of the kind `{known}`, and this would make it `{kind}`", new.package);
                return Err(Refused::Entry(message));
            }
            append(store, new).ok_or_else(|| broken("`entry`"))?;
        }
        None => {
            let Some(kind) = new.kind.or(new.built_in_kind) else {
                let message = format!("`{path}` does not have `{}` yet: say what kind of store it is, with `--kind`", new.package);
                return Err(Refused::Entry(message));
            };
            let mut store = Table::new();
            store.insert("package", value(&new.package));
            store.insert("kind", value(&word_of(kind)));
            store.insert("entry", Item::Value(Value::Array(one_a_line(Array::new(), new))));
            if !text.trim().is_empty() {
                store.decor_mut().set_prefix("\n");
            }
            stores.push(store);
        }
    }
    let text = document.to_string();
    // What contradicts another entry, or itself, is told as the reader of the policy tells it.
    match from_file(path, &text) {
        Ok(_) => Ok(text),
        Err(error) => Err(Refused::Entry(error.message)),
    }
}

/// Requests over HTTP to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequests {
    /// The store.
    pub store: String,
    /// The servers that they are of; all, if it is empty.
    pub host: String,
    /// What they do.
    pub effect: EffectSource,
    /// The requests: `POST /memories/search`.
    pub requests: Vec<String>,
}

/// The text of a policy file with the requests in it: in the `[[api]]` of the store and host, where there is one.
///
/// # Errors
/// As of [`add_entry`].
pub fn add_requests(path: &str, text: &str, new: &NewRequests) -> Result<String, Refused> {
    use EffectSource::{Erase, Read, ReadWrite, SendToLlm, Write};
    from_file(path, text).map_err(|error| Refused::Policy(Box::new(error)))?;
    let effect = word_of(new.effect);
    if !matches!(new.effect, Read | Write | ReadWrite | Erase | SendToLlm) {
        let message =
            format!("a request over HTTP has one of the effects read, write, read-write, erase and send-to-llm, and not `{effect}`");
        return Err(Refused::Entry(message));
    }
    let broken = |what: &str| Refused::Entry(format!("{what} of `{path}` is in a form that cannot be added to"));
    let mut document: DocumentMut = text.parse().map_err(|_| broken("the text"))?;
    let apis = document.entry("api").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let apis = apis.as_array_of_tables_mut().ok_or_else(|| broken("`api`"))?;
    let is = |api: &Table, key: &str, value: &str| api.get(key).and_then(Item::as_str).unwrap_or_default() == value;
    let known = apis.iter().position(|api| is(api, "store", &new.store) && is(api, "host", &new.host));
    let api = match known {
        Some(known) => apis.get_mut(known),
        None => {
            let mut api = Table::new();
            api.insert("store", value(&new.store));
            if !new.host.is_empty() {
                api.insert("host", value(&new.host));
            }
            if !text.trim().is_empty() {
                api.decor_mut().set_prefix("\n");
            }
            apis.push(api);
            apis.iter_mut().last()
        }
    };
    let requests = api.map(|api| api.entry(&effect).or_insert_with(|| Item::Value(Value::Array(Array::new()))));
    let requests = requests.and_then(Item::as_array_mut).ok_or_else(|| broken(&format!("`{effect}`")))?;
    requests.extend(new.requests.iter().map(String::as_str));
    let text = document.to_string();
    match from_file(path, &text) {
        Ok(_) => Ok(text),
        Err(error) => Err(Refused::Entry(error.message)),
    }
}

/// A name with something else in it would be looked for in vain.
fn check_names(new: &NewEntry) -> Result<(), Refused> {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let lists = [&new.types, &new.traits, &new.modules, &new.methods, &new.functions];
    if let Some(wrong) = lists.into_iter().flatten().find(|name| !is_name(name)) {
        let last = wrong.split("::").last().unwrap_or_default();
        let last: String = last.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let meant = if last.is_empty() { String::new() } else { format!("; `{last}`?") };
        return Err(Refused::Entry(format!("`{wrong}` is not the name alone, without path, brackets or arguments{meant}")));
    }
    if new.package.is_empty() || !new.package.chars().all(|c| c.is_alphanumeric() || "-_".contains(c)) {
        return Err(Refused::Entry(format!("`{}` is no name of a package", new.package)));
    }
    Ok(())
}

/// Appends the entry to those of a store, in the form that these have. `None` where they have none that is known.
fn append(store: &mut Table, new: &NewEntry) -> Option<()> {
    match store.get_mut("entry") {
        None => drop(store.insert("entry", Item::Value(Value::Array(one_a_line(Array::new(), new))))),
        Some(Item::ArrayOfTables(entries)) => {
            let mut entry = Table::new();
            for (key, value) in keys(new) {
                entry.insert(key, Item::Value(value));
            }
            entry.decor_mut().set_prefix("\n");
            entries.push(entry);
        }
        Some(Item::Value(Value::Array(entries))) => {
            let known = std::mem::take(entries);
            *entries = one_a_line(known, new);
        }
        Some(_) => return None,
    }
    Some(())
}

/// The array with the entry on a line of its own behind the others. Comments stay with what they stand beside.
fn one_a_line(mut entries: Array, new: &NewEntry) -> Array {
    let mut entry = InlineTable::new();
    for (key, value) in keys(new) {
        entry.insert(key, value);
    }
    let is_on_one_line = !entries.is_empty() && entries.iter().all(|known| !is_below(known.decor().prefix()));
    if is_on_one_line && !is_below(Some(entries.trailing())) {
        for known in entries.iter_mut() {
            known.decor_mut().set_prefix("\n    ");
            known.decor_mut().set_suffix("");
        }
    }
    // A comment behind the last one would otherwise come to stand behind the new one.
    let behind = entries.trailing().as_str().unwrap_or_default().trim_end().to_owned();
    let mut entry = Value::InlineTable(entry);
    entry.decor_mut().set_prefix(format!("{behind}\n    "));
    entries.push_formatted(entry);
    entries.set_trailing("\n");
    entries.set_trailing_comma(true);
    entries
}

fn is_below(prefix: Option<&toml_edit::RawString>) -> bool {
    prefix.and_then(|prefix| prefix.as_str()).is_some_and(|prefix| prefix.contains('\n'))
}

/// The keys of the entry, in the order in which people write them.
fn keys(new: &NewEntry) -> Vec<(&'static str, Value)> {
    let list = |names: &[String]| Value::Array(names.iter().map(String::as_str).collect());
    let one_or_more = |names: &[String]| match names {
        [only] => Value::from(only.as_str()),
        names => list(names),
    };
    let mut keys = Vec::new();
    for (key, names) in [("type", &new.types), ("trait", &new.traits), ("module", &new.modules)] {
        if !names.is_empty() {
            keys.push((key, one_or_more(names)));
        }
    }
    for (key, names) in [("methods", &new.methods), ("functions", &new.functions)] {
        if !names.is_empty() {
            keys.push((key, list(names)));
        }
    }
    keys.push(("effect", Value::from(word_of(new.effect))));
    let number = |argument: &usize| Value::from(i64::try_from(*argument).unwrap_or(i64::MAX));
    if let Some((argument, language)) = &new.query {
        let mut query = InlineTable::new();
        query.insert("argument", number(argument));
        query.insert("language", Value::from(language.as_str()));
        keys.push(("query", Value::InlineTable(query)));
    }
    if !new.content.is_empty() {
        keys.push(("content", Value::Array(new.content.iter().map(number).collect())));
    }
    keys.extend(new.reason.as_ref().map(|reason| ("reason", Value::from(reason.as_str()))));
    keys
}

fn value(text: &str) -> Item {
    Item::Value(Value::from(text))
}

fn word_of(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn new() -> NewEntry {
        NewEntry {
            package: "notes".to_owned(),
            kind: Some(Kind::KeyValue),
            built_in_kind: None,
            types: vec!["Notes".to_owned()],
            traits: Vec::new(),
            modules: Vec::new(),
            methods: vec!["get".to_owned(), "list".to_owned()],
            functions: Vec::new(),
            effect: EffectSource::Read,
            query: None,
            content: Vec::new(),
            reason: None,
        }
    }

    fn written(text: &str, new: &NewEntry, expected: Expect) {
        let text = add_entry("agent-guard.toml", text, new).unwrap_or_else(|error| panic!("{error}"));
        expected.assert_eq(&text);
    }

    fn refused(text: &str, new: &NewEntry) -> String {
        add_entry("agent-guard.toml", text, new).expect_err("it cannot be").to_string()
    }

    #[test]
    fn an_entry_goes_into_an_empty_policy_and_behind_another() {
        written(
            "",
            &new(),
            expect![[r#"
            [[catalogue]]
            package = "notes"
            kind = "key-value"
            entry = [
                { type = "Notes", methods = ["get", "list"], effect = "read" },
            ]
        "#]],
        );
        let query = NewEntry {
            package: "shelf".to_owned(),
            methods: vec!["run".to_owned()],
            effect: EffectSource::Query,
            query: Some((1, "sql".to_owned())),
            content: vec![1, 2],
            reason: Some("a \"view\" of it".to_owned()),
            ..new()
        };
        written(
            "# Ours.\n[rules]\nAG102 = \"warn\" # for now\n",
            &query,
            expect![[r##"
                # Ours.
                [rules]
                AG102 = "warn" # for now

                [[catalogue]]
                package = "shelf"
                kind = "key-value"
                entry = [
                    { type = "Notes", methods = ["run"], effect = "query", query = { argument = 1, language = "sql" }, content = [1, 2], reason = 'a "view" of it' },
                ]
            "##]],
        );
    }

    #[test]
    fn an_entry_joins_those_of_its_package_in_their_form() {
        let put = NewEntry { kind: None, methods: vec!["put".to_owned()], effect: EffectSource::Write, ..new() };
        let one_line = "[[catalogue]]\npackage = \"notes\" # ours\nkind = \"key-value\"\nentry = [{ type = \"Notes\", methods = [\"get\"], effect = \"read\" }]\n\n[sql]\n";
        written(
            one_line,
            &put,
            expect![[r#"
            [[catalogue]]
            package = "notes" # ours
            kind = "key-value"
            entry = [
                { type = "Notes", methods = ["get"], effect = "read" },
                { type = "Notes", methods = ["put"], effect = "write" },
            ]

            [sql]
        "#]],
        );
        let lines = "[[catalogue]]\npackage = \"notes\"\nkind = \"key-value\"\nentry = [\n    # reads\n    { type = \"Notes\", methods = [\"get\"], effect = \"read\" }, # really\n    # the end\n]\n";
        written(
            lines,
            &put,
            expect![[r#"
            [[catalogue]]
            package = "notes"
            kind = "key-value"
            entry = [
                # reads
                { type = "Notes", methods = ["get"], effect = "read" }, # really
                # the end
                { type = "Notes", methods = ["put"], effect = "write" },
            ]
        "#]],
        );
        let tables = "[[catalogue]]\npackage = \"notes\"\nkind = \"key-value\"\n\n[[catalogue.entry]]\ntype = \"Notes\"\nmethods = [\"get\"]\neffect = \"read\" # really\n\n[rules]\nAG102 = \"warn\"\n";
        written(
            tables,
            &put,
            expect![[r#"
            [[catalogue]]
            package = "notes"
            kind = "key-value"

            [[catalogue.entry]]
            type = "Notes"
            methods = ["get"]
            effect = "read" # really

            [[catalogue.entry]]
            type = "Notes"
            methods = ["put"]
            effect = "write"

            [rules]
            AG102 = "warn"
        "#]],
        );
        written(
            "[[catalogue]]\npackage = \"notes\"\nkind = \"key-value\"\n",
            &put,
            expect![[r#"
            [[catalogue]]
            package = "notes"
            kind = "key-value"
            entry = [
                { type = "Notes", methods = ["put"], effect = "write" },
            ]
        "#]],
        );
    }

    #[test]
    fn what_contradicts_the_policy_or_itself_is_refused() {
        let known = "[[catalogue]]\npackage = \"notes\"\nkind = \"key-value\"\nentry = [{ type = \"Notes\", methods = [\"get\"], effect = \"write\" }]\n";
        assert_eq!(refused(known, &new()), "store `notes` says twice what `Notes::get` does");
        let other_kind = NewEntry { kind: Some(Kind::Sql), ..new() };
        assert!(refused(known, &other_kind).contains("of the kind `key-value`, and this would make it `sql`"));
        assert!(refused("", &NewEntry { kind: None, ..new() }).contains("with `--kind`"));
        assert!(add_entry("agent-guard.toml", "", &NewEntry { kind: None, built_in_kind: Some(Kind::Sql), ..new() }).is_ok());
        assert!(refused("", &NewEntry { types: Vec::new(), ..new() }).contains("`methods` needs a `type` or a `trait`"));
        assert!(refused("", &NewEntry { methods: Vec::new(), ..new() }).contains("`methods` needs a `type` or a `trait`"));
        assert!(refused("", &NewEntry { effect: EffectSource::Query, ..new() }).contains("`query` belongs to"));
        assert!(refused("[rulse]\n", &new()).contains("unknown field `rulse`"));
    }

    #[test]
    fn a_name_is_a_name_alone() {
        let method = |name: &str| refused("", &NewEntry { methods: vec![name.to_owned()], ..new() });
        assert_eq!(method("Notes::get()"), "`Notes::get()` is not the name alone, without path, brackets or arguments; `get`?");
        assert_eq!(method(""), "`` is not the name alone, without path, brackets or arguments");
        assert_eq!(refused("", &NewEntry { package: "a b".to_owned(), ..new() }), "`a b` is no name of a package");
    }

    #[test]
    fn words_are_those_of_the_policy() {
        assert_eq!(word::<Kind>("key-value"), Ok(Kind::KeyValue));
        assert!(word::<EffectSource>("reed").is_err_and(|error| error.contains("`reed`") && error.contains("`read-write`")));
    }

    fn requests(effect: EffectSource, requests: &[&str]) -> NewRequests {
        let requests = requests.iter().map(|&request| request.to_owned()).collect();
        NewRequests { store: "memory-server".to_owned(), host: String::new(), effect, requests }
    }

    #[test]
    fn requests_make_an_interface_and_join_it() {
        let text =
            add_requests("agent-guard.toml", "[rules]\n", &requests(EffectSource::Read, &["POST /memories/search"])).expect("it can be");
        expect![[r#"
            [rules]

            [[api]]
            store = "memory-server"
            read = ["POST /memories/search"]
        "#]]
        .assert_eq(&text);
        let text = add_requests("agent-guard.toml", &text, &requests(EffectSource::Read, &["GET /memories/{}"])).expect("it can be");
        let text = add_requests("agent-guard.toml", &text, &requests(EffectSource::SendToLlm, &["POST /ask"])).expect("it can be");
        let elsewhere = NewRequests { host: "memory.example".to_owned(), ..requests(EffectSource::Write, &["PUT /memories"]) };
        let text = add_requests("agent-guard.toml", &text, &elsewhere).expect("it can be");
        expect![[r#"
            [rules]

            [[api]]
            store = "memory-server"
            read = ["POST /memories/search", "GET /memories/{}"]
            send-to-llm = ["POST /ask"]

            [[api]]
            store = "memory-server"
            host = "memory.example"
            write = ["PUT /memories"]
        "#]]
        .assert_eq(&text);
        let refused = |new: &NewRequests| add_requests("agent-guard.toml", &text, new).expect_err("it cannot be").to_string();
        assert!(refused(&requests(EffectSource::Log, &["GET /a"])).contains("and not `log`"));
        assert!(refused(&requests(EffectSource::Read, &["GET memories"])).contains("write the method and the end of the path"));
        assert!(
            refused(&requests(EffectSource::Erase, &["POST /memories/search"])).contains("says twice what `POST /memories/search` does")
        );
    }
}
