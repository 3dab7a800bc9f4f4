//! What operators and their providers get wrong: the program says so in a plain sentence and loses nothing.

use testkit::letter::Letter;
use testkit::net::Proxy;
use testkit::program::{Door, Inbox, Program, Settings};
use testkit::servers::{Dovecot, Postgres};
use testkit::sink::{Mood, Sink};

use super::shop::{ADDRESS, MAIL_PASSWORD, Shop, conversations};

const QUESTION: &str = "Gdzie jest moja paczka?";

fn question(id: &str) -> Letter {
    Letter::new(id).subject(QUESTION)
}

#[tokio::test]
async fn a_wrong_mailbox_password_is_named_once_and_the_mail_comes_when_it_is_put_right() {
    let mut shop = Shop::set_up(|settings| settings).await;
    let changed = shop.store.add_user(ADDRESS, "zmienione-u-dostawcy");
    let mut ola = shop.open().await;
    changed.append(&question("a@example.org").raw()).await;
    shop.program.says("The mail server does not accept this user name and password. It says:").await;
    assert_eq!(ola.get("/inbox/to-answer").await.expect("a page").status, 200, "the pages do not need the mailbox");

    shop.store.add_user(ADDRESS, MAIL_PASSWORD);
    shop.sees(&ola, QUESTION).await;
    let said = shop.program.said();
    assert_eq!(said.matches("does not accept this user name").count(), 1, "said once, not at every try:\n{said}");
    assert!(!said.contains(MAIL_PASSWORD), "a password in the log:\n{said}");
    shop.program.check().await;
}

#[tokio::test]
async fn a_mailbox_that_refuses_is_named_and_tried_until_it_takes_us() {
    let store = Dovecot::start().await;
    let mailbox = store.add_user(ADDRESS, MAIL_PASSWORD);
    let (sink, proxy) = (Sink::start().await, Proxy::to(store.imap()).await);
    proxy.down().await;
    let inbox = Inbox::new(ADDRESS, Door::plain(proxy.address()).login(&mailbox), Door::plain(sink.address()));
    let program = Program::new(Settings::default().inbox(inbox));
    let mut shop = Shop { store, mailbox, sink, program, database: None };
    let ola = shop.open().await;
    shop.writes(&question("a@example.org")).await;
    shop.program.says("cannot be reached:").await;
    shop.program.says("Check the name, the port and the network.").await;
    proxy.pass().await;
    shop.sees(&ola, QUESTION).await;
    shop.program.says("the mailbox is watched").await;
    shop.program.check().await;
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let store = Dovecot::start().await;
    let mailbox = store.add_user(ADDRESS, MAIL_PASSWORD);
    let sink = Sink::start().await;
    let inbox = Inbox::new(ADDRESS, Door::plain(store.imap()).login(&mailbox), Door::plain(sink.address()));
    let mut program = Program::new(Settings::default().inbox(inbox.folder("Zamówienia")));
    program.start().await;
    program.says("The folder Zamówienia cannot be opened. The mail server says:").await;
    program.insist_running();
}

#[tokio::test]
async fn an_answer_that_is_refused_fails_in_sight_of_its_author_who_may_send_it_again() {
    let mut shop = Shop::set_up(|settings| settings).await;
    let mut ola = shop.open().await;
    shop.writes(&question("a@example.org")).await;
    let path = shop.sees(&ola, QUESTION).await;
    shop.sink.will([Mood::Refuse]);
    assert_eq!(shop.answers(&mut ola, &path, "Paczka jest w drodze.", "1").await, 303);
    let page = shop.reads(&ola, &path, "delivery failed").await;
    assert!(shop.sink.mails().is_empty());

    let page = page.replace("&#x2f;", "/");
    let mut actions = page.split("action=\"").filter_map(|rest| rest.split('"').next());
    let retry = actions.find(|path| path.ends_with("/deliveries")).expect("the page offers another try");
    assert_eq!(ola.post(retry, &[]).await.expect("an answer").status, 303);
    shop.reads(&ola, &path, "delivery sent").await;
    assert_eq!(shop.sink.taken().values().collect::<Vec<_>>(), [&1]);
    shop.program.check().await;
}

#[tokio::test]
async fn a_second_process_on_the_same_folder_is_turned_away() {
    let mut shop = Shop::set_up(|settings| settings).await;
    let mut ola = shop.open().await;
    let second = shop.program.run(&["serve"]).await;
    let folder = shop.program.data();
    let words = format!(
        "Another Kontuar process is using {}: stop it first, or choose another folder with --data.\n",
        folder.display()
    );
    assert_eq!((second.code(), second.stderr.as_str()), (Some(1), words.as_str()));
    assert_eq!(second.stdout, "");
    // A command that writes goes through the running one instead.
    shop.program.add_agent("jan@kontuar.example", "Jan Kos", "inne dobre hasło").await;
    assert_eq!(ola.get("/inbox/to-answer").await.expect("a page").status, 200);
    shop.program.check().await;
}

