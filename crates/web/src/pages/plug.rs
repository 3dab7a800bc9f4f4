//! The demo's page "pull the plug".

use serde::Serialize;

use super::Page;
use crate::demo::PlugCounts;

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct Plug {
    /// What it counts.
    pub counts: PlugCounts,
}

impl Page for Plug {
    const TEMPLATE: &'static str = "demo/plug.html";

    fn samples() -> Vec<Self> {
        let fresh = PlugCounts { process: 4_021, ..PlugCounts::default() };
        let flowing =
            PlugCounts { running: true, sent: 128, accepted: 127, reading: 3, answered_once: 120, ..fresh.clone() };
        let broken = PlugCounts { doubled: 1, lost: 2, answered_twice: 1, uncertain: 1, ..flowing.clone() };
        [fresh, flowing, broken].map(|counts| Self { counts }).to_vec()
    }
}
