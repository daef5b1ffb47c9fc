//! What is around a project and not as usual: another toolchain, a full or read-only disk, a cache in front of the compiler.
//!
//! Disks are mounted in a name space of the test's own, so that nothing of it outlives the command. What the machine does not permit or have
//! is not tested there, and the test says so.

use std::{
    fs,
    process::{Command, Stdio},
};

use crate::project::{Project, Said, TOOL, wait_until};

/// Whether a program ends well.
fn works(program: &str, arguments: &[&str]) -> bool {
    let status = Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Whether disks can be mounted. If not, it is said that `what` was not tested.
fn can_mount(what: &str) -> bool {
    let can = works("unshare", &["--mount", "sh", "-c", "mount -t tmpfs -o size=64k tmpfs /mnt"]);
    if !can {
        eprintln!("NOT TESTED: {what}: this machine does not let the test mount a disk of its own (`unshare --mount`, `mount -t tmpfs`)");
    }
    can
}

impl Project {
    /// Runs a script of `sh` in a name space of its own, where `$tool check` checks the project and `$target` is its target folder.
    fn with_mounts(&self, script: &str) -> Said {
        let script = format!("set -e\nmkdir -p target\ntarget=\"$PWD/target\"\ntool='{TOOL}'\n{script}");
        let mut command = self.command("unshare", &["--mount", "sh", "-c", &script]);
        command.env("CARGO_INCREMENTAL", "0");
        let said = Self::run(command);
        self.assert_nothing_is_left();
        said
    }
}

#[test]
fn a_full_disk_is_never_clean_and_leaves_nothing_that_is_believed() {
    if !can_mount("a full disk") {
        return;
    }
    let (mut full, mut enough) = (0, 0);
    for size in [8, 16, 24, 28, 32, 36, 40, 44, 48, 64, 96] {
        let said = Project::library().with_mounts(&format!(
            "mount -t tmpfs -o size={size}k tmpfs \"$target\"
             code=0; \"$tool\" check --allow-empty || code=$?
             echo \"first $code\"
             mount -o remount,size=64m \"$target\"
             \"$tool\" check --allow-empty
             echo 'second 0'"
        ));
        let said = said.ends_with(0).says("checked 0 store accesses in 2 functions of 1 crate; 0 gaps; 0 findings");
        let codes: Vec<&str> = said.out.lines().collect();
        match codes[..] {
            ["first 0", "second 0"] => enough += 1,
            ["first 2" | "first 3", "second 0"] => {
                full += 1;
                let said = said.says("No space left on device");
                assert!(said.err.matches("checked 0 store accesses").count() == 1, "{size}k: {}", said.err);
            }
            _ => panic!("{size}k: {codes:?}\n{}", said.err),
        }
    }
    assert!(full > 0 && enough > 0, "some of the sizes are too small and some are not: {full}, {enough}");
}

#[test]
fn a_full_disk_for_the_mir_is_an_error_that_says_what_to_do() {
    if !can_mount("a full disk for the MIR") {
        return;
    }
    // The text of this body is longer than what fits.
    let body: String = (0..2_000).map(|at| format!("    let _ = format!(\"{at}\");\n")).collect();
    let project = Project::library();
    project.write("src/lib.rs", &format!("pub fn one() {{\n{body}}}\npub fn two() {{}}\n"));
    let said = project.with_mounts(
        "mount -t tmpfs -o size=256k tmpfs /dev/shm
         mount -t tmpfs -o size=256k tmpfs \"$TMPDIR\"
         code=0; \"$tool\" check --allow-empty || code=$?
         echo \"first $code\"
         umount /dev/shm \"$TMPDIR\"
         \"$tool\" check --allow-empty
         echo 'second 0'",
    );
    assert_eq!(said.out, "first 3\nsecond 0\n", "{}", said.err);
    said.says("no room is left").says("set TMPDIR");
}

#[test]
fn a_read_only_target_folder_is_an_error_that_names_it() {
    if !can_mount("a read-only target folder") {
        return;
    }
    let project = Project::library();
    let said = project.with_mounts("mount -t tmpfs -o ro tmpfs \"$target\"; \"$tool\" check --allow-empty");
    said.ends_with(2).says("Read-only file system").says("target").does_not_say("checked 0");
    // A run before, on a disk that has become read-only since.
    project.guard(&["check", "--allow-empty"]).ends_with(0);
    project.write("src/lib.rs", "pub fn other() {}\n");
    let remount = "mount --bind \"$target\" \"$target\"; mount -o remount,ro,bind \"$target\"; \"$tool\" check --allow-empty";
    let said = project.with_mounts(remount);
    assert!(matches!(said.code, Some(2 | 3)), "{:?}\n{}", said.code, said.err);
    said.says("Read-only file system").does_not_say("0 gaps; 0 findings");
}

#[test]
fn a_read_only_folder_for_results_changes_nothing() {
    if !can_mount("a read-only folder for results") {
        return;
    }
    let project = Project::library();
    let read_only = |arguments: &str| {
        project.with_mounts(&format!(
            "results=\"$target/agent-guard\"; mkdir -p \"$results\"; mount --bind \"$results\" \"$results\"
             mount -o remount,ro,bind \"$results\"; \"$tool\" check --allow-empty {arguments}"
        ))
    };
    let says_all = |said: Said| said.ends_with(0).says("checked 0 store accesses in 2 functions").does_not_say("Read-only");
    says_all(read_only(""));
    project.guard(&["check", "--allow-empty"]).ends_with(0);
    says_all(read_only(""));
    says_all(read_only("--warn AG101"));
    let results = fs::read_dir(project.root.join("target/agent-guard")).expect("it is there");
    assert_eq!(results.count(), 2, "the result of the run that could write, and which files it has read");
}

#[test]
fn a_read_only_source_tree_is_enough() {
    if !can_mount("a read-only source tree") {
        return;
    }
    let project = Project::library();
    project.cargo(&["generate-lockfile"]).ends_with(0);
    let target = project.folder.path().join("elsewhere");
    let target = target.to_str().expect("it is text");
    let script = format!(
        "mount --bind \"$PWD\" \"$PWD\"; mount -o remount,ro,bind \"$PWD\"; cd \"$PWD\"
         \"$tool\" check --allow-empty --locked --target-dir '{target}'"
    );
    project.with_mounts(&script).ends_with(0);
}

/// What rustup has: each toolchain by its name. Empty where there is no rustup.
fn toolchains() -> Vec<String> {
    let Ok(output) = Command::new("rustup").args(["toolchain", "list", "--quiet"]).output() else { return Vec::new() };
    let text = String::from_utf8(output.stdout).unwrap_or_default();
    text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

impl Project {
    /// Runs the tool as from a shell in the project's folder: neither rustup nor cargo has chosen a toolchain before.
    fn as_in_a_shell(&self, arguments: &[&str]) -> Said {
        self.guard_with(arguments, |command| {
            command.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO").env_remove("RUSTC").env_remove("RUST_BACKTRACE");
            // It must not try to fetch what is not there.
            command.env("RUSTUP_AUTO_INSTALL", "0").env("RUSTUP_DIST_SERVER", "http://127.0.0.1:9")
        })
    }
}

#[test]
fn the_projects_own_toolchain_is_used() {
    let toolchains = toolchains();
    if toolchains.len() < 2 {
        eprintln!("NOT TESTED: `rust-toolchain.toml` with a toolchain that is there: rustup has {toolchains:?}");
    }
    for name in toolchains {
        let version = Command::new("rustc").arg(format!("+{name}")).arg("-vV").output().expect("rustup has it");
        let version = String::from_utf8(version.stdout).expect("it is text");
        let release = version.lines().find_map(|line| line.strip_prefix("release: ")).expect("rustc says it").to_owned();
        let project = Project::library();
        project.write("rust-toolchain.toml", &format!("[toolchain]\nchannel = \"{name}\"\n"));
        project.as_in_a_shell(&["check", "--allow-empty"]).ends_with(0);
        assert_eq!(project.crates(), ["app"], "{name}");
        let cargos_own = std::fs::read_to_string(project.root.join("target/.rustc_info.json")).expect("cargo writes it");
        assert!(cargos_own.contains(&format!("release: {release}\\n")), "{name}: {cargos_own}");
    }
}

#[test]
fn a_toolchain_that_is_not_installed_is_an_error_that_names_it() {
    if toolchains().is_empty() {
        return eprintln!("NOT TESTED: `rust-toolchain.toml` with a toolchain that is not there: there is no rustup");
    }
    let project = Project::library();
    project.write("rust-toolchain.toml", "[toolchain]\nchannel = \"1.2.3\"\n");
    let said = project.as_in_a_shell(&["check", "--allow-empty"]).ends_with(2);
    said.says("1.2.3").says("is not installed").does_not_say("checked 0");
    assert_eq!(project.facts(), Vec::<std::path::PathBuf>::new());
}

#[test]
fn sccache_itself_is_left_out_and_stays_of_use_to_cargo() {
    if !works("sccache", &["--version"]) {
        return eprintln!("NOT TESTED: sccache: it is not installed");
    }
    let project = Project::library();
    let cache = project.folder.path().join("cache");
    // A server of this test's own, at a port that nobody uses.
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port is free").port();
    let with_cache = |command: &mut Command| {
        command.env("RUSTC_WRAPPER", "sccache").env("SCCACHE_DIR", &cache).env("SCCACHE_SERVER_PORT", port.to_string());
        command.env("SCCACHE_IDLE_TIMEOUT", "60");
    };
    let server = |argument: &str| {
        let mut command = project.command("sccache", &[argument]);
        with_cache(&mut command);
        Project::run(command)
    };
    // On a busy machine it takes longer to start than it allows itself.
    wait_until("the server of sccache", || server("--show-stats").code == Some(0));
    let cargo = || {
        let mut command = project.command(&crate::project::cargo(), &["check"]);
        with_cache(command.env("CARGO_INCREMENTAL", "0"));
        Project::run(command)
    };
    let guard = || {
        project.guard_with(&["check", "--allow-empty"], |command| {
            with_cache(command.env("CARGO_INCREMENTAL", "0"));
            command
        })
    };
    // As cargo does it first, as it finds it then, and with everything in the cache.
    for round in 0..2 {
        cargo().ends_with(0);
        guard().ends_with(0).says("in 2 functions of 1 crate; 0 gaps");
        cargo().ends_with(0).does_not_say("Checking");
        assert_eq!(project.crates(), ["app"], "round {round}");
        std::fs::remove_dir_all(project.root.join("target")).expect("it is ours");
    }
    // The same by cargo's configuration.
    project.write(".cargo/config.toml", "[build]\nrustc-wrapper = \"sccache\"\n");
    project.guard(&["check", "--allow-empty"]).ends_with(0).says("in 2 functions of 1 crate; 0 gaps");
    server("--stop-server");
}
