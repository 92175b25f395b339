// What a work sees of LMDB's write transaction. Its writes wait in memory until it reads again or ends, so that a work
// that throws leaves nothing behind without LMDB's costly nested transactions; what had to be written earlier is undone.

import { assert } from '../../lib/assert.js';
import { ByteSink } from '../../lib/byte-sink.js';
import type { EntryVisitor, KeyRange, KvTransaction, Place, PlaceVisitor, RangeOptions, Space } from './kv.js';
import { inPlace, wholeOf } from './kv.js';
import { Totals } from './totals.js';

/** With pages of 8192 bytes. */
const keyBytesMax = 4026;

/** The four calls of the open LMDB transaction. */
export interface LmdbWriter {
  view(space: Space, key: Uint8Array): Uint8Array | undefined;
  visit(space: Space, range: RangeOptions, visit: EntryVisitor): void;
  put(space: Space, key: Uint8Array, value: Uint8Array): void;
  remove(space: Space, key: Uint8Array): void;
}

interface Pending {
  readonly space: Space;
  readonly keyAt: number;
  readonly valueAt: number;
  readonly end: number;
  readonly removes: boolean;
}
interface Undo {
  readonly space: Space;
  readonly key: Buffer;
  readonly before: Buffer | undefined;
}

export class LmdbTransaction implements KvTransaction {
  serial = 0;
  private readonly writer: LmdbWriter;
  private readonly arena = new ByteSink();
  private readonly pending: Pending[] = [];
  private readonly undo: Undo[] = [];
  private readonly totals = new Totals();

  constructor(writer: LmdbWriter) {
    this.writer = writer;
  }

  place(space: Space, key: Uint8Array): Place | undefined {
    return wholeOf(this.view(space, key));
  }

  view(space: Space, key: Uint8Array): Uint8Array | undefined {
    this.flush(true);
    return this.writer.view(space, key);
  }

  get(space: Space, key: Uint8Array): Buffer | undefined {
    const view = this.view(space, key);
    return view && Buffer.from(view);
  }

  visit(space: Space, range: RangeOptions, visit: EntryVisitor): void {
    this.flush(true);
    this.writer.visit(space, range, visit);
  }

  visitInPlace(space: Space, range: KeyRange, visit: PlaceVisitor): void {
    this.visit(space, range, inPlace(visit));
  }

  put(space: Space, key: Uint8Array, value: Uint8Array): void {
    this.enqueue(space, key, value, false);
  }

  remove(space: Space, key: Uint8Array): boolean {
    const existed = this.view(space, key) !== undefined;
    if (existed) this.enqueue(space, key, undefined, true);
    return existed;
  }

  add(space: Space, key: Uint8Array, first: number, second: number): void {
    this.totals.add(space, key, first, second);
  }

  /** The first work of a group comes. */
  begin(): void {
    this.serial++;
  }

  /** The work returned: its writes stay. */
  keepWork(): void {
    this.flush(false);
    this.undo.length = 0;
    this.totals.keep();
  }

  /** The work threw: the transaction is as it was before it. */
  dropWork(): void {
    this.pending.length = 0;
    this.arena.reset();
    this.totals.drop();
    for (let i = this.undo.length - 1; i >= 0; i--) {
      const { space, key, before } = this.undo[i]!;
      if (before === undefined) this.writer.remove(space, key);
      else this.writer.put(space, key, before);
    }
    this.undo.length = 0;
  }

  /** Before the commit. */
  finish(): void {
    this.totals.writeAll({
      view: (space, key) => this.writer.view(space, key),
      put: (...entry) => this.writer.put(...entry),
    });
  }

  /** The whole group failed. */
  forget(): void {
    this.pending.length = 0;
    this.undo.length = 0;
    this.arena.reset();
    this.totals.forget();
  }

  private enqueue(space: Space, key: Uint8Array, value: Uint8Array | undefined, removes: boolean): void {
    // what LMDB itself would refuse only when the work is over
    assert(key.length > 0 && key.length <= keyBytesMax, 'a key has 1 to 4026 bytes');
    const { arena } = this;
    const keyAt = arena.position;
    arena.bytes(key);
    const valueAt = arena.position;
    if (value !== undefined) arena.bytes(value);
    this.pending.push({ space, keyAt, valueAt, end: arena.position, removes });
  }

  private flush(undoable: boolean): void {
    if (this.pending.length === 0) return;
    const { buffer } = this.arena;
    for (const { space, keyAt, valueAt, end, removes } of this.pending) {
      const key = buffer.subarray(keyAt, valueAt);
      if (undoable) {
        const before = this.writer.view(space, key);
        this.undo.push({ space, key: Buffer.from(key), before: before && Buffer.from(before) });
      }
      if (removes) this.writer.remove(space, key);
      else this.writer.put(space, key, buffer.subarray(valueAt, end));
    }
    this.pending.length = 0;
    this.arena.reset();
  }
}
