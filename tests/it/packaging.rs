//! Compares the files that ship beside the code with the code.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use serde_yaml_ng::Value as Yaml;
use shared::config::SECRETS;

use crate::command_line::run;
use crate::harness::TestApp;

fn file(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR")))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn printed(args: &[&str]) -> Value {
    let output = run(&[], args, "");
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_postman_collection_matches_the_api() {
    let kept: Value = serde_json::from_str(&file("docs/postman_collection.json")).unwrap();
    assert!(kept == printed(&["openapi", "--postman"]), "run scripts/postman and commit docs/postman_collection.json");
}

#[test]
fn the_postman_collection_has_every_operation_once() {
    let (document, collection) = (printed(&["openapi"]), printed(&["openapi", "--postman"]));
    let paths = document["paths"].as_object().unwrap().values();
    let operations: usize = paths.map(|operations| operations.as_object().unwrap().len()).sum();
    let folders = collection["item"].as_array().unwrap();
    let requests: Vec<_> =
        folders.iter().flat_map(|folder| folder["item"].as_array().unwrap()).map(|item| &item["request"]).collect();
    let different: BTreeSet<_> =
        requests.iter().map(|request| format!("{} {}", request["method"], request["url"]["raw"])).collect();
    assert_eq!((requests.len(), different.len()), (operations, operations));
    let send =
        requests.iter().find(|it| it["method"] == "POST" && it["url"]["raw"] == "{{baseUrl}}/v1/messages").unwrap();
    let body: Value = serde_json::from_str(send["body"]["raw"].as_str().unwrap()).unwrap();
    assert_eq!(body, json!({"channel": "whatsapp", "to": "+15550100001", "body": "Hello"}));
    let open = requests.iter().filter(|request| request["auth"]["type"] == "noauth").count();
    let paths =
        document["paths"].as_object().unwrap().values().flat_map(|operations| operations.as_object().unwrap().values());
    assert_eq!(open, paths.filter(|operation| operation.get("security").is_none()).count());
}

/// A variable that Compose does not pass on would have no effect.
#[test]
fn compose_passes_every_variable() {
    let compose = file("docker-compose.yml");
    let own: BTreeSet<_> = compose.lines().filter_map(|line| Some(line.trim().split_once(':')?.0)).collect();
    for line in file(".env.example").lines() {
        let Some((name, _)) = line.trim_start_matches('#').split_once('=') else { continue };
        let is_variable =
            !name.is_empty() && name.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_');
        let handed_on = if SECRETS.contains(&name) { format!("{name}_FILE") } else { name.to_owned() };
        // The simulator is a separate service there, and only `dev` creates demo activity.
        if is_variable && !["SIMULATOR_PORT", "DEV_HISTORY_DAYS"].contains(&name) {
            assert!(own.contains(&*handed_on), "{handed_on} is not in docker-compose.yml");
        }
    }
}

/// The documents of a YAML file, with merge keys resolved.
fn yaml(path: &str) -> Vec<Yaml> {
    let text = file(path);
    let documents = serde_yaml_ng::Deserializer::from_str(&text).map(|part| {
        let mut value = Yaml::deserialize(part).unwrap();
        value.apply_merge().unwrap();
        value
    });
    documents.collect()
}

/// The variables of an `environment`, in list or map form, with their values.
fn variables(environment: &Yaml) -> Vec<(String, String)> {
    let text = |value: &Yaml| match value {
        Yaml::String(text) => text.clone(),
        Yaml::Null => String::new(),
        other => serde_yaml_ng::to_string(other).unwrap().trim().to_owned(),
    };
    match environment {
        Yaml::Mapping(entries) => entries.iter().map(|(name, value)| (text(name), text(value))).collect(),
        Yaml::Sequence(entries) => {
            let pair = |entry: &Yaml| match entry.as_str() {
                Some(entry) => {
                    let (name, value) = entry.split_once('=').unwrap_or((entry, ""));
                    (name.to_owned(), value.to_owned())
                }
                None => (text(&entry["name"]), text(&entry["value"])),
            };
            entries.iter().map(pair).collect()
        }
        _ => Vec::new(),
    }
}

fn is_secret(name: &str) -> bool {
    SECRETS.contains(&name) || (!name.ends_with("_FILE") && (name.ends_with("PASSWORD") || name.ends_with("_SECRET")))
}

/// Secrets are not in the environment, which `docker inspect` and `/proc` reveal.
#[test]
fn compose_passes_secrets_as_files() {
    let compose = yaml("docker-compose.yml").remove(0);
    let mut named = BTreeSet::new();
    for (service, it) in compose["services"].as_mapping().unwrap() {
        assert!(it.get("env_file").is_none(), "{service:?}");
        let mounted: BTreeSet<_> =
            it["secrets"].as_sequence().into_iter().flatten().map(|name| name.as_str().unwrap()).collect();
        assert!(mounted.iter().all(|name| compose["secrets"][*name]["file"].is_string()), "{mounted:?}");
        for (name, value) in variables(&it["environment"]) {
            assert!(!is_secret(&name), "{service:?} gets the value of {name}");
            assert!(!value.contains("://default:") && !value.contains("_PASSWORD}"), "{service:?}: {name}");
            if let Some(secret) = name.strip_suffix("_FILE").filter(|name| is_secret(name)) {
                let path = format!("/run/secrets/{secret}");
                assert!(value == path || value == format!("${{{name}:+{path}}}"), "{name}: {value}");
                assert!(mounted.contains(secret), "{service:?} does not mount {secret}");
                named.insert(secret.to_owned());
            }
        }
    }
    assert!(SECRETS.iter().all(|name| named.contains(*name)), "{named:?}");
    // The simulator's credentials, which are not secret, are passed the same way.
    for line in file("deploy/simulator.env").lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.split_once('=').unwrap();
        assert!(!is_secret(name), "{name}");
        if name.ends_with("_FILE") {
            assert!(!file(value.trim_start_matches("./")).trim().is_empty(), "{value}");
        }
    }
}

