//! Whole SMTP and LMTP sessions: every piece is answered within bounds, and what is delivered keeps what was promised.
//!
//! The first byte chooses the protocol and how the rest is cut into pieces.
#![no_main]

use std::sync::Arc;

use channels::email::smtp_in::{Content, Door, Envelope, Limits, Reception, Verdict, converse};
use domain::channel::BoxFuture;
use libfuzzer_sys::fuzz_target;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const MAIL_BYTES: usize = 2_000;
const RECIPIENTS: usize = 3;

struct Desk;

impl Reception for Desk {
    fn deliver<'a>(&'a self, envelope: Envelope, mut content: Content) -> BoxFuture<'a, Verdict> {
        Box::pin(async move {
            let raw = content.take().unwrap_or_default();
            assert!(raw.len() <= MAIL_BYTES && raw.len() == content.bytes());
            assert!((1..=RECIPIENTS).contains(&envelope.recipients.len()));
            assert!(envelope.recipients.iter().all(|address| !address.contains(['\r', '\n', '\0'])));
            Verdict::Accept
        })
    }
}

fuzz_target!(|input: &[u8]| {
    let Some((choice, said)) = input.split_first() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let limits = Limits { mail_bytes: MAIL_BYTES, recipients: RECIPIENTS, mistakes: 50, ..Limits::default() };
    let heard = runtime.block_on(async {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let door = Arc::new(Door::new(limits, Vec::new()));
        let serving = tokio::spawn(converse(Box::new(theirs), choice & 1 == 1, door, Arc::new(Desk)));
        let (mut reader, mut writer) = tokio::io::split(ours);
        let mut heard = Vec::new();
        let speaking = async {
            for piece in said.chunks(usize::from(choice >> 1) + 1) {
                if writer.write_all(piece).await.is_err() {
                    break;
                }
                tokio::task::yield_now().await;
            }
            writer.shutdown().await.ok();
        };
        let (_, read) = tokio::join!(speaking, reader.read_to_end(&mut heard));
        read.expect("a pipe of memory can be read");
        serving.await.expect("no session panics");
        heard
    });
    let heard = String::from_utf8(heard).expect("answers are text");
    assert!(heard.starts_with("220 ") && heard.ends_with("\r\n"));
    // Nothing of what came breaks out of its line.
    for line in heard.split_terminator("\r\n") {
        assert!(line.len() > 3 && line.as_bytes()[..3].iter().all(u8::is_ascii_digit), "{line:?}");
        assert!(!line.contains(['\r', '\n', '\0']), "{line:?}");
    }
});
