//! Writes are atomic, independent of each other, and numbered without gaps, on both engines.

use domain::event::{Actor, Fact, Origin};
use domain::id::{BrandId, TagId};
use domain::time::Clock;
use engine::error::{Error, Refused};
use store::brand::Brand;
use testkit::on_both;

on_both!(a_refused_write_leaves_nothing_behind, |app| {
    let events = app.number("SELECT COUNT(*) FROM event");
    let (brand, now): (BrandId, _) = (app.engine.id(), app.clock.now());
    let refused = app
        .store()
        .write(move |tx| -> engine::Result<()> {
            let origin = Origin::new(Actor::System, now);
            store::brand::create(tx, &Brand { id: brand, name: "Nic".to_owned() }, &origin)?;
            Err(Refused::NotAllowed.into())
        })
        .await;
    assert!(matches!(refused, Err(Error::Refused(Refused::NotAllowed))));
    assert_eq!(app.number("SELECT COUNT(*) FROM event"), events);
    assert_eq!(app.number("SELECT COUNT(*) FROM brand"), 1);
});

on_both!(one_bad_write_never_harms_its_neighbours, |app| {
    // All of them share a batch: every third breaks a unique index, every fifth is refused.
    let now = app.clock.now();
    let before = app.number("SELECT COUNT(*) FROM brand");
    let writes = (0..60_u32).map(|n| {
        let store = app.store().clone();
        let id: BrandId = if n % 3 == 0 { app.brand } else { app.engine.id() };
        tokio::spawn(async move {
            store
                .write(move |tx| -> engine::Result<()> {
                    let origin = Origin::new(Actor::System, now);
                    store::brand::create(tx, &Brand { id, name: format!("{n}") }, &origin)?;
                    if n % 5 == 0 { Err(Refused::Empty.into()) } else { Ok(()) }
                })
                .await
        })
    });
    let mut good = 0;
    for (n, write) in writes.collect::<Vec<_>>().into_iter().enumerate() {
        let done = write.await.expect("it ends");
        let should = n % 3 != 0 && n % 5 != 0;
        assert_eq!(done.is_ok(), should, "write {n}: {done:?}");
        good += i64::from(should);
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM brand"), before + good);
    assert!(app.check().is_empty());
});

on_both!(numbers_of_a_shop_have_no_gaps_whatever_of_a_batch_is_refused, |app| {
    // They share a batch, and what is refused has taken a number before.
    let (brand, now) = (app.brand, app.clock.now());
    let before = app.number("SELECT last_number FROM brand");
    let writes = (0..60_u32).map(|n| {
        let (store, tag): (_, TagId) = (app.store().clone(), app.engine.id());
        tokio::spawn(async move {
            let done = store
                .write(move |tx| -> engine::Result<Option<i64>> {
                    let number = store::brand::next_number(tx, brand)?;
                    store::tag::named(tx, &tag.to_string(), tag, &Origin::new(Actor::System, now))?;
                    if n % 4 == 1 { Err(Refused::Empty.into()) } else { Ok(number) }
                })
                .await;
            done.map(|committed| committed.value)
        })
    });
    let mut numbers = Vec::new();
    for (n, write) in writes.collect::<Vec<_>>().into_iter().enumerate() {
        match write.await.expect("it ends") {
            Ok(number) => numbers.push(number.expect("the shop is there")),
            Err(refused) => assert!(n % 4 == 1, "write {n}: {refused}"),
        }
    }
    numbers.sort_unstable();
    let expected: Vec<i64> = (1..=45).map(|n| before + n).collect();
    assert_eq!(numbers, expected);
    assert_eq!(app.number("SELECT last_number FROM brand"), before + 45);
});

on_both!(what_must_find_its_row_and_does_not_takes_the_whole_write_back, |app| {
    use store::raw::Settled;

    let raw = app.engine.id();
    let now = app.clock.now();
    let writes = (0..12_u32).map(|_| {
        let (store, tag): (_, TagId) = (app.store().clone(), app.engine.id());
        tokio::spawn(async move {
            store
                .write(move |tx| -> store::Result<()> {
                    store::raw::settle(tx, raw, Settled::Accepted(domain::id::Id::from_raw(1)))?;
                    store::tag::named(tx, &tag.to_string(), tag, &Origin::new(Actor::System, now)).map(drop)
                })
                .await
        })
    });
    for write in writes.collect::<Vec<_>>() {
        let done = write.await.expect("it ends");
        assert!(matches!(done, Err(store::Error::Overtaken { .. })), "{done:?}");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM tag"), 0);
    assert!(app.check().is_empty());
});

on_both!(positions_have_no_gaps_and_no_reader_misses_one, |app| {
    // Readers ask "all after N" while writers commit: what they gather must be everything.
    let now = app.clock.now();
    let from = app.number("SELECT position FROM log_head");
    let writers: Vec<_> = (0..8)
        .map(|_| {
            let (store, engine) = (app.store().clone(), app.engine.clone());
            tokio::spawn(async move {
                for n in 0..40 {
                    let tags: [TagId; 3] = [engine.id(), engine.id(), engine.id()];
                    store
                        .write(move |tx| -> store::Result<()> {
                            let origin = Origin::new(Actor::System, now);
                            for tag in &tags[..1 + n % 3] {
                                store::tag::named(tx, &tag.to_string(), *tag, &origin)?;
                            }
                            Ok(())
                        })
                        .await
                        .expect("written");
                }
            })
        })
        .collect();
    let mut at = domain::event::Position(from);
    let mut seen = 0_i64;
    loop {
        let all_written = writers.iter().all(tokio::task::JoinHandle::is_finished);
        let events = app.store().read(move |conn| store::log::after(conn, at, 50)).await.expect("read");
        for event in &events {
            assert_eq!(event.position.0, at.0 + 1, "a gap");
            at = event.position;
            seen += 1;
        }
        if all_written && events.is_empty() {
            break;
        }
    }
    for writer in writers {
        writer.await.expect("it ends");
    }
    assert_eq!(from + seen, app.number("SELECT position FROM log_head"));
    assert_eq!(seen, app.number("SELECT COUNT(*) FROM tag"));
});

on_both!(what_was_committed_is_seen_by_the_next_read, |app| {
    let now = app.clock.now();
    for n in 0..50 {
        let tag: TagId = app.engine.id();
        let done = app
            .store()
            .write(move |tx| store::tag::named(tx, &format!("{n}"), tag, &Origin::new(Actor::System, now)))
            .await
            .expect("written");
        let head = app.store().read(store::log::head).await.expect("read");
        assert!(head >= done.head);
        let tags = app.store().read(store::tag::all).await.expect("read");
        assert_eq!(tags.len(), n + 1);
    }
});

on_both!(every_shape_of_value_comes_back, |app| {
    let now = app.clock.now();
    let word = "Zażółć gęślą jaźń 🏺 \u{0}koniec";
    let tag: TagId = app.engine.id();
    app.store()
        .write(move |tx| store::tag::named(tx, word, tag, &Origin::new(Actor::System, now)))
        .await
        .expect("written");
    let tags = app.store().read(store::tag::all).await.expect("read");
    assert_eq!(tags, [(tag, "Zażółć gęślą jaźń 🏺 koniec".to_owned())], "NUL is stripped, the rest stays");
});

on_both!(a_fact_is_written_with_its_event_or_not_at_all, |app| {
    let facts = app.number("SELECT COUNT(*) FROM event WHERE kind = 'brand.created'");
    assert_eq!(facts, app.number("SELECT COUNT(*) FROM brand"));
    let events = app.store().read(|conn| store::log::after(conn, domain::event::Position(0), 100)).await.expect("read");
    assert!(matches!(events[0].fact, Fact::BrandCreated { brand } if brand == app.brand));
    assert_eq!(events[0].actor, Actor::System);
});

on_both!(a_defect_in_one_closure_ends_nothing_else, |app| {
    let read = app.store().read(|_| -> store::Result<()> { panic!("a defect in a read") }).await;
    let write = app.store().write(|_| -> store::Result<()> { panic!("a defect in a write") }).await;
    for said in [read.expect_err("told").to_string(), write.expect_err("told").to_string()] {
        assert!(said.contains("panicked"), "{said}");
    }
    let (brand, now): (BrandId, _) = (app.engine.id(), app.clock.now());
    let create = move |tx: &mut store::Tx<'_>| {
        store::brand::create(tx, &Brand { id: brand, name: "Dalej".to_owned() }, &Origin::new(Actor::System, now))
    };
    app.store().write(create).await.expect("the store goes on");
});