#[test]
fn kubernetes_mounts_secrets_as_files() {
    let config = file("deploy/kubernetes/config.yaml");
    for name in SECRETS {
        let line = format!("{name}_FILE: /run/secrets/switchboard/{name}");
        assert!(config.lines().any(|it| it.trim_start_matches(['#', ' ']) == line), "config.yaml lacks {line}");
    }
    let data = yaml("deploy/kubernetes/config.yaml").remove(0)["data"].clone();
    assert!(variables(&data).iter().all(|(name, _)| !is_secret(name)), "{data:?}");
    let mut pods = 0;
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/kubernetes")).unwrap() {
        let path = format!("deploy/kubernetes/{}", entry.unwrap().file_name().to_str().unwrap());
        assert!(!file(&path).contains("secretKeyRef") && !file(&path).contains("secretRef"), "{path}");
        for document in yaml(&path) {
            let pod = &document["spec"]["template"]["spec"];
            let Some(containers) = pod["containers"].as_sequence() else { continue };
            pods += 1;
            let secret = &pod["volumes"][0]["secret"];
            // Kubernetes reads YAML 1.1, in which a leading zero means octal.
            assert!(file(&path).contains("defaultMode: 0400}"), "{path}");
            assert_eq!(secret["secretName"], "switchboard", "{path}");
            // With mode 0400, a non-root process reads them through its group.
            assert_eq!(
                (&pod["securityContext"]["fsGroup"], &pod["securityContext"]["runAsNonRoot"]),
                (&Yaml::from(65532), &Yaml::from(true))
            );
            for container in containers {
                let mount = &container["volumeMounts"][0];
                assert_eq!(
                    (&mount["mountPath"], &mount["readOnly"]),
                    (&Yaml::from("/run/secrets/switchboard"), &Yaml::from(true)),
                    "{path}"
                );
                assert!(variables(&container["env"]).iter().all(|(name, _)| !is_secret(name)), "{path}");
            }
            // Clients that exhaust all connections must not cause a restart.
            assert!(
                pod["containers"][0]["livenessProbe"].is_null()
                    || pod["containers"][0]["livenessProbe"]["httpGet"]["port"] == "metrics",
                "{path}"
            );
        }
    }
    assert_eq!(pods, 4);
}

