//! The window, its tabs, and the network as the browser sees it.

use serde_json::json;
use thirtyfour::WindowHandle;

use super::Browser;

/// A tab of one browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab(WindowHandle);

impl Browser {
    /// The tab in front.
    pub async fn tab(&self) -> Tab {
        Tab(self.driver().window().await.unwrap_or_else(|error| panic!("no tab is in front: {error}")))
    }

    /// Opens an empty tab and brings it to the front.
    pub async fn new_tab(&self) -> Tab {
        let tab = Tab(self.driver().new_tab().await.unwrap_or_else(|error| panic!("cannot open a tab: {error}")));
        self.switch_to(&tab).await;
        tab
    }

    /// Brings a tab to the front.
    pub async fn switch_to(&self, tab: &Tab) {
        if let Err(error) = self.driver().switch_to_window(tab.0.clone()).await {
            panic!("cannot switch to another tab: {error}");
        }
    }

    /// Closes the tab in front; the test then switches to another.
    pub async fn close_tab(&self) {
        if let Err(error) = self.driver().close_window().await {
            panic!("cannot close the tab: {error}");
        }
    }

    /// Gives the page this much room, in CSS pixels: a narrow one is a phone.
    pub async fn resize(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Shows pages to someone who asked their system for dark colours, or for light ones.
    pub async fn prefer_dark(&self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.tell("Emulation.setEmulatedMedia", media).await;
    }

    /// Shows pages as they come out of a printer, until [`prefer_dark`](Self::prefer_dark) is told anything.
    pub async fn print(&self) {
        self.tell("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    }

    /// Takes the network away from the tab in front, or gives it back; the page hears `offline` and `online`. Requests
    /// under way break. For a network that falls silent without a word put a [`Proxy`](crate::net::Proxy) between.
    pub async fn offline(&self, offline: bool) {
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.tell("Network.enable", json!({})).await;
        self.tell("Network.emulateNetworkConditions", conditions).await;
    }

    /// Gives the tab in front a device for passkeys, as a fingerprint reader that knows the finger.
    pub async fn plug_in_device(&self) {
        self.tell("WebAuthn.enable", json!({})).await;
        let options = json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserVerified": true,
        });
        self.tell("WebAuthn.addVirtualAuthenticator", json!({ "options": options })).await;
    }

    async fn tell(&self, method: &str, parameters: serde_json::Value) {
        if let Err(error) = self.driver().cdp().send_raw(method, parameters).await {
            panic!("the browser refuses {method}: {error}");
        }
    }
}
