//! A real nginx with the documented configuration; it ends with the test.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use tokio::net::TcpStream;

use super::{Process, free_port, within};

/// An nginx in front of an API.
pub struct Nginx {
    process: Process,
    folder: PathBuf,
    pub base: String,
}

impl Nginx {
    /// Starts it in front of the API at `upstream`. Only local settings of the documented file are replaced: the
    /// listen address, TLS, the API's address and the log file.
    pub async fn start(upstream: &str) -> Self {
        let documented = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/nginx/switchboard.conf");
        let documented = std::fs::read_to_string(documented).unwrap();
        let folder = std::env::temp_dir().join(format!("switchboard-nginx-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&folder).unwrap();
        let port = free_port();
        let mut site = documented;
        for (documented, here) in [
            ("listen 443 ssl;", format!("listen 127.0.0.1:{port};")),
            ("server 127.0.0.1:8000;", format!("server {};", upstream.trim_start_matches("http://"))),
            ("    ssl_certificate /etc/ssl/switchboard.pem;\n", String::new()),
            ("    ssl_certificate_key /etc/ssl/switchboard.key;\n", String::new()),
            ("/var/log/nginx/switchboard.log", "access.log".into()),
        ] {
            assert_eq!(site.matches(documented).count(), 1, "{documented}");
            site = site.replace(documented, &here);
        }
        let temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temp: String = temp.iter().map(|name| format!("    {name}_temp_path temp_{name};\n")).collect();
        // A single foreground process, so that killing it ends everything.
        let config = format!(
            "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log error.log;\nevents {{}}\nhttp {{\n{temp}{site}}}\n"
        );
        std::fs::write(folder.join("nginx.conf"), config).unwrap();
        let prefix = format!("{}/", folder.display());
        let mut command = Command::new(program());
        let process = Process::start(command.args(["-p", &prefix, "-c", "nginx.conf", "-e", "error.log"]));
        let address: SocketAddr = ([127, 0, 0, 1], port).into();
        within(Duration::from_secs(20), "nginx", || async { TcpStream::connect(address).await.ok() }).await;
        Self { process, folder, base: format!("http://{address}") }
    }

    /// Its request log.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("access.log")).unwrap_or_default()
    }
}

/// On Debian it is outside a user's PATH.
fn program() -> &'static str {
    let places = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/local/bin/nginx", "/opt/homebrew/bin/nginx"];
    places.into_iter().find(|place| std::path::Path::new(place).is_file()).unwrap_or("nginx")
}

impl Drop for Nginx {
    fn drop(&mut self) {
        self.process.kill();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