/// Other processes of the same user cannot read a process's environment or memory.
#[cfg(target_os = "linux")]
#[test]
fn a_process_hides_its_memory_and_leaves_no_core_dump() {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;

    const NOBODY: u32 = 65534;
    // A root process belongs to root in any case, so the test needs another user, who must be able to
    // execute the program.
    let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    let folder = std::env::temp_dir().join(format!("switchboard-{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let program = folder.join("switchboard");
    std::fs::copy(env!("CARGO_BIN_EXE_switchboard"), &program).unwrap();
    let mut command = Command::new(&program);
    command
        .args(["simulator", "--listen", "127.0.0.1:0"])
        .current_dir("/")
        .env("LOG_FORMAT", "json")
        .env_remove("RUST_LOG");
    if is_root {
        command.uid(NOBODY).gid(NOBODY);
    }
    let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut started = String::new();
    BufReader::new(process.stderr.take().unwrap()).read_line(&mut started).unwrap();
    let proc = format!("/proc/{}", process.id());
    let owner = std::fs::metadata(format!("{proc}/environ")).map(|it| it.uid());
    let limits = std::fs::read_to_string(format!("{proc}/limits")).unwrap();
    let status = std::fs::read_to_string(format!("{proc}/status")).unwrap();
    process.kill().unwrap();
    process.wait().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(started.contains("simulator started"), "{started}");
    assert_eq!(owner.unwrap(), 0, "its environment is readable by its user");
    let core: Vec<_> =
        limits.lines().find(|line| line.starts_with("Max core file size")).unwrap().split_whitespace().collect();
    assert_eq!(core[4..6], ["0", "0"]);
    // External monitoring of the process still works.
    assert!(status.contains("VmRSS"));
}

/// Adds the source files of a folder that `code`, the module that it belongs to, does not declare.
fn undeclared(folder: &Path, code: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let file = if path.is_dir() { path.join("mod.rs") } else { path };
        if ["lib", "main", "mod"].contains(&name.as_str()) || file.extension() != Some("rs".as_ref()) || !file.exists()
        {
            continue;
        }
        let declares =
            |line: &str| line.split_whitespace().collect::<Vec<_>>().ends_with(&["mod", &format!("{name};")]);
        let children = folder.join(&name);
        if !code.lines().any(declares) {
            found.push(file);
        } else if children.is_dir() {
            undeclared(&children, &std::fs::read_to_string(&file).unwrap(), found);
        }
    }
}

/// What no module declares is not compiled, and its tests never run.
#[test]
fn every_source_file_belongs_to_a_module() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let below = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.join("Cargo.toml").is_file()).collect()
    };
    let mut crates = below(root);
    crates.extend(crates.clone().iter().flat_map(|folder| below(folder)));
    let mut folders: Vec<_> = crates.iter().map(|folder| folder.join("src")).collect();
    folders.extend([root.join("src"), root.join("tests/it")]);
    let mut found = Vec::new();
    for folder in &folders {
        let roots = ["lib.rs", "main.rs"].map(|name| std::fs::read_to_string(folder.join(name)).unwrap_or_default());
        undeclared(folder, &roots.concat(), &mut found);
    }
    assert!(folders.len() > 7 && found.is_empty(), "not declared by the module above: {found:?}");
}

