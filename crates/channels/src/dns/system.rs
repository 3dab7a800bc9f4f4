//! The machine's own name servers.

use std::net::IpAddr;
use std::time::Duration;

use domain::channel::BoxFuture;
use hickory_resolver::TokioResolver;
use hickory_resolver::net::NetError;
use hickory_resolver::proto::rr::{RData, RecordType};
use tokio::time::timeout;

use super::{DnsError, Exchanger, MAX_RECORDS, Names};

/// How long one question may take, with everything that is tried for it.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest text that is taken, in bytes.
const MAX_TEXT_BYTES: usize = 8 * 1024;

/// Asks as the machine is set up to (`/etc/resolv.conf`).
pub struct System(TokioResolver);

impl std::fmt::Debug for System {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("System")
    }
}

impl System {
    /// Reads the machine's settings; asks nothing.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn new() -> Result<Self, DnsError> {
        let cannot = |_: NetError| DnsError { name: "this machine's settings (/etc/resolv.conf)".to_owned() };
        let builder = TokioResolver::builder_tokio().map_err(cannot)?;
        Ok(Self(builder.build().map_err(cannot)?))
    }

    async fn ask(&self, name: &str, kind: RecordType) -> Result<Vec<RData>, DnsError> {
        let silent = || DnsError { name: name.to_owned() };
        // With its dot the name is whole: the machine's own domains are not tried behind it.
        let whole = format!("{}.", name.trim_end_matches('.'));
        match timeout(PATIENCE, self.0.lookup(whole.as_str(), kind)).await.map_err(|_| silent())? {
            Ok(found) => Ok(found.answers().iter().take(MAX_RECORDS).map(|record| record.data.clone()).collect()),
            Err(error) if error.is_no_records_found() || error.is_nx_domain() => Ok(Vec::new()),
            Err(_) => Err(silent()),
        }
    }
}

impl Names for System {
    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, DnsError>> {
        Box::pin(async move {
            let found = self.ask(name, RecordType::TXT).await?.into_iter().filter_map(|data| match data {
                RData::TXT(text) => Some(text.txt_data.concat()),
                _ => None,
            });
            Ok(found
                .filter(|text| text.len() <= MAX_TEXT_BYTES)
                .map(|text| String::from_utf8_lossy(&text).into_owned())
                .collect())
        })
    }

    fn exchangers<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<Exchanger>, DnsError>> {
        Box::pin(async move {
            let mut found: Vec<Exchanger> = self
                .ask(name, RecordType::MX)
                .await?
                .into_iter()
                .filter_map(|data| match data {
                    RData::MX(mx) => Some(Exchanger {
                        preference: mx.preference,
                        host: mx.exchange.to_ascii().trim_end_matches('.').to_ascii_lowercase(),
                    }),
                    _ => None,
                })
                .collect();
            found.sort();
            Ok(found)
        })
    }

    fn addresses<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(async move {
            let mut found = self.ask(name, RecordType::A).await?;
            found.extend(self.ask(name, RecordType::AAAA).await?);
            Ok(found
                .into_iter()
                .filter_map(|data| match data {
                    RData::A(ip) => Some(IpAddr::V4(ip.0)),
                    RData::AAAA(ip) => Some(IpAddr::V6(ip.0)),
                    _ => None,
                })
                .collect())
        })
    }
}
