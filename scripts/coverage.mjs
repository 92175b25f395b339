// Writes docs/coverage.md: what the engine does with every member of the AWS APIs that it answers. What is said of them is
// in coverage-claims.mjs; which members there are, the installed SDK clients say. `--check` writes nothing and fails when stale.

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { services } from './coverage-claims.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const pagePath = join(root, 'docs/coverage.md');

/** The schemas of a client by kind: `9` an operation, `3` a structure, `1` a list; what they refer to may be a function. */
const operationKind = 9;
const structureKind = 3;
const listKind = 1;
const resolved = (schema) => (typeof schema === 'function' ? resolved(schema()) : schema);

/** The structure that a member is, or is a list of; undefined for plain values and maps. */
function structureOf(reference) {
  const schema = resolved(reference);
  if (!Array.isArray(schema)) return undefined;
  if (schema[0] === structureKind) return schema;
  if (schema[0] === listKind) return structureOf(schema[4]);
  // a member with traits of its own: [schema, traits]
  return typeof schema[0] === 'number' ? undefined : structureOf(schema[0]);
}

const membersOf = (structure) =>
  (structure?.[4] ?? []).map((name, at) => ({ name, structure: structureOf(structure[5][at]) }));

export async function modelOf(client) {
  const module = await import(client);
  const operations = Object.values(module).filter((schema) => Array.isArray(schema) && schema[0] === operationKind);
  return new Map(
    operations.map(([, , name, , input, output]) => [name, { in: resolved(input), out: resolved(output) }]),
  );
}

/** The rows of one structure, and in `problems` where claims and model disagree. */
function rowsOf(where, structure, claims, problems) {
  const members = membersOf(structure);
  const rows = members.map(({ name, structure: inner }) => {
    const claim = claims[name];
    if (claim === undefined) problems.push(`nothing is said of ${where}.${name}`);
    return { name, claim, inner };
  });
  for (const name of Object.keys(claims))
    if (!members.some((member) => member.name === name)) problems.push(`the model has no ${where}.${name}`);
  return rows.filter(({ claim }) => claim !== undefined);
}

/** The claims as rows: of operations, and of the structures that they reach. */
async function tablesOf(service, problems) {
  if (service.client === undefined) return { ...unmodelled(service), missing: [] };
  const model = await modelOf(service.client);
  const structures = new Map();
  const reach = (rows) => {
    for (const { claim, inner } of rows) {
      if (inner === undefined || claim.leaf || claim.state === 'refused' || structures.has(inner[2])) continue;
      structures.set(inner[2], []);
      const found = rowsOf(inner[2], inner, service.structures[inner[2]] ?? {}, problems);
      structures.set(inner[2], found);
      reach(found);
    }
  };
  const operations = Object.entries(service.operations).map(([name, claims]) => {
    const found = model.get(name);
    if (found === undefined) problems.push(`the model has no operation ${name}`);
    const sides = {
      in: rowsOf(`${name} in`, found?.in, claims.in, problems),
      out: rowsOf(`${name} out`, found?.out, claims.out, problems),
    };
    reach([...sides.in, ...sides.out]);
    return { name, ...sides };
  });
  for (const name of Object.keys(service.structures))
    if (!structures.has(name)) problems.push(`no operation reaches the structure ${name} of ${service.client}`);
  const missing = [...model.keys()].filter((name) => service.operations[name] === undefined).sort();
  return { operations, structures: [...structures].sort(([a], [b]) => (a < b ? -1 : 1)), missing };
}

function unmodelled({ operations, structures }) {
  const rows = (claims) => Object.entries(claims).map(([name, claim]) => ({ name, claim }));
  return {
    operations: Object.entries(operations).map(([name, claims]) => ({
      name,
      in: rows(claims.in),
      out: rows(claims.out),
    })),
    structures: Object.entries(structures).map(([name, claims]) => [name, rows(claims)]),
  };
}

const stateText = ({ state, why }) => (why === undefined ? state : `${state}: ${why}`);
const names = (rows) => rows.map(({ name }) => `\`${name}\``).join(', ');

/** What is implemented in one line; the others a line each. */
function cell(rows) {
  const done = rows.filter(({ claim }) => claim.state === 'implemented');
  const others = rows.filter(({ claim }) => claim.state !== 'implemented');
  const lines = others.map(({ name, claim }) => `\`${name}\`: ${stateText(claim)}`);
  if (done.length > 0) lines.unshift(`implemented: ${names(done)}`);
  return lines.length === 0 ? 'no members' : lines.join('<br>');
}

function section(service, { operations, structures, missing }) {
  const source =
    service.client === undefined
      ? 'Members as AWS documents them: no client of it is installed.'
      : `Members of \`${service.client}\`.`;
  const lines = [`## ${service.name}`, '', [source, service.note].filter(Boolean).join(' '), ''];
  lines.push('| operation | input | output |', '|---|---|---|');
  for (const { name, in: input, out } of operations) lines.push(`| ${name} | ${cell(input)} | ${cell(out)} |`);
  if (structures.length > 0) {
    lines.push('', '| structure | members |', '|---|---|');
    for (const [name, rows] of structures) lines.push(`| ${name} | ${cell(rows)} |`);
  }
  const others = missing.length === 0 ? service.others : `${missing.length}, ${service.others}`;
  lines.push('', `Other operations: ${others}.`, '');
  return lines;
}

function summary(tables) {
  const count = new Map();
  const add = (rows) => {
    for (const { claim } of rows) count.set(claim.state, (count.get(claim.state) ?? 0) + 1);
  };
  for (const { operations, structures } of tables) {
    for (const operation of operations) add([...operation.in, ...operation.out]);
    for (const [, rows] of structures) add(rows);
  }
  const total = [...count.values()].reduce((a, b) => a + b, 0);
  const each = ['implemented', 'validated, no effect', 'refused', 'differs'].map(
    (state) => `${count.get(state) ?? 0} ${state}`,
  );
  return `${tables.flatMap(({ operations }) => operations).length} operations with ${total} members: ${each.join('; ')}.`;
}

/** The page, and where claims and models disagree (nothing, in a state that may be committed). */
export async function coverage() {
  const problems = [];
  const tables = [];
  for (const service of services) tables.push(await tablesOf(service, problems));
  const lines = [
    '# Coverage of the AWS APIs',
    '',
    'Made by `node scripts/coverage.mjs` from `scripts/coverage-claims.mjs` and the models of the installed SDK clients; a test fails when',
    'this page is older than either. What the engine does with a member is one of four:',
    '',
    '- **implemented**: it does what AWS documents;',
    '- **validated, no effect**: it is checked as AWS checks it, and changes nothing else than what is read back;',
    '- **refused**: a request that has it is refused;',
    '- **differs**: the reason says how.',
    '',
    summary(tables),
    '',
    ...services.flatMap((service, at) => section(service, tables[at])),
  ];
  return { page: `${lines.join('\n').trimEnd()}\n`, problems };
}

async function main() {
  const { page, problems } = await coverage();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) return 1;
  if (!process.argv.includes('--check')) {
    writeFileSync(pagePath, page);
    return 0;
  }
  if (readFileSync(pagePath, 'utf8') === page) return 0;
  console.error('docs/coverage.md is stale: run node scripts/coverage.mjs');
  return 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await main();