#[test]
fn every_error_code_is_documented() {
    let document = printed(&["openapi"]);
    let pages = file("docs/errors.md") + &file("docs/limits.md");
    let rows = pages.lines().filter(|line| line.starts_with('|'));
    let documented: BTreeSet<_> = rows.flat_map(|row| row.split('`').skip(1).step_by(2)).collect();
    let operations =
        document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values());
    let responses = operations.flat_map(|operation| operation["responses"].as_object().unwrap());
    let errors = responses.filter(|(status, _)| status.as_str() >= "400");
    let words =
        errors.flat_map(|(_, response)| response["description"].as_str().unwrap().split('`').skip(1).step_by(2));
    let is_name = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let others = ["admin", "security", "unhealthy"];
    let codes: BTreeSet<_> = words.filter(is_name).filter(|word| !others.contains(word)).collect();
    assert!(codes.len() > 50, "{codes:?}");
    let missing: Vec<_> = codes.difference(&documented).collect();
    assert!(missing.is_empty(), "neither in docs/errors.md nor in docs/limits.md: {missing:?}");
}

/// Operations named in docs/coming-from.md exist.
#[test]
fn operations_named_in_the_migration_guide_exist() {
    let document = printed(&["openapi"]);
    let mut found = 0;
    for row in file("docs/coming-from.md").lines().filter(|line| line.starts_with('|')) {
        let here = row.trim_end_matches(['|', ' ']).rsplit('|').next().unwrap();
        for operation in here.split('`').skip(1).step_by(2) {
            let Some((method, path)) = operation.split_once(' ').filter(|(_, path)| path.starts_with('/')) else {
                continue;
            };
            let path = path.split('?').next().unwrap();
            assert!(document["paths"][path][method.to_lowercase()].is_object(), "{operation} does not exist");
            found += 1;
        }
    }
    assert!(found > 15, "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn health_can_be_checked_from_the_command_line() {
    let app = TestApp::start().await;
    let mut env = app.env.clone();
    env.push(("PORT".into(), app.base.rsplit(':').next().unwrap().into()));
    let healthy = run(&env, &["health"], "");
    assert!(healthy.status.success(), "{healthy:?}");
    assert!(String::from_utf8(healthy.stdout).unwrap().contains("healthy"));
    let refused = run(&env, &["health", &format!("{}/v1/me", app.base)], "");
    assert!(!refused.status.success() && String::from_utf8(refused.stderr).unwrap().contains("401"));
    assert!(!run(&env, &["health", "http://127.0.0.1:1/"], "").status.success());
    app.finish().await;
}

fn simulator(args: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_switchboard"));
    command.arg("simulator").args(args).env("LOG_FORMAT", "json").env_remove("RUST_LOG");
    command.stderr(Stdio::piped()).spawn().unwrap()
}

#[tokio::test]
async fn the_simulator_listens_externally_only_on_request() {
    let mut refused = simulator(&["--listen", "0.0.0.0:0"]);
    let ended = tokio::time::timeout(Duration::from_secs(10), async {
        loop {
            match refused.try_wait().unwrap() {
                Some(status) => return status,
                None => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    });
    let ended = ended.await;
    let _ = refused.kill();
    assert!(!ended.expect("it listens").success());

    let mut allowed = simulator(&["--listen", "0.0.0.0:0", "--allow-non-loopback"]);
    // Its output stays open, since a process whose log is closed may not exit cleanly.
    let mut log = BufReader::new(allowed.stderr.take().unwrap());
    let mut first = String::new();
    log.read_line(&mut first).unwrap();
    let started: Value = serde_json::from_str(&first).unwrap();
    let port = started["address"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
    let healthy = run(&[], &["health", &format!("http://127.0.0.1:{port}/health")], "");
    let signalled = Command::new("kill").args(["-TERM", &allowed.id().to_string()]).status().unwrap();
    assert!(allowed.wait().unwrap().success() && signalled.success());
    assert!(healthy.status.success(), "{healthy:?}");
}
