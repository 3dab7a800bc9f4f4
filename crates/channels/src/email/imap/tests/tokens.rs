//! Signing in with access tokens.

use super::*;
use crate::email::server::Purse;

#[tokio::test]
async fn a_token_that_ended_before_its_time_is_replaced_at_once() {
    for faults in [
        &[Fault::Xoauth2][..],
        &[Fault::OauthBearer],
        &[Fault::Xoauth2, Fault::OauthBearer, Fault::NoInitialResponse],
        &[Fault::OauthBearer, Fault::NoInitialResponse],
    ] {
        let server = Server::start(faults).await;
        server.store(1, b"one");
        let purse = Purse::of(&["stale", "fresh"]);
        let login = Login::Bearer { user: "anna".to_owned(), tokens: Arc::clone(&purse) as _ };
        let mut mailbox = watch(Settings { login, ..settings(&server) }, all_but(0), 0);
        assert_eq!(whole(&mailbox.next().await).2, b"one", "{faults:?}");
        assert_eq!(*purse.refused.lock().unwrap(), ["stale"]);
        mailbox.stop().await;
    }
}

#[tokio::test]
async fn without_a_token_or_with_none_that_is_taken_it_says_so() {
    for (faults, tokens, code) in [
        (&[Fault::Xoauth2][..], &[][..], "no-token"),
        (&[Fault::Xoauth2], &["stale", "stale"], "token-refused"),
        (&[Fault::Xoauth2], &["stale", "staler"], "token-refused"),
        (&[], &["fresh"], "token-refused"),
    ] {
        let server = Server::start(faults).await;
        let login = Login::Bearer { user: "anna".to_owned(), tokens: Purse::of(tokens) };
        let mut mailbox = watch(Settings { login, ..settings(&server) }, all_but(0), 0);
        let error = mailbox.error().await;
        assert_eq!(error.code(), code, "{error}");
        assert!(!error.to_string().contains("stale"), "{error}");
        mailbox.stop().await;
    }
}
