//! An ACME server of our own (RFC 8555): Pebble, with a name server that sends every name to this machine.
//!
//! It proves by TLS-ALPN-01 (RFC 8737) that the program under test answers at the port it was told, for real. Its answers
//! to clients stand behind a certificate whose authority only the test knows; what it signs with is new at every start.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::daemon::{Account, Daemon, installed};
use super::{Certificate, covered, keeper, ports, ready};
use crate::program::Visitor;

/// A running ACME server and its name server.
#[derive(Debug)]
pub struct AcmeServer {
    certificate: Certificate,
    listen: u16,
    management: u16,
    _names: Daemon,
    _daemon: Daemon,
}

impl AcmeServer {
    /// Starts one that looks for whoever asks at `port` of this machine.
    ///
    /// # Panics
    /// When Pebble is not installed or does not start.
    pub async fn start(port: u16) -> Self {
        let account = Account::unprivileged();
        let folder = keeper::folder("acme");
        account.give(&folder);
        let certificate = Certificate::issue(&folder, account);
        let [listen, management, dns, dns_management] = [(); 4].map(|()| ports::free());
        let file = |name: &str| folder.join(name).to_string_lossy().into_owned();
        let configuration = serde_json::json!({ "pebble": {
            "listenAddress": format!("127.0.0.1:{listen}"),
            "managementListenAddress": format!("127.0.0.1:{management}"),
            "certificate": file("certificate.pem"),
            "privateKey": file("key.pem"),
            "httpPort": ports::free(),
            "tlsPort": port,
        }});
        let path = folder.join("pebble.json");
        if let Err(error) = std::fs::write(&path, configuration.to_string()) {
            panic!("cannot write {}: {error}", path.display());
        }
        let names = installed("pebble-challtestsrv", "pebble", &[]);
        let at = |port: u16| format!("127.0.0.1:{port}");
        let empty = ["-http01", "-https01", "-tlsalpn01", "-defaultIPv6"].map(|flag| format!("{flag}="));
        let words = [format!("-dns01={}", at(dns)), format!("-management={}", at(dns_management))];
        let names = Daemon::start(account, &names, words.iter().chain(&empty), "TERM", &folder.join("names"));
        let pebble = installed("pebble", "pebble", &[]).to_string_lossy().into_owned();
        // Without the waiting and refusing at random that it does to teach patience.
        let mut words = vec!["PEBBLE_VA_NOSLEEP=1".to_owned(), "PEBBLE_WFE_NONCEREJECT=0".to_owned(), pebble];
        words.extend(["-config".to_owned(), file("pebble.json"), "-dnsserver".to_owned(), at(dns)]);
        let env = PathBuf::from("/usr/bin/env");
        let mut daemon = Daemon::start(account, &env, words, "TERM", &folder.join("output")).named("pebble");
        for port in [listen, management, dns_management] {
            let asked = ready::ask(ready::START, || {
                daemon.insist_running();
                ready::listening(port)
            });
            if let Err(error) = asked.await {
                panic!("Pebble does not answer: {error}. It said:\n{}", daemon.said());
            }
        }
        covered("server: Pebble");
        Self { certificate, listen, management, _names: names, _daemon: daemon }
    }

    /// The address of its directory.
    pub fn directory(&self) -> String {
        format!("https://localhost:{}/dir", self.listen)
    }

    /// The file with the authority whom its clients must trust.
    pub fn authority_file(&self) -> PathBuf {
        self.certificate.authority_file()
    }

    /// The authority under which it signs, in PEM form: whoever trusts it trusts what it gave.
    ///
    /// # Panics
    /// When it does not say.
    pub async fn root(&self) -> String {
        let server = SocketAddr::from(([127, 0, 0, 1], self.management));
        let mut visitor = Visitor::at(server).over_tls("localhost", self.certificate.authority());
        visitor.get("/roots/0").await.unwrap_or_else(|error| panic!("Pebble does not show its root: {error}")).body
    }
}
