//! Starting Chromium through chromedriver, and the flags that make it the same everywhere.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use thirtyfour::{Capabilities, ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

use crate::servers::daemon::{Account, Daemon, installed};
use crate::servers::{covered, keeper, ports, ready};

/// No sandbox, because it needs rights that containers do not give; what it loads is ours. No name resolves but ours.
const FLAGS: [&str; 18] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-search-engine-choice-screen",
    "--disable-features=Translate,MediaRouter,OptimizationHints",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-proxy-server",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP watcher.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/// Starts a browser with a profile of its own that asks for pages in `languages`.
pub(super) async fn launch(languages: &str) -> (WebDriver, Daemon) {
    let program = installed("chromedriver", "chromium-driver", &[]);
    let account = Account::unprivileged();
    let folder = keeper::folder("browser");
    account.give(&folder);
    let port = ports::free();
    let mut chromedriver =
        Daemon::start(account, &program, [format!("--port={port}")], "TERM", &folder.join("chromedriver.log"));

    let wanted = capabilities(&folder, languages);
    let url = format!("http://127.0.0.1:{port}");
    let asked = ready::ask(ready::START, || {
        chromedriver.insist_running();
        ready::listening(port)
    });
    if let Err(error) = asked.await {
        panic!("chromedriver does not answer: {error}. It said:\n{}", chromedriver.said());
    }
    let driver = match WebDriver::new(url, wanted).await {
        Ok(driver) => driver,
        Err(error) => panic!("Chromium does not start: {error}. The driver said:\n{}", chromedriver.said()),
    };
    if let Some(Value::String(version)) = driver.capabilities().get("browserVersion") {
        covered(&format!("browser: Chromium {version}"));
    }
    (driver, chromedriver)
}

fn capabilities(folder: &Path, languages: &str) -> Capabilities {
    let mut chrome = DesiredCapabilities::chrome();
    let profile = folder.join("profile");
    let run = || {
        for flag in FLAGS {
            chrome.add_arg(flag)?;
        }
        chrome.add_arg("--window-size=1280,800")?;
        chrome.add_arg(&format!("--accept-lang={languages}"))?;
        chrome.add_arg(&format!("--user-data-dir={}", profile.display()))?;
        chrome.add_experimental_option("prefs", json!({ "intl.accept_languages": languages }))?;
        chrome.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        chrome.set_binary(&mortal_chromium(folder).to_string_lossy())
    };
    let mut run = run;
    if let Err(error) = run() {
        panic!("cannot describe the browser that is wanted: {error}");
    }
    chrome.into()
}

/// A script that starts Chromium so that it dies with chromedriver, which would otherwise leave it behind when killed.
/// (chromedriver starts it from a thread that lives as long as the session, so the thread's death is the right sign
/// here.)
fn mortal_chromium(folder: &Path) -> PathBuf {
    // Debian's /usr/bin/chromium is a script that adds flags of its own; the program stands behind it.
    let program = installed("chromium", "chromium", &[PathBuf::from("/usr/lib/chromium")]);
    let script = folder.join("chromium");
    let text = format!("#!/bin/sh\nexec setpriv --pdeathsig KILL -- '{}' \"$@\"\n", program.display());
    let written = std::fs::write(&script, text)
        .and_then(|()| std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)));
    if let Err(error) = written {
        panic!("cannot write {}: {error}", script.display());
    }
    script
}
