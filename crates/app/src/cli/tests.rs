//! What can be typed, and what cannot.

use clap::CommandFactory;

use super::*;

#[test]
fn the_command_line_holds_together() {
    Cli::command().debug_assert();
    let cli = Cli::try_parse_from(["kontuar", "log", "--after", "7", "--data", "/x"]).unwrap();
    assert_eq!(cli.everywhere.data, Some(PathBuf::from("/x")));
    assert!(matches!(cli.command, Command::Log { after: 7, follow: false, .. }));
    for wrong in [
        &["kontuar", "serve", "--reset"][..],
        &["kontuar", "raw", "retry", "msg_0000000000001"],
        &["kontuar", "agent", "add", "--name", "A", "--login", "nobody"],
        &["kontuar", "token", "create", "--agent", "a@b.pl", "--name", "A"],
        &["kontuar", "token", "create", "--agent", "a@b.pl", "--name", "A", "--scope", "everything"],
        &["kontuar", "agent", "add", "--name", "A", "--login", "a@b.pl", "--role", "king"],
    ] {
        assert!(Cli::try_parse_from(wrong).is_err(), "{wrong:?}");
    }
}
