//! A browser without a window: asks for pages, sends forms, keeps its cookie.
//!
//! One connection a request, read to its end: an answer that was cut off is no answer. That is what the tests that
//! kill the program need to know for certain.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::logs;

/// How long an answer may take; longer than the program's own patience with a page.
const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody at the door, with the cookies they were given.
#[derive(Clone, Debug)]
pub struct Visitor {
    server: SocketAddr,
    cookies: Vec<(String, String)>,
    /// A header that it sends with every request, whole.
    says: Option<String>,
    /// Whom it trusts, and what it believes to speak to.
    tls: Option<(Arc<ClientConfig>, ServerName<'static>)>,
}

/// A connection, encrypted or not.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// A whole answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The page.
    pub body: String,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Where it sends the browser.
    pub fn location(&self) -> Option<&str> {
        self.header("location")
    }
}

impl Visitor {
    /// Somebody new.
    pub fn at(server: SocketAddr) -> Self {
        Self { server, cookies: Vec::new(), says: None, tls: None }
    }

    /// The same person, cookies and all, at another node.
    #[must_use]
    pub fn elsewhere(&self, server: SocketAddr) -> Self {
        Self { server, ..self.clone() }
    }

    /// The same person, sending this header with every request: `Name: value`.
    #[must_use]
    pub fn saying(mut self, header: &str) -> Self {
        self.says = Some(header.to_owned());
        self
    }

    /// The same person over TLS, who believes to speak to `name` and trusts this authority (PEM) alone.
    ///
    /// # Panics
    /// When the authority or the name is none.
    #[must_use]
    pub fn over_tls(mut self, name: &str, authority: &str) -> Self {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(authority.as_bytes()) {
            let certificate = certificate.unwrap_or_else(|error| panic!("no authority: {error}"));
            roots.add(certificate).unwrap_or_else(|error| panic!("no authority: {error}"));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.unwrap_or_else(|error| panic!("no TLS: {error}")).with_root_certificates(roots);
        let name = ServerName::try_from(name.to_owned()).unwrap_or_else(|error| panic!("{name}: {error}"));
        self.tls = Some((Arc::new(config.with_no_client_auth()), name));
        self
    }

    async fn connect(&self) -> io::Result<Box<dyn Wire>> {
        let stream = TcpStream::connect(self.server).await?;
        Ok(match &self.tls {
            None => Box::new(stream),
            Some((config, name)) => Box::new(TlsConnector::from(config.clone()).connect(name.clone(), stream).await?),
        })
    }

    fn said(&self) -> String {
        self.says.as_ref().map_or_else(String::new, |header| format!("{header}\r\n"))
    }

    /// Signs in.
    ///
    /// # Errors
    /// When the program does not answer, or not with a way in.
    pub async fn sign_in(&mut self, login: &str, password: &str) -> io::Result<()> {
        logs::planted_secret(password);
        let answer = self.post("/session", &[("login", login), ("password", password)]).await?;
        if answer.status == 303 && self.cookies.iter().any(|(name, _)| name.ends_with("session")) {
            return Ok(());
        }
        Err(io::Error::other(format!("signing in was answered with {}", answer.status)))
    }

    /// Asks for a page. Does not follow where it leads.
    ///
    /// # Errors
    /// When no whole answer came.
    pub async fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.ask(format!("GET {path} HTTP/1.1\r\n"), String::new()).await
    }

    /// Sends a form as a browser would that another site's page has lured into it.
    ///
    /// # Errors
    /// When no whole answer came.
    pub async fn lured(&mut self, path: &str) -> io::Result<Answer> {
        let from = "Origin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\n";
        let kind = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n";
        self.ask(format!("POST {path} HTTP/1.1\r\n{from}{kind}"), String::new()).await
    }

    /// Sends a form as a browser without scripts would, from a page of the same site.
    ///
    /// # Errors
    /// When no whole answer came: the form may have been taken nevertheless.
    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> io::Result<Answer> {
        for (_, value) in form {
            logs::planted(value);
        }
        let pairs: Vec<String> = form.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value))).collect();
        let body = pairs.join("&");
        let head = format!(
            "POST {path} HTTP/1.1\r\nOrigin: http://{}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            self.server,
            body.len()
        );
        self.ask(head, body).await
    }

    /// Listens to a stream until `words` have come, and gives what was heard.
    ///
    /// # Errors
    /// When it ends before, or they do not come within `patience`.
    pub async fn listen(&self, path: &str, words: &str, patience: Duration) -> io::Result<String> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let (server, said) = (self.server, self.said());
        let request = format!("GET {path} HTTP/1.1\r\nHost: {server}\r\n{said}Cookie: {}\r\n\r\n", cookies.join("; "));
        let listening = async {
            let mut stream = self.connect().await?;
            stream.write_all(request.as_bytes()).await?;
            let (mut heard, mut piece) = (Vec::new(), vec![0; 4_096]);
            loop {
                match stream.read(&mut piece).await? {
                    0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                    n => heard.extend_from_slice(&piece[..n]),
                }
                let text = String::from_utf8_lossy(&heard);
                if text.contains(words) {
                    return Ok(text.into_owned());
                }
            }
        };
        tokio::time::timeout(patience, listening).await?
    }

    async fn ask(&mut self, mut head: String, body: String) -> io::Result<Answer> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        head.push_str(&format!("Host: {}\r\nAccept-Language: en\r\nConnection: close\r\n", self.server));
        head.push_str(&self.said());
        if !cookies.is_empty() {
            head.push_str(&format!("Cookie: {}\r\n", cookies.join("; ")));
        }
        let request = format!("{head}\r\n{body}");
        let exchange = async {
            let mut stream = self.connect().await?;
            stream.write_all(request.as_bytes()).await?;
            let mut heard = Vec::new();
            stream.read_to_end(&mut heard).await?;
            Ok::<_, io::Error>(heard)
        };
        let heard = tokio::time::timeout(PATIENCE, exchange).await??;
        let answer = read(&heard).ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "no whole answer"))?;
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            self.keep(cookie);
        }
        Ok(answer)
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        let Some((name, value)) = pair.split_once('=') else { return };
        self.cookies.retain(|(known, _)| known != name);
        if !value.is_empty() {
            logs::planted(value);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }
}

/// `application/x-www-form-urlencoded`.
fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.*".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The whole answer in `bytes`; `None` where its end is missing (RFC 9112, 6.3).
fn read(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let rest = &bytes[end + 4..];
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let named = |name: &str| headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let body = match (named("transfer-encoding"), named("content-length")) {
        (Some("chunked"), _) => unchunk(rest)?,
        (_, Some(length)) => rest.get(..length.parse().ok()?)?.to_vec(),
        _ => rest.to_vec(),
    };
    Some(Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() })
}

/// A chunked body up to its last chunk (RFC 9112, 7.1).
fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n")?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(end + 2..end + 2 + size)?);
        rest = rest.get(end + 2 + size + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_its_end_is_none() {
        let whole = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        assert_eq!(read(whole).map(|answer| answer.body).as_deref(), Some("abcde"));
        assert!(read(&whole[..whole.len() - 5]).is_none());
        let whole = b"HTTP/1.1 303 See Other\r\nlocation: /x\r\ncontent-length: 2\r\n\r\nok";
        assert_eq!(read(whole).and_then(|answer| answer.location().map(str::to_owned)).as_deref(), Some("/x"));
        assert!(read(&whole[..whole.len() - 1]).is_none());
        assert!(read(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n").is_none());
    }

    #[test]
    fn forms_are_encoded() {
        assert_eq!(encode("a b&c=ż"), "a%20b%26c%3D%C5%BC");
    }
}
