//! DKIM: whether the key that receivers check signatures with is there, and long enough.

use mail_auth::Error;
use mail_auth::common::parse::TxtRecordParser;
use mail_auth::common::verify::DomainKey;
use mail_auth::dkim::DkimError;

use super::{Finding, Question};
use crate::dns::Names;
use crate::email::dkim::Record;

/// RFC 8301, 3.2: verifiers must not take less than 1024, signers should use 2048.
const WEAK_BELOW_BITS: usize = 2048;

pub(super) async fn look(names: &dyn Names, question: Question<'_>) -> Vec<Finding> {
    match (question.selector, question.own) {
        (None, []) => vec![Finding::NoSelector],
        (Some(selector), own) => {
            let own = own.iter().find(|(name, _)| name == selector).map(|(_, record)| record);
            vec![find(names, question.domain, selector, own).await]
        }
        (None, own) => {
            let mut findings = Vec::with_capacity(own.len());
            for (selector, record) in own {
                findings.push(find(names, question.domain, selector, Some(record)).await);
            }
            findings
        }
    }
}

async fn find(names: &dyn Names, domain: &str, selector: &str, own: Option<&Record>) -> Finding {
    let name = format!("{selector}._domainkey.{domain}");
    let found = match names.texts(&name).await {
        Err(error) => return Finding::Unanswered(error.name),
        Ok(found) => found,
    };
    let selector = selector.to_owned();
    let Some(record) = found.first() else { return Finding::NoKey(selector) };
    match DomainKey::parse(record.as_bytes()) {
        Err(Error::Dkim(DkimError::RevokedPublicKey)) => Finding::KeyRevoked(selector),
        Err(_) => Finding::BrokenKey(selector),
        Ok(_) if own.is_some_and(|own| !own.is(record)) => Finding::OtherKey(selector),
        Ok(key) => match key.p.public_key_bits() {
            0 => Finding::BrokenKey(selector),
            // Ed25519 has one length only.
            usize::MAX => Finding::Key(selector, None),
            bits if bits < WEAK_BELOW_BITS => Finding::WeakKey(selector, bits),
            bits => Finding::Key(selector, Some(bits)),
        },
    }
}
