// The terminal as a thing that is taken and given back: alternate screen, raw mode, signals, suspension. Whatever ends the
// program, the shell gets its screen, its cursor and its line editing back.

const CLEAR = '\u001b[2J\u001b[H';
const ENTER = `\u001b[?1049h${CLEAR}\u001b[?25l`;
const LEAVE = '\u001b[?25h\u001b[?1049l';

/** Exit codes by convention: 128 and the number of the signal. */
const ENDING = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131 } as const;

export interface Terminal {
  enter(): void;
  /** Empties the screen and puts the cursor at its top. */
  clear(): void;
  /** Safe to call twice. */
  leave(): void;
  /** Stops this process group as the shell's own ctrl-z does; `resumed` is called after fg. */
  suspend(resumed: () => void): void;
  /** Gives up the handlers; leaves the screen if that was not done. */
  release(): void;
}

export function takeTerminal(
  stdout: NodeJS.WriteStream,
  stdin: NodeJS.ReadStream,
  ended: (exitCode: number) => void,
): Terminal {
  let entered = false;
  const enter = () => {
    if (entered) return;
    entered = true;
    stdout.write(ENTER);
  };
  const leave = () => {
    if (!entered) return;
    entered = false;
    if (stdin.isTTY && stdin.isRaw) stdin.setRawMode(false);
    stdout.write(LEAVE);
  };
  const handlers = Object.entries(ENDING).map(([signal, code]) => {
    const handler = () => ended(code);
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  // a hung-up terminal answers writes with EIO: there is nobody left to tell
  const ignore = () => {};
  stdout.on('error', ignore);
  process.on('exit', leave);
  process.on('uncaughtExceptionMonitor', leave);
  return {
    enter,
    leave,
    clear: () => void stdout.write(CLEAR),
    suspend: (resumed) => {
      leave();
      process.once('SIGCONT', resumed);
      process.kill(0, 'SIGTSTP');
    },
    release: () => {
      leave();
      for (const drop of handlers) drop();
      stdout.off('error', ignore);
      process.off('exit', leave);
      process.off('uncaughtExceptionMonitor', leave);
    },
  };
}
