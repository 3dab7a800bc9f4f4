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
