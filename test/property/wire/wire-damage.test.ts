// Every operation that the engine answers over HTTP, every member of its input, every way to damage it, in every wire form:
// the documented error, naming the member; never a server error; and the server goes on.

import { decode, encode } from 'cbor-x';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScriptEngine } from '../../cql/script-engine.js';
import { type Damage, damagesOf, type Json, validInput } from './damage.js';
import { type Service, services } from './models.js';

let script: ScriptEngine;
let endpoint: string;
beforeAll(async () => {
  script = await ScriptEngine.open();
  const { httpPort } = await script.engine.listen({ host: '127.0.0.1', cqlPort: 0, httpPort: 0 });
  endpoint = `http://127.0.0.1:${httpPort}`;
});
afterAll(() => script.engine.close());

interface Answer {
  readonly status: number;
  /** Name of the error's shape, or its code in the Query form; empty when there is none. */
  readonly type: string;
  readonly message: string;
}
type Form = 'json' | 'cbor' | 'query';

async function send(form: Form, target: string, operation: string, input: Json): Promise<Answer> {
  const request = {
    json: () => ({
      path: '/',
      headers: { 'X-Amz-Target': `${target}.${operation}`, 'Content-Type': 'application/x-amz-json-1.0' },
      body: JSON.stringify(input),
    }),
    cbor: () => ({
      path: `/service/${target}/operation/${operation}`,
      headers: { 'smithy-protocol': 'rpc-v2-cbor', 'Content-Type': 'application/cbor' },
      body: encode(input),
    }),
    query: () => ({
      path: '/',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams([['Action', operation], ['Version', '2010-08-01'], ...parametersOf(input)]).toString(),
    }),
  }[form]();
  const response = await fetch(endpoint + request.path, {
    method: 'POST',
    headers: request.headers,
    body: request.body,
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (form === 'query') {
    const [, type = ''] = /<Code>([^<]*)<\/Code>/.exec(bytes.toString()) ?? [];
    const [, message = ''] = /<Message>([^<]*)<\/Message>/.exec(bytes.toString()) ?? [];
    return { status: response.status, type, message: message.replaceAll('&apos;', "'") };
  }
  const parsed = (form === 'json' ? JSON.parse(bytes.toString()) : decode(bytes)) as {
    __type?: string;
    message?: string;
  };
  return { status: response.status, type: parsed.__type?.split('#').at(-1) ?? '', message: parsed.message ?? '' };
}

function parametersOf(value: unknown, at = ''): [string, string][] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => parametersOf(item, `${at}.member.${index + 1}`));
  if (typeof value !== 'object') return [[at, String(value)]];
  return Object.entries(value).flatMap(([name, member]) => parametersOf(member, at === '' ? name : `${at}.${name}`));
}

/** How each service calls broken constraints. */
const constraintErrors: Readonly<Record<string, readonly string[]>> = {
  KeyspacesService: ['ValidationException'],
  KeyspacesStreams: ['ValidationException'],
  GraniteServiceVersion20100801: [
    ...['ValidationError', 'InvalidParameterValueException', 'InvalidParameterCombinationException'],
    ...['MissingRequiredParameterException', 'InvalidFormatFault', 'DashboardInvalidInputError'],
  ],
  CloudTrail_20131101: [
    ...['InvalidLookupAttributesException', 'InvalidMaxResultsException', 'InvalidEventCategoryException'],
  ],
  AnyScaleFrontendService: ['ValidationException'],
  ServiceQuotasV20190624: ['IllegalArgumentException', 'InvalidPaginationTokenException', 'NoSuchResourceException'],
};

/** What is wrong with the answer; undefined when it is as it should be. */
function complaint(target: string, damage: Damage, answer: Answer): string | undefined {
  const { kind, path } = damage;
  const said = `${answer.status} ${answer.type}: ${answer.message.slice(0, 120)}`;
  const names = path.filter((step) => typeof step === 'string');
  const types = kind === 'constraint' ? [] : ['SerializationException'];
  const wanted = kind === 'type' ? types : [...types, ...constraintErrors[target]!];
  if (answer.status < 400 || answer.status >= 500 || !wanted.includes(answer.type)) return said;
  const strict = target.startsWith('Keyspaces') || answer.type === 'SerializationException';
  const member = String(names.at(-1)).toLowerCase();
  return strict && !answer.message.replaceAll(' ', '').toLowerCase().includes(member)
    ? `the member is not named: ${said}`
    : undefined;
}

async function complaintsOf(form: Form, { target, operations }: Service): Promise<string[]> {
  const found: string[] = [];
  for (const [operation, shape] of operations)
    for (const damage of damagesOf(shape)) {
      const answer = await send(form, target, operation, damage.input);
      const wrong = complaint(target, damage, answer);
      if (wrong !== undefined) found.push(`${operation} ${damage.path.join('.')} ${damage.what}: ${wrong}`);
    }
  return found;
}

describe.each(services.map((service) => [service.target, service] as const))(
  'damaged inputs of %s',
  (target, service) => {
    it('in JSON', async () => expect(await complaintsOf('json', service)).toEqual([]), 60_000);

    // streams speak JSON only (control-plane facts 15.16); here CBOR is answered all the same
    it('in CBOR', async () => expect(await complaintsOf('cbor', service)).toEqual([]), 60_000);

    it('with members that no model has are as good as without', async () => {
      for (const [operation, shape] of service.operations) {
        // names that no other test has used
        const input = JSON.parse(JSON.stringify(validInput(shape)).replaceAll('aaa', 'bbb')) as Json;
        // what it makes is there when it is asked again
        await send('json', target, operation, input);
        const plain = await send('json', target, operation, input);
        const more = await send('json', target, operation, { ...input, NoSuchMember: [{}], __proto__x: 1 });
        expect([operation, more]).toEqual([operation, plain]);
      }
    });
  },
);

it('damaged inputs of CloudWatch in the Query form are refused, and never by a server error', async () => {
  const { target, operations } = services.find((each) => each.target.startsWith('Granite'))!;
  const found: string[] = [];
  for (const [operation, shape] of operations)
    for (const damage of damagesOf(shape)) {
      const { status, type, message } = await send('query', target, operation, damage.input);
      // what the form cannot say (null, empty lists and structures), and texts that are true or a number, are no damage here
      const unsaid = damage.what === 'too few' || (damage.path.length > 1 && ['missing', 'null'].includes(damage.what));
      if (status >= 500 || (damage.kind === 'constraint' && !unsaid && status < 400))
        found.push(`${operation} ${damage.path.join('.')} ${damage.what}: ${status} ${type} ${message}`);
    }
  expect(found).toEqual([]);
}, 60_000);

it('the server answers as before', async () => {
  const listed = await fetch(endpoint, {
    method: 'POST',
    headers: { 'X-Amz-Target': 'KeyspacesService.ListTables' },
    body: JSON.stringify({ keyspaceName: 'nowhere' }),
  });
  expect(await listed.json()).toMatchObject({ message: 'Keyspace nowhere does not exist' });
});
