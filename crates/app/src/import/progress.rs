//! How far something long is, for whoever waits: one line that grows at a terminal, a plain line now and then elsewhere.

use std::io::{IsTerminal, Write};

use domain::time::{Clock, Millis, SECOND_MS};

use super::tally::grouped;

/// How often the line at a terminal grows.
const LIVE_MS: i64 = 200;

/// How often a plain line is written.
const PLAIN_MS: i64 = 10 * SECOND_MS;

/// How wide the bar is.
const BAR: usize = 24;

/// How far something is. Writes to the standard error, where it disturbs no result.
#[derive(Debug)]
pub struct Progress<'c, C> {
    clock: &'c C,
    live: bool,
    of: u64,
    begun: Millis,
    said: Option<Millis>,
}

impl<'c, C: Clock> Progress<'c, C> {
    /// Nothing of `of` is done.
    pub fn new(clock: &'c C, of: u64) -> Self {
        let begun = clock.now();
        Self { clock, live: std::io::stderr().is_terminal(), of, begun, said: None }
    }

    /// So many are done.
    pub fn show(&mut self, done: u64) {
        let now = self.clock.now();
        let pause = if self.live { LIVE_MS } else { PLAIN_MS };
        if done < self.of && now.since_ms(self.said.unwrap_or(self.begun)) < pause {
            return;
        }
        self.said = Some(now);
        let words = words(done, self.of, now.since_ms(self.begun));
        // Who closed the terminal does not wait for it.
        let mut out = std::io::stderr();
        if self.live {
            write!(out, "\r\x1b[K{} {words}", bar(done, self.of)).ok();
        } else {
            writeln!(out, "{words}").ok();
        }
        out.flush().ok();
    }

    /// There is nothing more to show.
    pub fn end(&self) {
        if self.live && self.said.is_some() {
            writeln!(std::io::stderr()).ok();
        }
    }
}

fn words(done: u64, of: u64, ms: i64) -> String {
    let seconds = u64::try_from(ms).unwrap_or_default().max(1);
    let rate = done.saturating_mul(1_000) / seconds;
    let left = of.saturating_sub(done).checked_div(rate);
    let left = match left {
        None => String::new(),
        Some(seconds @ 0..60) => format!(", {seconds} s left"),
        Some(seconds @ 60..3_600) => format!(", {} min left", seconds.div_ceil(60)),
        Some(seconds) => format!(", {} h {} min left", seconds / 3_600, seconds % 3_600 / 60),
    };
    format!("{} of {} mails, {}/s{left}", grouped(done), grouped(of), grouped(rate))
}

fn bar(done: u64, of: u64) -> String {
    let full = (done.min(of) as usize * BAR).checked_div(of as usize).unwrap_or(BAR);
    format!("[{}{}]", "#".repeat(full), ".".repeat(BAR - full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_how_much_is_left() {
        for (done, of, ms, expected) in [
            (0, 10, 0, "0 of 10 mails, 0/s"),
            (500, 1_500, 1_000, "500 of 1,500 mails, 500/s, 2 s left"),
            (1_000, 121_000, 1_000, "1,000 of 121,000 mails, 1,000/s, 2 min left"),
            (10, 100_000, 1_000, "10 of 100,000 mails, 10/s, 2 h 46 min left"),
            (10, 10, 2_000, "10 of 10 mails, 5/s, 0 s left"),
        ] {
            assert_eq!(words(done, of, ms), expected);
        }
        assert_eq!(bar(1, 2), "[############............]");
        assert_eq!(bar(0, 0), "[########################]");
    }
}
