//! `kontuar mailbox preset`: the section of the settings for an address, as far as its provider is known.

use channels::dns::{Names, System};
use channels::email::preset::{self, Preset, Reached, Secret};
use domain::identity::Address;

use super::runtime;
use crate::commands::{Failure, say};

/// Prints a section for the settings.
///
/// # Errors
/// When the provider is not known, or the name servers do not answer.
pub fn preset(address: &Address) -> Result<(), Failure> {
    let (preset, exchanger) = match preset::by_domain(address) {
        Some(preset) => (Some(preset), None),
        None => {
            let found = runtime()?.block_on(async { ask(&System::new()?, address).await });
            found.map_err(|error| {
                Failure(format!("Who takes the mail of {address} is not known: {error}. Try again later."))
            })?
        }
    };
    let Some(preset) = preset else {
        let by = exchanger.map(|host| format!(" ({host})")).unwrap_or_default();
        return Err(Failure(format!(
            "The provider of {address}{by} is not among those that are known. Its help pages name the servers for IMAP and \
             SMTP; kontuar.example.toml shows where to write them."
        )));
    };
    let reached = preset.reached(address, exchanger.as_deref());
    let reached = reached.ok_or_else(|| Failure(format!("{address} is not an address this works for.")))?;
    say(section(address, &preset, &reached).trim_end())
}

async fn ask(
    names: &dyn Names,
    address: &Address,
) -> Result<(Option<Preset>, Option<String>), channels::dns::DnsError> {
    let domain = address.as_str().rsplit_once('@').map_or("", |(_, domain)| domain);
    let hosts: Vec<String> = names.exchangers(domain).await?.into_iter().map(|exchanger| exchanger.host).collect();
    Ok((preset::by_exchangers(&hosts), hosts.into_iter().next()))
}

fn section(address: &Address, preset: &Preset, reached: &Reached) -> String {
    let mut out = format!("# {}\n", preset.name);
    if !preset.same_for_all {
        out.push_str("# The server's name differs from customer to customer: compare it with your provider's panel.\n");
    }
    match preset.secret {
        Secret::Password => {}
        Secret::AppPassword => {
            out.push_str("# The password is one for programs, made in the provider's settings of your account.\n")
        }
        Secret::Oauth => {
            out.push_str(
                "# It takes no passwords: register a client with the provider, write its id below, then run\n",
            );
            out.push_str(&format!("#   kontuar mailbox authorize {address}\n"));
        }
    }
    if let Some(per_hour) = preset.per_hour {
        out.push_str(&format!("# It takes {per_hour} messages an hour.\n"));
    }
    out.push_str(&format!("[[inbox]]\nbrand = \"The shop's name\"\naddress = \"{address}\"\n\n"));
    let by_token = reached.oauth.is_some();
    for (part, (host, tls), user) in [("imap", &reached.imap, true), ("smtp", &reached.smtp, !by_token)] {
        out.push_str(&format!("[inbox.{part}]\nhost = \"{host}\"\ntls = \"{}\"\n", tls.word()));
        if user {
            out.push_str(&format!("user = \"{}\"\n", reached.user));
        }
        if !by_token {
            out.push_str("password_file = \"mailbox-password\"\n");
        }
        out.push('\n');
    }
    if let Some(kind) = reached.oauth {
        out.push_str(&format!("[inbox.oauth]\nprovider = \"{}\"\nclient_id = \"…\"\n", kind.word()));
        out.push_str("# Where the client has a secret:\n#client_secret_file = \"client-secret\"\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::{Flags, Surroundings, load};

    #[test]
    fn what_is_printed_can_be_used_as_it_is() {
        for preset in preset::all() {
            let address = Address::parse("biuro@shop.example").unwrap();
            let reached = preset.reached(&address, Some("mx1.shop.example")).unwrap();
            let text = section(&address, &preset, &reached);
            let read = |path: &Path| {
                let secret = path.file_name().is_some_and(|name| name == "mailbox-password");
                Ok(if secret { "tajne".to_owned() } else { text.clone() })
            };
            let config = load(&Flags::default(), &Surroundings { variables: Vec::new(), read: &read });
            let config = config.unwrap_or_else(|error| panic!("{}: {error}\n{text}", preset.name));
            assert_eq!(config.inboxes[0].imap.as_ref().unwrap().host, reached.imap.0);
            assert_eq!(config.inboxes[0].oauth.is_some(), reached.oauth.is_some());
        }
    }
}
