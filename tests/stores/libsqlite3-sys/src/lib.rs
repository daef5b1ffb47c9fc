//! A stand-in for `libsqlite3-sys`: what matters is whether its feature is on.
