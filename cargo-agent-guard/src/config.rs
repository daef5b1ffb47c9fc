//! The policy as it is written: `agent-guard.toml`, or `[workspace.metadata.agent-guard]` of the workspace's manifest.
//!
//! A policy is believed only as a whole. An unknown key, a wrong type, an unknown rule, a date that is none: each is an error at its
//! line, with the line and with what may have been meant. Nothing is skipped, as what is skipped here would not be checked there.

pub mod edit;
mod error;
mod file;

use globset::{GlobBuilder, GlobMatcher};
use jiff::civil::Date;
use semver::{Version, VersionReq};
use toml::Spanned;

pub use error::PolicyError;
pub use file::schema;
use file::{HarmlessFile, Manifest, PolicyFile, StoreFile, WaiverFile};

use crate::{
    catalogue::rest::Apis,
    finding::Location,
    lines::Lines,
    link::{LinkPolicy, Requirement},
    policy::{FixedLevel, Harmless, Policy, Waiver},
    rule::Rule,
    rules,
};

/// The name of the policy's file at the workspace root.
pub const FILE_NAME: &str = "agent-guard.toml";

/// Reads a policy file. `path` is how messages name it.
///
/// # Errors
/// If the text is no policy that can be used as a whole.
pub fn from_file(path: &str, text: &str) -> Result<Policy, PolicyError> {
    let lines = Lines::new(text.to_owned());
    let file = toml::from_str::<PolicyFile>(text).map_err(|error| PolicyError::of_toml(path, &lines, &error))?;
    Reader { path, lines: &lines }.policy(file)
}

/// Reads the policy out of a workspace's manifest; `None` if there is none in it.
///
/// # Errors
/// If there is one, and it cannot be used as a whole.
pub fn from_manifest(path: &str, text: &str) -> Result<Option<Policy>, PolicyError> {
    let lines = Lines::new(text.to_owned());
    let manifest = toml::from_str::<Manifest>(text).map_err(|error| PolicyError::of_toml(path, &lines, &error))?;
    manifest.policy().map(|file| Reader { path, lines: &lines }.policy(file)).transpose()
}

/// Turns what was written into what is meant.
struct Reader<'t> {
    path: &'t str,
    lines: &'t Lines,
}

