//! A real browser, for pages: Debian's Chromium without a window, driven as a person would use it.
//!
//! In: an address. Out: what stands on the page, once it stands there. Every wait is a question asked again until the
//! answer is right, with an end after [`LIMIT`]; a test never says how long something takes.
//!
//! What holds here:
//! - each [`Browser`] has its own fresh profile, so that two of them are two people;
//! - it reaches 127.0.0.1 and `localhost`, also as `watcher.example`, and nothing else;
//! - an error in the page's console fails the test in [`close`](Browser::close), unless the test took it out with
//!   [`console_errors`](Browser::console_errors) because it meant to cause it;
//! - it ends with its owner, closed or not, and with the test process.

mod launch;
mod page;
mod tabs;

use std::time::Duration;

use thirtyfour::WebDriver;

use crate::servers::daemon::Daemon;

pub use tabs::Tab;
pub use thirtyfour::Key;

/// How long a page may take to become what a test waits for.
pub const LIMIT: Duration = Duration::from_secs(15);

/// A browser with one person in front of it.
#[derive(Debug)]
pub struct Browser {
    /// `None` once closed.
    driver: Option<WebDriver>,
    chromedriver: Daemon,
}

impl Browser {
    /// Opens a browser that asks for pages in Polish, 1280 by 800.
    ///
    /// # Panics
    /// When Chromium or its driver is not installed or does not start.
    pub async fn start() -> Self {
        Self::speaking("pl-PL,pl").await
    }

    /// Opens a browser that asks for pages in these languages, best first, for example `en-GB,en`.
    ///
    /// # Panics
    /// When Chromium or its driver is not installed or does not start.
    pub async fn speaking(languages: &str) -> Self {
        // It fails only when a provider is installed, which then serves as well.
        rustls::crypto::ring::default_provider().install_default().ok();
        let (driver, chromedriver) = launch::launch(languages).await;
        Self { driver: Some(driver), chromedriver }
    }

    /// Closes the browser.
    ///
    /// # Panics
    /// When the console of a page holds an error that nobody expected.
    pub async fn close(mut self) {
        let errors = self.console_errors().await;
        if let Some(driver) = self.driver.take() {
            // The daemon ends what does not close by itself.
            let _ = driver.quit().await;
        }
        assert!(errors.is_empty(), "errors in the browser's console:\n{}", errors.join("\n"));
    }

    /// The errors in the consoles of all tabs since the last call: exceptions, refused resources, policy violations.
    pub async fn console_errors(&self) -> Vec<String> {
        let lines = self.driver().browser_log().await;
        let lines = lines.unwrap_or_else(|error| panic!("cannot read the browser's console: {error}"));
        lines.into_iter().filter(|line| line.level == "SEVERE").map(|line| line.message).collect()
    }

    fn driver(&self) -> &WebDriver {
        let Some(driver) = &self.driver else {
            unreachable!("only `close` takes the driver, and it takes the browser too")
        };
        driver
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Without this the driver would wait for an answer in the middle of the runtime; the program is ended anyway.
        if let Some(driver) = self.driver.take() {
            let _ = driver.leak();
        }
        self.chromedriver.kill();
    }
}
