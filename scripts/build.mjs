// The production build: CJS bundles with V8 code caches, and oclif's manifest. CJS, because Node 20 can give only
// scripts a code cache; apart, because most commands need neither engine nor AWS SDK nor Ink.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { filesUnder, root, sourceHash, stampPath } from './sources.mjs';

const quiet = process.argv.includes('--quiet');
/** `--only main.cjs,top.cjs`: while another part of the sources does not build. */
const only = process.argv[process.argv.indexOf('--only') + 1 || process.argv.length]?.split(',');
const src = join(root, 'src');
const dist = join(root, 'dist');
const started = process.hrtime.bigint();
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** A dynamic import of one of these modules becomes a require of the bundle: the boundaries between bundles. */
const boundaries = new Map([
  [join(src, 'core/adapters/engine/index'), './engine.cjs'],
  [join(src, 'core/adapters/aws/index'), './aws.cjs'],
  [join(src, 'ui/top/index'), './top.cjs'],
  [join(src, 'core/model/config-text'), './config.cjs'],
]);
const bundles = [
  { name: 'main.cjs', contents: mainEntry() },
  { name: 'engine.cjs', contents: "export * from './core/adapters/engine/index.ts';" },
  { name: 'aws.cjs', contents: "export * from './core/adapters/aws/index.ts';" },
  { name: 'top.cjs', contents: topEntry() },
  { name: 'config.cjs', contents: "export * from './core/model/config-text.ts';" },
];

/** Command classes behind getters: oclif's manifest answers for those that do not run. */
function mainEntry() {
  const folder = join(src, 'commands');
  const getters = filesUnder(folder)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const name = relative(folder, path).replaceAll('\\', '/').replace(/\.ts$/, '');
      const id = JSON.stringify(name.replaceAll('/', ':'));
      return `get ${id}() { return only(require('./commands/${name}.ts')); }`;
    });
  return `
    const only = (exports) => Object.values(exports).find((value) => typeof value === 'function' && typeof value.run === 'function');
    export const COMMANDS = { ${getters.join(',\n')} };
    export { main } from './ui/cli/main.ts';`;
}

/** Ink's layout engine is WebAssembly that loads at leisure: it starts when a screen is opened, before Ink is evaluated. */
function topEntry() {
  return `
    import { startLayout } from 'yoga-layout';
    import * as top from './ui/top/index.tsx';
    export * from './ui/top/index.tsx';
    export async function runTop(options) {
      const screen = options.stdout.isTTY === true && options.once !== true && options.batch === undefined;
      if (screen) await startLayout();
      return top.runTop(options);
    }`;
}

/** Packages that ours load at start and that ks never uses, each with what stands in for it. */
const unused = new Map([
  ['react-devtools-core', 'export default {};'],
  // oclif's own tracing and its search for command files: ks has its own tracing, and a manifest
  ['debug', 'module.exports = () => Object.assign(() => {}, { enabled: false, extend: module.exports });'],
  ['tinyglobby', "module.exports = { glob() { throw new Error('ks finds no commands by pattern'); } };"],
]);

const yogaFolder = join(root, 'node_modules/yoga-layout/dist/src');
const yoga = `
  import { loadYoga } from ${JSON.stringify(join(yogaFolder, 'load.js'))};
  export * from ${JSON.stringify(join(yogaFolder, 'generated/YGEnums.js'))};
  let layout;
  export const startLayout = async () => { layout = await loadYoga(); };
  export default new Proxy({}, { get: (_, name) => layout[name] });`;

const plugin = {
  name: 'ks',
  setup(context) {
    context.onResolve({ filter: /\.js$/ }, (args) => {
      if (args.kind !== 'dynamic-import') return undefined;
      const bundle = boundaries.get(join(args.resolveDir, args.path).replace(/\.js$/, ''));
      return bundle === undefined ? undefined : { path: bundle, external: true };
    });
    context.onResolve({ filter: /^yoga-layout$/ }, () => ({ path: 'yoga', namespace: 'ks' }));
    context.onLoad({ filter: /.*/, namespace: 'ks' }, () => ({ contents: yoga, loader: 'js', resolveDir: root }));
    for (const [name, contents] of unused) {
      context.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace: 'ks-unused' }));
      context.onLoad({ filter: new RegExp(`^${name}$`), namespace: 'ks-unused' }, () => ({ contents, loader: 'js' }));
    }
    // its two top-level awaits serve development alone, and CJS has none
    context.onLoad({ filter: /ink[\\/]build[\\/]reconciler\.js$/ }, (args) => ({
      contents: readFileSync(args.path, 'utf8')
        .replace("await import('./devtools.js')", 'void 0')
        .replace('await loadPackageJson()', 'loadPackageJson()'),
      loader: 'js',
    }));
  },
};

