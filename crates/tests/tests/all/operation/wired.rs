//! What the settings promise for the day on which something fails is carried out by the program: the alarm's second route,
//! the backup that is due, the mail server that stands in.

use std::net::SocketAddr;
use std::time::Duration;

use domain::time::MINUTE_MS;
use store::mailbox::state::{self, Mailbox as Fares, State};
use testkit::letter::Letter;
use testkit::net::Proxy;
use testkit::program::{Door, Inbox, Program, Settings};
use testkit::servers::mailbox::Mailbox;
use testkit::servers::{DiskTrouble, Dovecot, covered, keeper, ready};
use testkit::sink::Sink;

use super::shop::{ADDRESS, Shop, free_door};

/// How long it may take until it is looked again, and what is found is done.
const LOOKS: Duration = Duration::from_secs(60);

/// How the mailboxes fare, as the program wrote it down.
fn fare(program: &Program) -> Vec<Fares> {
    let folder = program.data();
    let settings = store::Settings { folder, blobs: None, place: store::Place::Folder, key: [0; 32], readers: 1 };
    let (mut conn, _) = store::Store::open_reader(&settings).expect("the store can be read");
    state::all(&mut conn).expect("a read")
}

async fn until_they(program: &Program, what: &str, fits: impl Fn(&Fares) -> bool) {
    let asked = ready::ask(LOOKS, || {
        let found = fare(program);
        std::future::ready(if found.iter().all(&fits) { Ok(()) } else { Err(found) })
    });
    asked.await.unwrap_or_else(|found| panic!("{what}: {found:?}\n{}", program.said()));
}

#[tokio::test]
async fn a_silent_mailbox_is_told_of_over_the_next_inbox_when_the_server_of_the_chosen_one_is_down() {
    let store = Dovecot::start().await;
    let [shop, office, trade] = ["sklep", "biuro", "hurt"].map(|name| {
        let address = format!("{name}@kontuar.example");
        store.add_user(&address, "pelargonia-17")
    });
    let (proxy, own, sink) = (Proxy::to(store.imap()).await, Sink::start().await, Sink::start().await);
    let inbox = |mailbox: &Mailbox, imap: SocketAddr, smtp: SocketAddr| {
        let (imap, smtp) = (Door::plain(imap).login(mailbox), Door::plain(smtp));
        Inbox::new(mailbox.address(), imap, smtp).imap("poll_seconds", "5")
    };
    let alarm = format!("[alarm]\nmailbox = \"{}\"\nto = \"wlasciciel@example.org\"\n", office.address());
    let settings = Settings::default()
        .section(&alarm)
        .inbox(inbox(&shop, proxy.address(), own.address()))
        .inbox(inbox(&office, store.imap(), free_door()))
        .inbox(inbox(&trade, store.imap(), sink.address()));
    let (mut program, clock) = (Program::new(settings), DiskTrouble::build());
    program.put_on(&clock);
    program.start().await;
    until_they(&program, "all are watched", |mailbox| mailbox.state == State::Watching).await;
    let is_ours = |mailbox: &Fares| mailbox.address.as_str() == shop.address();
    let heard_at = fare(&program).iter().find(|mailbox| is_ours(mailbox)).and_then(|one| one.heard_at).expect("it was");

    proxy.down().await;
    let fails = |mailbox: &Fares| !is_ours(mailbox) || mailbox.state == State::Failing;
    until_they(&program, "it fails", fails).await;
    clock.ahead(7);
    let heard = |mailbox: &Fares| mailbox.heard_at.is_some_and(|at| at.since_ms(heard_at) > 6 * MINUTE_MS);
    until_they(&program, "the others answer", |mailbox| is_ours(mailbox) || heard(mailbox)).await;
    assert_eq!(sink.mails().len(), 0, "not yet");
    clock.ahead(13);
    let mails = ready::ask(LOOKS, || {
        let mails = sink.mails();
        std::future::ready(if mails.is_empty() { Err(()) } else { Ok(mails) })
    });
    let mails = mails.await.unwrap_or_else(|()| panic!("nobody is told:\n{}", program.said()));
    let mail = mail_parser::MessageParser::default().parse(&mails[0]).expect("a mail");
    assert_eq!(mail.subject(), Some("Brak poczty z sklep@kontuar.example / No mail from sklep@kontuar.example"));
    program.says("the alarm could not be mailed over this inbox").await;
    assert_eq!((mails.len(), own.mails().len()), (1, 0), "never through the one it is about");
    program.stop();
    program.check().await;
    covered("alarm: second route of the program");
}

#[tokio::test]
async fn a_backup_whose_time_is_past_is_taken_and_again_the_day_after() {
    let folder = keeper::folder("backups");
    let section = format!("[backup]\nfolder = \"{}\"\nat = \"00:00\"\n", folder.display());
    let (mut program, clock) = (Program::new(Settings::default().section(&section)), DiskTrouble::build());
    program.put_on(&clock);
    program.start().await;
    program.says("a backup was taken").await;
    let archives = || {
        let entries = std::fs::read_dir(&folder).expect("a folder").flatten().map(|entry| entry.path());
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "backup")).count()
    };
    assert_eq!(archives(), 1);
    clock.ahead(24 * 60);
    let taken = ready::ask(LOOKS, || std::future::ready(if archives() == 2 { Ok(()) } else { Err(()) }));
    taken.await.unwrap_or_else(|()| panic!("none is taken the day after:\n{}", program.said()));
    let listed = program.run(&["backup", "list"]).await;
    assert!(listed.status.success() && !listed.stdout.contains("FAILED"), "{}{}", listed.stdout, listed.stderr);
    program.stop();
    covered("backup: scheduled in the program");
}

#[tokio::test]
async fn an_answer_leaves_by_the_second_server_when_the_first_one_takes_nothing() {
    let mut shop = Shop::set_up(|settings| settings).await;
    let server = shop.sink.address();
    let second = format!(
        "[inbox.smtp.second]\nafter_minutes = 1\nhost = \"{}\"\nport = {}\ntls = \"none\"\n",
        server.ip(),
        server.port()
    );
    let imap = Door::plain(shop.store.imap()).login(&shop.mailbox);
    let inbox = Inbox::new(ADDRESS, imap, Door::plain(free_door())).section(&second);
    shop.program.configure(&Settings::default().inbox(inbox));
    let clock = DiskTrouble::build();
    shop.program.put_on(&clock);
    let mut ola = shop.open().await;
    shop.writes(&Letter::new("a@example.org").subject("Gdzie jest moja paczka?")).await;
    let path = shop.sees(&ola, "Gdzie jest moja paczka?").await;
    assert_eq!(shop.answers(&mut ola, &path, "Paczka jest w drodze.", "one").await, 303);
    shop.program.says("no mail is taken by this route").await;
    assert_eq!(shop.sink.mails().len(), 0, "the second one stands in after a minute only");
    clock.ahead(3);
    let ledger = shop.all_sent(&shop.program.data()).await;
    assert_eq!(ledger.replies.len(), 1);
    assert!(shop.sink.taken().values().eq([&1]), "{:?}", shop.sink.taken());
    shop.reads(&ola, &path, "drogą zapasową nr").await;
    shop.program.check().await;
    covered("sending: second server of the program");
}
