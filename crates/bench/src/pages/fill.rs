//! The large store of `bench pages`: 200,000 conversations as a shop has them, most of them solved.

use std::sync::Arc;

use domain::conversation::{Bucket, Status};
use domain::event::{Actor, Fact, Origin};
use domain::fold::MessageKind;
use domain::id::{AgentId, ConversationId, Id, IdMint};
use domain::time::{Clock, MINUTE_MS, Millis};
use engine::Engine;
use store::Store;
use store::message::{Content, Message};
use store::pages::Range;

use super::Failure;
use crate::ingest::{self, Shop};
use crate::place::RealClock;

/// Messages in each conversation.
pub const MESSAGES_EACH: u64 = 5;

/// What an earlier run left in a database, so that a measurement can be repeated without filling it again.
pub fn filled_before(store: &Store) -> Result<Option<(Shop, Vec<ConversationId>)>, Failure> {
    let mut conn = store.own_connection()?;
    let Some(inbox) = store::brand::inboxes(&mut conn)?.pop() else { return Ok(None) };
    let shop = Shop { brand: inbox.brand, team: inbox.team, inbox: inbox.id, raws: false };
    let mut ids = Vec::new();
    for bucket in [Bucket::Solved, Bucket::ToAnswer, Bucket::WaitingCustomer] {
        let mut range = Range { team: shop.team, bucket, assignee: None, after: None };
        loop {
            let page = store::pages::list(&mut conn, range, 1_000)?;
            ids.extend(page.iter().map(|card| card.id));
            let Some(last) = page.last() else { break };
            range.after = Some((last.sort_at, last.id));
        }
    }
    Ok(Some((shop, ids)))
}

/// Conversations with five messages each, spread over the lists as a shop's are: most solved. `raws`: the first of each
/// is kept as it came, too.
pub async fn fill(engine: &Engine, conversations: u64, raws: bool) -> Result<(Shop, Vec<ConversationId>), Failure> {
    let store = engine.store();
    let ids = Arc::new(IdMint::new(store.node() + 1));
    let start = RealClock.now().plus_ms(-i64::try_from(conversations).unwrap_or(0) * MINUTE_MS);
    let shop = ingest::shop(store, &ids, start, raws).await?;
    let mut all = Vec::new();
    let mut waiting = tokio::task::JoinSet::new();
    for first in (0..conversations).step_by(20) {
        let mut mails = Vec::new();
        for n in first..(first + 20).min(conversations) {
            let at = start.plus_ms(i64::try_from(n).unwrap_or(0) * MINUTE_MS);
            let Some(mail) = ingest::mail(store, &ids, shop, n, at) else { continue };
            all.push(mail.conversation);
            mails.push((n, mail));
        }
        let (store, ids) = (store.clone(), ids.clone());
        waiting.spawn(async move {
            store
                .write(move |tx| -> store::Result<()> {
                    for (n, mail) in &mails {
                        ingest::ingest(tx, mail)?;
                        follow_up(tx, &ids, mail, *n)?;
                    }
                    Ok(())
                })
                .await
        });
        while waiting.len() >= 64 {
            waiting.join_next().await.transpose()?.transpose()?;
        }
    }
    while let Some(done) = waiting.join_next().await {
        done??;
    }
    Ok((shop, all))
}

/// Four more messages, and where the conversation stands in the end: 3 of 200 open, 1 waiting.
fn follow_up(tx: &mut store::Tx<'_>, ids: &IdMint, mail: &ingest::Mail, n: u64) -> store::Result<()> {
    let Some(mut state) = store::conversation::lock(tx, mail.conversation)? else { return Ok(()) };
    let agent: AgentId = AgentId::from_raw(1);
    for step in 1..i64::try_from(MESSAGES_EACH).unwrap_or(5) {
        let at = mail.now.plus_ms(step * 40 * MINUTE_MS);
        let message = Message {
            id: ids.next(at),
            conversation: state.id,
            kind: MessageKind::Note,
            at,
            contact: None,
            agent: Some(agent),
            raw: None,
            automatic: false,
            history: false,
        };
        store::message::insert(tx, &message, &Content { text: mail.text.clone(), ..Content::default() })?;
        let fact = Fact::NoteAdded { conversation: state.id, message: message.id };
        store::conversation::record(tx, &mut state, &[fact], &Origin::new(Actor::Agent(agent), at), None)?;
    }
    let to = match n % 200 {
        0..3 => return Ok(()),
        3 => Status::WaitingCustomer,
        _ => Status::Solved,
    };
    let fact = Fact::StatusChanged { conversation: state.id, from: state.status, to, until: None, waiting_since: None };
    let at = Millis::new(state.last_at.get());
    store::conversation::record(tx, &mut state, &[fact], &Origin::new(Actor::Agent(agent), at), None)
}
