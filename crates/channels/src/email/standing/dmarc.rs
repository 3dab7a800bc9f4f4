//! DMARC: what receivers are asked to do with forgeries, and who is told.

use mail_auth::common::parse::TxtRecordParser;
use mail_auth::dmarc::{self, Alignment, Dmarc};

use super::{Finding, Policy, records};
use crate::dns::Names;

/// The most domains above that are asked.
const MOST_STEPS: usize = 5;

pub(super) async fn look(names: &dyn Names, domain: &str) -> Vec<Finding> {
    let mut asked = domain;
    for _ in 0..MOST_STEPS {
        let found = match records(names, &format!("_dmarc.{asked}"), "v=DMARC1").await {
            Err(error) => return vec![Finding::Unanswered(error.name)],
            Ok(found) => found,
        };
        match found.as_slice() {
            [] => match asked.split_once('.') {
                // A domain above counts, but not the end of all names.
                Some((_, above)) if above.contains('.') => asked = above,
                _ => return vec![Finding::NoDmarc],
            },
            [record] => return read(record, asked != domain),
            _ => return vec![Finding::SeveralDmarc],
        }
    }
    vec![Finding::NoDmarc]
}

fn read(record: &str, from_above: bool) -> Vec<Finding> {
    let Ok(dmarc) = Dmarc::parse(record.as_bytes()) else { return vec![Finding::BrokenDmarc] };
    let asked = match dmarc.sp {
        dmarc::Policy::Unspecified => dmarc.p,
        below if from_above => below,
        _ => dmarc.p,
    };
    let policy = match asked {
        dmarc::Policy::Reject => Policy::Reject,
        dmarc::Policy::Quarantine => Policy::Quarantine,
        dmarc::Policy::None | dmarc::Policy::Unspecified => Policy::None,
    };
    let mut findings = vec![Finding::Dmarc(policy)];
    if dmarc.aspf == Alignment::Strict || dmarc.adkim == Alignment::Strict {
        findings.push(Finding::StrictAlignment);
    }
    if dmarc.rua.is_empty() {
        findings.push(Finding::NoReports);
    }
    findings
}
