//! Types under one name each. The same type prints as `Recall` in its own crate, as `purposes::Recall` in another, and through a
//! re-export as `prelude::Recall`; within a workspace its last segment and its crate tell it apart well enough.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    facts::{Facts, Token},
    index::{HeldId, Text},
    path,
};

/// A purpose under one name for the whole workspace: its id where the derive left one, else its type.
pub type Purpose = String;

/// The name of a purpose that is not the same on all paths.
pub const ANY: &str = "*";

/// The names of a workspace.
pub struct Names<'f> {
    units: &'f [Facts],
    crates: BTreeSet<&'f str>,
    /// Last segment of a purpose's type → the purposes of that name.
    ids: HashMap<String, Vec<NamedPurpose>>,
    /// What the values of a type prove, by the base name of the type and the variant.
    carriers: HashMap<(String, Option<String>), Vec<CarrierType>>,
    /// The variants of each unit's enum of a name, if there is only one.
    enums: HashMap<(usize, &'f str), Option<Variants<'f>>>,
    /// How many types of a name each unit defines.
    types: HashMap<(usize, &'f str), usize>,
}

/// The variants of an enum, with their discriminants.
type Variants<'f> = &'f [(Text, i128)];

#[derive(PartialEq, Eq)]
struct NamedPurpose {
    krate: String,
    path: String,
    id: String,
}

struct CarrierType {
    unit: usize,
    path: String,
    arguments: Vec<String>,
    tokens: Vec<Token>,
}

impl<'f> Names<'f> {
    /// Reads the names of all units.
    pub fn new(units: &'f [Facts]) -> Self {
        let mut names = Names {
            units,
            crates: BTreeSet::new(),
            ids: HashMap::new(),
            carriers: HashMap::new(),
            enums: HashMap::new(),
            types: HashMap::new(),
        };
        names.crates.extend(units.iter().map(|facts| facts.unit.crate_name.as_str()));
        for (unit, facts) in units.iter().enumerate() {
            for &(ty, id) in &facts.purposes {
                let ty = facts.text(ty);
                let named =
                    NamedPurpose { krate: facts.unit.crate_name.clone(), path: path::strip_generics(ty), id: facts.text(id).to_owned() };
                let known = names.ids.entry(path::last_segment(ty).to_owned()).or_default();
                if !known.contains(&named) {
                    known.push(named);
                }
            }
            for carrier in &facts.carriers {
                let ty = facts.text(carrier.ty);
                let base = path::last_segment(path::peel(ty)).to_owned();
                let arguments = path::generic_arguments(ty).map(str::to_owned).collect();
                let variant = carrier.variant.map(|variant| facts.text(variant).to_owned());
                let entry = CarrierType { unit, path: path::strip_generics(path::peel(ty)), arguments, tokens: carrier.tokens.clone() };
                names.carriers.entry((base, variant)).or_default().push(entry);
            }
            for (name, variants) in &facts.enums {
                // Of several enums of a name, which the text does not tell apart, nobody knows what a discriminant means.
                names.enums.entry((unit, facts.text(*name))).and_modify(|known| *known = None).or_insert(Some(variants));
            }
            for &name in &facts.types {
                *names.types.entry((unit, facts.text(name))).or_default() += 1;
            }
        }
        names
    }

    /// The purposes that a held set proves.
    pub fn purposes_of(&self, unit: usize, held: HeldId) -> BTreeSet<Purpose> {
        let mut found = BTreeSet::new();
        for &token in &self.units[unit].held[held.index()] {
            self.resolve(unit, token, &HashMap::new(), 0, &mut found);
        }
        found
    }

    fn resolve(&self, unit: usize, token: Token, substitution: &HashMap<String, String>, depth: usize, found: &mut BTreeSet<Purpose>) {
        // A type that carries itself (behind a Box) would never end.
        if depth > 8 {
            return;
        }
        let facts = &self.units[unit];
        match token {
            Token::Consent(purpose) => {
                let purpose = facts.text(purpose);
                let purpose = substitution.get(purpose).map_or(purpose, String::as_str);
                found.insert(self.purpose(unit, purpose));
            }
            Token::Carrier(ty) => self.carried(unit, facts.text(ty), None, substitution, depth, found),
            Token::Variant(ty, value) => {
                let ty = facts.text(ty);
                let Some(variants) = self.variants(unit, ty) else { return };
                let Some(&(variant, _)) = variants.1.iter().find(|(_, known)| *known == value) else { return };
                let variant = self.units[variants.0].text(variant);
                self.carried(unit, ty, Some(variant), substitution, depth, found);
            }
            Token::OneOf(ty, values) => {
                let ty = facts.text(ty);
                let Some((home, variants)) = self.variants(unit, ty) else { return };
                let is_one = |value: i128| (0..64).contains(&value) && values >> value & 1 == 1;
                // What each of them proves; and each of them must be known.
                let proven = variants.iter().filter(|&&(_, value)| is_one(value)).map(|&(variant, _)| {
                    let mut proven = BTreeSet::new();
                    self.carried(unit, ty, Some(self.units[home].text(variant)), substitution, depth, &mut proven);
                    proven
                });
                let proven: Vec<BTreeSet<Purpose>> = proven.collect();
                if proven.len() == values.count_ones() as usize {
                    found.extend(proven.into_iter().reduce(|one, other| &one & &other).unwrap_or_default());
                }
            }
            Token::Any => drop(found.insert(ANY.to_owned())),
        }
    }

    /// What a value of the type (in the variant) proves: what every value of it that the workspace makes is made with. The types of the
    /// fields are the same for all of them, so one place that makes it speaks for all.
    fn carried(
        &self,
        unit: usize,
        ty: &str,
        variant: Option<&str>,
        substitution: &HashMap<String, String>,
        depth: usize,
        found: &mut BTreeSet<Purpose>,
    ) {
        let base = path::last_segment(path::peel(ty)).to_owned();
        let Some(known) = self.carriers.get(&(base, variant.map(str::to_owned))) else { return };
        let home = self.home(unit, ty);
        let arguments: Vec<String> = path::generic_arguments(ty).map(str::to_owned).collect();
        let mut best: Option<BTreeSet<Purpose>> = None;
        let stripped = path::strip_generics(path::peel(ty));
        for entry in known.iter().filter(|entry| self.is_from(entry.unit, &home)) {
            if entry.arguments.len() != arguments.len() || !self.is_same_type(entry, unit, &stripped) {
                continue;
            }
            // The type may be made generically (`Session<P>`) and used concretely (`Session<Recall>`).
            let mut inner = HashMap::new();
            let matches = entry.arguments.iter().zip(&arguments).all(|(pattern, argument)| {
                let argument = substitution.get(argument).unwrap_or(argument);
                // Not `u8`, and not the `2` of an array's length.
                let is_parameter =
                    pattern.len() <= 2 && pattern.starts_with(char::is_uppercase) && pattern.chars().all(char::is_alphanumeric);
                if is_parameter {
                    inner.insert(pattern.clone(), argument.clone());
                }
                is_parameter || path::last_segment(pattern) == path::last_segment(argument) || pattern.starts_with('\'')
            });
            if !matches {
                continue;
            }
            let mut here = BTreeSet::new();
            for &token in &entry.tokens {
                self.resolve(entry.unit, token, &inner, depth + 1, &mut here);
            }
            best = Some(match best {
                Some(before) => before.intersection(&here).cloned().collect(),
                None => here,
            });
        }
        found.extend(best.into_iter().flatten());
    }

    /// Whether a type (of which the last segment fits) is the carrier's: by its whole path where the crate has several of that name, for
    /// another crate may print a shorter path than the type's own.
    fn is_same_type(&self, entry: &CarrierType, unit: usize, stripped: &str) -> bool {
        let base = path::last_segment(stripped);
        let is_only = self.types.get(&(entry.unit, base)).is_none_or(|&count| count == 1);
        let relative = match stripped.split_once("::") {
            Some((root, rest)) if entry.unit != unit && root == self.units[entry.unit].unit.crate_name => rest,
            _ => stripped,
        };
        entry.path == relative || (is_only && entry.unit != unit)
    }

    /// The crate that a printed type is from, if it is a crate of the workspace.
    fn home(&self, unit: usize, ty: &str) -> String {
        let root = path::first_segment(ty);
        let is_crate = ty.contains("::") && self.crates.contains(root);
        if is_crate { root.to_owned() } else { self.units[unit].unit.crate_name.clone() }
    }

    fn is_from(&self, unit: usize, home: &str) -> bool {
        self.units[unit].unit.crate_name == home
    }

    fn variants(&self, unit: usize, ty: &str) -> Option<(usize, Variants<'f>)> {
        let base = path::last_segment(path::peel(ty));
        let home = self.home(unit, ty);
        (0..self.units.len())
            .filter(|&unit| self.is_from(unit, &home))
            .filter(|&unit| self.types.get(&(unit, base)).is_none_or(|&count| count == 1))
            .find_map(|unit| Some((unit, (*self.enums.get(&(unit, base))?)?)))
    }

    /// The name of a purpose: its id, if a derive in the workspace tells it, else the type's last segment. Of several purposes of one name
    /// it is the one at the path; where the path does not tell (a re-export), it is none of them.
    pub fn purpose(&self, unit: usize, ty: &str) -> Purpose {
        // Which one it is nobody knows.
        if path::is_projection(path::peel(ty)) {
            return ty.to_owned();
        }
        let stripped = path::strip_generics(path::peel(ty));
        let last = path::last_segment(&stripped);
        let Some(named) = self.ids.get(last) else { return last.to_owned() };
        let home = self.home(unit, ty);
        let relative = match stripped.split_once("::") {
            Some((root, rest)) if root == home && home != self.units[unit].unit.crate_name => rest,
            _ => &stripped,
        };
        let at_home: Vec<&NamedPurpose> = named.iter().filter(|purpose| purpose.krate == home).collect();
        match (named.as_slice(), at_home.as_slice()) {
            ([only], _) => only.id.clone(),
            (_, [only]) => only.id.clone(),
            (_, several) => several.iter().find(|purpose| purpose.path == relative).map_or(stripped.clone(), |purpose| purpose.id.clone()),
        }
    }

    /// Ids of the purposes that the workspace defines, with the names of their types.
    pub fn purposes(&self) -> BTreeMap<String, String> {
        self.ids.iter().flat_map(|(ty, pairs)| pairs.iter().map(|purpose| (purpose.id.clone(), ty.clone()))).collect()
    }
}
