//! Who may call whom. Where the text leaves a choice (a `dyn` call, a re-export, a name that two functions bear), every candidate is
//! taken: an edge too many can only bring more paths to prove.

use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::FunctionRef;
use crate::{
    facts::{CallSite, Facts, Function, FunctionKind, Item, Target, TraitRef, Unit},
    index::{FunctionId, Text},
    path,
};

/// The call graph of a workspace. Functions are numbered through all units.
pub struct CallGraph<'f> {
    units: &'f [Facts],
    /// Where each unit's functions start.
    starts: Vec<usize>,
    /// The functions by their numbers.
    functions: Vec<FunctionRef>,
    /// For each unit and target, the functions it may be.
    targets: Vec<Vec<Vec<u32>>>,
    /// Functions from which control enters the workspace.
    pub roots: Vec<u32>,
    is_root: Vec<bool>,
    /// The functions that control gets to from there.
    reached: Vec<bool>,
    /// Who calls each function, once somebody asks.
    callers: OnceLock<FxHashMap<u32, Vec<(u32, u32)>>>,
    index: Index<'f>,
}

/// Where a trait is defined.
#[derive(Clone, Copy)]
enum Home<'f> {
    /// In this unit, which no other one can depend on.
    Unit(usize),
    /// In the crate of this name.
    Crate(&'f str),
}

