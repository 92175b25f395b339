// One client connection as bytes in and bytes out, without a socket: finds frames, keeps the protocol's state machine,
// runs requests in a session and gathers their answers, so that all answers to one chunk leave in one write.

import { assertNever } from '../../lib/assert.js';
import type { Clock } from '../../ports/clock.js';
import type { Log } from '../../ports/log.js';
import type { Random } from '../../ports/random.js';
import type { Faults } from '../chaos/chaos.js';
import { CqlError, ErrorCode } from '../cql-error.js';
import { limits } from '../limits.js';
import { decodeRegister } from '../protocol/messages/events.js';
import type { MetadataCache } from '../protocol/messages/metadata.js';
import { decodeParameters } from '../protocol/messages/parameters.js';
import { decodeBatch, decodePrepare, decodeQuery } from '../protocol/messages/statements.js';
import { Opcode, requestName, type Version } from '../protocol/opcodes.js';
import { Reader } from '../protocol/reader.js';
import { unwrap } from '../protocol/unwrap.js';
import type { Outcome, Session, SessionFactory, SessionRequest } from '../session/api.js';
import type { AuthOptions } from './auth.js';
import { Entrance } from './entrance.js';
import { EventFeed, type EventSources } from './event-feed.js';
import { Inbox } from './inbox.js';
import { Outbox, type Transport } from './outbox.js';
import { PointLane } from './point-lane.js';
import { mixedVersions, negativeLength, tooBig, unexpected, wrongOpcode } from './refusals.js';

export interface ConnectionDeps extends EventSources {
  readonly sessions: SessionFactory;
  /** What sessions of this connection are told besides the user. */
  readonly origin: Omit<SessionRequest, 'user'>;
  readonly auth: AuthOptions;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Shared by the connections of a server. */
  readonly metadata: MetadataCache;
  readonly transport: Transport;
  /** Runs a task when the promises of this event turn have settled. */
  readonly schedule: (task: () => void) => void;
  /** True once in each event turn: whoever has answers then sends a few of them ahead, so that a client begins with them while the rest are made. */
  readonly isFirstPiece: () => boolean;
  readonly chaos?: Faults;
}

type State = 'entering' | 'ready' | 'closed';

