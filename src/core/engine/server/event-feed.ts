// What one connection has registered for, and the EVENT messages that it gets for it. Apart from the connection because events
// answer no request.

import type { EventType, StatusChange } from '../protocol/messages/events.js';
import type { SessionFactory } from '../session/api.js';
import type { Outbox } from './outbox.js';

export interface EventSources {
  readonly sessions: Pick<SessionFactory, 'onSchemaChange'>;
  /** Tells of nodes that go down and come up; returns unsubscribe. Left out where there is one node. */
  readonly onStatus?: (listener: (change: StatusChange) => void) => () => void;
}

export class EventFeed {
  readonly #sources: EventSources;
  readonly #outbox: Outbox;
  /** Called when an event waits in the outbox. */
  readonly #written: () => void;
  readonly #unsubscribes = new Map<EventType, () => void>();

  constructor(sources: EventSources, outbox: Outbox, written: () => void) {
    this.#sources = sources;
    this.#outbox = outbox;
    this.#written = written;
  }

  register(types: readonly EventType[]): void {
    for (const type of types) {
      if (this.#unsubscribes.has(type)) continue;
      const unsubscribe = this.#subscribe(type);
      if (unsubscribe !== undefined) this.#unsubscribes.set(type, unsubscribe);
    }
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribes.values()) unsubscribe();
    this.#unsubscribes.clear();
  }

  #subscribe(type: EventType): (() => void) | undefined {
    const { sessions, onStatus } = this.#sources;
    if (type === 'SCHEMA_CHANGE')
      return sessions.onSchemaChange((change) => {
        this.#outbox.schemaEvent(change);
        this.#written();
      });
    if (type === 'STATUS_CHANGE')
      return onStatus?.((change) => {
        this.#outbox.statusEvent(change);
        this.#written();
      });
    return undefined;
  }
}
