use std::time::Duration;

use super::*;

#[test]
fn a_file_is_adopted_once_and_is_then_a_blob() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(folder.path()).unwrap();
    for _ in 0..2 {
        let path = folder.path().join("spooled");
        fs::write(&path, b"a large mail").unwrap();
        assert_eq!(blobs.adopt(&path).unwrap(), Hash::of(b"a large mail"));
    }
    assert_eq!(blobs.read(Hash::of(b"a large mail")).unwrap(), b"a large mail");
    assert!(blobs.adopt(&folder.path().join("nowhere")).is_err());
}

#[test]
fn one_content_can_be_kept_by_many_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(folder.path()).unwrap();
    for round in 0..20_u8 {
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..8).map(|_| scope.spawn(|| blobs.keep(&[round]))).collect();
            assert!(all.into_iter().all(|one| one.join().unwrap().is_ok()));
        });
        assert_eq!(blobs.read(Hash::of(&[round])).unwrap(), [round]);
    }
}

#[test]
fn what_a_death_in_the_middle_of_writing_left_goes_when_it_is_old() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(folder.path()).unwrap();
    let hash = blobs.keep(b"whole").unwrap();
    let (shelf, _) = blobs.place(hash);
    let began = |place: PathBuf, minutes_ago: u64| {
        let file = File::create(&place).unwrap();
        let written = file.metadata().unwrap().modified().unwrap();
        file.set_modified(written - Duration::from_secs(60 * minutes_ago)).unwrap();
        place
    };
    let old = began(shelf.join(format!("{hash}.00000000000000aa-1.new")), 61);
    let by_a_restore = began(shelf.join(format!("{hash}.00000000000000aa.new")), 600);
    let another_nodes = began(shelf.join(format!("{hash}.00000000000000bb-7.new")), 59);
    let strange = began(shelf.join("holiday.new"), 600);
    fs::create_dir_all(folder.path().join("00")).unwrap();
    let whole = began(folder.path().join("00").join("11"), 600);
    assert_eq!(blobs.sweep().unwrap(), 2);
    assert_eq!([old, by_a_restore].map(|path| path.exists()), [false; 2]);
    assert_eq!([another_nodes, strange, whole].map(|path| path.exists()), [true; 3]);
    assert_eq!(blobs.read(hash).unwrap(), b"whole");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".new")), "{left:?}");
}
