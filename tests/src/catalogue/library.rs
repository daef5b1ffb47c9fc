//! What a crate has, as rustdoc says it in JSON.
//!
//! That form is unstable, and changes from compiler to compiler in what this does not need. So it is read as any JSON, and what is not
//! where it is looked for is taken for not there: then paths are missing, and the check fails.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
    fs,
    path::Path,
};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

use super::{
    entries::{Known, Method, Owner},
    pins::{Pin, Pinned},
    run,
};

/// The crates of one version: most often one, more where the package is a facade.
#[derive(Debug)]
pub struct Libraries(Vec<Library>);

/// One crate.
#[derive(Debug)]
pub struct Library {
    /// Its items, by their numbers.
    index: HashMap<String, Value>,
    /// Where all items, also those of other crates, are defined.
    defined: HashMap<String, Vec<String>>,
    /// By which path others can name an item.
    visible: HashMap<String, String>,
    /// Its types, traits and functions, by name. Those that others can name first.
    named: BTreeMap<String, Vec<String>>,
}

/// A function that was found.
#[derive(Debug, Clone, Copy)]
pub struct Function<'l> {
    /// The crate.
    pub library: &'l Library,
    /// The function's item.
    pub item: &'l Value,
    /// The `impl` or `trait` that it is in.
    pub block: Option<&'l Value>,
    /// The number of the trait or function, by which others name it.
    pub id: Option<&'l str>,
}

impl Function<'_> {
    /// How many arguments it takes.
    pub fn arguments(&self) -> Option<usize> {
        Some(inner(self.item)?.1["sig"]["inputs"].as_array()?.len())
    }
}

impl Libraries {
    /// Has rustdoc read the documented packages of a pin.
    ///
    /// # Errors
    /// If it cannot, or one of them does not compile.
    pub fn document(repository: &Path, folder: &Path, pinned: &Pinned, pin: &Pin) -> Result<Self> {
        // What build scripts find out about the compiler is kept, and has to be found out of the one that the program is compiled with.
        run::output(run::cargo(repository, folder).args(["check", "--quiet"]))?;
        let libraries = pinned.documented(pin).into_iter().map(|package| {
            let mut command = run::cargo(repository, folder);
            // What is unstable about it is asked of this compiler for this one command.
            command.env("RUSTC_BOOTSTRAP", "1").args(["rustdoc", "--quiet", "--lib", "--package", package, "--"]);
            command.args(["-Zunstable-options", "--output-format", "json", "--document-private-items", "--document-hidden-items"]);
            command.args(["--cap-lints", "allow"]);
            run::output(&mut command).with_context(|| format!("failed to document {package}"))?;
            let path = run::target(repository).join("doc").join(format!("{}.json", library_name(folder, package)?));
            let text = fs::read_to_string(&path).with_context(|| format!("failed to read {}", path.display()))?;
            // A type of many parameters lies deeper than serde_json follows by itself: diesel's do. rustc has followed them before.
            let mut json = serde_json::Deserializer::from_str(&text);
            json.disable_recursion_limit();
            let json = Value::deserialize(&mut json).with_context(|| format!("failed to read {}", path.display()))?;
            Library::read(json).with_context(|| format!("failed to understand {}", path.display()))
        });
        libraries.collect::<Result<_>>().map(Libraries)
    }

    /// Whether one of the crates has it.
    pub fn has(&self, known: &Known) -> bool {
        !self.functions(known).is_empty()
    }

    /// The functions that it may be: several, where types have one name.
    pub fn functions<'l>(&'l self, known: &'l Known) -> Vec<Function<'l>> {
        self.0.iter().flat_map(|library| library.functions(known)).collect()
    }

    /// The public methods of types and traits.
    pub fn methods_of(&self, handles: &BTreeSet<String>) -> BTreeSet<Method> {
        let of = |library| handles.iter().flat_map(move |handle| Library::methods(library, handle));
        self.0.iter().flat_map(of).collect()
    }
}

