// What this engine uses of lmdb-js' native module: its declarations leave it out.

import * as lmdb from 'lmdb';

interface Addon {
  /** Memory at an address, which must outlive the buffer; undefined where such buffers are not allowed. */
  createBufferForAddress(address: number, bytes: number): Buffer | undefined;
}

export const { nativeAddon } = lmdb as unknown as { readonly nativeAddon: Addon };
