//! Chromium: sees what a person sees, types what a person types, and does not hide what went wrong.

use testkit::browser::Browser;
use testkit::servers::keeper;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Serves one page to every request, and says in its title which languages the browser asked for.
async fn page(body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = vec![0; 8192];
                let length = stream.read(&mut request).await?;
                let request = String::from_utf8_lossy(&request[..length]).into_owned();
                let languages =
                    request.lines().find_map(|line| line.strip_prefix("Accept-Language: ")).unwrap_or_default();
                let icon = "<link rel=icon href=data:,>";
                let page = format!("<!doctype html><meta charset=utf-8>{icon}<title>{languages}</title>{body}");
                let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length:";
                stream.write_all(format!("{head} {}\r\n\r\n{page}", page.len()).as_bytes()).await
            });
        }
    });
    format!("http://{address}/")
}

#[tokio::test]
async fn a_person_reads_clicks_and_types() {
    let url = page(
        "<h1>Skrzynka</h1><p hidden>tajne</p><input id=name><button onclick=\"setTimeout(() => {
            document.querySelector('output').textContent = 'Dzień dobry, ' + document.querySelector('#name').value
        }, 100)\">Wyślij</button><output></output>",
    )
    .await;
    let browser = Browser::start().await;
    browser.open(&url).await;
    assert_eq!(browser.text("h1").await, "Skrzynka");
    browser.wait_gone("p").await;
    browser.type_into("#name", "Zażółć").await;
    browser.fill("#name", "Anna").await;
    browser.click("button").await;
    browser.wait_for_text("output", "Dzień dobry, Anna").await;
    assert_eq!(browser.count("button").await, 1);
    assert_eq!(browser.url().await, url);
    browser.close().await;
}

#[tokio::test]
#[should_panic(expected = "the parcel is lost")]
async fn an_error_in_the_console_fails_the_test() {
    let url = page("<script>throw new Error('the parcel is lost')</script>").await;
    let browser = Browser::start().await;
    browser.open(&url).await;
    browser.close().await;
}

#[tokio::test]
async fn an_error_that_was_meant_is_taken_out_first() {
    let url = page("<script>console.error('the parcel is lost')</script>").await;
    let browser = Browser::start().await;
    browser.open(&url).await;
    let errors = browser.console_errors().await;
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].contains("the parcel is lost"));
    browser.close().await;
}

#[tokio::test]
async fn two_browsers_are_two_people_with_their_own_languages() {
    let url =
        page("<button onclick=\"document.cookie = 'mine=1'; this.textContent = document.cookie\">?</button>").await;
    let (anna, john) = tokio::join!(Browser::start(), Browser::speaking("en-GB,en"));
    anna.open(&url).await;
    john.open(&url).await;
    anna.click("button").await;
    anna.wait_for_text("button", "mine=1").await;
    assert_eq!(john.script("return document.cookie", &[]).await, "");
    assert!(anna.script("return document.title", &[]).await.as_str().expect("a title").starts_with("pl-PL"));
    assert!(john.script("return document.title", &[]).await.as_str().expect("a title").starts_with("en-GB"));
    anna.close().await;
    john.close().await;
}

#[tokio::test]
async fn tabs_sizes_colours_and_a_lost_network() {
    let url = page("<p>here</p>").await;
    let browser = Browser::start().await;
    browser.open(&url).await;
    let first = browser.tab().await;
    let second = browser.new_tab().await;
    assert_ne!(first, second);
    browser.open(&format!("{url}second")).await;
    browser.wait_for_url("second").await;
    browser.close_tab().await;
    browser.switch_to(&first).await;
    assert_eq!(browser.url().await, url);

    browser.resize(390, 844).await;
    assert_eq!(browser.script("return innerWidth", &[]).await, 390);
    browser.prefer_dark(true).await;
    assert_eq!(browser.script("return matchMedia('(prefers-color-scheme: dark)').matches", &[]).await, true);
    let picture = keeper::folder("pictures").join("page.png");
    browser.screenshot(&picture).await;
    assert!(std::fs::read(&picture).expect("a picture").starts_with(b"\x89PNG"));

    browser.offline(true).await;
    let fetched = "return fetch(location.href).then(() => 'there', () => 'gone')";
    assert_eq!(browser.script(fetched, &[]).await, "gone");
    assert_eq!(browser.script("return navigator.onLine", &[]).await, false);
    assert!(!browser.console_errors().await.is_empty(), "a failed request stands in the console");
    browser.offline(false).await;
    assert_eq!(browser.script(fetched, &[]).await, "there");
    browser.close().await;
}

#[tokio::test]
async fn it_reaches_nothing_outside_this_machine() {
    let url = page("<p>here</p>").await;
    let browser = Browser::start().await;
    browser.open(&url).await;
    let fetched = "return fetch(arguments[0], { mode: 'no-cors' }).then(() => 'there', () => 'gone')";
    assert_eq!(browser.script(fetched, &["https://example.com/".into()]).await, "gone");
    assert_eq!(browser.console_errors().await.len(), 1);
    browser.close().await;
}
