// What this package has no declarations for: raw Snappy blocks.
declare module 'snappyjs' {
  /** Throws when the block is broken or would give more than `maxLength` bytes. */
  export function uncompress(block: Uint8Array, maxLength?: number): Uint8Array;
  export function compress(source: Uint8Array): Uint8Array;
}
