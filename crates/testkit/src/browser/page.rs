//! What a person does on a page, and what they see. Elements are named by CSS selectors.
//!
//! The page may swap any element at any moment, so nothing here hands an element out: each call finds it anew, and
//! tries again while it is missing, covered or just replaced.

use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::error::{WebDriverError, WebDriverResult};
use thirtyfour::{By, Key, WebElement};

use super::{Browser, LIMIT};
use crate::servers::ready;

impl Browser {
    /// Goes to an address and waits until the page has loaded.
    pub async fn open(&self, url: &str) {
        if let Err(error) = self.driver().goto(url).await {
            panic!("cannot open {url}: {error}");
        }
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        if let Err(error) = self.driver().refresh().await {
            panic!("cannot reload the page: {error}");
        }
    }

    /// The address of the page.
    pub async fn url(&self) -> String {
        let url = self.driver().current_url().await;
        url.unwrap_or_else(|error| panic!("the page has no address: {error}")).into()
    }

    /// Waits until the page shows an element (it is there and takes up room).
    pub async fn wait_for(&self, css: &str) {
        self.wait_until(&format!("{css} shows"), SHOWS, &[json!(css)]).await;
    }

    /// Waits until an element of this kind shows `text` (white space folded).
    pub async fn wait_for_text(&self, css: &str, text: &str) {
        self.wait_until(&format!("{css} says {text:?}"), SAYS, &[json!(css), json!(text)]).await;
    }

    /// Waits until the page shows no such element.
    pub async fn wait_gone(&self, css: &str) {
        self.wait_until(&format!("{css} is gone"), &format!("return !(() => {{ {SHOWS} }})()"), &[json!(css)]).await;
    }

    /// Waits until the page's address holds `part`.
    pub async fn wait_for_url(&self, part: &str) {
        self.wait_until(
            &format!("the address holds {part:?}"),
            "return location.href.includes(arguments[0])",
            &[json!(part)],
        )
        .await;
    }

    /// Waits until a script, the body of a function of `arguments`, returns something true.
    ///
    /// # Panics
    /// When it does not within [`LIMIT`], naming `what` and the address and text of the page.
    pub async fn wait_until(&self, what: &str, script: &str, arguments: &[Value]) {
        let asked = ready::ask(LIMIT, async || match self.try_script(script, arguments).await {
            Ok(Value::Bool(true)) => Ok(()),
            Ok(other) => Err(format!("the answer is {other}")),
            Err(error) => Err(error.to_string()),
        });
        if let Err(last) = asked.await {
            panic!("waited {LIMIT:?}, but not: {what} ({last}). The page is {}", self.seen().await);
        }
    }

    /// The address and the beginning of the text of the page, for whoever reads why a test failed.
    async fn seen(&self) -> String {
        let script = "return location.href + '\\n' + (document.body?.innerText ?? '').slice(0, 2000)";
        self.try_script(script, &[]).await.map_or_else(|error| error.to_string(), |seen| seen.to_string())
    }

    /// What the first such element shows, white space folded.
    pub async fn text(&self, css: &str) -> String {
        self.wait_for(css).await;
        self.script(TEXT, &[json!(css)]).await.as_str().unwrap_or_default().to_owned()
    }

    /// How many such elements there are, shown or not.
    pub async fn count(&self, css: &str) -> u64 {
        self.script("return document.querySelectorAll(arguments[0]).length", &[json!(css)])
            .await
            .as_u64()
            .unwrap_or_default()
    }

    /// An attribute of the first such element.
    pub async fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let script = "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null";
        self.script(script, &[json!(css), json!(name)]).await.as_str().map(str::to_owned)
    }

    /// Clicks the first such element, once it can be clicked.
    pub async fn click(&self, css: &str) {
        self.act("click", css, async |element| element.click().await).await;
    }

    /// Clicks the first such element that shows `text`.
    pub async fn click_on(&self, css: &str, text: &str) {
        self.wait_for_text(css, text).await;
        self.act(&format!("click on {text:?} in"), css, async |_| {
            for element in self.driver().find_all(By::Css(css)).await? {
                if element.text().await?.contains(text) {
                    return element.click().await;
                }
            }
            Err(WebDriverError::ParseError(format!("none says {text:?}")))
        })
        .await;
    }

    /// Types into the first such element, after what stands there.
    pub async fn type_into(&self, css: &str, text: &str) {
        crate::logs::planted(text);
        self.act("type into", css, async |element| {
            element.focus().await?;
            element.send_keys(text).await
        })
        .await;
    }

    /// Replaces what stands in a field.
    pub async fn fill(&self, css: &str, text: &str) {
        crate::logs::planted(text);
        self.act("fill", css, async |element| {
            element.clear().await?;
            element.send_keys(text).await
        })
        .await;
    }

    /// Chooses an option of a `<select>` by its value.
    pub async fn choose(&self, css: &str, value: &str) {
        self.click(&format!("{css} option[value={value:?}]")).await;
    }

    /// Presses a key, or keys one after the other, wherever the focus is: `j`, or [`Key::Enter`] as a string.
    pub async fn press(&self, keys: impl Into<String>) {
        let pressed = async {
            let focus = self.driver().active_element().await?;
            focus.send_keys(keys.into()).await
        };
        if let Err(error) = pressed.await {
            panic!("cannot press keys: {error}");
        }
    }

    /// Presses a key while holding Control.
    pub async fn press_with_control(&self, key: impl Into<String>) {
        self.press(format!("{}{}{}", Key::Control.value(), key.into(), Key::Null.value())).await;
    }

    /// Runs a script, the body of a function of `arguments`, in the page.
    ///
    /// # Panics
    /// When it throws.
    pub async fn script(&self, script: &str, arguments: &[Value]) -> Value {
        self.try_script(script, arguments).await.unwrap_or_else(|error| panic!("a script failed: {error}\n{script}"))
    }

    /// Takes a picture of the window, PNG, for someone to look at.
    pub async fn screenshot(&self, path: &Path) {
        if let Some(folder) = path.parent()
            && let Err(error) = std::fs::create_dir_all(folder)
        {
            panic!("cannot make {}: {error}", folder.display());
        }
        if let Err(error) = self.driver().screenshot(path).await {
            panic!("cannot take a picture into {}: {error}", path.display());
        }
    }

    async fn try_script(&self, script: &str, arguments: &[Value]) -> WebDriverResult<Value> {
        Ok(self.driver().execute(script, arguments).await?.json().clone())
    }

    /// Does something to the first such element, again and again while the page is still moving.
    async fn act(&self, verb: &str, css: &str, act: impl AsyncFn(WebElement) -> WebDriverResult<()>) {
        let asked = ready::ask(LIMIT, async || {
            let element = self.driver().find(By::Css(css)).await?;
            act(element).await
        });
        let done: Result<(), WebDriverError> = asked.await;
        if let Err(error) = done {
            panic!("cannot {verb} {css}: {error}. The page is {}", self.seen().await);
        }
    }
}

const SHOWS: &str = "const found = [...document.querySelectorAll(arguments[0])];
return found.some(element =>
    element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0);";

const SAYS: &str = "return [...document.querySelectorAll(arguments[0])]
    .some(element => element.innerText.replace(/\\s+/g, ' ').includes(arguments[1]));";

const TEXT: &str = "return document.querySelector(arguments[0])?.innerText.replace(/\\s+/g, ' ').trim() ?? '';";