impl Reader<'_> {
    fn policy(&self, file: PolicyFile) -> Result<Policy, PolicyError> {
        if let Some(required) = &file.required_version {
            self.required_version(required)?;
        }
        let mut policy = Policy::default();
        for (name, level) in &file.rules {
            let rule = self.rule(name)?;
            if policy.levels.is_set(rule) {
                let help = "a rule has a code and a name; use one".to_owned();
                return Err(self.error(name, format!("`{}` has a level already", rule.code), Some(help)));
            }
            policy
                .set_level(rule, *level.get_ref())
                .map_err(|fixed| self.error(level, fixed.to_string(), Some(FixedLevel::HELP.to_owned())))?;
        }
        policy.link = LinkPolicy {
            required: file.stores.into_iter().flat_map(|(name, store)| requirements(&name, store)).collect(),
            memory_tables: file.sql.memory_tables,
            ignored_tables: file.sql.ignored_tables,
            apis: Apis::default(),
            memory_files: file.files.memory.iter().map(|pattern| self.glob(pattern)).collect::<Result<_, _>>()?,
        };
        for store in file.catalogue {
            store.get_ref().validate().map_err(|error| self.error(&store, format!("{error:#}"), None))?;
            policy.catalogue_at.push(self.location(store.span()));
            policy.catalogue.push(store.into_inner());
        }
        for api in file.api {
            api.get_ref().validate().map_err(|message| self.error(&api, message, None))?;
            policy.apis_at.push(self.location(api.span()));
            policy.link.apis.own.push(api.into_inner());
        }
        policy.analyse = file.deps.analyse.iter().map(|name| (name.get_ref().clone(), self.location(name.span()))).collect();
        policy.harmless = file.deps.harmless.iter().map(|written| self.harmless(written)).collect::<Result<_, _>>()?;
        policy.waivers = file.waiver.iter().map(|waiver| self.waiver(waiver)).collect::<Result<_, _>>()?;
        Ok(policy)
    }

    fn required_version(&self, required: &Spanned<String>) -> Result<(), PolicyError> {
        let own = env!("CARGO_PKG_VERSION");
        let Ok(requirement) = VersionReq::parse(required.get_ref()) else {
            return Err(self.error(
                required,
                "this is no version requirement",
                Some("write it as in `Cargo.toml`: `\">=0.1, <0.2\"`".to_owned()),
            ));
        };
        let is_met = Version::parse(own).is_ok_and(|own| requirement.matches(&own));
        if is_met {
            return Ok(());
        }
        let message = format!("this policy is for cargo-agent-guard `{requirement}`, and this is {own}");
        Err(self.error(
            required,
            message,
            Some("install that version, or change `required-version` once the findings of this one are looked at".to_owned()),
        ))
    }

    fn rule(&self, name: &Spanned<String>) -> Result<&'static Rule, PolicyError> {
        rules::find(name.get_ref()).ok_or_else(|| {
            let suggestion = rules::nearest(name.get_ref()).map(|rule| format!("did you mean `{}` (`{}`)?", rule.code, rule.name));
            let suggestion = suggestion.unwrap_or_else(|| "`cargo agent-guard rules` lists the rules".to_owned());
            self.error(name, format!("there is no rule `{}`", name.get_ref()), Some(suggestion))
        })
    }

    fn waiver(&self, written: &Spanned<WaiverFile>) -> Result<Waiver, PolicyError> {
        let waiver = written.get_ref();
        let rule = self.rule(&waiver.rule)?;
        if matches!(rule.code, "AG902" | "AG903") {
            let message = format!("`{}` cannot be waived", rule.code);
            return Err(self.error(&waiver.rule, message, Some("repair the suppression that it reports".to_owned())));
        }
        if waiver.reason.get_ref().trim().is_empty() {
            return Err(self.error(&waiver.reason, "a waiver needs a reason", None));
        }
        let Ok(expires) = waiver.expires.get_ref().parse::<Date>() else {
            let message = format!("`{}` is no date", waiver.expires.get_ref());
            return Err(self.error(&waiver.expires, message, Some("write it as year, month and day: `\"2027-06-30\"`".to_owned())));
        };
        if waiver.file.is_none() && waiver.function.is_none() && waiver.store.is_none() && waiver.package.is_none() {
            let help = "add `file`, `function`, `store` or `package`; to switch a rule off, set its level in `[rules]`";
            return Err(self.error(&waiver.rule, "this waiver does not say where it applies", Some(help.to_owned())));
        }
        Ok(Waiver {
            rule: rule.code,
            file: waiver.file.as_ref().map(|file| self.glob(file)).transpose()?,
            function: waiver.function.clone(),
            store: waiver.store.clone(),
            package: waiver.package.clone(),
            reason: waiver.reason.get_ref().trim().to_owned(),
            expires,
            location: self.location(written.span()),
        })
    }

    fn harmless(&self, written: &Spanned<HarmlessFile>) -> Result<Harmless, PolicyError> {
        let harmless = written.get_ref();
        if harmless.reason.get_ref().trim().is_empty() {
            let help = "say what it keeps, and why that is nothing of a person";
            return Err(self.error(&harmless.reason, "what is called harmless needs a reason", Some(help.to_owned())));
        }
        let versions = harmless.versions.as_ref().map(|versions| {
            let help = "write it as in `Cargo.toml`: `\">=0.3, <0.4\"`";
            VersionReq::parse(versions.get_ref()).map_err(|_| self.error(versions, "this is no version requirement", Some(help.to_owned())))
        });
        Ok(Harmless {
            package: harmless.package.clone(),
            versions: versions.transpose()?,
            reason: harmless.reason.get_ref().trim().to_owned(),
            location: self.location(written.span()),
        })
    }

    /// A pattern for paths. One without a slash is for a name in any folder, as in `.gitignore`.
    fn glob(&self, pattern: &Spanned<String>) -> Result<GlobMatcher, PolicyError> {
        let text = pattern.get_ref().trim_start_matches("./");
        let anywhere = if text.contains('/') { text.to_owned() } else { format!("**/{text}") };
        let glob = GlobBuilder::new(&anywhere).literal_separator(true).build();
        let glob = glob.map_err(|error| self.error(pattern, format!("this is no pattern: {}", error.kind()), None))?;
        Ok(glob.compile_matcher())
    }

    fn error<T>(&self, at: &Spanned<T>, message: impl Into<String>, help: Option<String>) -> PolicyError {
        PolicyError::new(self.path, self.lines, at.span(), message, help)
    }

    fn location(&self, range: std::ops::Range<usize>) -> Location {
        let (line, column) = self.lines.line_and_column(range.start);
        let (end_line, end_column) = self.lines.line_and_column(range.end);
        // A table ends where the next begins; its first line is enough to find it.
        let first = self.lines.line(line).map_or(column, |text| u32::try_from(text.chars().count() + 1).unwrap_or(column));
        let (end_line, end_column) = if end_line == line { (line, end_column) } else { (line, first) };
        Location { file: self.path.to_owned(), line, column, end_line, end_column }
    }
}

/// What a store's section asks for: the whole store first, then single targets.
fn requirements(name: &str, store: StoreFile) -> Vec<Requirement> {
    let whole = (String::new(), store.purposes);
    let requirement = |(target, purposes)| Requirement { store: name.to_owned(), target, purposes };
    std::iter::once(whole).chain(store.targets).filter(|(_, purposes)| !purposes.is_empty()).map(requirement).collect()
}

#[cfg(test)]
mod tests;
