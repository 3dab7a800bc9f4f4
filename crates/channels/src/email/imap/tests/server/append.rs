//! APPEND: the server takes a mail into a folder.

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, BufStream};

use super::{Fault, Server, Talk, say};

impl Server {
    /// How often a folder holds a mail.
    pub(in super::super) fn holds(&self, name: &str, raw: &[u8]) -> usize {
        let folder = self.folder.lock().unwrap();
        folder.others.get(name).map_or(0, |mails| mails.values().filter(|mail| mail.as_slice() == raw).count())
    }
}

impl Talk {
    /// Gives whether the conversation goes on.
    pub(super) async fn append(
        &self,
        stream: &mut BufStream<impl AsyncRead + AsyncWrite + Unpin>,
        tag: &str,
        words: &str,
    ) -> std::io::Result<bool> {
        if self.has(Fault::Full) {
            say(stream, &format!("{tag} NO [OVERQUOTA] quota exceeded\r\n")).await?;
            return Ok(true);
        }
        let (name, size) = words.split_once(" (\\Seen) {").unwrap();
        say(stream, "+ go on\r\n").await?;
        let mut mail = vec![0; size.trim_end_matches('}').parse().unwrap()];
        stream.read_exact(&mut mail).await?;
        stream.read_exact(&mut [0; 2]).await?;
        let (lost, uid) = {
            let mut folder = self.folder.lock().unwrap();
            let mails = folder.others.get_mut(name.trim_matches('"')).unwrap();
            let next = mails.keys().next_back().map_or(1, |last| last + 1);
            mails.insert(next, mail);
            let lost = folder.faults.iter().position(|fault| *fault == Fault::LostAppend);
            (lost.map(|at| folder.faults.remove(at)).is_some(), next)
        };
        if !lost {
            // The wrong one where it is told so.
            let uid = if self.has(Fault::WrongUid) { 3 } else { uid };
            let code = if self.has(Fault::NoUid) { String::new() } else { format!("[APPENDUID 7 {uid}] ") };
            say(stream, &format!("{tag} OK {code}done\r\n")).await?;
        }
        Ok(!lost)
    }
}
