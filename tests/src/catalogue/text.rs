//! Types, bounds and generic parameters of rustdoc's JSON, written as Rust that another crate can compile.

use std::collections::BTreeMap;

use serde_json::Value;

use super::library::{Library, number};

/// The parameter that stands for the type that has a trait.
pub const ANY_SELF: &str = "Self_";

/// Writes types. `None` is what cannot be written: an item that others cannot name.
pub struct Writer<'l> {
    /// The crate that the types are of.
    pub library: &'l Library,
    /// How to name what rustdoc names by a path through private modules.
    pub names: &'l BTreeMap<String, String>,
    /// What `Self` is.
    pub self_type: String,
    /// How to name what other crates define in modules that may be private.
    pub guess: Guess,
    /// Parameters that stand for an `impl Trait`, with their bounds.
    pub anonymous: Vec<String>,
}

impl Writer<'_> {
    /// A path to an item, by its number: `std::convert::Into`.
    pub fn item(&self, id: &str) -> Option<String> {
        let defined = self.library.defined(id);
        if let Some(defined) = defined
            && let Some(name) = self.names.get(&defined.join("::"))
        {
            return Some(name.clone());
        }
        if let Some(path) = self.library.visible(id) {
            return Some(format!("::{path}"));
        }
        let defined = defined?;
        let (first, last) = (defined.first()?.as_str(), defined.last()?);
        match first {
            // Nearly all of the standard library lies in the module below the root.
            "core" | "alloc" | "std" if defined.len() > 2 => Some(format!("::std::{}::{last}", defined[1])),
            "core" | "alloc" | "std" => Some(format!("::std::{last}")),
            _ if self.library.item(id).is_some() => None,
            // Another crate's root mostly has what its own paths lead to through private modules.
            "serde_core" => Some(if defined.len() > 2 && last != "Serialize" && last != "Deserialize" {
                format!("::serde::{}::{last}", defined[1])
            } else {
                format!("::serde::{last}")
            }),
            _ => Some(match self.guess {
                Guess::AsDefined => format!("::{}", defined.join("::")),
                Guess::InRoot => format!("::{first}::{last}"),
                Guess::InModule => format!("::{first}::{}::{last}", defined[1]),
            }),
        }
    }

    /// A type.
    pub fn ty(&mut self, ty: &Value) -> Option<String> {
        let (kind, inner) = ty.as_object()?.iter().next()?;
        Some(match kind.as_str() {
            "resolved_path" => self.path(inner)?,
            "dyn_trait" => {
                let mut bounds = Vec::new();
                for bound in inner["traits"].as_array()? {
                    bounds.push(self.trait_bound(bound)?);
                }
                bounds.extend(inner["lifetime"].as_str().map(str::to_owned));
                format!("(dyn {})", bounds.join(" + "))
            }
            "generic" if inner == "Self" => self.self_type.clone(),
            "generic" | "primitive" if inner == "never" => "!".to_owned(),
            "generic" | "primitive" => inner.as_str()?.to_owned(),
            "tuple" => {
                let types = inner.as_array()?.iter().map(|ty| self.ty(ty).map(|ty| ty + ","));
                format!("({})", types.collect::<Option<String>>()?)
            }
            "slice" => format!("[{}]", self.ty(inner)?),
            "array" => format!("[{}; {}]", self.ty(&inner["type"])?, inner["len"].as_str()?),
            "impl_trait" => {
                let bounds = self.bounds(inner)?;
                let name = format!("Any{}", self.anonymous.len());
                self.anonymous.push(format!("{name}: {bounds}"));
                name
            }
            "borrowed_ref" => {
                let lifetime = inner["lifetime"].as_str().map(|lifetime| format!("{lifetime} ")).unwrap_or_default();
                let mutable = if inner["is_mutable"] == true { "mut " } else { "" };
                format!("&{lifetime}{mutable}{}", self.ty(&inner["type"])?)
            }
            "raw_pointer" => {
                let kind = if inner["is_mutable"] == true { "mut" } else { "const" };
                format!("*{kind} {}", self.ty(&inner["type"])?)
            }
            "function_pointer" => {
                let inputs = inner["sig"]["inputs"].as_array()?.iter().map(|input| self.ty(&input[1])).collect::<Option<Vec<_>>>()?;
                format!("fn({}){}", inputs.join(", "), self.output(&inner["sig"]["output"])?)
            }
            "qualified_path" => {
                let (ty, name) = (self.ty(&inner["self_type"])?, inner["name"].as_str()?);
                let arguments = self.arguments(&inner["args"])?;
                match &inner["trait"] {
                    // rustdoc leaves out the lifetimes of the trait; the bound of the parameter has them.
                    _ if inner["self_type"]["generic"].as_str().is_some_and(|name| name != "Self") => format!("{ty}::{name}{arguments}"),
                    of_trait if of_trait.is_null() => format!("{ty}::{name}{arguments}"),
                    // Nor has it those of the trait whose method is called.
                    _ if ty == ANY_SELF => format!("{ty}::{name}{arguments}"),
                    of_trait => format!("<{ty} as {}>::{name}{arguments}", self.path(of_trait)?),
                }
            }
            _ => return None,
        })
    }

    fn output(&mut self, output: &Value) -> Option<String> {
        if output.is_null() { Some(String::new()) } else { Some(format!(" -> {}", self.ty(output)?)) }
    }

    /// A path with its generic arguments.
    pub fn path(&mut self, path: &Value) -> Option<String> {
        let item = self.item(&number(&path["id"]))?;
        Some(item + &self.arguments(&path["args"])?)
    }

    fn arguments(&mut self, arguments: &Value) -> Option<String> {
        let Some((kind, inner)) = arguments.as_object().and_then(|object| object.iter().next()) else { return Some(String::new()) };
        if kind == "parenthesized" {
            let inputs = inner["inputs"].as_array()?.iter().map(|ty| self.ty(ty)).collect::<Option<Vec<_>>>()?;
            return Some(format!("({}){}", inputs.join(", "), self.output(&inner["output"])?));
        }
        let mut all = Vec::new();
        for argument in inner["args"].as_array()? {
            let (kind, argument) = argument.as_object().and_then(|object| object.iter().next())?;
            all.push(match kind.as_str() {
                "lifetime" => argument.as_str()?.to_owned(),
                "type" => self.ty(argument)?,
                "const" => argument["expr"].as_str()?.to_owned(),
                _ => "_".to_owned(),
            });
        }
        for constraint in inner["constraints"].as_array()? {
            let name = constraint["name"].as_str()?;
            let (kind, binding) = constraint["binding"].as_object().and_then(|object| object.iter().next())?;
            all.push(match kind.as_str() {
                "equality" => format!("{name} = {}", self.ty(binding.get("type")?)?),
                _ => format!("{name}: {}", self.bounds(binding)?),
            });
        }
        Some(if all.is_empty() { String::new() } else { format!("<{}>", all.join(", ")) })
    }

    /// Bounds: `Into<String> + Send`.
    pub fn bounds(&mut self, bounds: &Value) -> Option<String> {
        let mut all = Vec::new();
        for bound in bounds.as_array()? {
            let (kind, inner) = bound.as_object().and_then(|object| object.iter().next())?;
            match kind.as_str() {
                "trait_bound" => all.push(self.trait_bound(inner)?),
                "outlives" => all.push(inner.as_str()?.to_owned()),
                _ => {}
            }
        }
        Some(all.join(" + "))
    }

    fn trait_bound(&mut self, bound: &Value) -> Option<String> {
        let modifier = if bound["modifier"] == "maybe" { "?" } else { "" };
        let higher = self.higher_ranked(&bound["generic_params"]);
        Some(format!("{modifier}{higher}{}", self.path(&bound["trait"])?))
    }

    fn higher_ranked(&self, parameters: &Value) -> String {
        let names: Vec<&str> = parameters.as_array().into_iter().flatten().filter_map(|parameter| parameter["name"].as_str()).collect();
        if names.is_empty() { String::new() } else { format!("for<{}> ", names.join(", ")) }
    }

    /// Generic parameters as declared: lifetimes, and the others; and the conditions on them.
    pub fn generics(&mut self, generics: &Value) -> Option<Generics> {
        let mut written = Generics::default();
        for parameter in generics["params"].as_array()? {
            let name = parameter["name"].as_str()?;
            let (kind, inner) = parameter["kind"].as_object().and_then(|object| object.iter().next())?;
            match kind.as_str() {
                "lifetime" => {
                    let outlives: Vec<&str> = inner["outlives"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                    let bounds = if outlives.is_empty() { String::new() } else { format!(": {}", outlives.join(" + ")) };
                    written.lifetimes.push(format!("{name}{bounds}"));
                }
                // What stands for an `impl Trait` is written where that stands.
                "type" if inner["is_synthetic"] == true => {}
                "type" => {
                    let bounds = self.bounds(&inner["bounds"])?;
                    written.parameters.push(if bounds.is_empty() { name.to_owned() } else { format!("{name}: {bounds}") });
                    written.names.push(name.to_owned());
                }
                _ => {
                    written.parameters.push(format!("const {name}: {}", self.ty(&inner["type"])?));
                    written.names.push(name.to_owned());
                }
            }
        }
        for predicate in generics["where_predicates"].as_array()? {
            let (kind, inner) = predicate.as_object().and_then(|object| object.iter().next())?;
            match kind.as_str() {
                "bound_predicate" => {
                    let higher = self.higher_ranked(&inner["generic_params"]);
                    let (ty, bounds) = (self.ty(&inner["type"])?, self.bounds(&inner["bounds"])?);
                    written.conditions.push(format!("{higher}{ty}: {bounds}"));
                }
                "lifetime_predicate" => {
                    let outlives: Vec<&str> = inner["outlives"].as_array()?.iter().filter_map(Value::as_str).collect();
                    written.conditions.push(format!("{}: {}", inner["lifetime"].as_str()?, outlives.join(" + ")));
                }
                _ => return None,
            }
        }
        Some(written)
    }
}

/// Where other crates show what they define. One of these is nearly always right, and the compiler says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    /// Where it is defined.
    AsDefined,
    /// In the root.
    InRoot,
    /// In the module below the root.
    InModule,
}

impl Guess {
    /// All of them, the likeliest first.
    pub const ALL: [Guess; 3] = [Guess::AsDefined, Guess::InRoot, Guess::InModule];
}

/// Generic parameters, written.
#[derive(Debug, Default)]
pub struct Generics {
    /// Lifetimes with what they outlive.
    pub lifetimes: Vec<String>,
    /// Types and constants with their bounds.
    pub parameters: Vec<String>,
    /// The names of these.
    pub names: Vec<String>,
    /// What stands behind `where`.
    pub conditions: Vec<String>,
}
