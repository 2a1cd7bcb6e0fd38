//! A run at a terminal: a pseudo terminal for all three streams, and a person who types when asked.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::{DEADLINE, PATGEN, Sandbox};

/// In the place of an answer: the window gets another size.
pub const RESIZE: &str = "\0resize";

/// What came of it.
pub struct Session {
    /// The exit code.
    pub status: Option<i32>,
    /// Everything on the screen, as it was sent to it.
    pub screen: String,
}

impl Session {
    /// Expects this exit code.
    #[track_caller]
    pub fn code(self, code: i32) -> Self {
        assert_eq!(self.status, Some(code), "{}", self.screen);
        self
    }

    /// The screen without colours and cursor movements.
    pub fn plain(&self) -> String {
        let mut plain = String::new();
        let mut rest = self.screen.chars();
        while let Some(c) = rest.next() {
            if c == '\u{1b}' {
                let _ = rest.by_ref().skip(1).find(char::is_ascii_alphabetic);
            } else if c != '\r' {
                plain.push(c);
            }
        }
        plain
    }
}

impl Sandbox {
    /// Runs patgen at a terminal; each answer is typed once its question has been seen.
    pub fn at_a_terminal(&self, line: &str, answers: &[(&str, &str)]) -> Session {
        self.at_a_terminal_with(line, answers, &[])
    }

    /// The same with variables in the environment.
    pub fn at_a_terminal_with(
        &self,
        line: &str,
        answers: &[(&str, &str)],
        variables: &[(&str, &str)],
    ) -> Session {
        let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo terminal");
        grantpt(&keyboard)
            .and_then(|()| unlockpt(&keyboard))
            .expect("a pseudo terminal");
        let name = ptsname(&keyboard, Vec::new()).expect("its name");
        let screen = || -> Stdio {
            let opened = rustix::fs::open(&*name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty());
            opened.expect("the terminal").into()
        };
        // A session of its own, so that Ctrl-C reaches the program and nothing else; and heard, even where who runs the
        // tests ignores it, as a shell's background job does.
        let mut command = Command::new("setsid");
        command
            .args(["--ctty", "--wait", "env", "--default-signal", PATGEN])
            .args(line.split_whitespace())
            .current_dir(self.path(""));
        self.clean_environment(&mut command);
        command
            .env("TERM", "xterm-256color")
            .envs(variables.iter().copied());
        command.stdin(screen()).stdout(screen()).stderr(screen());
        let mut child = command.spawn().expect("the program starts");
        drop(command);
        let mut keyboard = File::from(keyboard);
        let seen = reader(keyboard.try_clone().expect("the terminal"));
        let mut screen = Screen {
            text: String::new(),
            read: 0,
            seen,
        };
        for (question, answer) in answers {
            screen.wait_for(question);
            // Nobody types in the very moment in which the question appears.
            std::thread::sleep(Duration::from_millis(50));
            if *answer == RESIZE {
                resize(&keyboard);
            } else {
                keyboard.write_all(answer.as_bytes()).expect("the terminal");
            }
        }
        let begun = Instant::now();
        let status = loop {
            screen.take();
            if let Some(status) = child.try_wait().expect("the program is there") {
                break status;
            }
            if begun.elapsed() > DEADLINE {
                child.kill().expect("the program is there");
                panic!("`{line}` waits:\n{}", screen.text);
            }
        };
        screen.take_rest();
        Session {
            status: status.code(),
            screen: screen.text,
        }
    }
}

/// Makes the window small; the program gets a signal.
fn resize(keyboard: &File) {
    let size = Winsize {
        ws_row: 5,
        ws_col: 20,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(keyboard, size).expect("the terminal");
}

/// Reads the screen until the program has left it. Linux may say so while the last words are under way from one end to
/// the other: the next read brings them.
fn reader(mut screen: File) -> Receiver<Vec<u8>> {
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        let mut next = || screen.read(&mut bytes).map(|count| bytes[..count].to_vec());
        let mut read = || next().or_else(|_| next());
        while let Ok(seen) = read() {
            if seen.is_empty() || send.send(seen).is_err() {
                break;
            }
        }
    });
    receive
}

struct Screen {
    text: String,
    /// What the person has answered already.
    read: usize,
    seen: Receiver<Vec<u8>>,
}

impl Screen {
    /// Takes what there is, waiting a moment for the first of it.
    fn take(&mut self) {
        let first = self.seen.recv_timeout(Duration::from_millis(20)).ok();
        for bytes in first.into_iter().chain(self.seen.try_iter()) {
            self.text += &String::from_utf8_lossy(&bytes);
        }
    }

    /// Takes what is still under way when the program has ended.
    fn take_rest(&mut self) {
        while let Ok(bytes) = self.seen.recv_timeout(Duration::from_secs(2)) {
            self.text += &String::from_utf8_lossy(&bytes);
        }
    }

    #[track_caller]
    fn wait_for(&mut self, question: &str) {
        let begun = Instant::now();
        loop {
            self.take();
            if let Some(at) = self.text[self.read..].find(question) {
                self.read += at + question.len();
                return;
            }
            assert!(
                begun.elapsed() < DEADLINE,
                "{question:?} was not asked:\n{}",
                self.text
            );
        }
    }
}
