//! A stand-in for `curl`: its paths and signatures, no behaviour.

#[derive(Debug)]
pub struct Error;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no connection")
    }
}

impl std::error::Error for Error {}

pub mod easy {
    use super::Error;

    #[derive(Default)]
    pub struct Easy;

    impl Easy {
        pub fn new() -> Easy {
            Easy
        }

        pub fn url(&mut self, _url: &str) -> Result<(), Error> {
            Ok(())
        }

        pub fn custom_request(&mut self, _request: &str) -> Result<(), Error> {
            Ok(())
        }

        pub fn post_fields_copy(&mut self, _data: &[u8]) -> Result<(), Error> {
            Ok(())
        }

        pub fn perform(&self) -> Result<(), Error> {
            Ok(())
        }
    }
}
