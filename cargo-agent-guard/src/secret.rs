//! Credentials, by their form: what is unmistakably one, and what only stands for one.

/// The beginning of a provider's credentials, the least that must follow, and what they are.
///
/// What follows are letters, digits, `-` and `_`. The longer beginnings stand before those that they begin with.
const FORMS: &[(&str, usize, &str)] = &[
    ("sk-ant-", 24, "an Anthropic API key"),
    ("sk-proj-", 24, "an OpenAI API key"),
    ("sk-or-v1-", 32, "an OpenRouter API key"),
    ("sk-", 24, "an API key"),
    ("sk_live_", 16, "a Stripe key"),
    ("AKIA", 16, "an AWS access key"),
    ("ASIA", 16, "an AWS access key"),
    ("AIza", 35, "a Google API key"),
    ("ghp_", 36, "a GitHub token"),
    ("gho_", 36, "a GitHub token"),
    ("ghs_", 36, "a GitHub token"),
    ("github_pat_", 40, "a GitHub token"),
    ("glpat-", 20, "a GitLab token"),
    ("hf_", 30, "a Hugging Face token"),
    ("gsk_", 40, "a Groq API key"),
    ("pplx-", 40, "a Perplexity API key"),
    ("pcsk_", 32, "a Pinecone API key"),
    ("r8_", 36, "a Replicate token"),
    ("xoxb-", 20, "a Slack token"),
    ("xoxp-", 20, "a Slack token"),
];

/// No credential is shorter.
const SHORTEST: usize = 20;

/// A credential that a text shows by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credential {
    /// What begins so: `sk-ant-`.
    pub beginning: &'static str,
    /// What it is: `an Anthropic API key`.
    pub what: &'static str,
}

/// Whether a text may have a credential of a known provider in it: one is long, has digits, and begins as one does.
pub fn may_be_in(text: &str) -> bool {
    text.len() >= SHORTEST && text.bytes().any(|byte| byte.is_ascii_digit()) && FORMS.iter().any(|(beginning, ..)| text.contains(beginning))
}

/// The first credential in a text that has the form of a known provider's, wherever in it.
pub fn by_form(text: &str) -> Option<Credential> {
    text.split(|c: char| !is_of_a_key(c)).find_map(|word| {
        let (beginning, least, what) = FORMS.iter().find(|(beginning, ..)| word.starts_with(beginning))?;
        let rest = &word[beginning.len()..];
        // What somebody generated has letters and digits and many of them, and is no example of it.
        let is_random =
            rest.contains(|c: char| c.is_ascii_digit()) && rest.contains(|c: char| c.is_ascii_alphabetic()) && distinct(rest) >= 10;
        (rest.len() >= *least && is_random && !stands_for_something(word)).then_some(Credential { beginning, what })
    })
}

fn is_of_a_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

fn distinct(text: &str) -> usize {
    text.chars().collect::<std::collections::BTreeSet<char>>().len()
}

/// Whether a text says itself that something else belongs in its place.
fn stands_for_something(text: &str) -> bool {
    const WORDS: &[&str] = &["example", "your", "placeholder", "changeme", "replace", "dummy", "redacted", "xxxx", "insert", "norequired"];
    let letters: String = text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    WORDS.iter().any(|word| letters.contains(word))
}

/// Whether a text that is given where a credential belongs is none: empty, one that stands for something else, what a server on this
/// machine is given because something must be, the name of a variable.
pub fn is_placeholder(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "apikey",
        "demo",
        "empty",
        "fake",
        "foo",
        "ignored",
        "key",
        "lmstudio",
        "local",
        "localhost",
        "mock",
        "na",
        "nil",
        "nokey",
        "none",
        "nokeyneeded",
        "nokeyrequired",
        "notneeded",
        "notused",
        "null",
        "ollama",
        "sample",
        "sknokeyrequired",
        "skip",
        "test",
        "testing",
        "testkey",
        "testtoken",
        "todo",
        "token",
        "unused",
        "vllm",
    ];
    let text = without_scheme(text);
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let is_variable = text.contains('_') && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    let is_bracketed = text.starts_with(['<', '[', '$', '%']) || text.contains("{{");
    distinct(&letters) <= 1 || WORDS.contains(&letters.as_str()) || is_variable || is_bracketed || stands_for_something(text)
}

