//! The example file is complete, and right.

use super::*;

/// Keys of the example that stand for others beside them.
const LEFT_OUT: [&str; 8] = [
    "password_env",
    "password =",
    "client_secret_env",
    "client_secret =",
    "authorize_url",
    "token_url",
    "device_url",
    "scope",
];

/// Every key, a line for each section.
const KEYS: &str = "
    data listen public_url trusted_proxies database blobs time_zone
    level format
    brand team name address sender auto_reply signature
    host port tls user password password_file password_env folder spam_folder sent_folder file_sent history poll_seconds ca_file
    per_hour per_day give_up_hours after_minutes
    selector key_file domain
    provider client_id client_secret client_secret_file client_secret_env tenant authorize_url token_url device_url scope
    redirect_listen directory contact pages api issuer
    smtp lmtp host_name certificate_file key_file max_mail_mb connections connections_per_peer mails_per_minute
    trusted_peers authserv_ids
    mailbox to webhook
    listen
    at keep_days keep_weeks keep_months
    requests_per_minute
    allow_private
";

#[test]
fn the_example_file_names_every_key_and_nothing_else() {
    let example = include_str!("../../../../../kontuar.example.toml");
    // Its settings stand behind `#`; its words behind `# `.
    let settings: String = example
        .lines()
        .map(|line| {
            line.strip_prefix('#').filter(|rest| !rest.starts_with([' ', '#']) && !rest.is_empty()).unwrap_or(line)
        })
        .map(|line| format!("{line}\n"))
        .collect();
    // A certificate comes from one place.
    let settings_alone = settings
        .replace("certificate_file = \"fullchain.pem\"\nkey_file = \"privkey.pem\"\n# Where plain", "# Where plain");
    let alone =
        settings_alone.lines().filter(|line| !LEFT_OUT.iter().any(|key| line.starts_with(key))).collect::<Vec<_>>();
    let read = |path: &Path| match path.file_name().and_then(|name| name.to_str()) {
        Some("kontuar.toml") => Ok(alone.join("\n")),
        Some("ca.pem") => Ok("-----BEGIN CERTIFICATE-----".to_owned()),
        Some(name) if name.starts_with("dkim-") => Ok(channels::email::dkim::make().unwrap()),
        Some(_) => Ok("secret".to_owned()),
        None => Err(Error::from(ErrorKind::NotFound)),
    };
    let config =
        load(&Flags::default(), &Surroundings { variables: Vec::new(), read: &read }).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(config.inboxes.len(), 2);
    assert_eq!(config.backups(), Path::new("/mnt/backups/kontuar"));
    assert_eq!(config.receive.map(|receive| (receive.max_mail_bytes, receive.connections)), Some((50 << 20, 200)));
    for key in KEYS.split_whitespace() {
        assert!(settings.lines().any(|line| line.starts_with(&format!("{key} ="))), "{key} is not in the example");
    }
}
