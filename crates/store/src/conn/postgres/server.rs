//! Which servers an address names, and how the loss of one is noticed.

use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, TargetSessionAttrs};

use crate::error::{Error, Result};

/// How to connect to `url`: to a server that can be written, because a standby, or a primary that was replaced, knows less
/// than there is. A server that is gone without a word is noticed within ten seconds or so.
pub(crate) fn config(url: &str) -> Result<Config> {
    let mut config: Config =
        url.parse().map_err(|e| Error::Open(format!("the database address cannot be read: {e}")))?;
    config.connect_timeout(Duration::from_secs(5));
    config.keepalives_idle(Duration::from_secs(4));
    config.keepalives_interval(Duration::from_secs(2));
    config.keepalives_retries(2);
    config.tcp_user_timeout(Duration::from_secs(10));
    config.application_name("kontuar");
    config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    Ok(config)
}

/// The servers that an address names, one by one in their order: whoever finds one of them unfit goes on to the next.
pub(crate) fn each(config: &Config) -> Vec<Config> {
    let hosts = config.get_hosts();
    if hosts.len() < 2 {
        return vec![config.clone()];
    }
    let one = |(at, host): (usize, &Host)| {
        let mut one = Config::new();
        match host {
            Host::Tcp(name) => one.host(name.as_str()),
            Host::Unix(path) => one.host_path(path),
        };
        // As many as hosts, or one for all.
        if let Some(port) = config.get_ports().get(at).or_else(|| config.get_ports().first()) {
            one.port(*port);
        }
        if let Some(address) = config.get_hostaddrs().get(at) {
            one.hostaddr(*address);
        }
        config.get_user().map(|user| one.user(user));
        config.get_password().map(|password| one.password(password));
        config.get_dbname().map(|name| one.dbname(name));
        config.get_options().map(|options| one.options(options));
        config.get_application_name().map(|name| one.application_name(name));
        config.get_connect_timeout().map(|limit| one.connect_timeout(*limit));
        config.get_tcp_user_timeout().map(|limit| one.tcp_user_timeout(*limit));
        config.get_keepalives_interval().map(|pause| one.keepalives_interval(pause));
        config.get_keepalives_retries().map(|times| one.keepalives_retries(times));
        one.keepalives(config.get_keepalives()).keepalives_idle(config.get_keepalives_idle());
        one.ssl_mode(config.get_ssl_mode()).channel_binding(config.get_channel_binding());
        one.target_session_attrs(config.get_target_session_attrs());
        one
    };
    hosts.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_several_servers_is_taken_apart_with_all_that_it_says() {
        let address =
            "postgres://kontuar:geheim@a.example:5433,b.example:5434/shop?options=-c%20geqo%3Doff&sslmode=disable";
        let both = each(&config(address).unwrap());
        let alone = |host: &str| {
            let all = address.replace("a.example:5433,b.example:5434", host);
            config(&all).unwrap()
        };
        assert_eq!(both, [alone("a.example:5433"), alone("b.example:5434")]);
        assert_eq!(each(&alone("a.example")), [alone("a.example")]);
        let sockets = config("host=/run/a,/run/b port=5433 user=kontuar dbname=shop").unwrap();
        let one = |path: &str| config(&format!("host={path} port=5433 user=kontuar dbname=shop")).unwrap();
        assert_eq!(each(&sockets), [one("/run/a"), one("/run/b")]);
    }
}
