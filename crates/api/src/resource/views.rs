//! The lists in which agents work, in the order in which they see them.

use std::borrow::Cow;
use std::cmp::Reverse;

use axum::Json;
use axum::extract::State;
use domain::id::Id;
use domain::time::Millis;
use domain::view::View;
use store::pages::Range;

use super::Page;
use super::conversations::Conversation;
use super::directory::Paging;
use crate::admit::Caller;
use crate::api::{Api, teams};
use crate::cursor;
use crate::form::{Word, Words};
use crate::problem::Problem;
use crate::strict::{Asked, At};

/// The word for it.
pub(crate) type WorkspaceWord = Word<View>;

impl Words for View {
    const NAME: &'static str = "Workspace";

    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn word(self) -> Cow<'static, str> {
        match self {
            Self::Mine => Cow::Borrowed("mine"),
            Self::Unassigned => Cow::Borrowed("unassigned"),
            other => Words::word(other.bucket()),
        }
    }
}

/// A list as agents see it, in their order: who waits the longest first where somebody waits, else what moved last.
#[utoipa::path(get, path = "/views/{view}/conversations", operation_id = "listView", tag = "Conversations",
    params(("view" = inline(WorkspaceWord), Path), Paging),
    responses((status = 200, body = Page<Conversation>)), security(("token" = ["conversations:read"])))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    At(Word(view)): At<WorkspaceWord>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<Conversation>>, Problem> {
    let name = Words::word(view);
    let after = paging.after(&name)?.map(|(at, id)| (Millis::new(at), Id::from_raw(id)));
    let (bucket, assignee, limit) = (view.bucket(), view.holder(caller.agent.id), paging.limit.get());
    let grant = caller.grant();
    let read = move |conn: &mut store::Conn| -> store::Result<_> {
        let mut cards = Vec::new();
        for team in teams(conn, grant)? {
            cards.extend(store::pages::list(conn, Range { team, bucket, assignee, after }, limit + 1)?);
        }
        Ok(cards)
    };
    let mut cards = api.read(read).await?;
    if bucket.oldest_first() {
        cards.sort_by_key(|card| (card.sort_at, card.id));
    } else {
        cards.sort_by_key(|card| Reverse((card.sort_at, card.id)));
    }
    let more = cards.len() > limit;
    cards.truncate(limit);
    let next = cards.last().filter(|_| more).map(|last| cursor::write(&name, (last.sort_at.get(), last.id.raw())));
    Ok(Json(Page { items: cards.into_iter().map(Conversation::from).collect(), next }))
}
