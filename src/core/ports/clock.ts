// The door to time. Wall time stamps records; monotonic time measures durations; the two are never mixed.

/** Sleeps and intervals end early, without an error, when `signal` aborts. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  wallMs(): number;
  /** Microseconds since the Unix epoch, for write timestamps: at least millisecond resolution, never going back. */
  wallMicros(): bigint;
  /** Nanoseconds on a clock that only goes forward. */
  monotonicNs(): bigint;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls `task` every `milliseconds` until the returned function is called. Does not keep the process alive. */
  every(milliseconds: number, task: () => void): () => void;
}
