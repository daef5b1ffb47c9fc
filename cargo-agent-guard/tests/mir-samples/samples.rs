//! The committed dumps, for the tests that read them.

/// What each compiler printed, by version, oldest first, with the number of its dumps.
pub const SAMPLES: [(&str, &str, usize); 7] = [
    ("1.86.0", include_str!("1.86.0.txt"), 123),
    ("1.90.0", include_str!("1.90.0.txt"), 123),
    ("1.95.0", include_str!("1.95.0.txt"), 123),
    ("1.97.0-nightly", include_str!("1.97.0-nightly.txt"), 123),
    ("1.99.1", include_str!("1.99.1.txt"), 118),
    ("1.100.0-beta.7", include_str!("1.100.0-beta.7.txt"), 118),
    ("1.101.0-nightly", include_str!("1.101.0-nightly.txt"), 118),
];

/// The dumps of one compiler: name and text.
pub fn dumps(samples: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    samples.split("=== ").skip(1).map(|dump| dump.split_once('\n').expect("a name, then the text"))
}
