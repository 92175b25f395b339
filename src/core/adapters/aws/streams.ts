// The streams port over Amazon Keyspaces Streams. The API is four calls of AWS JSON 1.0, signed here: its SDK client is not
// among the dependencies.

import { streamsOver } from '../../model/stream-calls.js';
import type { Clock } from '../../ports/clock.js';
import type { Streams } from '../../ports/streams.js';
import type { Credentials, PlaceClients } from './clients.js';
import { mapAwsError } from './map-errors.js';
import { hmac, sha256, signingKey } from './sigv4-auth.js';

const contentType = 'application/x-amz-json-1.0';
const timeoutMs = 30_000;

export function awsStreams(clients: PlaceClients, clock: Pick<Clock, 'wallMs'>): Streams {
  const { region, settings } = clients;
  const url = new URL(settings.endpoint ?? `https://cassandra-streams.${region}.api.aws`);
  return streamsOver(async (operation, input) => {
    try {
      const body = JSON.stringify(input);
      const target = `KeyspacesStreams.${operation}`;
      const credentials = await clients.credentials();
      const headers = signedHeaders({ region, host: url.host, target, body, credentials, nowMs: clock.wallMs() });
      const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) });
      const answer = (await response.json()) as Record<string, unknown>;
      if (!response.ok) throw serviceError(answer, response.status);
      return answer;
    } catch (error) {
      throw mapAwsError(innermost(error), url.host);
    }
  });
}

interface Signing {
  readonly region: string;
  readonly host: string;
  readonly target: string;
  readonly body: string;
  readonly credentials: Credentials;
  readonly nowMs: number;
}

function signedHeaders({ region, host, target, body, credentials, nowMs }: Signing): Record<string, string> {
  const amzDate = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
  const day = amzDate.slice(0, 8);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const headers: Record<string, string> = {
    'content-type': contentType,
    host,
    'x-amz-date': amzDate,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
    'x-amz-target': target,
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = `POST\n/\n\n${lines.join('')}\n${names}\n${sha256(body)}`;
  const scope = `${day}/${region}/cassandra/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${amzDate}\n${scope}\n${sha256(canonical)}`;
  const signature = hmac(signingKey(secretAccessKey, day, region), toSign).toString('hex');
  const { host: _, ...sent } = headers;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

/** Named as the SDK names them. */
function serviceError(answer: Readonly<Record<string, unknown>>, status: number): Error {
  const error = new Error(typeof answer.message === 'string' ? answer.message : `The service answered with ${status}.`);
  error.name = String(answer.__type ?? 'InternalServerException').replace(/^.*#/, '');
  return error;
}

/** fetch hides what happened on the network behind its own error. */
const innermost = (error: unknown): unknown =>
  error instanceof TypeError && error.cause !== undefined ? error.cause : error;
