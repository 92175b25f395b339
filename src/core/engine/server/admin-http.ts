// The engine's own switches over HTTP: /_ks/clock and /_ks/chaos, for callers on this machine only. Apart from the AWS-like
// services because they have neither operations nor signatures.

import type { IncomingMessage } from 'node:http';
import type { ChaosSwitches } from '../chaos/chaos.js';
import type { ClockChange } from '../clock/clock-state.js';
import type { SettableClock } from '../clock/engine-clock.js';
import { ApiError } from '../control/api.js';
import { readJson } from './wire-json.js';
import { isWireError, type WireAnswer } from './wire-service.js';

export interface AdminDoors {
  readonly clock: Pick<SettableClock, 'show' | 'change'>;
  readonly chaos: ChaosSwitches;
}

export const isAdminPath = (path: string): boolean => path === '/_ks/clock' || path === '/_ks/chaos';

/** Never rejects. */
export async function adminAnswer(doors: AdminDoors, request: IncomingMessage, body: Buffer): Promise<WireAnswer> {
  try {
    refuseStrangers(request);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const answer = url.pathname === '/_ks/clock' ? clock(doors, request, body) : chaos(doors, request, url, body);
    return plain(200, await answer);
  } catch (error) {
    if (!isWireError(error)) return plain(500, { __type: 'InternalServerException', message: String(error) });
    return plain(error.httpStatus, { __type: error.type, message: error.message });
  }
}

/** Other machines, and web pages that a browser on this machine shows. */
function refuseStrangers(request: IncomingMessage): void {
  const address = request.socket.remoteAddress?.replace(/^::ffff:/i, '') ?? '';
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const isHere = address === '::1' || address.startsWith('127.');
  const isNamed = host === 'localhost' || host === '[::1]' || host.startsWith('127.');
  if (!isHere || !isNamed || request.headers.origin !== undefined)
    throw new ApiError('AccessDeniedException', 'Clock and chaos are switched from this machine only', 403);
}

async function clock({ clock: door }: AdminDoors, request: IncomingMessage, body: Buffer): Promise<unknown> {
  if (request.method === 'GET') return door.show();
  if (request.method !== 'POST') throw wrongMethod('GET and POST');
  return door.change(readChange(readJson(body) as Record<string, unknown>));
}

function readChange(given: Readonly<Record<string, unknown>>): ClockChange {
  const { kind, milliseconds, factor, at } = given;
  switch (kind) {
    case 'advance':
      if (typeof milliseconds === 'number') return { kind, milliseconds };
      throw new ApiError('ValidationException', 'milliseconds must be a number');
    case 'set': {
      const atMs = typeof at === 'string' ? Date.parse(at) : Number.NaN;
      if (!Number.isNaN(atMs)) return { kind, atMs };
      throw new ApiError('ValidationException', 'at must be a time such as 2026-01-31T12:00:00Z');
    }
    case 'scale':
      if (typeof factor === 'number') return { kind, factor };
      throw new ApiError('ValidationException', 'factor must be a number');
    case 'stop':
    case 'resume':
    case 'reset':
      return { kind };
    default:
      throw new ApiError('ValidationException', 'kind must be advance, set, scale, stop, resume or reset');
  }
}

async function chaos(doors: AdminDoors, request: IncomingMessage, url: URL, body: Buffer): Promise<unknown> {
  const { chaos: door } = doors;
  switch (request.method) {
    case 'GET':
      return door.list();
    case 'DELETE': {
      const id = url.searchParams.get('id');
      return door.clear(id === null ? undefined : Number(id));
    }
    case 'POST': {
      const given = readJson(body) as Record<string, unknown>;
      if (given.kind === 'seed') return door.setSeed(given.seed as number);
      if (given.kind === 'recover') return door.recover({ ...given, kind: `fail-${given.what}` });
      if (given.kind !== 'drop-now') return door.add(given);
      await door.dropNow((given.share as number | undefined) ?? 1);
      return door.list();
    }
    default:
      throw wrongMethod('GET, POST and DELETE');
  }
}

const wrongMethod = (known: string): ApiError => new ApiError('ValidationException', `This path takes ${known}`, 405);

const plain = (status: number, value: unknown): WireAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  body: Buffer.from(JSON.stringify(value), 'utf8'),
});
