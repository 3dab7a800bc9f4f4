//! `kontuar mailbox test`: signs in to both servers of a mailbox, and says what came of each step.

use channels::email::imap;
use channels::email::oauth::{Asked, OauthError};
use channels::email::smtp::{Submission, sentence};
use domain::channel::SendError;
use domain::identity::Address;
use domain::time::Clock;
use store::secret;

use super::{Inboxes, runtime};
use crate::clock::SystemClock;
use crate::commands::{Failure, have_carried_out, say};
use crate::config::{Config, InboxConfig, OauthConfig};
use crate::orders::{Order, Secret};
use crate::permission::{Fixed, Kept, name_of};
use crate::serve::inboxes::{Tokens, imap_settings, smtp_settings};

/// A token that lasts no longer than this is renewed first, in milliseconds.
const AHEAD_MS: i64 = 60_000;

/// Tries both servers of a mailbox of the settings, or one that was connected in the pages. Nothing is fetched, sent or changed.
///
/// # Errors
/// When one of the two does not work; what is wrong was said by then.
pub fn test(config: &Config, address: &Address) -> Result<(), Failure> {
    let inboxes = Inboxes::read(config);
    let inbox = inboxes.find(address)?;
    let tokens = token(config, inbox)?;
    runtime()?.block_on(async {
        let receives = try_imap(inbox, tokens.as_ref()).await?;
        let sends = try_smtp(inbox, tokens.as_ref()).await?;
        if receives && sends {
            return say(&format!("{address} works both ways."));
        }
        Err(Failure(format!("{address} does not work yet.")))
    })
}

async fn try_imap(inbox: &InboxConfig, tokens: Option<&Tokens>) -> Result<bool, Failure> {
    let Some(configured) = &inbox.imap else {
        say("Receiving: nothing is fetched; mail for it is handed over to this program ([receive]).")?;
        return Ok(true);
    };
    let settings = imap_settings(inbox, configured, tokens)?;
    let place = format!("{}:{}", settings.host, settings.port);
    match imap::look(&settings).await {
        Ok(folder) => {
            say(&format!("Receiving: signed in to {place} as {}.", configured.user))?;
            say(&format!("Receiving: the folder {} holds {} mails.", settings.folder, folder.mails))?;
            let how =
                if folder.announces { "tells at once of new mail" } else { "is asked for new mail from time to time" };
            say(&format!("Receiving: the server {how}."))?;
            Ok(true)
        }
        Err(error) => {
            say(&format!("Receiving does not work ({place}): {error}"))?;
            Ok(false)
        }
    }
}

async fn try_smtp(inbox: &InboxConfig, tokens: Option<&Tokens>) -> Result<bool, Failure> {
    let settings = smtp_settings(inbox, tokens);
    let (place, signs_in) = (format!("{}:{}", settings.host, settings.port), settings.login.is_some());
    let submission = Submission::new(settings).map_err(|error| Failure(format!("Sending cannot work: {error}.")))?;
    match submission.look(&inbox.address).await {
        Ok(()) if signs_in => say(&format!("Sending: signed in to {place}."))?,
        Ok(()) => say(&format!("Sending: {place} answers, and asks for no password."))?,
        Err(
            SendError::Later(why)
            | SendError::Away(why)
            | SendError::Slow(why)
            | SendError::Refused(why)
            | SendError::Uncertain(why),
        ) => {
            say(&format!("Sending does not work: {}.", sentence(&why)))?;
            return Ok(false);
        }
    }
    Ok(true)
}

/// The kept access token, renewed where it ended. `None`: the mailbox has passwords.
pub(in crate::commands) fn token(config: &Config, inbox: &InboxConfig) -> Result<Option<Tokens>, Failure> {
    let Some(OauthConfig { client, .. }) = &inbox.oauth else { return Ok(None) };
    let mailbox = &inbox.address;
    let again = || {
        Failure(format!(
            "There is no permission to use {mailbox}; run `kontuar mailbox authorize {mailbox}`, or give it in the pages if it was connected there."
        ))
    };
    let now = SystemClock.now();
    let kept = kept(config, mailbox)?.ok_or_else(again)?;
    let good = kept.access.filter(|_| kept.ends_at.since_ms(now) > AHEAD_MS);
    if let Some(token) = good {
        return Ok(Some(Fixed::shared(token)));
    }
    let refresh = kept.refresh.ok_or_else(again)?;
    let grant = runtime()?.block_on(client.ask(Asked::Refresh(&refresh))).map_err(|error| match error {
        OauthError::Withdrawn => again(),
        other => Failure(format!("No new access token could be had: {other}.")),
    })?;
    // The provider may have replaced the refresh token, so what it gave is kept before anything else.
    let fresh = Kept::of(grant, Some(refresh), now);
    let token = fresh.access.clone().ok_or_else(again)?;
    have_carried_out(config, keep(mailbox, &fresh))?;
    Ok(Some(Fixed::shared(token)))
}

fn keep(mailbox: &Address, fresh: &Kept) -> Order {
    Order::KeepPermission {
        mailbox: mailbox.clone(),
        refresh: Secret(fresh.refresh.as_ref().map(|token| token.reveal().to_owned()).unwrap_or_default()),
        access: Secret(fresh.access.as_ref().map(|token| token.reveal().to_owned()).unwrap_or_default()),
        ends_at: fresh.ends_at.get(),
    }
}

/// What is kept, read beside a running counter.
fn kept(config: &Config, mailbox: &Address) -> Result<Option<Kept>, Failure> {
    let (mut conn, _) = crate::house::look(config)?;
    let name = name_of(mailbox);
    let Some(sealed) = secret::get(&mut conn, &name)? else { return Ok(None) };
    let key = store::folder::find_key(&config.data)?.unwrap_or_default();
    let opened = Kept::open(&store::seal::Sealer::of(&key, &store::folder::seals_of(&config.data)?), &name, &sealed);
    opened.map(Some).map_err(|error| Failure(format!("The permission to use {mailbox} cannot be opened: {error}.")))
}
