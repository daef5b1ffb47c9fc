/// An address, taken apart.
#[derive(Clone, Debug)]
pub struct Url(String);

impl Url {
    pub fn parse(input: &str) -> Result<Url, crate::Error> {
        Ok(Url(input.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn join(&self, input: &str) -> Result<Url, crate::Error> {
        Ok(Url(format!("{}{input}", self.0)))
    }
}

/// What can be an address.
pub trait IntoUrl {
    fn into_url(self) -> crate::Result<Url>;
}

impl IntoUrl for Url {
    fn into_url(self) -> crate::Result<Url> {
        Ok(self)
    }
}

impl IntoUrl for &str {
    fn into_url(self) -> crate::Result<Url> {
        Url::parse(self)
    }
}

impl IntoUrl for &String {
    fn into_url(self) -> crate::Result<Url> {
        Url::parse(self)
    }
}

impl IntoUrl for String {
    fn into_url(self) -> crate::Result<Url> {
        Url::parse(&self)
    }
}
