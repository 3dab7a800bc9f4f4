//! The settings: one TOML file, the environment (`KONTUAR_…`), the command line; the later wins.
//!
//! In: the text of the file and what surrounds the process ([`Surroundings`]). Out: a complete
//! [`Config`] or every mistake at once, each a sentence with its line. Unsafe settings are mistakes.
//! Secrets never show up in `Debug`.
//!
//! How to add a key: ask for it in [`load`], `backup.rs` or `inbox.rs`, a line in `kontuar.example.toml` (a test
//! reads that file), a line in the table of `tests.rs`.

mod access;
mod alarm;
mod api;
mod backup;
mod database;
mod inbox;
mod layers;
mod log;
mod metrics;
mod receive;
mod retention;
mod sheet;
mod sign_on;
mod surroundings;
mod tls;
mod value;
mod webhooks;

#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use channels::email::smtp_in::IpNet;
use jiff::tz::TimeZone;
use toml::de::DeTable;

pub use access::AccessConfig;
pub use alarm::AlarmConfig;
pub use api::ApiConfig;
pub use backup::{BackupConfig, Schedule};
pub use database::DatabaseUrl;
pub use inbox::{DkimConfig, DkimKey, Folders, ImapConfig, InboxConfig, OauthConfig, SecondConfig, SmtpConfig};
use layers::{Layers, name_mistyped_variables};
pub use log::{LogConfig, LogFormat};
pub use receive::{Lmtp, ReceiveConfig};
pub use retention::RetentionConfig;
use sheet::{Complaints, Section};
pub use sign_on::SignOnConfig;
pub use surroundings::{Surroundings, from_process};
pub use tls::{AcmeConfig, CertificateSource, TlsConfig};
use value::{
    own_machine, read_database, read_format, read_level, read_listen, read_networks, read_public_url, read_zone,
    refuse_open_door,
};
pub use webhooks::WebhooksConfig;

/// The file that is read when none is named and it is there.
pub const DEFAULT_FILE: &str = "kontuar.toml";

/// Where the pages are answered when nothing else is said.
pub const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8025);

/// The variables of the environment that are settings.
const VARIABLES: [&str; 8] = [
    "KONTUAR_CONFIG",
    "KONTUAR_DATA",
    "KONTUAR_LISTEN",
    "KONTUAR_PUBLIC_URL",
    "KONTUAR_DATABASE",
    "KONTUAR_TIME_ZONE",
    "KONTUAR_LOG_LEVEL",
    "KONTUAR_LOG_FORMAT",
];

/// Everything an operator decides.
#[derive(Clone, Debug)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// Where the pages are answered.
    pub listen: SocketAddr,
    /// The address under which people reach the pages, without a slash at its end.
    pub public_url: Option<String>,
    /// The proxies before the pages: their numbers of requests are kept. Where none is named, those of this machine.
    pub trusted_proxies: Vec<IpNet>,
    /// The PostgreSQL database; `None`: SQLite in the data folder.
    pub database: Option<DatabaseUrl>,
    /// The folder of the messages' files, which several nodes share; `None`: in the data folder.
    pub blobs: Option<PathBuf>,
    /// The zone in which pages show times.
    pub time_zone: TimeZone,
    /// What is logged, and how.
    pub log: LogConfig,
    /// From which networks pages and API are used.
    pub access: AccessConfig,
    /// How an alarm about a mailbox goes out.
    pub alarm: AlarmConfig,
    /// What other programs may ask.
    pub api: ApiConfig,
    /// Backups.
    pub backup: BackupConfig,
    /// The mailboxes.
    pub inboxes: Vec<InboxConfig>,
    /// Where mail is taken by ourselves; `None`: nowhere.
    pub receive: Option<ReceiveConfig>,
    /// When rules of retention are carried out.
    pub retention: RetentionConfig,
    /// Where numbers are given; `None`: nowhere.
    pub metrics: Option<SocketAddr>,
    /// The identity provider through which colleagues may sign in; `None`: there is none.
    pub sign_on: Option<SignOnConfig>,
    /// How HTTPS is spoken by ourselves; `None`: a proxy does that, or nobody.
    pub tls: Option<TlsConfig>,
    /// Where webhooks may lead.
    pub webhooks: WebhooksConfig,
}

impl Config {
    /// Where people find the pages, without a slash at the end: what links that leave the house begin with.
    pub fn home(&self) -> String {
        self.home_at(self.listen)
    }

    /// The same for a program that answers at `address`.
    pub fn home_at(&self, address: SocketAddr) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{address}"))
    }

    /// The servers whose Authentication-Results are believed.
    pub fn believed(&self) -> &[String] {
        self.receive.as_ref().map_or(&[], |receive| receive.authserv_ids.as_slice())
    }
}

