//! AUTHENTICATE with an access token, as servers do it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, BufStream};

use super::{Fault, Talk, say};

impl Talk {
    /// Takes the token `fresh` of `anna`; every other one is explained in a challenge that must be answered.
    pub(super) async fn authenticate(
        &self,
        stream: &mut BufStream<impl AsyncRead + AsyncWrite + Unpin>,
        tag: &str,
        login: &str,
    ) -> std::io::Result<()> {
        let (mechanism, mut response) = match login.split_once(' ') {
            Some((mechanism, response)) => (mechanism, response.to_owned()),
            None => (login, String::new()),
        };
        assert_eq!(response.is_empty(), self.has(Fault::NoInitialResponse));
        if response.is_empty() {
            say(stream, "+ \r\n").await?;
            stream.read_line(&mut response).await?;
        }
        let response = String::from_utf8(BASE64.decode(response.trim_end()).unwrap()).unwrap();
        let (fits, goodbye) = match mechanism {
            "XOAUTH2" => (response == "user=anna\u{1}auth=Bearer fresh\u{1}\u{1}", ""),
            "OAUTHBEARER" => {
                let right = response.starts_with("n,a=anna,\u{1}host=localhost\u{1}port=")
                    && response.ends_with("\u{1}auth=Bearer fresh\u{1}\u{1}");
                (right, "AQ==")
            }
            other => panic!("nobody offered {other}"),
        };
        if fits {
            return say(stream, &format!("{tag} OK signed in\r\n")).await;
        }
        say(stream, &format!("+ {}\r\n", BASE64.encode("{\"status\":\"400\"}"))).await?;
        let mut answer = String::new();
        stream.read_line(&mut answer).await?;
        assert_eq!(answer, format!("{goodbye}\r\n"));
        say(stream, &format!("{tag} NO [AUTHENTICATIONFAILED] invalid credentials\r\n")).await
    }
}
