//! Helpers of the end-to-end tests: running the tool on fixtures and reading their marks.