/// Whether a text is a password that everybody tries first, and that stands in every guide to a database of one's own.
pub fn is_usual_default(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "admin", "guest", "minio", "mongo", "mysql", "neo4j", "pass", "password", "postgres", "redis", "root", "secret", "surreal", "user",
    ];
    WORDS.contains(&text.to_lowercase().as_str())
}

/// A header's value without the word that says how it is meant: `Bearer`.
pub fn without_scheme(text: &str) -> &str {
    const SCHEMES: &[&str] = &["bearer ", "basic ", "token ", "apikey ", "api-key ", "key "];
    let text = text.trim();
    let scheme = SCHEMES.iter().find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    // `Bearer` alone has lost what follows.
    let is_alone = SCHEMES.iter().any(|scheme| text.eq_ignore_ascii_case(scheme.trim()));
    if is_alone { "" } else { scheme.map_or(text, |scheme| text[scheme.len()..].trim()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_credential_is_too_short_to_be_looked_for() {
        for &(beginning, least, what) in FORMS {
            assert!(beginning.len() + least >= SHORTEST, "{what}");
        }
    }

    #[test]
    fn the_forms_of_providers_are_known_anywhere_in_a_text() {
        for (text, what) in [
            (concat!("sk-", "ant-api03-Zk3u9QwErTy7UiOp1AsDfGh2JkLz"), "an Anthropic API key"),
            (concat!("Bearer sk-", "Zk3u9QwErTy7UiOp1AsDfGh2JkLz"), "an API key"),
            (concat!("https://api.example.com/v1?key=AI", "zaSyZk3u9QwErTy7UiOp1AsDfGh2JkLzXc5Vb"), "a Google API key"),
            (concat!("AK", "IAZK3U9QWERTY7UIOP"), "an AWS access key"),
            (concat!("gh", "p_Zk3u9QwErTy7UiOp1AsDfGh2JkLzXc5VbNm8"), "a GitHub token"),
            (concat!("h", "f_ZkTuPQwErTyKUiOpIAsDfGhLJkLzXc5VbNm"), "a Hugging Face token"),
            (concat!("xo", "xb-123456789012-Zk3u9QwErTy7"), "a Slack token"),
        ] {
            assert!(may_be_in(text), "{text}");
            assert_eq!(by_form(text).map(|found| found.what), Some(what), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for text in [
            "",
            "sk-",
            "sk-short1",
            "sk-no-key-required",
            "the sk-learn library, version 1",
            "sk-this-is-a-name-in-kebab-case-without-digits",
            "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1a",
            "sk-your-openai-api-key-goes-here-1234567890",
            "AKIAIOSFODNN7EXAMPLE",
            "mask-1234567890-abcdefghij-klmnop",
            "hf_hub",
            "ghp_",
        ] {
            assert_eq!(by_form(text), None, "{text}");
        }
    }

    #[test]
    fn placeholders_are_told_from_what_somebody_would_use() {
        for text in [
            "",
            " ",
            "test",
            "changeme",
            "change-me",
            "<your key>",
            "your-api-key",
            "YOUR_API_KEY",
            "xxxxxxxx",
            "000000",
            "x",
            "OPENAI_API_KEY",
            "${KEY}",
            "ollama",
            "lm-studio",
            "not-needed",
            "no-key-required",
            "sk-no-key-required",
            "Bearer ",
            "Bearer",
            "Bearer test",
            "EMPTY",
            "dummy-key",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["hunter2", "correct horse battery staple", "Bearer 8f3a77", "postgres", "s3cr3t!", "12345678", "A1B2C3D4E5F6"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
