//! The names of the environment variables that the two processes share, and what the user's own variables say.

use std::{ffi::OsString, io::IsTerminal};

/// Where the wrapper finds the [`Shared`](super::context::Shared) that its parent wrote. Its presence is what makes us a wrapper.
pub const CONTEXT: &str = "AGENT_GUARD_CONTEXT";

/// What all facts of a run depend on besides what cargo tracks itself. Each unit's `.d` file names it, so that cargo runs the unit again
/// when its value has changed.
pub const KEY: &str = "AGENT_GUARD_KEY";

/// The dependencies that are looked at like the workspace, as `name@version`, by commas. Its presence is what makes us the
/// [outer](super::outer) wrapper.
pub const DEPENDENCIES: &str = "AGENT_GUARD_DEPENDENCIES";

/// The wrapper of the user's own whose place the outer one has taken.
pub const USERS_WRAPPER: &str = "AGENT_GUARD_USERS_WRAPPER";

/// The variable that makes one unit run again. Each unit's `.d` file says that it was *unset*, whatever it was: so setting it makes cargo
/// run that unit once, and leaves no trace in the runs after.
pub fn refresh(unit: &str) -> String {
    let name: String = unit.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    format!("AGENT_GUARD_REFRESH_{name}")
}

/// The value of a variable, if it is set and not empty: cargo takes an empty one as unset, too.
pub fn non_empty(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Whether this is a build server, by what cargo itself goes by (`is_ci` in its `cargo-util-terminal`): `CI`, which nearly all of them set,
/// and Azure Pipelines' `TF_BUILD`.
pub fn on_build_server() -> bool {
    ["CI", "TF_BUILD"].iter().any(|name| std::env::var_os(name).is_some())
}

/// Whether what is written to standard error, or standard output, is to be coloured.
///
/// `--color` wins over `NO_COLOR`, that over `FORCE_COLOR` and `CLICOLOR_FORCE`, those over cargo's `CARGO_TERM_COLOR`, and that over
/// whether a person is looking.
pub fn wants_color(flag: Option<&str>, stream: &impl IsTerminal) -> bool {
    let terminal = stream.is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
    color_choice(flag, |name| std::env::var(name).ok().filter(|value| !value.is_empty())).unwrap_or(terminal)
}

/// The width of the terminal on standard error, if there is one.
pub fn terminal_width() -> Option<usize> {
    #[cfg(unix)]
    return rustix::termios::tcgetwinsize(std::io::stderr()).ok().map(|size| size.ws_col.into()).filter(|&columns| columns > 0);
    #[cfg(not(unix))]
    return None;
}

/// The day, in UTC.
pub fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// The choice that flag and variables make; `None` where it is left to the terminal.
pub fn color_choice(flag: Option<&str>, variable: impl Fn(&str) -> Option<String>) -> Option<bool> {
    let named = |choice: &str| match choice {
        "always" => Some(Some(true)),
        "never" => Some(Some(false)),
        "auto" => Some(None),
        _ => None,
    };
    if let Some(choice) = flag.and_then(named) {
        return choice;
    }
    if variable("NO_COLOR").is_some() {
        return Some(false);
    }
    if ["FORCE_COLOR", "CLICOLOR_FORCE"].iter().any(|name| variable(name).is_some_and(|value| value != "0")) {
        return Some(true);
    }
    variable("CARGO_TERM_COLOR").as_deref().and_then(named).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(flag: Option<&str>, variables: &[(&str, &str)]) -> Option<bool> {
        color_choice(flag, |name| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_flag_wins_over_every_variable() {
        assert_eq!(choice(Some("always"), &[("NO_COLOR", "1")]), Some(true));
        assert_eq!(choice(Some("never"), &[("FORCE_COLOR", "1")]), Some(false));
        assert_eq!(choice(Some("auto"), &[("CARGO_TERM_COLOR", "always")]), None);
    }

    #[test]
    fn no_color_wins_over_force_color_and_that_over_cargos() {
        assert_eq!(choice(None, &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")]), Some(false));
        assert_eq!(choice(None, &[("FORCE_COLOR", "1"), ("CARGO_TERM_COLOR", "never")]), Some(true));
        assert_eq!(choice(None, &[("CARGO_TERM_COLOR", "never")]), Some(false));
        assert_eq!(choice(None, &[]), None);
    }

    #[test]
    fn the_refresh_variable_of_a_unit_is_a_name_that_every_shell_takes() {
        assert_eq!(refresh("my_agent-0f3a"), "AGENT_GUARD_REFRESH_MY_AGENT_0F3A");
    }
}
