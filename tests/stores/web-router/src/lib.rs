//! Foreign code that is handed functions of the user's and calls them later, each with what comes from outside.

use std::future::Future;

/// What answers requests.
#[derive(Default)]
pub struct Router {
    routes: Vec<String>,
}

impl Router {
    /// Has a function answer a route.
    pub fn route<I, O: Future<Output = String>>(mut self, path: &str, handler: impl Fn(I) -> O) -> Self {
        let _ = handler;
        self.routes.push(path.to_owned());
        self
    }

    /// Answers for ever.
    pub fn serve(self) {}
}

/// What is drawn on.
#[derive(Default)]
pub struct Frame {
    lines: Vec<String>,
}

impl Frame {
    /// Draws a line of text.
    pub fn line(&mut self, text: &str) {
        self.lines.push(text.to_owned());
    }
}

/// What shows it.
#[derive(Default)]
pub struct Terminal {
    frame: Frame,
}

impl Terminal {
    /// Has a function draw.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> std::io::Result<()> {
        render(&mut self.frame);
        Ok(())
    }
}