const options = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  logLevel: quiet ? 'error' : 'warning',
  jsx: 'automatic',
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    'process.env.MSGPACKR_NATIVE_ACCELERATION_DISABLED': '"true"',
    'import.meta.url': '__fileUrl',
  },
  banner: { js: "const __fileUrl=require('node:url').pathToFileURL(__filename).href;" },
  supported: { 'dynamic-import': false },
  alias: { 'node-gyp-build-optional-packages': join(root, 'scripts/lmdb-addon.cjs') },
  external: ['*.node'],
  plugins: [plugin],
};

/** A bundle is built again only when one of the files that went into it has changed. */
async function bundle({ name, contents }, before) {
  const outfile = join(dist, name);
  const known = before?.[name];
  const newest = (files) =>
    Math.max(...files.map((file) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? Infinity));
  if (known !== undefined && existsSync(outfile) && known.contents === contents) {
    if (newest(known.inputs) < statSync(outfile).mtimeMs) return { name, ...known, built: false };
  }
  rmSync(`${outfile}.cache`, { force: true });
  const { metafile } = await build({
    ...options,
    stdin: { contents, resolveDir: src, loader: 'ts', sourcefile: name },
    outfile,
    metafile: true,
    absWorkingDir: root,
  });
  const inputs = Object.keys(metafile.inputs).filter((path) => existsSync(join(root, path)));
  return { name, contents, inputs, built: true };
}

async function writeManifest() {
  const { Plugin } = await import('@oclif/core');
  const plugin = new Plugin({ root, ignoreManifest: true, errorOnManifestCreate: true, respectNoCacheDefault: true });
  await plugin.load();
  writeFileSync(join(root, 'oclif.manifest.json'), JSON.stringify(plugin.manifest));
}

/** Runs the most typed commands once on a scratch folder, so that their functions are in the caches. */
function warmCaches(built) {
  const scratch = mkdtempSync(join(tmpdir(), 'ks-build-'));
  const env = {
    ...process.env,
    KS_BUILD_CODE_CACHE: '1',
    KS_DATA_DIR: join(scratch, 'data'),
    KS_CONFIG: join(scratch, 'config.yaml'),
    XDG_CACHE_HOME: join(scratch, 'cache'),
    NO_COLOR: '1',
  };
  delete env.KS_TARGET;
  const ks = (...args) =>
    spawnSync(process.execPath, [join(root, 'bin/ks'), ...args], { env, encoding: 'utf8', timeout: 60_000 });
  try {
    if (built.has('aws.cjs')) ks('targets', 'add', 'aws', '--kind', 'aws', '--http-endpoint', 'http://127.0.0.1:1');
    if (built.has('aws.cjs')) ks('tables', 'list', '--target', 'aws');
    if (built.has('top.cjs')) ks('top', '--once');
    const last = ks('tables', 'list');
    if (last.status !== 0 && !quiet)
      process.stderr.write(`warning: ks tables list fails in this build: ${last.stderr}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

mkdirSync(dist, { recursive: true });
const hash = sourceHash();
const stamp = existsSync(stampPath) ? JSON.parse(readFileSync(stampPath, 'utf8')) : undefined;
const before =
  stamp?.details === undefined ? undefined : Object.fromEntries(stamp.details.map((each) => [each.name, each]));
const details = await Promise.all(
  bundles.filter((each) => only?.includes(each.name) ?? true).map((each) => bundle(each, before)),
);
const built = new Set(details.filter((each) => each.built).map((each) => each.name));
process.env.NODE_ENV = 'production';
if (built.has('main.cjs') || !existsSync(join(root, 'oclif.manifest.json'))) await writeManifest();
if (built.size > 0) warmCaches(built);
writeFileSync(
  stampPath,
  JSON.stringify({
    version,
    hash,
    bundles: details.map((each) => each.name),
    details: details.map(({ built: _, ...kept }) => kept),
  }),
);
if (!quiet) {
  const ms = Number((process.hrtime.bigint() - started) / 1_000_000n);
  process.stdout.write(`built ${built.size === 0 ? 'nothing new' : [...built].join(', ')} in ${ms} ms\n`);
}
