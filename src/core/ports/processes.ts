// The door to other processes: the background server is started, looked for and stopped through it.

/** Bytes in memory now. */
export interface ProcessMemory {
  readonly residentBytes: number;
  /** Of these, without the pages of files that are mapped, which the system takes back when it needs them. Left out where it does not say. */
  readonly ownBytes?: number;
}

export interface Processes {
  /** Starts this program again, on its own, with its output in a file; resolves with its id. */
  startDetached(args: readonly string[], logPath: string): Promise<number>;
  isAlive(pid: number): boolean;
  /** It has ended, and its parent has not asked for it: it is alive for the system, in some containers for ever. */
  isLeftBehind(pid: number): boolean;
  /** Undefined when there is no such process, or the system does not tell. */
  memory(pid: number): Promise<ProcessMemory | undefined>;
  /** False when there was no such process. */
  signal(pid: number, signal: 'SIGTERM' | 'SIGKILL'): boolean;
  readonly ownPid: number;
  /** True when something accepts connections there. */
  canConnect(host: string, port: number): Promise<boolean>;
}
