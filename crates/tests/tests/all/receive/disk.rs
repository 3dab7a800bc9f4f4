//! A disk that is full, read-only or slow under our mail server: a sender is told to come again as long as its mail cannot be
//! kept, and never "250"; what it was told "250" for is there once, and nothing but the end of the trouble is needed.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use testkit::letter::Letter;
use testkit::sender::{Told, hand_over};
use testkit::servers::{DiskTrouble, covered, keeper, ready};

use crate::operation::disk::{DISK_KB, fill, make_room};
use crate::operation::shop::{ADDRESS, Shop, free_door, receive};

/// What a sender is told while nothing can be kept.
const CANNOT: &str = "452 4.3.1 it cannot be kept now, the disk is full or cannot be written; come again";

/// A mail of so many bytes that no compression makes smaller by much.
fn noise(id: &str, bytes: usize) -> Vec<u8> {
    let mut chance = StdRng::seed_from_u64(bytes as u64);
    let mut text = String::with_capacity(bytes);
    while text.len() < bytes {
        text.extend((0..70).map(|_| char::from(chance.random_range(b'0'..=b'z'))));
        text.push('\n');
    }
    Letter::new(id).to(ADDRESS).text(&text).raw()
}

fn is_told_why(told: &Told) -> bool {
    matches!(told, Told::Later(words) if words == CANNOT)
}

/// Waits until everything is read, and compares: what was taken is there once, and nothing else.
async fn there_is_exactly(shop: &Shop, data: &Path, taken: &[String]) {
    let read = ready::ask(3 * ready::START, || {
        let ledger = shop.ledger(data);
        std::future::ready(if ledger.unread == 0 && !ledger.received.is_empty() { Ok(ledger) } else { Err(ledger) })
    });
    let ledger = read.await.unwrap_or_else(|ledger| panic!("not all is read: {ledger:?}\n{}", shop.program.said()));
    let missing: Vec<&String> = taken.iter().filter(|id| ledger.received.get(*id) != Some(&1)).collect();
    assert!(missing.is_empty(), "not there once: {missing:?}\n{}", shop.program.said());
    assert_eq!((ledger.received.len(), ledger.quarantined), (taken.len(), 0));
    let spooled = std::fs::read_dir(data.join("spool")).expect("a spool").count();
    assert_eq!(spooled, 0, "nothing is left in the spool");
    shop.program.check().await;
}

/// A small mail and one that goes over the spool are refused with the reason; then, when `ends` has ended the trouble, both
/// are taken at the next try.
async fn both_must_wait(shop: &mut Shop, smtp: SocketAddr, ends: impl FnOnce(), taken: &mut Vec<String>) {
    let waiting = [("small@example.org", 40_000), ("large@example.org", 3_000_000)];
    for _ in 0..3 {
        for (id, bytes) in waiting {
            let told = hand_over(smtp, ADDRESS, &noise(id, bytes)).await;
            assert!(is_told_why(&told), "{id}: {told:?}\n{}", shop.program.said());
        }
    }
    shop.program.says("A mail could not be stored: the store cannot be written (").await;
    shop.program.insist_running();
    ends();
    for (id, bytes) in waiting {
        let told = hand_over(smtp, ADDRESS, &noise(id, bytes)).await;
        assert_eq!(told, Told::Taken, "{id}\n{}", shop.program.said());
        taken.push(id.to_owned());
    }
}

#[tokio::test]
async fn a_sender_is_told_that_the_disk_is_full_and_its_mail_is_taken_when_there_is_room() {
    let disk = match keeper::small_disk("disk", DISK_KB) {
        Ok(disk) => disk,
        Err(why) => {
            println!("not tested: a full disk takes a small disk, and none can be mounted here ({why})");
            return;
        }
    };
    let (data, smtp) = (disk.join("data"), free_door());
    let mut shop = Shop::set_up(|settings| settings.data(&data).section(&receive(smtp))).await;
    shop.program.start().await;
    fill(&disk);
    // What fits into what the store has already is taken, and counts; then nothing is.
    let mut taken = Vec::new();
    loop {
        let id = format!("{}@example.org", taken.len());
        match hand_over(smtp, ADDRESS, &noise(&id, 40_000)).await {
            Told::Taken => taken.push(id),
            told if is_told_why(&told) => break,
            told => panic!("{told:?}\n{}", shop.program.said()),
        }
        assert!(taken.len() < 1_000, "the disk has no end");
    }
    both_must_wait(&mut shop, smtp, || make_room(&disk), &mut taken).await;
    there_is_exactly(&shop, &data, &taken).await;
    covered("bad input: full disk under SMTP");
}

#[tokio::test]
async fn a_sender_is_told_that_the_disk_is_read_only_and_its_mail_is_taken_when_it_can_be_written() {
    let smtp = free_door();
    let mut shop = Shop::set_up(|settings| settings.section(&receive(smtp))).await;
    let disk = DiskTrouble::build();
    shop.program.put_on(&disk);
    shop.program.start().await;
    let mut taken = vec!["before@example.org".to_owned()];
    assert_eq!(hand_over(smtp, ADDRESS, &noise(&taken[0], 40_000)).await, Told::Taken);
    disk.read_only(true);
    both_must_wait(&mut shop, smtp, || disk.read_only(false), &mut taken).await;
    there_is_exactly(&shop, &shop.program.data(), &taken).await;
    covered("bad input: read-only disk under SMTP");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_disk_makes_senders_wait_or_come_again_and_takes_all_there_is() {
    const SENDERS: usize = 12;
    const MAILS: usize = 5;
    let smtp = free_door();
    // Half of them find no seat: they come again, and nothing queues up in the program.
    let settings = receive(smtp) + "connections = 8\n";
    let mut shop = Shop::set_up(|given| given.section(&settings)).await;
    let disk = DiskTrouble::build();
    shop.program.put_on(&disk);
    shop.program.start().await;
    disk.slow(true);
    let (began, came_again) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
    let senders = (0..SENDERS).map(|sender| {
        let came_again = came_again.clone();
        tokio::spawn(async move {
            let mut taken = Vec::new();
            for mail in 0..MAILS {
                let id = format!("{sender}.{mail}@example.org");
                let raw = noise(&id, if mail == 3 { 1_500_000 } else { 4_000 });
                let one = Instant::now();
                ready::until("the mail server", 3 * ready::START, || async {
                    match hand_over(smtp, ADDRESS, &raw).await {
                        Told::Taken => Some(()),
                        Told::Later(_) => {
                            came_again.fetch_add(1, Ordering::Relaxed);
                            None
                        }
                        told => panic!("{told:?}"),
                    }
                })
                .await;
                assert!(one.elapsed() >= Duration::from_millis(100), "\"250\" before it can be on disk");
                taken.push(id);
            }
            taken
        })
    });
    let mut taken = Vec::new();
    for sender in senders.collect::<Vec<_>>() {
        taken.extend(sender.await.expect("it ends"));
    }
    let took = began.elapsed();
    println!("{} mails in {took:?}; senders came again {} times", taken.len(), came_again.load(Ordering::Relaxed));
    assert!(came_again.load(Ordering::Relaxed) > 0, "everybody found a seat");
    disk.slow(false);
    there_is_exactly(&shop, &shop.program.data(), &taken).await;
    covered("bad input: slow disk under SMTP");
}
