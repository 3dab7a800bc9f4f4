//! Whether mail to the inbox's address with a tag comes: a mail to ourselves, sent when somebody asks for it.
//!
//! That it is sent is noted before it is: who dies in between is asked again by a person. What comes back is known by its
//! tag when it is accepted (`crates/engine/src/intake`), and becomes no message.

use std::time::Duration;

use domain::channel::{Outbound, Party, SendError};
use domain::id::{Id, MessageId};
use domain::identity::Address;
use store::probe::{self, ProbeState};
use tokio_util::sync::CancellationToken;

use super::Intake;

/// How often it is looked whether somebody asked.
const LOOK: Duration = Duration::from_secs(3);

const SUBJECT: &str = "Kontuar: test adresu / address test";

const TEXT: &str = "Kontuar sprawdza, czy poczta na adres z dopiskiem (+) dociera do tej skrzynki. Tę wiadomość można usunąć.\n\n\
    Kontuar looks whether mail to an address with a tag (+) reaches this mailbox. This message can be deleted.\n";

/// Sends the mail to ourselves when somebody asks for it, until `stop`.
pub async fn heed_probe(intake: &Intake, address: &Address, stop: &CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let inbox = intake.inbox;
        let asked = intake.engine.store().read(move |conn| probe::get(conn, inbox)).await;
        if matches!(asked, Ok(Some(probe)) if probe.state == ProbeState::Asked) {
            send(intake, address).await;
        }
    }
}

async fn send(intake: &Intake, address: &Address) {
    let (engine, inbox, now) = (&intake.engine, intake.inbox, intake.engine.now());
    let Ok(true) = intake.record(move |tx| probe::sending(tx, inbox, now)).await else { return };
    tracing::info!(%inbox, "a mail to ourselves finds out whether tagged mail comes");
    let prints = engine.store().fingerprints();
    let why = match (address.tagged(&prints.probe_tag(inbox.raw())), engine.channels().of(inbox)) {
        (Some(to), Some(channel)) => {
            let message: MessageId = engine.id();
            let party = |address: &Address| Party { name: None, address: address.clone() };
            let mail = Outbound {
                message,
                from: party(address),
                to: vec![party(&to)],
                cc: Vec::new(),
                reply_to: None,
                subject: SUBJECT.to_owned(),
                text: TEXT.to_owned(),
                message_id: format!("{}@{}", prints.own_message_id(message.raw()), address.host()),
                in_reply_to: None,
                references: Vec::new(),
                written_at: now,
                automatic: true,
            };
            match channel.send(&mail).await {
                // Where nobody knows whether it left, it may still come.
                Ok(_) | Err(SendError::Uncertain(_)) => return,
                Err(SendError::Later(why) | SendError::Away(why) | SendError::Slow(why) | SendError::Refused(why)) => {
                    channels::email::smtp::sentence(&why).to_owned()
                }
            }
        }
        (None, _) => "the address leaves no room for a tag".to_owned(),
        (_, None) => "the inbox cannot send".to_owned(),
    };
    tracing::info!(%inbox, "the mail to ourselves was not taken; answers keep the plain address");
    intake.record(move |tx| probe::refused(tx, inbox, now, &why)).await.ok();
}