/// Functions by what of a path is the same in every crate. Most names (`new`, `from`) are too common to look at all that bear them.
#[derive(Default)]
struct Index<'f> {
    by_name: FxHashMap<&'f str, Vec<u32>>,
    by_unit: FxHashMap<(usize, &'f str), Vec<u32>>,
    /// What a path may name, in a unit: by its name and what stands before it, the module or self type; `""` where that is not known.
    by_owner: FxHashMap<(usize, &'f str, &'f str), Vec<u32>>,
    /// Methods of impls, by trait and name, and, where the trait is of the impl's own crate, by that; `""` for what is not known.
    of_trait: FxHashMap<(&'f str, &'f str, &'f str), Vec<u32>>,
    /// The same of one self type, the last of these.
    of_type: FxHashMap<(&'f str, &'f str, &'f str, &'f str), Vec<u32>>,
    /// What may be a trait's default method: a path, by what stands before the name, and the name.
    defaults: FxHashMap<(&'f str, &'f str), Vec<u32>>,
    /// Methods that derives of other crates make, by name and self type: `thiserror::Error` makes one of `Display`.
    of_derive: FxHashMap<(&'f str, &'f str), Vec<u32>>,
    /// Trait → one method of each impl of it, at least.
    impls_of: FxHashMap<&'f str, Vec<u32>>,
    /// Crate → units of that name.
    units: FxHashMap<&'f str, Vec<usize>>,
    /// (trait, self type) pairs that some impl has.
    impls: FxHashSet<(&'f str, &'f str)>,
    traits: FxHashSet<&'f str>,
}

/// Derives that implement the trait of their name, and no other.
const NAMED_FOR_THEIR_TRAIT: &[&str] =
    &["Clone", "Copy", "Debug", "Default", "Deserialize", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd", "Serialize"];

/// Whether a crate of the same name may be a dependency. A harness is not told from what it is the harness of: the binary's may have one.
fn has_a_library_beside_it(unit: &Unit) -> bool {
    unit.crate_type == "bin" || unit.is_test
}

/// The functions in some lists of an index, in order.
fn union<'i>(lists: impl IntoIterator<Item = Option<&'i Vec<u32>>>) -> Vec<u32> {
    let mut all: Vec<u32> = lists.into_iter().flatten().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl<'f> CallGraph<'f> {
    /// Resolves all targets of all units.
    pub fn new(units: &'f [Facts]) -> Self {
        let mut starts = Vec::with_capacity(units.len());
        let mut functions = Vec::new();
        for (unit, facts) in units.iter().enumerate() {
            starts.push(functions.len());
            functions.extend((0..facts.functions.len()).map(|at| FunctionRef { unit, function: FunctionId::from_usize(at) }));
        }
        let (callers, index) = (OnceLock::new(), Index::default());
        let mut graph = CallGraph {
            units,
            starts,
            functions,
            targets: Vec::new(),
            roots: Vec::new(),
            is_root: Vec::new(),
            reached: Vec::new(),
            callers,
            index,
        };
        graph.index = graph.index_of_functions();
        graph.targets = (0..units.len()).into_par_iter().map(|unit| graph.resolve_all(unit)).collect();
        (graph.roots, graph.reached) = graph.find_roots();
        graph.is_root = vec![false; graph.len()];
        graph.roots.iter().for_each(|&root| graph.is_root[root as usize] = true);
        graph
    }

    /// Whether what happens in a function matters: in a dependency only what the workspace can get to does.
    pub fn matters(&self, at: FunctionRef) -> bool {
        !self.units[at.unit].unit.is_dependency || self.reached[self.number(at) as usize]
    }

    /// Whether control enters the workspace by a function.
    pub fn is_root(&self, number: u32) -> bool {
        self.is_root[number as usize]
    }

    /// The function with a number.
    pub fn function(&self, number: u32) -> (FunctionRef, &'f Function) {
        let at = self.functions[number as usize];
        (at, &self.units[at.unit].functions[at.function.index()])
    }

    /// The number of a function.
    pub fn number(&self, at: FunctionRef) -> u32 {
        u32::try_from(self.starts[at.unit] + at.function.index()).expect("a workspace has fewer than 2^32 functions")
    }

    /// How many functions there are.
    pub fn len(&self) -> usize {
        self.functions.len()
    }

    /// The functions that a call site of a unit may lead to.
    pub fn callees(&self, unit: usize, site: &CallSite) -> &[u32] {
        &self.targets[unit][site.target.index()]
    }

    /// Who names a function, and by which of its [`Function::calls`].
    pub fn callers(&self, function: u32) -> &[(u32, u32)] {
        let callers = self.callers.get_or_init(|| {
            let mut callers: FxHashMap<u32, Vec<(u32, u32)>> = FxHashMap::default();
            for (caller, &at) in (0..).zip(&self.functions) {
                let calls = &self.units[at.unit].functions[at.function.index()].calls;
                for (site, call) in (0..).zip(calls) {
                    for &callee in self.callees(at.unit, call) {
                        callers.entry(callee).or_default().push((caller, site));
                    }
                }
            }
            callers
        });
        callers.get(&function).map_or(&[], Vec::as_slice)
    }

    /// The functions that a target of a unit may be.
    pub fn candidates(&self, unit: usize, target: crate::index::TargetId) -> &[u32] {
        &self.targets[unit][target.index()]
    }

    fn index_of_functions(&self) -> Index<'f> {
        let mut index = Index::default();
        for (unit, facts) in self.units.iter().enumerate() {
            index.units.entry(facts.unit.crate_name.as_str()).or_default().push(unit);
            index.traits.extend(facts.traits.iter().map(|&name| facts.text(name)));
            for (at, function) in facts.functions.iter().enumerate() {
                let number = self.number(FunctionRef { unit, function: FunctionId::from_usize(at) });
                let (name, owner) = match function.item {
                    Item::Path(path) => (last(facts.text(path)), Some(owner(facts.text(path)))),
                    Item::Method { self_type, of_trait, name, .. } => {
                        let (name, self_type) = (facts.text(name), facts.text(self_type));
                        if let Some(of_trait) = of_trait {
                            let of_trait = facts.text(of_trait.name);
                            index.impls.insert((of_trait, self_type));
                            index.impls_of.entry(of_trait).or_default().push(number);
                        }
                        (name, may_be_inherent(facts, of_trait).then_some(self_type))
                    }
                    Item::Nested => continue,
                };
                if function.kind == FunctionKind::Constant {
                    continue;
                }
                index.by_name.entry(name).or_default().push(number);
                index.by_unit.entry((unit, name)).or_default().push(number);
                if let Some(owner) = owner {
                    index.by_owner.entry((unit, name, owner)).or_default().push(number);
                }
                match (function.item, owner) {
                    (Item::Method { self_type, of_trait: Some(of_trait), .. }, _) => {
                        let krate = if facts.text(of_trait.krate).is_empty() { facts.unit.crate_name.as_str() } else { "" };
                        let is_of_derive = facts.text(of_trait.krate) == "derive";
                        let of_trait = facts.text(of_trait.name);
                        if is_of_derive && !NAMED_FOR_THEIR_TRAIT.contains(&of_trait) {
                            index.of_derive.entry((name, facts.text(self_type))).or_default().push(number);
                        }
                        index.of_trait.entry((of_trait, name, krate)).or_default().push(number);
                        index.of_type.entry((of_trait, name, krate, facts.text(self_type))).or_default().push(number);
                    }
                    (Item::Path(_), Some(owner)) => index.defaults.entry((owner, name)).or_default().push(number),
                    _ => {}
                }
            }
        }
        index
    }

    /// What the targets of a unit may be. Methods that nobody in it calls, but foreign code does for types of the workspace, are looked for by
    /// [`implementations`](Self::implementations).
    fn resolve_all(&self, unit: usize) -> Vec<Vec<u32>> {
        let facts = &self.units[unit];
        let mut is_called: Vec<bool> = facts.targets.iter().map(|target| !matches!(target, Target::Trait { .. })).collect();
        for function in &facts.functions {
            let of_flows = function.flows.calls.iter().filter(|call| !call.is_by_foreign_code).map(|call| call.target);
            let delegates = function.gate.iter().flat_map(|gate| &gate.delegates).map(|&(target, _)| target);
            let called = function.calls.iter().map(|site| site.target).chain(of_flows).chain(delegates);
            called.for_each(|target| is_called[target.index()] = true);
        }
        let resolved = |(target, is_called)| if is_called { self.resolve(unit, target) } else { Vec::new() };
        facts.targets.iter().zip(is_called).map(resolved).collect()
    }

    fn resolve(&self, unit: usize, target: &Target) -> Vec<u32> {
        match *target {
            Target::Body(function) => vec![self.number(FunctionRef { unit, function })],
            Target::Path(path) => self.resolve_path(unit, self.units[unit].text(path)),
            Target::Value => Vec::new(),
            Target::Trait { self_type, of_trait, name } => {
                let facts = &self.units[unit];
                self.resolve_trait(unit, facts.text(self_type), facts.text(of_trait), facts.text(name))
            }
        }
    }

    /// The units that a path's root names: those of that crate, or else the unit itself.
    fn scope(&self, unit: usize, path: &str) -> (Vec<usize>, bool) {
        let own = &self.units[unit].unit;
        let root = path::first_segment(path);
        match self.index.units.get(root) {
            // A test harness of a crate prints the crate's items without its name, so a name means another crate, compiled for use.
            Some(units) if path.contains("::") && root != own.crate_name => {
                let libraries: Vec<usize> = units.iter().copied().filter(|&unit| !self.units[unit].unit.is_test).collect();
                (if libraries.is_empty() { units.clone() } else { libraries }, true)
            }
            Some(units) if path.contains("::") && has_a_library_beside_it(own) => {
                // A binary of the same name as its library.
                let libraries: Vec<usize> =
                    units.iter().copied().filter(|&other| other != unit && !self.units[other].unit.is_test).collect();
                if libraries.is_empty() { (vec![unit], false) } else { (libraries, true) }
            }
            _ => (vec![unit], false),
        }
    }

    fn resolve_path(&self, unit: usize, path: &str) -> Vec<u32> {
        let name = last(path);
        let Some(named) = self.index.by_name.get(name) else { return Vec::new() };
        let (scope, has_root) = self.scope(unit, path);
        let relative = if has_root { path.split_once("::").map_or(path, |(_, rest)| rest) } else { path };
        let owner = owner(relative);
        let fits = |&&number: &&u32| {
            let (at, function) = self.function(number);
            let facts = &self.units[at.unit];
            match function.item {
                Item::Path(path) => facts.text(path) == relative,
                Item::Method { self_type, of_trait, .. } => {
                    may_be_inherent(facts, of_trait) && (facts.text(self_type) == owner || facts.text(self_type).is_empty())
                }
                Item::Nested => false,
            }
        };
        let named_so = |unit: usize| [owner, ""].map(|owner| self.index.by_owner.get(&(unit, name, owner)));
        let mut exact = union(scope.iter().flat_map(|&unit| named_so(unit)));
        exact.retain(|number| fits(&number));
        if !exact.is_empty() {
            // Of several types of the name, the one in the path's own module.
            let module = relative.rsplit_once("::").and_then(|(ty, _)| ty.rsplit_once("::")).map_or("", |(module, _)| module);
            let here: Vec<u32> = exact.iter().copied().filter(|&number| self.is_in_module(number, module)).collect();
            return if here.is_empty() { exact } else { here };
        }
        // A visible path need not be the definition's: a re-export moves or renames what precedes the name.
        let in_scope = union(scope.iter().map(|&unit| self.index.by_unit.get(&(unit, name))));
        let free = |&&number: &&u32| matches!(self.function(number).1.item, Item::Path(_));
        let inherent = |&&number: &&u32| matches!(self.function(number).1.item, Item::Method { of_trait: None, .. });
        let is_type = owner.starts_with(|first: char| first.is_uppercase());
        let renamed: Vec<u32> = match is_type {
            true => in_scope.iter().filter(inherent).copied().collect(),
            false => in_scope.iter().filter(free).copied().collect(),
        };
        if !renamed.is_empty() {
            return renamed;
        }
        if !has_root {
            return Vec::new();
        }
        // The crate re-exports another crate of the workspace; or it is no crate, but a module of this unit that is called like one.
        let is_own = |&&number: &&u32| {
            let (at, function) = self.function(number);
            at.unit == unit && matches!(function.item, Item::Path(own) if self.units[unit].text(own) == path)
        };
        let elsewhere: Vec<u32> = named.iter().filter(fits).copied().collect();
        if elsewhere.is_empty() { named.iter().filter(is_own).copied().collect() } else { elsewhere }
    }

    /// Whether some impl in the workspace may be of the trait that a unit prints with this path.
    pub fn is_implemented(&self, unit: usize, of_trait: &str) -> bool {
        let home = self.trait_home(unit, of_trait);
        self.index.impls_of.get(last(of_trait)).into_iter().flatten().any(|&number| {
            let (at, function) = self.function(number);
            let Item::Method { of_trait: Some(implemented), .. } = function.item else { return false };
            self.may_implement(at.unit, self.units[at.unit].text(implemented.krate), home)
        })
    }

    /// The implementations of a foreign trait's method for a type, as foreign code calls them; of no type, those for any. Types and traits go by
    /// their names.
    pub fn implementations(&self, unit: usize, self_type: &str, of_trait: &str, name: &str) -> Vec<u32> {
        // What foreign code implements by another method of the type.
        let (of_trait, name) = match (path::last_segment(of_trait), name) {
            ("ToString", "to_string") => ("Display", "fmt"),
            known => known,
        };
        let whole = path::peel(self_type);
        if whole.is_empty() {
            let all = self.index.of_trait.get(&(of_trait, name, "")).into_iter().flatten().copied();
            // Nothing knows what is in a program or a test but itself.
            let may_be = |number: &u32| {
                let other = self.function(*number).0.unit;
                other == unit || !(self.units[other].unit.crate_type == "bin" || self.units[other].unit.is_test)
            };
            return all.filter(may_be).collect();
        }
        let self_type = path::last_segment(whole);
        // A type without a crate in front is the unit's own.
        let (scope, has_root) = self.scope(unit, whole);
        let known = self.index.of_type.get(&(of_trait, name, "", self_type)).or_else(|| self.index.of_derive.get(&(name, self_type)));
        let known = known.map_or(&[][..], Vec::as_slice);
        // They are in order, and so are the units that they are of: of a common name there are many in others.
        let of_unit = |unit: usize| {
            let start = |unit: usize| {
                self.starts.get(unit).map_or(known.len(), |&start| known.partition_point(|&number| (number as usize) < start))
            };
            &known[start(unit)..start(unit + 1)]
        };
        let found: Vec<u32> = scope.into_iter().flat_map(of_unit).copied().collect();
        if found.is_empty() && has_root {
            // The crate may have the type from another one.
            return known.to_vec();
        }
        if found.len() < 2 {
            return found;
        }
        // Of several types of the name, the one in the path's own module.
        let path = whole.split('<').next().unwrap_or(whole);
        let relative = if has_root { path.split_once("::").map_or(path, |(_, rest)| rest) } else { path };
        let module = relative.rsplit_once("::").map_or("", |(module, _)| module);
        let here: Vec<u32> = found.iter().copied().filter(|&number| self.is_in_module(number, module)).collect();
        if here.is_empty() { found } else { here }
    }

    /// Whether a method stands in an impl in this module of its crate.
    fn is_in_module(&self, number: u32, module: &str) -> bool {
        let (at, function) = self.function(number);
        matches!(function.item, Item::Method { module: known, .. } if self.units[at.unit].text(known) == module)
    }

    fn resolve_trait(&self, unit: usize, self_type: &str, of_trait: &str, name: &str) -> Vec<u32> {
        let home = self.trait_home(unit, of_trait);
        let of_trait = last(of_trait);
        let is_impl = |&&number: &&u32| {
            let (at, function) = self.function(number);
            let facts = &self.units[at.unit];
            let same_harness = at.unit == unit || !facts.unit.is_test;
            same_harness
                && match function.item {
                    Item::Method { of_trait: Some(implemented), .. } => {
                        let (name, krate) = (facts.text(implemented.name), facts.text(implemented.krate));
                        (name == of_trait || (name.is_empty() && krate == "?")) && self.may_implement(at.unit, krate, home)
                    }
                    _ => false,
                }
        };
        let krate = match home {
            Home::Unit(unit) => self.units[unit].unit.crate_name.as_str(),
            Home::Crate(krate) => krate,
        };
        let keys = [(of_trait, name, krate), (of_trait, name, ""), ("", name, krate), ("", name, "")];
        let concrete = concrete_type(self_type);
        let of_type = |ty: &str| {
            let mut of_type = union(keys.map(|(of_trait, name, krate)| self.index.of_type.get(&(of_trait, name, krate, ty))));
            of_type.retain(|number| is_impl(&number));
            of_type
        };
        if !concrete.is_empty() {
            let of_type = of_type(concrete);
            if !of_type.is_empty() {
                return of_type;
            }
        }
        let defaults: Vec<u32> = (self.index.defaults.get(&(of_trait, name)).into_iter().flatten())
            .filter(|&&number| {
                let (at, _) = self.function(number);
                let same_harness = at.unit == unit || !self.units[at.unit].unit.is_test;
                let at_home = match home {
                    Home::Unit(home) => at.unit == home,
                    Home::Crate(home) => self.units[at.unit].unit.crate_name == home,
                };
                same_harness && at_home
            })
            .copied()
            .collect();
        // The type's impl leaves the method to the trait; or a macro made the method, and nobody knows of which type it is.
        if !concrete.is_empty() && self.index.impls.contains(&(of_trait, concrete)) && !defaults.is_empty() {
            return of_type("").into_iter().chain(defaults).collect();
        }
        // A type that is not known, a blanket impl, or an impl that has no body of its own at all.
        let mut impls = union(keys.map(|key| self.index.of_trait.get(&key)));
        impls.retain(|number| is_impl(&number));
        impls.into_iter().chain(defaults).collect()
    }

    /// Where the trait is defined that a unit prints with this path.
    fn trait_home(&self, unit: usize, of_trait: &str) -> Home<'f> {
        let own = &self.units[unit].unit;
        let root = path::first_segment(of_trait);
        match self.index.units.get_key_value(root) {
            Some((&name, _)) if of_trait.contains("::") && (name != own.crate_name || has_a_library_beside_it(own)) => Home::Crate(name),
            // Nobody can depend on a binary or a test.
            _ if own.crate_type == "bin" || own.is_test => Home::Unit(unit),
            _ => Home::Crate(&own.crate_name),
        }
    }

    /// Whether an impl in a unit, of a trait from the crate that the impl names, may be of the trait that is at home there.
    fn may_implement(&self, unit: usize, krate: &str, home: Home<'f>) -> bool {
        match (home, krate) {
            (Home::Unit(home), _) => unit == home,
            (Home::Crate(home), "") => self.units[unit].unit.crate_name == home,
            // By a glob import, or through another crate of the workspace that re-exports it.
            (Home::Crate(_), "?") => true,
            (Home::Crate(home), named) => named == home || self.index.units.contains_key(named),
        }
    }

    /// Where control enters: what a framework calls, what the outside can name, what nothing in the workspace calls.
    fn find_roots(&self) -> (Vec<u32>, Vec<bool>) {
        let total = self.len();
        let mut called = vec![false; total];
        // An impl that a macro made is an inherent one if somebody calls it so.
        let mut inherent = vec![false; total];
        for (unit, facts) in self.units.iter().enumerate() {
            for (target, candidates) in facts.targets.iter().zip(&self.targets[unit]) {
                if matches!(target, Target::Path(_)) {
                    candidates.iter().for_each(|&number| inherent[number as usize] = true);
                }
            }
        }
        for number in 0..total {
            let number = number as u32;
            let (at, function) = self.function(number);
            let is_test = self.units[at.unit].unit.is_test;
            for site in &function.calls {
                for &callee in self.callees(at.unit, site) {
                    // What only tests call is called by nobody else; and a call of itself brings control from nowhere.
                    let callee_is_test = self.units[self.function(callee).0.unit].unit.is_test;
                    called[callee as usize] |= callee != number && (!is_test || callee_is_test);
                }
            }
        }
        let is_entered = |number: u32| {
            let (at, function) = self.function(number);
            function.kind == FunctionKind::Constant || self.is_entered(at.unit, function, inherent[number as usize])
        };
        let is_own = |number: u32| !self.units[self.function(number).0.unit].unit.is_dependency;
        let (own, of_dependencies): (Vec<u32>, Vec<u32>) = (0..total as u32).partition(|&number| is_own(number));
        let mut roots: Vec<u32> = own.iter().copied().filter(|&number| !called[number as usize] || is_entered(number)).collect();
        let mut reached = vec![false; total];
        self.mark(&roots, &mut reached);
        let entered: Vec<u32> = of_dependencies.iter().copied().filter(|&number| is_entered(number)).collect();
        self.enter_dependencies(&of_dependencies, &entered, &mut roots, &mut reached);
        // What is left are cycles that nothing outside calls, and what only those functions of a dependency call that nothing gets to:
        // each is entered somewhere.
        for number in own {
            if !reached[number as usize] {
                roots.push(number);
                self.mark(&[number], &mut reached);
                self.enter_dependencies(&of_dependencies, &entered, &mut roots, &mut reached);
            }
        }
        (roots, reached)
    }

    /// Of a dependency nothing is entered by itself. Where the workspace gets to any function of one, the values that this hands out may be
    /// given to whatever else there is: what implements a foreign trait for them is called then, as in the workspace itself.
    fn enter_dependencies(&self, all: &[u32], entered: &[u32], roots: &mut Vec<u32>, reached: &mut [bool]) {
        let unit_of = |number: u32| self.function(number).0.unit;
        loop {
            let in_use: FxHashSet<usize> = all.iter().filter(|&&number| reached[number as usize]).map(|&number| unit_of(number)).collect();
            let is_new = |number: &u32| in_use.contains(&unit_of(*number)) && !reached[*number as usize];
            let new: Vec<u32> = entered.iter().copied().filter(is_new).collect();
            if new.is_empty() {
                return;
            }
            self.mark(&new, reached);
            roots.extend(new);
        }
    }

    fn mark(&self, from: &[u32], reached: &mut [bool]) {
        let mut stack = from.to_vec();
        while let Some(number) = stack.pop() {
            if std::mem::replace(&mut reached[number as usize], true) {
                continue;
            }
            let (at, function) = self.function(number);
            stack.extend(function.calls.iter().flat_map(|site| self.callees(at.unit, site)));
        }
    }

    /// Whether something outside the workspace calls the function although the workspace may call it too.
    fn is_entered(&self, unit: usize, function: &Function, is_inherent: bool) -> bool {
        let facts = &self.units[unit];
        match function.item {
            Item::Path(path) => facts.text(path) == "main",
            Item::Method { of_trait: Some(of_trait), .. } => {
                let (name, krate) = (facts.text(of_trait.name), facts.text(of_trait.krate));
                let is_known = |name: Text| self.index.traits.contains(facts.text(name));
                match krate {
                    "" => false,
                    "?" | "derive" if is_inherent => false,
                    "?" => !is_known(of_trait.name) || name.is_empty(),
                    other => !self.index.units.contains_key(other),
                }
            }
            _ => false,
        }
    }
}

