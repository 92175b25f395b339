// The real program on a real pseudo-terminal, which Python's standard library opens: Node has none. What it writes is
// replayed by a terminal emulator, and tests wait for what they expect to see.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import xterm from '@xterm/headless';

const program = fileURLToPath(new URL('../../bin/ks', import.meta.url));

/** Relays this process's streams to a terminal of the given size, says the program's pid, ends with its exit code. */
const relay = `
import fcntl, os, pty, select, struct, sys, termios
rows, columns = int(sys.argv[1]), int(sys.argv[2])
pid, master = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
    os.execvp(sys.argv[3], sys.argv[3:])
sys.stderr.write('pid %d\\n' % pid)
sys.stderr.flush()
inputs = [master, 0]
while True:
    ready, _, _ = select.select(inputs, [], [])
    if 0 in ready:
        typed = os.read(0, 65536)
        if typed: os.write(master, typed)
        else: inputs.remove(0)
    if master in ready:
        try: shown = os.read(master, 65536)
        except OSError: shown = b''
        if not shown: break
        os.write(1, shown)
status = os.waitpid(pid, 0)[1]
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
`;

/** Why there can be no pseudo-terminal here; undefined when there can be one. */
export const noTerminal: string | undefined =
  process.platform === 'win32' || spawnSync('python3', ['-c', 'import pty, termios']).status !== 0
    ? 'python3 with its pty module opens the terminal'
    : undefined;

export interface RealTerminal {
  /** The visible rows, without trailing spaces. */
  text(): string;
  /** All that was written, escape codes included. */
  raw(): string;
  type(keys: string): void;
  /** Resolves as soon as the screen fits; the test's own timeout is the only limit. */
  shows(expected: string | RegExp): Promise<void>;
  signal(name: NodeJS.Signals): void;
  readonly exitCode: Promise<number | null>;
  end(): void;
}

export function realTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  size = { columns: 100, rows: 30 },
): RealTerminal {
  const terminal = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
  const parsed = new EventEmitter();
  let written = '';
  let pid: number | undefined;
  const child: ChildProcess = spawn(
    'python3',
    ['-c', relay, String(size.rows), String(size.columns), process.execPath, program, ...args],
    { env: { ...env, TERM: 'xterm-256color' } },
  );
  child.stdout?.on('data', (chunk: Buffer) => {
    written += chunk.toString();
    terminal.write(chunk, () => parsed.emit('parsed'));
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    pid ??= Number(/^pid (\d+)/.exec(chunk.toString())?.[1]);
  });
  const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve));
  const text = () => {
    const buffer = terminal.buffer.active;
    const lines = Array.from({ length: terminal.rows }, (_, row) =>
      (buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '').trimEnd(),
    );
    return lines.join('\n');
  };
  return {
    text,
    raw: () => written,
    type: (keys) => void child.stdin?.write(keys),
    shows: (expected) =>
      new Promise((resolve) => {
        const look = () => {
          if (typeof expected === 'string' ? !text().includes(expected) : !expected.test(text())) return;
          parsed.off('parsed', look);
          resolve();
        };
        parsed.on('parsed', look);
        look();
      }),
    signal: (name) => {
      if (pid !== undefined) process.kill(pid, name);
    },
    exitCode,
    end: () => void child.kill('SIGKILL'),
  };
}