#[tokio::test]
async fn a_port_in_use_is_named_with_what_to_do() {
    let mut shop = Shop::set_up(|settings| settings).await;
    let taken = tokio::net::TcpListener::bind(shop.program.address()).await.expect("the port is free");
    let ended = shop.program.run(&["serve"]).await;
    let words = format!(
        "{} is in use by another program: stop it, or choose another address with --listen.\n",
        shop.program.address()
    );
    assert_eq!(ended.code(), Some(1));
    assert!(ended.stderr.ends_with(&words), "{}", ended.stderr);
    drop(taken);
    shop.open().await;
}

#[tokio::test]
async fn every_mistake_in_the_settings_is_named_with_its_line_and_the_nearest_key() {
    let shop = Shop::set_up(|settings| settings).await;
    let good = shop.program.configuration();
    let typos = good.replacen("listen", "lisen", 1).replacen("password", "pasword", 1);
    shop.program.configure_as(&typos);
    let line = |word: &str| 1 + typos.lines().position(|line| line.starts_with(word)).expect("it is there");
    let ended = shop.program.run(&["serve"]).await;
    assert_eq!((ended.code(), ended.stdout.as_str()), (Some(1), ""));
    let imap = line("[inbox.imap]");
    let expected = [
        format!("kontuar.toml, line {}: there is no key `lisen` here; did you mean `listen`?", line("lisen")),
        format!("kontuar.toml, line {imap}: [inbox.imap] needs `password_file`, `password_env` or `password`"),
        format!(
            "kontuar.toml, line {}: there is no key `pasword` in [inbox.imap]; did you mean `password`?",
            line("pasword")
        ),
    ];
    assert_eq!(ended.stderr.lines().collect::<Vec<_>>(), expected);
    assert!(!ended.stderr.contains(MAIL_PASSWORD));
    assert!(!shop.program.data().exists(), "nothing is made with settings that are wrong");
}

#[tokio::test]
async fn a_database_that_is_not_there_at_the_start_is_named() {
    let mut postgres = Postgres::start().await;
    let url = postgres.fresh_database().await;
    postgres.stop();
    let mut program = Program::new(Settings::default().database(&url));
    let ended = program.run(&["serve"]).await;
    assert_eq!(ended.code(), Some(1));
    let words = ended.stderr.lines().last().unwrap_or_default();
    assert!(words.starts_with("The database does not answer ("), "{}", ended.stderr);
    assert!(words.ends_with("); nothing was changed, try again when it is back."), "{}", ended.stderr);
    postgres.resume().await;
    program.start().await;
    program.check().await;
}

#[tokio::test]
async fn a_database_that_goes_away_is_named_on_every_page_and_nothing_is_lost_when_it_comes_back() {
    let mut postgres = Postgres::start().await;
    let mut shop = Shop::on(postgres.fresh_database().await).await;
    let mut ola = shop.open().await;
    shop.writes(&question("a@example.org")).await;
    let path = shop.sees(&ola, QUESTION).await;

    postgres.stop();
    let page = ola.get("/inbox/to-answer").await.expect("a page");
    assert_eq!(page.status, 503);
    assert!(page.body.contains("Baza danych nie odpowiada"), "{}", page.body);
    assert_eq!(ola.get("/healthz").await.expect("an answer").status, 503);
    assert_eq!(shop.answers(&mut ola, &path, "Paczka jest w drodze.", "1").await, 503);
    shop.writes(&Letter::new("b@example.org").from("Zofia <zofia@example.org>").subject("Zwrot butów")).await;
    shop.program.says("A mail could not be stored: the database does not answer (").await;
    // Every part looks once a second; only one that noticed can say that it works again.
    shop.program.says("it is tried again until it works").await;

    postgres.resume().await;
    shop.sees(&ola, "Zwrot butów").await;
    assert_eq!(shop.answers(&mut ola, &path, "Paczka jest w drodze.", "1").await, 303, "the same form again");
    shop.reads(&ola, &path, "delivery sent").await;
    assert_eq!(shop.sink.taken().values().collect::<Vec<_>>(), [&1]);
    shop.program.says("works again").await;
    let list = ola.get("/inbox/to-answer").await.expect("a page").body;
    assert_eq!(conversations(&list).len(), 1, "the answered one waits for the customer, the new one is there once");
    shop.program.check().await;
}
