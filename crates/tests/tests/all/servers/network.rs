//! The fault proxy: what a server, a cable and a closed laptop lid do to a connection.

use std::io::ErrorKind;
use std::time::Duration;

use testkit::net::Proxy;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A server that says back what it hears; `None` of its bytes are its own.
async fn echo() -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut from, mut to) = stream.split();
                tokio::io::copy(&mut from, &mut to).await
            });
        }
    });
    address
}

async fn says_back(stream: &mut TcpStream, word: &[u8]) -> std::io::Result<()> {
    stream.write_all(word).await?;
    let mut heard = vec![0; word.len()];
    stream.read_exact(&mut heard).await?;
    assert_eq!(heard, word);
    Ok(())
}

#[tokio::test]
async fn it_passes_bytes_and_the_end_of_them_both_ways() {
    let proxy = Proxy::to(echo().await).await;
    let mut stream = TcpStream::connect(proxy.address()).await.expect("a connection");
    says_back(&mut stream, b"paczka").await.expect("an echo");
    stream.shutdown().await.expect("our end");
    assert_eq!(stream.read(&mut [0; 1]).await.expect("their end"), 0);
    assert_eq!(proxy.connections(), 1);
}

#[tokio::test]
async fn a_cut_resets_what_is_open_and_lets_the_next_one_in() {
    let proxy = Proxy::to(echo().await).await;
    let mut stream = TcpStream::connect(proxy.address()).await.expect("a connection");
    says_back(&mut stream, b"paczka").await.expect("an echo");
    proxy.cut();
    let end = stream.read(&mut [0; 1]).await.expect_err("the connection was reset");
    assert_eq!(end.kind(), ErrorKind::ConnectionReset);
    let mut again = TcpStream::connect(proxy.address()).await.expect("a new connection");
    says_back(&mut again, b"paczka").await.expect("an echo");
}

#[tokio::test]
async fn down_refuses_and_up_again_passes_on_the_same_port() {
    let proxy = Proxy::to(echo().await).await;
    let mut open = TcpStream::connect(proxy.address()).await.expect("a connection");
    says_back(&mut open, b"paczka").await.expect("an echo");
    proxy.down().await;
    open.read(&mut [0; 1]).await.expect_err("the open connection was reset");
    let refused = TcpStream::connect(proxy.address()).await.expect_err("nobody listens");
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    proxy.pass().await;
    let mut again = TcpStream::connect(proxy.address()).await.expect("a new connection");
    says_back(&mut again, b"paczka").await.expect("an echo");
}

#[tokio::test]
async fn refusing_leaves_open_connections_alone() {
    let proxy = Proxy::to(echo().await).await;
    let mut open = TcpStream::connect(proxy.address()).await.expect("a connection");
    says_back(&mut open, b"one").await.expect("an echo");
    proxy.refuse().await;
    says_back(&mut open, b"two").await.expect("an echo");
    TcpStream::connect(proxy.address()).await.expect_err("nobody listens");
}

#[tokio::test]
async fn frozen_it_takes_everything_and_passes_nothing_until_it_thaws() {
    let proxy = Proxy::to(echo().await).await;
    let mut open = TcpStream::connect(proxy.address()).await.expect("a connection");
    says_back(&mut open, b"one").await.expect("an echo");
    proxy.freeze().await;
    let mut late = TcpStream::connect(proxy.address()).await.expect("it takes connections");
    late.write_all(b"late").await.expect("it takes bytes");
    let waited = tokio::time::timeout(Duration::from_millis(200), says_back(&mut open, b"two")).await;
    assert!(waited.is_err(), "nothing may come back");
    proxy.pass().await;
    let mut heard = [0; 4];
    late.read_exact(&mut heard).await.expect("what was held back");
    assert_eq!(&heard, b"late");
}

#[tokio::test]
async fn a_server_that_is_not_up_looks_like_one_that_hangs_up() {
    let closed = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let proxy = Proxy::to(closed).await;
    let mut stream = TcpStream::connect(proxy.address()).await.expect("the proxy takes it");
    stream.read(&mut [0; 1]).await.expect_err("and resets it");
}
