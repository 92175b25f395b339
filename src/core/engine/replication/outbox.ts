// Puts each change of a table in several Regions on its way to the others, inside the transaction of the change. Asked
// with every write of every table, so it looks into the store once a commit and not once a write.

import { ByteSink } from '../../lib/byte-sink.js';
import type { Clock } from '../../ports/clock.js';
import type { KvTransaction } from '../kv/kv.js';
import { type Change, type ChangeSink, encodeChange } from '../storage/change.js';
import { enqueue, queueKey } from './queue.js';
import { emptyTopology, readTopology, type Topology, topologyVersion } from './topology.js';

export class Outbox implements ChangeSink {
  private readonly clock: Pick<Clock, 'wallMs'>;
  private readonly process: number;
  private readonly sink = new ByteSink(1024);
  private topology: Topology = emptyTopology;
  private serial = -1;
  private sequence = 0;

  /** `process`: tells this process' changes from others' of the same millisecond. */
  constructor(clock: Pick<Clock, 'wallMs'>, process: number) {
    this.clock = clock;
    this.process = process;
  }

  /** Tables were changed inside the transaction that is under way. Should it be given up, the next change may get the same version. */
  forget(): void {
    this.serial = -1;
    this.topology = emptyTopology;
  }

  wants(tx: KvTransaction, tableNumber: number): boolean {
    // nobody else writes between the works of one commit
    if (tx.serial !== this.serial) this.look(tx);
    return this.topology.others.has(tableNumber);
  }

  take(tx: KvTransaction, tableNumber: number, change: Change): void {
    this.sink.reset();
    encodeChange(this.sink, change);
    const bytes = this.sink.view();
    const sentMs = this.clock.wallMs();
    for (const { number } of this.topology.others.get(tableNumber) ?? []) {
      this.sequence = (this.sequence + 1) >>> 0;
      enqueue(tx, queueKey({ to: number, from: tableNumber }, sentMs, this.process, this.sequence), bytes);
    }
  }

  private look(tx: KvTransaction): void {
    this.serial = tx.serial;
    if (topologyVersion(tx) !== this.topology.version) this.topology = readTopology(tx);
  }
}