export class Connection {
  readonly #deps: ConnectionDeps;
  readonly #inbox = new Inbox();
  readonly #outbox: Outbox;
  readonly #lane: PointLane;
  readonly #entrance: Entrance;
  readonly #reader = new Reader();
  #state: State = 'entering';
  /** The version of the first frame; every other frame must have it. */
  #version: Version | undefined;
  #session: Session | undefined;
  #user: string | undefined;
  readonly #events: EventFeed;
  #inFlight = 0;
  #paused = false;
  #flushScheduled = false;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
    this.#outbox = new Outbox(deps.transport, deps.metadata);
    this.#lane = new PointLane(this.#outbox);
    this.#events = new EventFeed(deps, this.#outbox, () => this.#flushLater());
    this.#entrance = new Entrance(deps.auth, { region: deps.origin.region, clock: deps.clock, random: deps.random });
  }

  /** Takes what the client sent. `chunk` may not be written over afterwards. Never throws. */
  receive(chunk: Buffer): void {
    if (this.#state === 'closed') return;
    this.#inbox.push(chunk);
    this.#process();
  }

  /** The transport has room again. */
  drained(): void {
    this.#process();
  }

  /** The client is gone. */
  closed(): void {
    this.#state = 'closed';
    this.#inbox.clear();
    this.#events.close();
    this.#session?.close();
    this.#session = undefined;
  }

  #process(): void {
    this.#session?.pointReads?.begin();
    let piece = limits.connectionFirstFlushBytes;
    while (this.#state !== 'closed' && !this.#isOverloaded()) {
      if (!this.#next()) break;
      if (this.#outbox.waitingBytes < piece) continue;
      if (piece === limits.connectionFlushBytes || this.#deps.isFirstPiece()) this.#outbox.flush();
      piece = limits.connectionFlushBytes;
    }
    this.#outbox.flush();
    this.#balance();
  }

  #isOverloaded(): boolean {
    return (
      this.#inFlight >= limits.connectionRequestsInFlight ||
      this.#deps.transport.backlogBytes() >= limits.connectionBacklogBytes
    );
  }

  /** Reads from the socket only while there is room for answers. */
  #balance(): void {
    if (this.#state === 'closed') return;
    const paused = this.#isOverloaded();
    if (paused === this.#paused) return;
    this.#paused = paused;
    if (paused) this.#deps.transport.pause();
    else this.#deps.transport.resume();
  }

  /** Handles one frame; false when the next one is not all there. */
  #next(): boolean {
    const inbox = this.#inbox;
    const found = inbox.next();
    switch (found) {
      case 'none':
        return false;
      case 'frame':
        this.#frame();
        return true;
      case 'large':
        this.#fail(inbox.header.stream, tooBig(inbox.header.bodyBytes));
        return true;
      case 'length':
        this.#fatal(inbox.header.stream, negativeLength(inbox.header.bodyBytes));
        return false;
      case 'version':
        this.#outbox.refusal(inbox.version);
        this.#end();
        return false;
      default:
        return assertNever(found);
    }
  }

  #frame(): void {
    const { bytes, bodyStart, bodyEnd } = this.#inbox;
    const { version, stream, opcode, flags, isResponse } = this.#inbox.header;
    try {
      if (this.#version === undefined) {
        this.#version = version as Version;
        this.#outbox.version = this.#version;
      }
      if (version !== this.#version) throw mixedVersions(version, this.#version!);
      if (isResponse || requestName(opcode) === undefined) throw wrongOpcode(opcode, isResponse);
      if (this.#deps.chaos?.active && this.#deps.chaos.dropsRequest()) {
        this.#end();
        return;
      }
      const reader = this.#reader.over(bytes, bodyStart, bodyEnd);
      unwrap(reader, flags, this.#version, this.#outbox.compressor);
      if (opcode === Opcode.execute && this.#session !== undefined) this.#execute(reader, stream, this.#session);
      else this.#request(reader, stream, opcode);
    } catch (error) {
      this.#fail(stream, error);
    }
  }

  #request(reader: Reader, stream: number, opcode: number): void {
    if (opcode === Opcode.options) {
      this.#outbox.handshake(stream, { kind: 'supported' });
      return;
    }
    const session = this.#session;
    if (session === undefined) {
      this.#enter(reader, stream, opcode);
      return;
    }
    session.pointReads?.begin();
    switch (opcode) {
      case Opcode.query: {
        const { text, parameters } = decodeQuery(reader, this.#version!);
        this.#answer(stream, session.query(text, parameters), parameters.skipMetadata);
        return;
      }
      case Opcode.prepare:
        this.#outbox.prepared(stream, session.prepare(decodePrepare(reader)));
        return;
      case Opcode.batch: {
        const { type, children, options } = decodeBatch(reader, this.#version!);
        const request = {
          type,
          children: children.map(({ statement, values }) => ({
            statement: typeof statement === 'string' ? statement : session.preparedById(statement),
            values,
          })),
        };
        this.#answer(stream, session.batch(request, options), false);
        return;
      }
      case Opcode.register:
        this.#events.register(decodeRegister(reader));
        this.#outbox.handshake(stream, { kind: 'ready' });
        return;
      case Opcode.authResponse:
        this.#enter(reader, stream, opcode);
        return;
      default:
        throw unexpected(opcode, 'the connection is already initialized');
    }
  }

  #execute(reader: Reader, stream: number, session: Session): void {
    const { pointReads } = session;
    if (pointReads !== undefined && this.#lane.answers(pointReads, reader, stream, this.#version!)) return;
    pointReads?.begin();
    const prepared = session.preparedById(reader.shortBytes());
    const parameters = decodeParameters(reader, this.#version!);
    this.#answer(stream, session.execute(prepared, parameters), parameters.skipMetadata);
  }

  #enter(reader: Reader, stream: number, opcode: number): void {
    const { answer, user, compressor } = this.#entrance.step(reader, opcode);
    if (user !== undefined && user !== this.#user) this.#open(user);
    this.#outbox.handshake(stream, answer);
    this.#outbox.compressor = compressor;
  }

  /** A client that logs in again as somebody else keeps its keyspace. */
  #open(user: string): void {
    const keyspace = this.#session?.keyspace;
    this.#session?.close();
    this.#session = this.#deps.sessions.open({
      ...this.#deps.origin,
      user,
      ...(keyspace !== undefined && { keyspace }),
    });
    this.#user = user;
    this.#state = 'ready';
  }

  #answer(stream: number, outcome: Outcome | Promise<Outcome>, skipMetadata: boolean): void {
    if (!(outcome instanceof Promise)) {
      this.#outbox.outcome(stream, outcome, skipMetadata);
      return;
    }
    this.#inFlight += 1;
    outcome.then(
      (settled) => this.#settled(stream, settled, skipMetadata),
      (error: unknown) => this.#settled(stream, undefined, skipMetadata, error),
    );
  }

  #settled(stream: number, outcome: Outcome | undefined, skipMetadata: boolean, error?: unknown): void {
    this.#inFlight -= 1;
    if (this.#state === 'closed') return;
    try {
      if (outcome === undefined) this.#fail(stream, error);
      else this.#outbox.outcome(stream, outcome, skipMetadata);
    } catch (failure) {
      this.#fail(stream, failure);
    }
    this.#flushLater();
  }

  /** Late answers wait for the others of their event turn; then reading goes on if it had stopped. */
  #flushLater(): void {
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    this.#deps.schedule(() => {
      this.#flushScheduled = false;
      if (this.#state !== 'closed') this.#process();
    });
  }

  #fail(stream: number, error: unknown): void {
    const known = error instanceof CqlError ? error : new CqlError(ErrorCode.server, 'An unexpected error occurred');
    const cause = known === error ? known.cause : error;
    if (cause !== undefined) this.#deps.log.error('a request failed in an unforeseen way', { error: cause });
    this.#outbox.error(stream, known);
  }

  /** Answers, and closes: what follows on the connection cannot be understood. */
  #fatal(stream: number, error: CqlError): void {
    this.#outbox.error(stream, error);
    this.#end();
  }

  #end(): void {
    this.#outbox.flush();
    this.closed();
    this.#deps.transport.end();
  }
}
