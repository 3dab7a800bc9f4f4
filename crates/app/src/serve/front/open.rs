//! Opening the door: plain or over TLS, and the way there where plain HTTP is spoken.

use std::path::Path;

use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::Front;
use super::redirect::redirecting;
use super::tls::{Tls, renew};
use crate::commands::Failure;
use crate::config::Config;
use crate::serve::ended;
use crate::serve::listener::listen;

/// Begins to answer, over TLS where the settings say so; then also with the way there, where plain HTTP is spoken.
pub(in crate::serve) async fn open(
    listener: TcpListener,
    pages: axum::Router,
    config: &Config,
    data: &Path,
    tasks: &mut JoinSet<Result<(), Failure>>,
    stop: &CancellationToken,
) -> Result<(), Failure> {
    let trusted = &config.trusted_proxies;
    let mut spoken = None;
    if let Some(tls) = &config.tls {
        let (opened, renewal) = Tls::open(&tls.certificate, data)?;
        spoken = Some(opened);
        if let Some(renewal) = renewal {
            tasks.spawn(ended(renew(renewal, stop.clone())));
        }
        if let Some(plain) = tls.redirect {
            let listener = listen(plain, "`redirect_listen` of [tls]").await?;
            let front = Front::new(listener, None, redirecting(&config.home()), trusted);
            tasks.spawn(front.answer(stop.clone()));
        }
    }
    tasks.spawn(Front::new(listener, spoken, pages, trusted).answer(stop.clone()));
    Ok(())
}