/// The type's last segment, if the impl can be told from it: not for type parameters and what they have (`<A as Agent>::Store`), `dyn`,
/// `impl` and pointers to those.
fn concrete_type(ty: &str) -> &str {
    let ty = ty.trim_start_matches('&');
    if ty.starts_with("dyn ") || ty.starts_with("impl ") || ty.contains("dyn ") {
        return "";
    }
    let peeled = path::peel(ty);
    if path::is_projection(peeled) {
        return "";
    }
    let name = path::last_segment(peeled);
    let may_be_parameter = !ty.contains("::") && !ty.contains('<') && name.len() <= 2;
    let is_wrapper = matches!(name, "Box" | "Arc" | "Rc" | "Pin" | "Self");
    if may_be_parameter || is_wrapper || !name.starts_with(|first: char| first.is_alphabetic() || first == '_') { "" } else { name }
}

/// Whether a method may be called by its type's path: an inherent one, or one of an impl that a macro made, or whose trait is not known.
fn may_be_inherent(facts: &Facts, of_trait: Option<TraitRef>) -> bool {
    of_trait.is_none_or(|of_trait| matches!(facts.text(of_trait.krate), "?" | "derive"))
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

fn owner(path: &str) -> &str {
    path.rsplit("::").nth(1).unwrap_or("")
}

#[cfg(test)]
mod tests;
