//! What `streaming-upload` needs of memory: a real uvicorn under a large body, beside a route that reads it whole.

use std::fs;
use std::io::{Error, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::Outcome;
use super::floors::PATGEN;
use super::place::Place;
use super::table::line;

/// How it is called on the command line.
pub(crate) const NAME: &str = "upload";

const MIB: usize = 1024 * 1024;
const SIZES: [usize; 3] = [2 * MIB, 20 * MIB, 200 * MIB];
const PATIENCE: Duration = Duration::from_mins(1);

/// What a PNG begins with.
const HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The route that people write.
const WHOLE: &str = r#"from pathlib import Path

from fastapi import FastAPI, Request

app = FastAPI()


@app.get("/health/live")
async def live() -> None:
    return None


@app.post("/api/uploads", status_code=201)
async def upload(request: Request) -> None:
    Path("whole").write_bytes(await request.body())
"#;

/// Prints by how much the peak of each grows, for bodies of several sizes.
pub(crate) fn memory() -> Outcome<()> {
    line("\nMemory of a server under one body, by how much its peak grows, MiB:")?;
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/stamped-env/venv/bin/python");
    if !python.exists() {
        return line(
            "uvicorn is not installed: `cargo test --test stamped -- retry` makes its environment",
        );
    }
    let place = Place::disk()?;
    let whole = place.fresh();
    fs::create_dir_all(whole.join("app"))?;
    fs::write(whole.join("app/main.py"), WHOLE)?;
    let stamped = place.fresh();
    let stamp = ["new", "streaming-upload", "--yes", "--quiet", "--into"];
    let done = Command::new(PATGEN).args(stamp).arg(&stamped).status()?;
    if !done.success() {
        return Err(Error::other("`new streaming-upload` failed"));
    }
    for size in SIZES {
        let [ours, theirs] = [&stamped, &whole].map(|project| growth(&python, project, size));
        line(&format!(
            "{:34} {:30} {:>9.1} {:>9.1}",
            format!("streaming-upload, {} MiB", size / MIB),
            "`await request.body()`",
            ours?,
            theirs?
        ))?;
    }
    Ok(())
}

/// By how much the peak of a server grows under a body, in MiB.
fn growth(python: &Path, project: &PathBuf, size: usize) -> Outcome<f64> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let server = Command::new(python)
        .args([
            "-m",
            "uvicorn",
            "app.main:app",
            "--log-level",
            "error",
            "--port",
        ])
        .arg(port.to_string())
        .current_dir(project)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdout(Stdio::null())
        .spawn()?;
    let server = Server {
        child: server,
        port,
    };
    server.wait()?;
    let before = server.peak()?;
    let status = server.send(size)?;
    if status != "201" {
        return Err(Error::other(format!("the server answered {status}")));
    }
    Ok(server.peak()? - before)
}

/// Ended when it is dropped.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Returns when it answers.
    fn wait(&self) -> Outcome<()> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Ok("200") = self.ask(b"GET /health/live HTTP/1.1\r\n", 0).as_deref() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(Error::other("uvicorn did not answer"))
    }

    fn send(&self, size: usize) -> Outcome<String> {
        self.ask(
            b"POST /api/uploads?name=large.png HTTP/1.1\r\nContent-Type: image/png\r\n",
            size,
        )
    }

    /// The status of an answer to a request with a body of so many bytes.
    fn ask(&self, head: &[u8], size: usize) -> Outcome<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(head)?;
        write!(
            stream,
            "Host: localhost\r\nConnection: close\r\nContent-Length: {size}\r\n\r\n"
        )?;
        let mut part = vec![0; MIB];
        part[..HEAD.len()].copy_from_slice(HEAD);
        for _ in 0..size / MIB {
            stream.write_all(&part)?;
        }
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let status = answer.split_whitespace().nth(1).unwrap_or("nothing");
        Ok(status.to_owned())
    }

    /// The peak of its memory until now, in MiB, as Linux tells it.
    fn peak(&self) -> Outcome<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kib = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|kib| kib.parse::<f64>().ok());
        kib.map(|kib| kib / 1024.0)
            .ok_or_else(|| Error::other("the system tells no peak of memory"))
    }
}
