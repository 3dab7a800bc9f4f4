//! Where the browser comes back to: one address of the loopback, for one answer (RFC 8252, 7.3).
//!
//! Whoever on this machine asks without our state is told nothing and changes nothing.

use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::commands::Failure;

/// The longest request that is read, in bytes.
const MAX_REQUEST_BYTES: usize = 16 * 1024;
/// How long a browser may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a browser brought.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Brought {
    /// The code.
    Code(String),
    /// The provider's code for why there is none.
    Error(String),
}

/// Listens on the loopback.
pub(super) struct Redirect(TcpListener);

/// Begins to listen; gives the port.
pub(super) async fn listen(port: Option<u16>) -> Result<(Redirect, u16), Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.unwrap_or(0))).await.map_err(|error| {
        Failure(format!("The port for the browser cannot be used: {error}. Choose another with --port."))
    })?;
    let port = listener.local_addr()?.port();
    Ok((Redirect(listener), port))
}

impl Redirect {
    /// Waits for the browser with our `state`.
    pub(super) async fn brought(&self, state: &str) -> Result<Brought, Failure> {
        loop {
            let (mut stream, _) = self.0.accept().await?;
            let Ok(Some(request)) = timeout(PATIENCE, request(&mut stream)).await else { continue };
            let brought = read(&request, state);
            let (status, words) = match &brought {
                Some(Brought::Code(_)) => ("200 OK", "The permission is given. You can close this window."),
                Some(Brought::Error(_)) => ("200 OK", "The permission was not given. You can close this window."),
                None => ("404 Not Found", "There is nothing here."),
            };
            let page = format!("<!doctype html><html lang=\"en\"><title>Kontuar</title><p>{words}</p></html>");
            let answer = format!(
                "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
                 Referrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{page}",
                page.len()
            );
            // The browser may have gone; what it brought counts all the same.
            let _ = timeout(PATIENCE, stream.write_all(answer.as_bytes())).await;
            if let Some(brought) = brought {
                return Ok(brought);
            }
        }
    }
}

/// The request's target, once its head is there.
async fn request(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut chunk = [0_u8; 2048];
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        let read = stream.read(&mut chunk).await.ok().filter(|read| *read > 0)?;
        head.extend_from_slice(&chunk[..read]);
        if head.len() > MAX_REQUEST_BYTES {
            return None;
        }
    }
    let line = head.split(|byte| *byte == b'\r').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let target = line.strip_prefix("GET ")?.split(' ').next()?;
    Some(target.to_owned())
}

/// What a target says; `None` when it does not hold our state.
fn read(target: &str, state: &str) -> Option<Brought> {
    let (_, query) = target.split_once('?')?;
    let mut found = [const { None }; 3];
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=')?;
        let at = ["state", "code", "error"].iter().position(|known| *known == name);
        if let Some(at) = at {
            found[at] = Some(unescaped(value)?);
        }
    }
    let [said, code, error] = found;
    if said.as_deref() != Some(state) {
        return None;
    }
    match (code, error) {
        (Some(code), None) => Some(Brought::Code(code)),
        (_, Some(error)) => {
            let word = error.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60).collect();
            Some(Brought::Error(word))
        }
        (None, None) => None,
    }
}

/// Undoes the escapes of a form (`%2F`, `+`).
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                u8::try_from(digit(rest.next()?)? * 16 + digit(rest.next()?)?).ok()?
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_holds_our_state_is_taken() {
        assert_eq!(read("/?state=s&code=4%2F0Ab%2Bc", "s"), Some(Brought::Code("4/0Ab+c".to_owned())));
        assert_eq!(
            read("/?error=access_denied&error_description=a+b&state=s", "s"),
            Some(Brought::Error("access_denied".to_owned()))
        );
        for nothing in
            ["/", "/?code=x", "/?code=x&state=t", "/favicon.ico?state=s", "/?state=s&code=%zz", "/?state=s&code=%4"]
        {
            assert_eq!(read(nothing, "s"), None, "{nothing}");
        }
    }

    #[tokio::test]
    async fn a_stranger_on_the_port_ends_nothing() {
        let (redirect, port) = listen(None).await.unwrap();
        let ask = move |target: &'static str| async move {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap();
            stream.write_all(format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            answer
        };
        let waiting = tokio::spawn(async move { redirect.brought("s").await });
        assert!(ask("/?state=t&code=evil").await.starts_with("HTTP/1.1 404"));
        assert!(ask("/?state=s&code=good").await.contains("The permission is given."));
        assert_eq!(waiting.await.unwrap().unwrap(), Brought::Code("good".to_owned()));
    }
}