impl Config {
    /// The folder of backups.
    pub fn backups(&self) -> PathBuf {
        self.backup.folder(&self.data)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("kontuar-data"),
            listen: DEFAULT_LISTEN,
            public_url: None,
            trusted_proxies: own_machine(),
            database: None,
            blobs: None,
            time_zone: TimeZone::get("Europe/Warsaw").unwrap_or(TimeZone::UTC),
            log: LogConfig::default(),
            access: AccessConfig::default(),
            alarm: AlarmConfig::default(),
            api: ApiConfig::default(),
            backup: BackupConfig::default(),
            inboxes: Vec::new(),
            receive: None,
            retention: RetentionConfig::default(),
            metrics: None,
            sign_on: None,
            tls: None,
            webhooks: WebhooksConfig::default(),
        }
    }
}

/// What the command line says; it wins over all else.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--data`.
    pub data: Option<PathBuf>,
    /// `--listen`.
    pub listen: Option<String>,
    /// `--database`.
    pub database: Option<String>,
}

/// Settings with which nothing can be started: one sentence for each mistake.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct ConfigError(pub Vec<String>);

impl ConfigError {
    fn one(sentence: String) -> Self {
        Self(vec![sentence])
    }
}

/// The settings, from what is passed in alone.
///
/// # Errors
/// Every mistake of file, environment and command line, in plain sentences.
pub fn load(flags: &Flags, around: &Surroundings<'_>) -> Result<Config, ConfigError> {
    let named = flags.config.clone().or_else(|| around.variable("KONTUAR_CONFIG").map(PathBuf::from));
    let path = named.clone().unwrap_or_else(|| PathBuf::from(DEFAULT_FILE));
    let text = match (around.read)(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => String::new(),
        Err(error) => return Err(ConfigError::one(format!("{} cannot be read: {error}", path.display()))),
    };
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let table = DeTable::parse(&text).map_err(|error| ConfigError::one(sheet::not_toml(&name, &text, &error)))?;
    let complaints = Complaints::about(name);
    let base = path.parent().unwrap_or(Path::new(""));
    let config = read(Section::top(&text, table.get_ref(), &complaints), flags, around, base);
    name_mistyped_variables(around, &complaints);
    let sentences = complaints.into_sentences();
    if sentences.is_empty() { Ok(config) } else { Err(ConfigError(sentences)) }
}

fn read(top: Section<'_>, flags: &Flags, around: &Surroundings<'_>, base: &Path) -> Config {
    let defaults = Config::default();
    let layers = Layers { around, complaints: top.complaints() };
    let data = flags.data.clone().or_else(|| around.variable("KONTUAR_DATA").map(PathBuf::from));
    let data_in_file = top.text("data").map(|given| base.join(given.value));
    let listen =
        layers.pick(flags.listen.as_deref().map(|text| ("--listen", text)), "KONTUAR_LISTEN", top.text("listen"));
    let public_url = layers.pick(None, "KONTUAR_PUBLIC_URL", top.text("public_url"));
    let database = layers.pick(
        flags.database.as_deref().map(|text| ("--database", text)),
        "KONTUAR_DATABASE",
        top.text("database"),
    );
    let blobs = top.text("blobs");
    database::refuse_lonely_blobs(blobs.as_ref(), database.as_ref(), top.complaints());
    let zone = layers.pick(None, "KONTUAR_TIME_ZONE", top.text("time_zone"));
    let log_part = top.part("log", "[log]");
    let level = layers.pick(None, "KONTUAR_LOG_LEVEL", log_part.as_ref().and_then(|log| log.text("level")));
    let format = layers.pick(None, "KONTUAR_LOG_FORMAT", log_part.as_ref().and_then(|log| log.text("format")));
    let listen_at = layers.read(&listen, read_listen).unwrap_or(defaults.listen);
    let public_url = layers.read(&public_url, read_public_url);
    if let Some(given) = &listen {
        refuse_open_door(listen_at, public_url.as_deref(), &given.place, top.complaints());
    }
    let named_proxies = top.has("trusted_proxies");
    let proxies = read_networks(&top, "trusted_proxies");
    let receive = receive::read(&top, base);
    let receives = receive.as_ref().is_some_and(|receive| receive.smtp.is_some() || receive.lmtp.is_some());
    let inboxes = inbox::read_all(&top, around, base, receives);
    let tls = tls::read(&top, base, public_url.as_deref());
    let config = Config {
        data: data.or(data_in_file).unwrap_or(defaults.data),
        listen: listen_at,
        public_url,
        trusted_proxies: if named_proxies { proxies } else { defaults.trusted_proxies },
        database: layers.read(&database, read_database),
        blobs: blobs.map(|given| base.join(given.value)),
        time_zone: layers.read(&zone, read_zone).unwrap_or(defaults.time_zone),
        log: LogConfig {
            level: layers.read(&level, read_level).unwrap_or(defaults.log.level),
            format: layers.read(&format, read_format).unwrap_or(defaults.log.format),
        },
        access: access::read(&top),
        alarm: alarm::read(&top, &inboxes),
        api: api::read(&top),
        backup: backup::read(&top, base),
        inboxes,
        receive,
        retention: retention::read(&top),
        metrics: metrics::read(&top),
        sign_on: sign_on::read(&top, around, base),
        tls,
        webhooks: webhooks::read(&top),
    };
    if let Some(log) = log_part {
        log.finish();
    }
    top.finish();
    config
}
