//! The identity provider of the settings, as the pages ask for it.

use channels::sign_on::{Gate, Registration, Secrets, SignOnError, Subject};
use domain::channel::BoxFuture;
use domain::time::Millis;
use engine::people::Vouched;
use web::sign_on::{Carried, IdentityProvider, Unvouched};

use crate::config::SignOnConfig;

/// Speaks to it.
#[derive(Debug)]
pub struct SignOn {
    name: String,
    gate: Gate,
}

impl SignOn {
    /// The provider of the settings; `home` is where people find the pages.
    pub fn new(config: &SignOnConfig, home: &str) -> Self {
        let registration = Registration {
            issuer: config.issuer.clone(),
            client_id: config.client_id.clone(),
            client_secret: config.client_secret.clone(),
            redirect: format!("{home}/sign-on/return"),
        };
        Self { name: config.name.clone(), gate: Gate::new(registration) }
    }

    /// Whether it answers as the settings name it.
    ///
    /// # Errors
    /// Why it does not.
    pub async fn look(&self) -> Result<(), SignOnError> {
        self.gate.look().await
    }
}

fn secrets(carried: &Carried) -> Secrets {
    let Carried { state, nonce, verifier, .. } = carried.clone();
    Secrets { state, nonce, verifier }
}

impl IdentityProvider for SignOn {
    fn name(&self) -> &str {
        &self.name
    }

    fn begin<'a>(&'a self, carried: &'a Carried) -> BoxFuture<'a, Result<String, Unvouched>> {
        Box::pin(async move { self.gate.begin(&secrets(carried)).await.map_err(|error| Unvouched(error.to_string())) })
    }

    fn finish<'a>(
        &'a self,
        code: &'a str,
        carried: &'a Carried,
        now: Millis,
    ) -> BoxFuture<'a, Result<Vouched, Unvouched>> {
        Box::pin(async move {
            let found = self.gate.finish(code, &secrets(carried), now).await;
            let Subject { issuer, subject, verified_email, name } =
                found.map_err(|error| Unvouched(error.to_string()))?;
            Ok(Vouched { issuer, subject, email: verified_email, name, language: String::new() })
        })
    }
}
