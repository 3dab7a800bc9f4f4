//! What would come of a mailbox: asked of a throw-away store in which its mails were tried.

use domain::conversation::Bucket;

use crate::conn::Conn;
use crate::error::Result;
use crate::params;

crate::statements! {
    OUTLOOK = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN bucket = $1 THEN 1 ELSE 0 END), 0),
        COALESCE(SUM(CASE WHEN automatic = 1 AND bucket <> $2 THEN 1 ELSE 0 END), 0),
        COALESCE(SUM(CASE WHEN bucket = $2 THEN 1 ELSE 0 END), 0) FROM conversation";
}

/// What conversations there are, of whatever age.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Outlook {
    pub conversations: i64,
    pub open: i64,
    pub notices: i64,
    pub spam: i64,
}

/// What conversations there are: for a store in which mails were tried. Old notices are solved from the start, and are
/// notices all the same.
pub fn outlook(conn: &mut Conn) -> Result<Outlook> {
    let Some(mut row) = conn.row(&OUTLOOK, params![Bucket::ToAnswer, Bucket::Spam])? else {
        return Ok(Outlook::default());
    };
    Ok(Outlook { conversations: row.take(0)?, open: row.take(1)?, notices: row.take(2)?, spam: row.take(3)? })
}
