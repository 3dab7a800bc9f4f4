//! What tests are made of: the whole product over a fake clock and channels ([`app`]), the built
//! program itself ([`program`]), real servers ([`servers`]), mail servers inside the test
//! ([`sink`], [`sender`]), a real browser ([`browser`]), a device with passkeys ([`device`]), a broken network ([`net`]), the
//! seeded simulator ([`simulator`]), and the search for what must not be logged ([`logs`]).
//!
//! It must not be linked into the product.

#![expect(clippy::disallowed_methods, reason = "tests wait for real servers by the real clock")]

pub mod app;
pub mod browser;
pub mod channel;
pub mod clock;
pub mod device;
pub mod letter;
pub mod logs;
pub mod net;
pub mod program;
pub mod sender;
pub mod servers;
pub mod simulator;
pub mod sink;
pub mod threads;

/// Declares a test that runs on both engines: `on_both!(name, |app| { … })`, where `app` is a
/// [`app::TestApp`]. A builder can be changed first: `on_both!(name, |b| b.passwords(), |app| …)`.
#[macro_export]
macro_rules! on_both {
    ($(#[$attribute:meta])* $name:ident, |$app:ident| $story:block) => {
        $crate::on_both!($(#[$attribute])* $name, |builder| builder, |$app| $story);
    };
    ($(#[$attribute:meta])* $name:ident, |$builder:ident| $change:expr, |$app:ident| $story:block) => {
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports, reason = "stories differ in what they need")]
            use super::*;

            async fn story(#[allow(unused_mut, reason = "some stories change it")] mut $app: $crate::app::TestApp) $story

            fn built() -> $crate::app::Builder {
                let $builder = $crate::app::TestApp::builder();
                $change
            }

            #[tokio::test]
            async fn sqlite() {
                $crate::servers::covered("contract: SQLite");
                story(built().start().await).await;
            }

            #[tokio::test]
            async fn postgres() {
                $crate::servers::covered("contract: PostgreSQL");
                story(built().postgres().start().await).await;
            }
        }
    };
}
