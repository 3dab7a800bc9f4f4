//! Mails that are long, deep, or shaped to make tree builders slow.

use std::fmt::Write;
use std::time::{Duration, Instant};

use super::super::*;
use super::{insist_harmless, safe};

/// The bounds below are far above what an idle machine needs: other tests run beside this one.
fn timed(html: &str) -> (SafeHtml, Duration) {
    #[expect(clippy::disallowed_methods, reason = "what is measured is the time itself")]
    let begun = Instant::now();
    let safe = safe(html);
    (safe, begun.elapsed())
}

#[test]
fn hostile_shapes_take_no_time_and_no_room() {
    // Without optimisation a tenth of the size takes as long.
    let much = if cfg!(debug_assertions) { 10 } else { 100 };
    let mut fonts = String::new();
    for n in 0..600 * much {
        let _ = write!(fonts, "<font size={}>", n % 7);
    }
    let shapes = [
        ("300 divs", "<div>".repeat(300) + "x"),
        ("divs", "<div>".repeat(1000 * much) + "x" + &"</div>".repeat(1000 * much)),
        ("fonts and paragraphs", fonts + &"<p>x".repeat(600 * much)),
        (
            "fonts in a paragraph, blocks",
            format!("<p>{}{}", "<font size=1>".repeat(90), "<div>x</div>".repeat(800 * much)),
        ),
        ("words between rows", format!("<table>{}{}", "<b>".repeat(90), "<tr></tr>x".repeat(900 * much))),
        ("tables in tables", "<table><tr><td>".repeat(600 * much)),
        ("tables without cells", "<table>x".repeat(1000 * much)),
        ("links", "<a href=https://x.example/>".repeat(400 * much)),
        ("attributes", format!("<p {}>x", "a=b ".repeat(2500 * much))),
        ("comments that never end", "<!--".repeat(2500 * much)),
        ("styles that never end", "<style>".repeat(1400 * much)),
        ("closing tags", "</div>".repeat(1600 * much)),
        ("quotes that never end", "<a href=\"".repeat(1100 * much)),
        ("angle brackets", "<".repeat(10_000 * much)),
        ("references", format!("<a title=\"{}\">", "&#x41".repeat(2000 * much))),
        ("quotes", "<blockquote type=cite>a".repeat(400 * much)),
    ];
    for (name, html) in shapes {
        let (safe, took) = timed(&html);
        insist_harmless(&safe.html, false, name);
        assert!(safe.html.len() <= 3 * MAX_OUTPUT_BYTES, "{name}: {} bytes", safe.html.len());
        assert!(took < Duration::from_secs(10), "{name} took {took:?}");
    }
}

#[test]
fn a_long_thread_is_shown_at_once() {
    let mut html = String::from("<div>Tak.</div>");
    while html.len() < 767_000 {
        html.push_str("<div class=\"gmail_quote\"><div dir=ltr>W dniu 1.11.2026 Anna &lt;a@x.example&gt; napisała:<br></div><blockquote style=\"margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex\"><div>Dzień dobry, <b>gdzie</b> paczka?</div>");
    }
    let (safe, took) = timed(&html);
    assert!(!safe.cut && safe.html.contains("<details class=\"quote\">") && took < Duration::from_secs(5), "{took:?}");
}
