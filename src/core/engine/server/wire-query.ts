// AWS Query: form-encoded members (`Dimensions.member.1.Name=…`) in, XML out. For STS, and for CloudWatch clients that
// are older than its JSON form.

import type { QueryForm, WireForm, WireService } from './wire-service.js';

type Tree = { [name: string]: Tree | string };

/** The nested input of a Query request: numbered members as lists, numbers and truth values by the service's word. */
export function readQuery(parameters: URLSearchParams, form: QueryForm): Record<string, unknown> {
  const tree: Tree = Object.create(null);
  for (const [path, value] of parameters) {
    if (path === 'Action' || path === 'Version') continue;
    plant(tree, path.split('.'), value);
  }
  return grown(tree, form, '') as Record<string, unknown>;
}

/** Deeper than any real input: a bound on what a hostile name can build. */
const depthMax = 32;

function plant(tree: Tree, path: readonly string[], value: string): void {
  let at = tree;
  for (const name of path.slice(0, Math.min(path.length, depthMax) - 1)) {
    const next = at[name];
    const branch: Tree = typeof next === 'object' ? next : Object.create(null);
    at[name] = branch;
    at = branch;
  }
  at[path.at(-1) ?? ''] = value;
}

function grown(node: Tree | string, form: QueryForm, name: string): unknown {
  if (typeof node === 'string') {
    if (form.numbers.has(name) && node.trim() !== '' && Number.isFinite(Number(node))) return Number(node);
    if (form.flags.has(name) && (node === 'true' || node === 'false')) return node === 'true';
    return node;
  }
  const names = Object.keys(node);
  if (names.length === 1 && names[0] === 'member') return grown(node.member!, form, name);
  if (names.length > 0 && names.every((each) => /^[0-9]+$/.test(each)))
    return names.sort((a, b) => Number(a) - Number(b)).map((each) => grown(node[each]!, form, name));
  return Object.fromEntries(names.map((each) => [each, grown(node[each]!, form, each)]));
}

export const queryForm: WireForm = {
  output: ({ service, operation }, output, requestId) => ({
    status: 200,
    headers: { 'Content-Type': 'text/xml' },
    body: document(
      `<${operation}Response xmlns="${service.query?.xmlNamespace ?? ''}"><${operation}Result>` +
        `${members(output, service)}</${operation}Result>` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
    ),
  }),
  error: (error, service, requestId) => ({
    status: error.httpStatus,
    headers: { 'Content-Type': 'text/xml' },
    body: document(
      `<ErrorResponse xmlns="${service?.query?.xmlNamespace ?? ''}"><Error>` +
        `<Type>${error.httpStatus < 500 ? 'Sender' : 'Receiver'}</Type><Code>${escaped(error.type)}</Code>` +
        `<Message>${escaped(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    ),
  }),
};

const document = (xml: string): Buffer => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`, 'utf8');

function members(value: object, service: WireService): string {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .map(([name, member]) => `<${name}>${content(member, service, service.timestamps.has(name))}</${name}>`)
    .join('');
}

function content(value: unknown, service: WireService, isTime: boolean): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${content(item, service, isTime)}</member>`).join('');
  if (typeof value === 'object' && value !== null) return members(value, service);
  if (isTime && typeof value === 'number') return new Date(value * 1000).toISOString();
  return escaped(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
// control characters but tab and line breaks cannot stand in XML 1.0 at all
const escaped = (text: string): string =>
  [...text]
    .filter((character) => character >= ' ' || character === '\t' || character === '\n' || character === '\r')
    .map((character) => entities[character] ?? character)
    .join('');
