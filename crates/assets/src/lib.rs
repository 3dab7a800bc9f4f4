//! What the browser gets besides pages: scripts, styles, images and icons, embedded.
//!
//! In: nothing. Out: bytes by their content-hash name, so that they can be cached for ever, and
//! the markup of icons. `build.rs` says how they are made. A leaf: it knows no other crate.

/// One file for the browser.
#[derive(Debug)]
pub struct Asset {
    /// The file.
    pub bytes: &'static [u8],
    /// The same, gzip-compressed at build time.
    pub gz: &'static [u8],
    /// Its media type, with the character set where it has one.
    pub media_type: &'static str,
    /// Its entity tag, quoted as HTTP wants it.
    pub etag: &'static str,
}

mod embedded {
    use super::Asset;

    /// An embedded file under both of its names.
    pub struct File {
        pub name: &'static str,
        pub hashed: &'static str,
        pub asset: Asset,
    }

    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// Names all files at once: two builds with the same version serve the same scripts and styles.
pub const VERSION: &str = embedded::VERSION;

/// The file at this path (`/assets/app-0123456789ab.js`); `None` when no such file was built in.
pub fn find(path: &str) -> Option<&'static Asset> {
    embedded::FILES.iter().find(|file| file.hashed == path).map(|file| &file.asset)
}

/// The path at which the file called `name` (`app.js`) is served.
pub fn path(name: &str) -> Option<&'static str> {
    embedded::FILES.iter().find(|file| file.name == name).map(|file| file.hashed)
}

/// What stands inside the `<svg>` of a Lucide icon: 24 by 24, drawn by stroke.
pub fn icon(name: &str) -> Option<&'static str> {
    let at = embedded::ICONS.binary_search_by(|(icon, _)| (*icon).cmp(name)).ok()?;
    Some(embedded::ICONS[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_the_hash_and_lead_to_the_file() {
        let script = path("app.js").unwrap();
        assert!(script.starts_with("/assets/app-") && script.ends_with(".js"), "{script}");
        let asset = find(script).unwrap();
        assert!(asset.media_type.starts_with("text/javascript"));
        assert!(asset.gz.len() < asset.bytes.len());
        assert!(find("/assets/app.js").is_none(), "without its hash a file could not be cached for ever");
    }

    #[test]
    fn the_first_load_stays_small() {
        let squeezed: usize =
            ["app.js", "app.css"].iter().map(|name| find(path(name).unwrap()).unwrap().gz.len()).sum();
        assert!(squeezed < 60_000, "script and style together are {squeezed} bytes compressed");
    }

    #[test]
    fn icons_are_found_by_name() {
        assert!(icon("inbox").unwrap().contains("<p"));
        assert!(icon("no-such-icon").is_none());
    }

    #[test]
    fn scripts_pass_the_type_check() {
        let here = env!("CARGO_MANIFEST_DIR");
        if !std::path::Path::new(here).join("node_modules").exists() {
            // Built from WEB_DIST: there is no compiler to ask.
            return;
        }
        let output = std::process::Command::new("node")
            .current_dir(here)
            .args(["node_modules/typescript/bin/tsc", "--project", "tsconfig.json"])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}
