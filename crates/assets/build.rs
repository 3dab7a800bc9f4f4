//! Bundles what the browser gets and hands it to `lib.rs` as embedded bytes.
//!
//! In: `scripts/`, `styles/`, `images/`, `icons.txt` and the npm lockfile. Out, in `OUT_DIR`: a folder
//! `dist` and a Rust file that embeds it. npm runs only when the lockfile changed, and never runs a package's scripts
//! (esbuild's binary comes with its platform package). With `WEB_DIST` set to a copy of an earlier
//! `dist`, neither Node nor the network is needed.

#![expect(clippy::disallowed_methods, reason = "a build script is told what to do by the environment")]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use sha2::{Digest, Sha256};

/// What browsers must know: the oldest ones with `light-dark()`, nesting and `popover`.
const TARGET: &str = "--target=chrome125,firefox125,safari17.5";

type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    for input in
        ["build.rs", "scripts", "styles", "images", "icons.txt", "package.json", "package-lock.json", "tsconfig.json"]
    {
        println!("cargo::rerun-if-changed={input}");
    }
    println!("cargo::rerun-if-env-changed=WEB_DIST");
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            println!("cargo::error={reason}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Outcome<()> {
    let here = PathBuf::from(env("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env("OUT_DIR")?);
    let dist = match std::env::var_os("WEB_DIST") {
        Some(folder) => {
            let folder = PathBuf::from(folder);
            println!("cargo::rerun-if-changed={}", folder.display());
            folder
        }
        None => {
            let dist = out.join("dist");
            install(&here)?;
            bundle(&here, &dist)?;
            dist
        }
    };
    embed(&dist, &out)
}

fn env(name: &str) -> Outcome<String> {
    std::env::var(name).map_err(|_| format!("cargo did not set {name}"))
}

/// Runs `npm ci` unless the stamp says that this lockfile is installed already. Builds of several
/// profiles at once wait for each other.
fn install(here: &Path) -> Outcome<()> {
    let wanted = digest(&read(&here.join("package-lock.json"))?);
    let stamp = here.join("node_modules/.installed");
    let lock_path = here.join("node_modules.lock");
    let lock = File::create(&lock_path).map_err(|e| format!("cannot create {}: {e}", lock_path.display()))?;
    lock.lock().map_err(|e| format!("cannot lock {}: {e}", lock_path.display()))?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    check_node()?;
    run(Command::new("npm").current_dir(here).args([
        "ci",
        "--ignore-scripts",
        "--prefer-offline",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))
    .map_err(|e| format!("the front-end packages could not be installed (is the network up?): {e}"))?;
    write(&stamp, wanted.as_bytes())
}

fn check_node() -> Outcome<()> {
    const WANTED: &str = "Node 20 or newer with npm is needed to bundle the pages' scripts and styles. Install it, or \
                          set WEB_DIST to the dist folder of an earlier build.";
    let output = Command::new("node").arg("--version").output().map_err(|_| WANTED.to_owned())?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(20..) => Ok(()),
        _ => Err(format!("{WANTED} Found: {version}")),
    }
}

/// Writes `app.js`, `app.css`, `mail.css`, the images and the icons into `dist`.
fn bundle(here: &Path, dist: &Path) -> Outcome<()> {
    if dist.exists() {
        fs::remove_dir_all(dist).map_err(|e| format!("cannot clear {}: {e}", dist.display()))?;
    }
    let icons = dist.join("icons");
    fs::create_dir_all(&icons).map_err(|e| format!("cannot create {}: {e}", icons.display()))?;
    run(Command::new("node")
        .current_dir(here)
        .arg("node_modules/esbuild/bin/esbuild")
        .args(["scripts/app.ts", "styles/app.css", "styles/mail.css", "--bundle", "--minify", "--format=iife", TARGET])
        .args(["--entry-names=[name]", "--log-level=warning", "--legal-comments=none"])
        .arg(format!("--outdir={}", dist.display())))?;
    for image in files(&here.join("images"))? {
        copy(&image, &dist.join(image.file_name().unwrap_or_default()))?;
    }
    let names = String::from_utf8(read(&here.join("icons.txt"))?).map_err(|_| "icons.txt is not UTF-8".to_owned())?;
    for name in names.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let file = format!("{name}.svg");
        copy(&here.join("node_modules/lucide-static/icons").join(&file), &icons.join(&file))
            .map_err(|e| format!("icons.txt names {name}, which lucide-static does not have: {e}"))?;
    }
    Ok(())
}

/// Writes `embedded.rs`: one entry per file of `dist`, its name carrying the hash of its content,
/// and the inner markup of every icon.
fn embed(dist: &Path, out: &Path) -> Outcome<()> {
    let mut code = String::from("/// Every embedded file.\npub static FILES: &[File] = &[\n");
    let mut all = Sha256::new();
    for path in files(dist)? {
        let bytes = read(&path)?;
        all.update(&bytes);
        let name = text(path.file_name())?;
        let hash = &digest(&bytes)[..12];
        let (stem, ending) = name.rsplit_once('.').ok_or_else(|| format!("{name} has no ending"))?;
        let squeezed = out.join(format!("{name}.gz"));
        write(&squeezed, &gzip(&bytes)?)?;
        let _ = writeln!(
            code,
            "    File {{ name: {name:?}, hashed: \"/assets/{stem}-{hash}.{ending}\", asset: Asset {{ \
             bytes: include_bytes!({:?}), gz: include_bytes!({:?}), media_type: {:?}, etag: \"\\\"{hash}\\\"\" }} }},",
            absolute(&path)?,
            squeezed,
            media_type(ending)?,
        );
    }
    code.push_str(
        "];\n\n/// The inner markup of every icon, sorted by name.\npub static ICONS: &[(&str, &str)] = &[\n",
    );
    for (name, inner) in icons(&dist.join("icons"))? {
        let _ = writeln!(code, "    ({name:?}, {inner:?}),");
    }
    let _ = writeln!(
        code,
        "];\n\n/// The hash over all files.\npub const VERSION: &str = {:?};",
        &hex(&all.finalize())[..12]
    );
    write(&out.join("embedded.rs"), code.as_bytes())
}

/// Icons by name, without the outer `<svg>` (the page writes its own) and on one line.
fn icons(folder: &Path) -> Outcome<BTreeMap<String, String>> {
    let mut icons = BTreeMap::new();
    for path in files(folder)? {
        let svg = String::from_utf8(read(&path)?).map_err(|_| format!("{} is not UTF-8", path.display()))?;
        let inner = svg
            .split_once("<svg")
            .and_then(|(_, rest)| rest.split_once('>'))
            .and_then(|(_, rest)| rest.rsplit_once("</svg>"))
            .map(|(inner, _)| inner.split_whitespace().collect::<Vec<_>>().join(" "))
            .ok_or_else(|| format!("{} is not an SVG", path.display()))?;
        icons.insert(text(path.file_stem())?.to_owned(), inner.replace("> <", "><").replace(" />", "/>"));
    }
    Ok(icons)
}

fn media_type(ending: &str) -> Outcome<&'static str> {
    match ending {
        "js" => Ok("text/javascript; charset=utf-8"),
        "css" => Ok("text/css; charset=utf-8"),
        "svg" => Ok("image/svg+xml"),
        other => Err(format!("no media type is known for .{other}")),
    }
}

fn gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(|e| format!("cannot compress: {e}"))
}

/// The files of a folder (not of its folders), in the order of their names.
fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|e| format!("cannot list {}: {e}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

fn run(command: &mut Command) -> Outcome<()> {
    let output = command.output().map_err(|e| format!("cannot start {:?}: {e}", command.get_program()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().replace('\n', " | ");
    Err(format!("{:?} ended with {}: {said}", command.get_program(), output.status))
}

fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn text(name: Option<&OsStr>) -> Outcome<&str> {
    name.and_then(OsStr::to_str).ok_or_else(|| "a file has a name that is not UTF-8".to_owned())
}

fn absolute(path: &Path) -> Outcome<PathBuf> {
    fs::canonicalize(path).map_err(|e| format!("cannot find {}: {e}", path.display()))
}

fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|e| format!("cannot read {}: {e}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Outcome<()> {
    fs::write(path, bytes).map_err(|e| format!("cannot write {}: {e}", path.display()))
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    fs::copy(from, to).map(drop).map_err(|e| format!("cannot copy {}: {e}", from.display()))
}