/// The name of a package's library, which rustdoc names its file for.
fn library_name(folder: &Path, package: &str) -> Result<String> {
    let mut command = run::plain_cargo(folder);
    let text = run::output(command.args(["metadata", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&text)?;
    let packages = metadata["packages"].as_array().context("cargo names no packages")?;
    let targets = packages.iter().filter(|found| found["name"] == package).filter_map(|found| found["targets"].as_array()).flatten();
    let is_library = |target: &&Value| !target["kind"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "custom-build"));
    let name = targets.filter(is_library).find_map(|target| {
        let kinds = target["kind"].as_array()?;
        kinds.iter().any(|kind| kind.as_str().is_some_and(|kind| kind.ends_with("lib"))).then(|| target["name"].as_str())?
    });
    Ok(name.with_context(|| format!("{package} has no library"))?.replace('-', "_"))
}

/// The number of an item, which rustdoc writes as a number or, as a key, as a text.
pub fn number(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// What an item is, and what there is to say of it.
pub fn inner(item: &Value) -> Option<(&str, &Value)> {
    item["inner"].as_object()?.iter().next().map(|(kind, inner)| (kind.as_str(), inner))
}

fn ids(list: &Value) -> impl Iterator<Item = String> {
    list.as_array().into_iter().flatten().map(number)
}

fn is_public(item: &Value) -> bool {
    item["visibility"] == "public"
}

impl Library {
    fn read(mut json: Value) -> Result<Self> {
        let root = number(&json["root"]);
        let paths = json["paths"].take();
        let defined = paths.as_object().context("there are no paths")?.iter().map(|(id, path)| {
            let segments = path["path"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
            (id.clone(), segments.collect())
        });
        let defined = defined.collect();
        let Value::Object(index) = json["index"].take() else { anyhow::bail!("there is no index") };
        let index: HashMap<String, Value> = index.into_iter().collect();
        let name = index.get(&root).and_then(|root| root["name"].as_str()).context("the crate has no root")?.to_owned();
        let mut library = Library { index, defined, visible: HashMap::new(), named: BTreeMap::new() };
        library.walk(root, name);
        library.name_items();
        Ok(library)
    }

    /// Follows the public modules and re-exports, the shortest ways first.
    fn walk(&mut self, root: String, name: String) {
        let mut pending = VecDeque::from([(root, name)]);
        let mut seen = HashSet::new();
        while let Some((module, path)) = pending.pop_front() {
            if !seen.insert((module.clone(), path.clone())) || path.split("::").count() > 12 {
                continue;
            }
            let Some(("module", inner)) = self.index.get(&module).and_then(inner) else { continue };
            let mut items: Vec<String> = ids(&inner["items"]).collect();
            // What a module defines has its own name there, whatever the module calls it besides.
            items.sort_by_key(|id| self.index.get(id).and_then(self::inner).is_some_and(|(kind, _)| kind == "use"));
            for id in items {
                let Some(item) = self.index.get(&id).filter(|item| is_public(item)) else { continue };
                let Some((kind, inner)) = self::inner(item) else { continue };
                let (target, name) = match kind {
                    "use" if inner["is_glob"] == true => {
                        pending.push_back((number(&inner["id"]), path.clone()));
                        continue;
                    }
                    "use" => (number(&inner["id"]), inner["name"].as_str()),
                    _ => (id, item["name"].as_str()),
                };
                let Some(name) = name else { continue };
                let path = format!("{path}::{name}");
                if self.index.get(&target).and_then(self::inner).is_some_and(|(kind, _)| kind == "module") {
                    if !seen.iter().any(|(module, _)| *module == target) {
                        pending.push_back((target, path));
                    }
                } else {
                    self.visible.entry(target).or_insert(path);
                }
            }
        }
    }

    fn name_items(&mut self) {
        for (id, item) in &self.index {
            let Some((kind, _)) = inner(item) else { continue };
            let is_meant = matches!(kind, "struct" | "enum" | "union" | "trait") || (kind == "function" && self.visible.contains_key(id));
            // rustc, too, prints the name under which others get to it.
            let visible = self.visible.get(id).and_then(|path| path.rsplit("::").next());
            if let Some(name) = visible.or_else(|| item["name"].as_str()).filter(|_| is_meant && is_public(item)) {
                self.named.entry(name.to_owned()).or_default().push(id.clone());
            }
        }
        for ids in self.named.values_mut() {
            // What others can name is what is meant, if anything is.
            let visible: Vec<String> = ids.iter().filter(|id| self.visible.contains_key(*id)).cloned().collect();
            if !visible.is_empty() {
                *ids = visible;
            }
            ids.sort();
        }
    }

    /// The item of a number.
    pub fn item(&self, id: &str) -> Option<&Value> {
        self.index.get(id)
    }

    /// The path by which others can name an item of the crate, or of one that it re-exports.
    pub fn visible(&self, id: &str) -> Option<&str> {
        self.visible.get(id).map(String::as_str)
    }

    /// The path where an item is defined, often through private modules.
    pub fn defined(&self, id: &str) -> Option<&[String]> {
        self.defined.get(id).map(Vec::as_slice)
    }

    /// The types and traits of a name.
    fn owners(&self, name: &str, is_trait: bool) -> impl Iterator<Item = (&str, &Value)> {
        let ids = self.named.get(name).into_iter().flatten();
        let items = ids.filter_map(|id| Some((id.as_str(), inner(self.index.get(id)?)?)));
        items.filter(move |(_, (kind, _))| *kind != "function" && (*kind == "trait") == is_trait).map(|(id, (_, inner))| (id, inner))
    }

    /// The blocks in which a type's methods are: those of no trait, or those of one.
    fn blocks<'l>(&'l self, ty: &'l Value, of_trait: Option<&'l str>) -> impl Iterator<Item = &'l Value> {
        ids(&ty["impls"]).filter_map(|id| self.index.get(&id)).filter_map(|item| Some(inner(item)?.1)).filter(move |block| match of_trait {
            None => block["trait"].is_null(),
            Some(name) => block["trait"]["path"].as_str().is_some_and(|path| path.rsplit("::").next() == Some(name)),
        })
    }

    fn functions_in<'l>(&'l self, block: &'l Value) -> impl Iterator<Item = &'l Value> {
        ids(&block["items"]).filter_map(|id| self.index.get(&id)).filter(|item| inner(item).is_some_and(|(kind, _)| kind == "function"))
    }

    fn functions<'l>(&'l self, known: &'l Known) -> Vec<Function<'l>> {
        let named = |item: &&Value| item["name"] == known.name.as_str();
        match &known.owner {
            Owner::Type(owner) => {
                let blocks = self.owners(owner, false).flat_map(|(_, ty)| self.blocks(ty, None));
                let of = |block| self.functions_in(block).filter(named).filter(|item| is_public(item)).map(move |item| (block, item));
                blocks.flat_map(of).map(|(block, item)| Function { library: self, item, block: Some(block), id: None }).collect()
            }
            Owner::Trait(owner) => {
                let of = |(id, block)| self.functions_in(block).filter(named).map(move |item| (id, block, item));
                let found = self.owners(owner, true).flat_map(of);
                found.map(|(id, block, item)| Function { library: self, item, block: Some(block), id: Some(id) }).collect()
            }
            Owner::TypeByTrait(owner, of_trait) => {
                // The trait is another crate's: what it declares is not to be seen here, only that the type has it.
                let blocks = self.owners(owner, false).flat_map(|(_, ty)| self.blocks(ty, Some(of_trait)));
                let is_there = |block: &&Value| {
                    let provided =
                        block["provided_trait_methods"].as_array().into_iter().flatten().any(|name| *name == known.name.as_str());
                    provided || self.functions_in(block).any(|item| named(&item))
                };
                blocks.filter(is_there).map(|block| Function { library: self, item: block, block: None, id: None }).collect()
            }
            Owner::Module(module) => {
                let ids = self.named.get(&known.name).into_iter().flatten();
                let items = ids.filter_map(|id| Some((id.as_str(), self.index.get(id)?)));
                let items = items.filter(|(_, item)| inner(item).is_some_and(|(kind, _)| kind == "function"));
                let is_there = |id: &str| module.as_ref().is_none_or(|module| self.modules_of(id).any(|name| name == module));
                let items = items.filter(|(id, _)| is_there(id));
                items.map(|(id, item)| Function { library: self, item, block: None, id: Some(id) }).collect()
            }
        }
    }

    /// The modules that may stand before a function's name.
    fn modules_of(&self, id: &str) -> impl Iterator<Item = &str> {
        let defined = self.defined(id).and_then(|path| path.iter().rev().nth(1)).map(String::as_str);
        defined.into_iter().chain(self.visible(id).and_then(|path| path.rsplit("::").nth(1)))
    }

    fn methods<'l>(&'l self, handle: &'l str) -> impl Iterator<Item = Method> + 'l {
        let method = move |item: &Value, is_of_trait| {
            Some(Method { owner: handle.to_owned(), is_of_trait, name: item["name"].as_str()?.to_owned() })
        };
        let of_types = self.owners(handle, false).flat_map(|(_, ty)| self.blocks(ty, None));
        let of_types = of_types.flat_map(|block| self.functions_in(block)).filter(|item| is_public(item));
        let of_traits = self.owners(handle, true).flat_map(|(_, block)| self.functions_in(block));
        of_types.filter_map(move |item| method(item, false)).chain(of_traits.filter_map(move |item| method(item, true)))
    }
}
