// Signed requests of the streams adapter against a server that knows its keys.

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openClients } from '../../../../src/core/adapters/aws/clients.js';
import { awsStreams } from '../../../../src/core/adapters/aws/streams.js';
import { systemClock } from '../../../../src/core/adapters/system/clock.js';
import { systemRandom } from '../../../../src/core/adapters/system/random.js';
import { type Engine, openEngine } from '../../../../src/core/engine/index.js';
import { memoryKv } from '../../../../src/core/engine/kv/memory.js';
import { recordingLog } from '../../engine/server/ports.js';

const log = recordingLog();
let engine: Engine;
let endpoint: string;

beforeAll(async () => {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  engine = await openEngine({ dataDir: '', kv: memoryKv(), clock: systemClock(), random: systemRandom(), log });
  const accessKeys = [{ id: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }];
  const { httpPort } = await engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0, accessKeys });
  endpoint = `http://127.0.0.1:${httpPort}`;
});
afterAll(async () => {
  await engine.close();
  expect(log.errors).toEqual([]);
});

function streamsWith(secretAccessKey: string, http = endpoint) {
  const clients = openClients({ region: 'us-east-1', profile: undefined, endpoints: { http }, version: 'test' });
  const credentials = async () => ({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey });
  return awsStreams({ ...clients, credentials }, systemClock());
}

it('is let in with the right key only', async () => {
  const right = streamsWith('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
  expect(await right.list()).toEqual([]);
  expect(await right.list('ks', 't')).toEqual([]);
  await expect(streamsWith('another').list()).rejects.toMatchObject({ kind: 'unauthorized' });
});

it('names a host that does not answer', async () => {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const host = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
  listener.close();
  await once(listener, 'close');
  const nowhere = streamsWith('x', `http://${host}`);
  await expect(nowhere.list()).rejects.toMatchObject({ kind: 'unreachable', message: `${host} does not answer.` });
});
