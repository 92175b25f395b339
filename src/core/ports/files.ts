// The door to the file system, for configuration, state files and input files.

export interface Files {
  /** Undefined when there is no such file. Anything else that goes wrong is a KsError. */
  read(path: string): Promise<string | undefined>;
  /** Replaces the file whole, or leaves it as it was. Folders are made with mode 0700, the file with `mode` (0600). */
  write(path: string, text: string, mode?: number): Promise<void>;
  append(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** The permission bits, such as 0o600; undefined when there is no such file. */
  mode(path: string): Promise<number | undefined>;
  /** Makes a folder that only its owner can open. */
  ensureFolder(path: string): Promise<void>;
  /** Names in a folder; empty when there is none. */
  list(path: string): Promise<readonly string[]>;
  /** A folder and all in it. */
  removeFolder(path: string): Promise<void>;
}
