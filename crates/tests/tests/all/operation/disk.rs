//! A disk that is full, read-only or slow: what cannot be kept is not taken, what was taken is kept, and nothing but the
//! end of the trouble is needed to go on.

use std::path::Path;
use std::time::{Duration, Instant};

use testkit::letter::Letter;
use testkit::servers::{DiskTrouble, covered, keeper, ready};

use super::shop::Shop;

/// Room for an empty store and its write-ahead log, and a little more.
pub const DISK_KB: u32 = 24 * 1024;

/// What stands on the disk to fill it.
const BALLAST: &str = "ballast";

/// Fills a disk to its last byte.
pub fn fill(disk: &Path) {
    use std::io::Write;
    let mut file = std::fs::File::create(disk.join(BALLAST)).expect("a file");
    for size in [1 << 16, 1 << 12, 1 << 8, 1] {
        let piece = vec![0_u8; size];
        while file.write_all(&piece).is_ok() {}
    }
}

/// Takes away what filled it.
pub fn make_room(disk: &Path) {
    std::fs::remove_file(disk.join(BALLAST)).expect("the ballast goes");
}

#[tokio::test]
async fn a_full_disk_is_named_and_nothing_is_lost_when_there_is_room_again() {
    let disk = match keeper::small_disk("disk", DISK_KB) {
        Ok(disk) => disk,
        Err(why) => {
            println!("not tested: a full disk takes a small disk, and none can be mounted here ({why})");
            return;
        }
    };
    let data = disk.join("data");
    let mut shop = Shop::set_up(|settings| settings.data(&data)).await;
    let mut ola = shop.open().await;
    shop.writes(&Letter::new("a@example.org").subject("Gdzie jest moja paczka?")).await;
    let path = shop.sees(&ola, "Gdzie jest moja paczka?").await;

    fill(&disk);
    // What is stored before the log must grow is stored; then nothing is.
    let mut kept = 0;
    loop {
        let status = shop.answers(&mut ola, &path, &"długa odpowiedź ".repeat(2_000), &format!("long-{kept}")).await;
        if status != 303 {
            assert_eq!(status, 503, "after {kept} answers:\n{}", shop.program.said());
            break;
        }
        kept += 1;
    }
    let form = [("text", "Paczka jest w drodze."), ("once", "short"), ("seen", ""), ("then", "wait")];
    let refused = ola.post(&format!("{path}/replies"), &form).await.expect("a page");
    assert_eq!(refused.status, 503);
    assert!(refused.body.contains("Nie ma gdzie zapisać"), "{}", refused.body);
    assert_eq!(ola.get(&path).await.expect("a page").status, 200, "what is there can be read");
    let written = Letter::new("b@example.org").from("Zofia <zofia@example.org>").subject("Zwrot butów");
    shop.writes(&written.text(&"Proszę o zwrot. ".repeat(1_000))).await;
    shop.program.says("A mail could not be stored: the store cannot be written (").await;
    shop.program.says("make room on the disk or allow writing, then try again").await;
    shop.program.insist_running();

    make_room(&disk);
    shop.sees(&ola, "Zwrot butów").await;
    let again = ola.post(&format!("{path}/replies"), &form).await.expect("a page");
    assert_eq!(again.status, 303);
    let ledger = shop.all_sent(&data).await;
    assert_eq!((ledger.received.len(), ledger.replies.len(), ledger.unread), (2, kept + 1, 0));
    assert!(shop.sink.taken().values().all(|times| *times == 1));
    shop.program.check().await;
    shop.program.stop();
    shop.program.check().await;
    covered("bad input: full disk");
}

#[tokio::test]
async fn a_disk_that_turns_read_only_is_named_and_nothing_is_lost_when_it_can_be_written_again() {
    let mut shop = Shop::set_up(|settings| settings).await;
    let disk = DiskTrouble::build();
    shop.program.put_on(&disk);
    let mut ola = shop.open().await;
    shop.writes(&Letter::new("a@example.org").subject("Gdzie jest moja paczka?")).await;
    let path = shop.sees(&ola, "Gdzie jest moja paczka?").await;

    disk.read_only(true);
    assert_eq!(shop.answers(&mut ola, &path, "Paczka jest w drodze.", "one").await, 503, "{}", shop.program.said());
    assert_eq!(ola.get(&path).await.expect("a page").status, 200, "what is there can be read");
    shop.writes(&Letter::new("b@example.org").from("Zofia <zofia@example.org>").subject("Zwrot butów")).await;
    shop.program.says("A mail could not be stored: the store cannot be written (").await;
    shop.program.insist_running();

    disk.read_only(false);
    shop.sees(&ola, "Zwrot butów").await;
    assert_eq!(shop.answers(&mut ola, &path, "Paczka jest w drodze.", "one").await, 303);
    let ledger = shop.all_sent(&shop.program.data()).await;
    assert_eq!((ledger.received.len(), ledger.replies.len(), ledger.unread), (2, 1, 0));
    assert!(shop.sink.taken().values().all(|times| *times == 1));
    shop.program.check().await;
    covered("bad input: read-only disk");
}

#[tokio::test]
async fn a_slow_disk_makes_everything_slow_and_nothing_wrong() {
    const MAILS: usize = 40;
    let mut shop = Shop::set_up(|settings| settings).await;
    let disk = DiskTrouble::build();
    shop.program.put_on(&disk);
    let mut ola = shop.open().await;
    shop.writes(&Letter::new("first@example.org").subject("Gdzie jest moja paczka?")).await;
    let path = shop.sees(&ola, "Gdzie jest moja paczka?").await;

    disk.slow(true);
    for n in 1..MAILS {
        let customer = format!("Klient {n} <klient{n}@example.org>");
        shop.writes(&Letter::new(&format!("{n}@example.org")).from(&customer).subject(&format!("Sprawa {n}."))).await;
    }
    let mut longest = Duration::ZERO;
    for n in 0..10 {
        let began = Instant::now();
        assert_eq!(shop.answers(&mut ola, &path, &format!("Odpowiedź {n}."), &format!("form-{n}")).await, 303);
        assert!(began.elapsed() >= Duration::from_millis(100), "an answer is on disk before it is acknowledged");
        longest = longest.max(began.elapsed());
    }
    assert!(longest < Duration::from_secs(5), "an answer took {longest:?}");
    ready::until("the reading of all mails", 3 * ready::START, || {
        std::future::ready((shop.ledger(&shop.program.data()).received.len() == MAILS).then_some(()))
    })
    .await;
    let ledger = shop.all_sent(&shop.program.data()).await;
    assert_eq!((ledger.received.len(), ledger.replies.len(), ledger.unread), (MAILS, 10, 0));
    assert!(ledger.received.values().all(|times| *times == 1) && shop.sink.taken().values().all(|times| *times == 1));
    println!("the longest of 10 answers took {longest:?}");
    shop.program.check().await;
    covered("bad input: slow disk");
}
