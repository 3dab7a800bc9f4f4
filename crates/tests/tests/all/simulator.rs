//! Days drawn from seeds: 200 in every run, 10,000 with `--long`, one with `KONTUAR_SEED`.

use testkit::simulator;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn days_with_everything_going_wrong() {
    let named = std::env::var("KONTUAR_SEED").ok().and_then(|text| text.parse().ok());
    let long = std::env::var_os("KONTUAR_LONG").is_some();
    let seeds = named.map_or(0..if long { 10_000 } else { 200 }, |seed| seed..seed + 1);
    let many = seeds.end - seeds.start;
    let halves = [0, 1].map(|half| {
        let mine = seeds.clone().filter(move |seed| seed % 2 == half);
        tokio::spawn(async move {
            for seed in mine {
                simulator::live(seed).await;
                if seed % 1_000 == 999 {
                    println!("lived through {} seeds", seed + 1);
                }
            }
        })
    });
    for half in halves {
        half.await.expect("the days end well");
    }
    testkit::servers::covered(&format!("simulator: {many} seeds"));
}
