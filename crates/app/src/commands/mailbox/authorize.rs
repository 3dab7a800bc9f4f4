//! `kontuar mailbox authorize`: somebody gives the permission to use a mailbox.
//!
//! With a browser on this machine by the code flow (RFC 6749, 4.1, with PKCE, RFC 7636, on the loopback, RFC 8252);
//! without one by a code typed elsewhere (RFC 8628), where the provider has that for mail.

use std::time::Duration;

use channels::email::oauth::{Asked, Client, DeviceCode, Grant, OauthError, challenge};
use domain::identity::Address;
use domain::time::Clock;
use tokio::time::{Instant, sleep, timeout};

use super::redirect::{Brought, listen};
use super::{configured, runtime};
use crate::clock::SystemClock;
use crate::commands::{Failure, have_carried_out, say};
use crate::config::{Config, OauthConfig};
use crate::orders::{Order, Secret};
use crate::permission;

/// How long somebody may take for it.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// How the permission is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// In a browser on this machine; at this port of the loopback, or any.
    Browser {
        /// The port, for a tunnel from another machine.
        port: Option<u16>,
    },
    /// By a code that is typed on another machine.
    Device,
}

/// Gets the permission for a configured mailbox and has it kept.
///
/// # Errors
/// In sentences: no such mailbox, no provider, refused, not in time, not kept.
pub fn authorize(config: &Config, address: &Address, how: How) -> Result<(), Failure> {
    let inbox = configured(config, address)?;
    let Some(OauthConfig { client, user }) = &inbox.oauth else {
        return Err(Failure(format!(
            "The inbox {address} signs in with a password: it has no [inbox.oauth] in the settings."
        )));
    };
    let grant = runtime()?.block_on(async {
        match how {
            How::Browser { port } => timeout(PATIENCE, by_browser(client, user, port)).await.map_err(|_| {
                Failure("Nobody gave the permission in time. Nothing was changed; run the command again.".to_owned())
            })?,
            How::Device => by_device(client, user).await,
        }
    })?;
    let Some(refresh) = grant.refresh else {
        return Err(Failure(
            "The provider gave no refresh token, so the permission would end within the hour. Nothing was changed. \
             Check that the client is of the type for programs on a desktop, and that `scope` asks for offline access."
                .to_owned(),
        ));
    };
    let ends_at = SystemClock.now().plus_ms(i64::from(grant.lasts_seconds) * 1_000).get();
    let order = Order::KeepPermission {
        mailbox: address.clone(),
        refresh: Secret(refresh.reveal().to_owned()),
        access: Secret(grant.access.reveal().to_owned()),
        ends_at,
    };
    say(&have_carried_out(config, order)?)
}

async fn by_browser(client: &Client, user: &str, port: Option<u16>) -> Result<Grant, Failure> {
    let (listener, port) = listen(port).await?;
    let redirect = client.provider.redirect(port);
    let (state, verifier) = (drawn()?, drawn()?);
    let address = client
        .authorize_address(&redirect, &state, &challenge(&verifier), user)
        .ok_or_else(|| Failure("`authorize_url` of [inbox.oauth] is no address.".to_owned()))?;
    say(&format!(
        "Open this address in a browser on this machine, sign in as {user}, and allow the access:\n\n  {address}\n"
    ))?;
    say("Waiting for the browser to come back. Ctrl+C ends it; nothing is changed then.")?;
    match listener.brought(&state).await? {
        Brought::Code(code) => {
            let asked = Asked::Code { code: &code, redirect: &redirect, verifier: &verifier };
            client.ask(asked).await.map_err(|error| refused(&error))
        }
        Brought::Error(code) => {
            Err(Failure(format!("The provider did not give the permission: {code}. Nothing was changed.")))
        }
    }
}

async fn by_device(client: &Client, user: &str) -> Result<Grant, Failure> {
    let device = client.begin_device().await.map_err(|error| refused(&error))?;
    let DeviceCode { user_code, address, .. } = &device;
    say(&format!("On any machine open {address}\nsign in as {user}, and type this code: {user_code}"))?;
    say("Waiting. Ctrl+C ends it; nothing is changed then.")?;
    let end = Instant::now() + Duration::from_secs(u64::from(device.lasts_seconds));
    let mut pause = Duration::from_secs(u64::from(device.interval_seconds));
    while Instant::now() < end {
        sleep(pause).await;
        match client.ask(Asked::Device(&device)).await {
            Ok(grant) => return Ok(grant),
            Err(OauthError::Pending | OauthError::Unreachable { .. }) => {}
            // RFC 8628, 3.5: five seconds more, for good.
            Err(OauthError::SlowDown) => pause += Duration::from_secs(5),
            Err(OauthError::Limited { seconds }) => sleep(Duration::from_secs(u64::from(seconds))).await,
            Err(error) => return Err(refused(&error)),
        }
    }
    Err(refused(&OauthError::Expired))
}

fn refused(error: &OauthError) -> Failure {
    Failure(format!("No permission was given: {error}. Nothing was changed."))
}

fn drawn() -> Result<String, Failure> {
    permission::drawn().map_err(|error| Failure(format!("The machine gives no random numbers: {error}.")))
}
