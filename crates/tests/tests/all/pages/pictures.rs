//! Pictures of the demo for somebody to look at: every page at three widths, light and dark, in both languages.
//!
//! `KONTUAR_SCREENSHOTS=DIR cargo test --workspace --test all -- --ignored pictures` writes them.

use std::path::PathBuf;

use testkit::browser::Browser;

use super::ROWS;
use super::demo::{demo, enter};

const SIZES: [(u32, u32); 3] = [(1440, 900), (1024, 768), (390, 844)];

#[tokio::test]
#[ignore = "takes pictures into the folder that KONTUAR_SCREENSHOTS names"]
async fn pictures_of_every_page() {
    let folder = std::env::var_os("KONTUAR_SCREENSHOTS").expect("KONTUAR_SCREENSHOTS names a folder");
    let mut program = demo().await;
    for (language, wanted) in [("pl", "pl-PL,pl"), ("en", "en-GB,en")] {
        let browser = Browser::speaking(wanted).await;
        let camera = Camera { browser: &browser, folder: PathBuf::from(&folder).join(language) };
        let home = format!("http://{}", program.address());
        browser.open(&format!("{home}/sign-in")).await;
        camera.take("sign-in").await;
        enter(&browser, &program, if language == "pl" { "agent" } else { "lead" }).await;
        camera.take("list").await;
        browser.click(&format!("{ROWS}:nth-of-type(3) a")).await;
        browser.wait_for("#thread").await;
        let conversation = browser.url().await;
        browser.open(&conversation).await;
        camera.take("conversation").await;
        browser.click("form[action='/session/end'] button").await;
        browser.open(&format!("{home}/demo/customer")).await;
        browser.click(".people li a").await;
        browser.wait_for("#mails").await;
        camera.take("play").await;
        browser.close().await;
    }
    program.stop();
}

struct Camera<'b> {
    browser: &'b Browser,
    folder: PathBuf,
}

impl Camera<'_> {
    /// Takes a page in every size and colour, and leaves it as wide as it was.
    async fn take(&self, page: &str) {
        for (width, height) in SIZES {
            self.browser.resize(width, height).await;
            for (dark, colours) in [(false, "light"), (true, "dark")] {
                self.browser.prefer_dark(dark).await;
                let still = "return document.getAnimations().every(one => one.playState !== 'running')";
                self.browser.wait_until("nothing changes its colour any more", still, &[]).await;
                self.browser.screenshot(&self.folder.join(format!("{page}-{width}-{colours}.png"))).await;
            }
        }
        self.browser.prefer_dark(false).await;
        self.browser.resize(SIZES[0].0, SIZES[0].1).await;
    }
}
