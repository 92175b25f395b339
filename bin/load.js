// Loads a bundle of dist through V8's code cache. The build leaves a cache beside each bundle; where that one does not fit
// (another Node, a read-only folder) one is kept in the user's cache folder.
'use strict';
const { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { homedir } = require('node:os');
const { basename, dirname, isAbsolute, join, sep } = require('node:path');
const vm = require('node:vm');

/** `require` of a bundle: other bundles beside it come through the cache too. Exits with a clear word when there is none. */
function loadBundle(file, version) {
  const known = require.cache[file];
  if (known !== undefined) return known.exports;
  const source = readSource(file);
  const shipped = `${file}.cache`;
  const own = ownCachePath(file, version);
  let cachedData = readIf(shipped);
  let script = compile(file, source, cachedData);
  if (cachedData === undefined || script.cachedDataRejected) {
    cachedData = readIf(own);
    script = compile(file, source, cachedData);
    if (cachedData === undefined || script.cachedDataRejected) keepAtExit(script, own);
  }
  // the build asks for the cache that it ships
  if (process.env.KS_BUILD_CODE_CACHE !== undefined) keepAtExit(script, shipped);
  const module = new Module(file, require.main);
  module.filename = file;
  module.paths = Module._nodeModulePaths(dirname(file));
  require.cache[file] = module;
  const plain = Module.createRequire(file);
  const folder = dirname(file) + sep;
  const through = (id) =>
    id.startsWith('./') && id.endsWith('.cjs') ? loadBundle(folder + id.slice(2), version) : plain(id);
  script.runInThisContext().call(module.exports, module.exports, Object.assign(through, plain), module, file, dirname(file));
  module.loaded = true;
  return module.exports;
}

function readSource(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    process.stderr.write(`error: ${file} is missing: ks has not been built.\nnext:  npm run setup\n`);
    process.exit(1);
  }
}

const compile = (filename, source, cachedData) =>
  new vm.Script(Module.wrap(source), {
    filename,
    cachedData,
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });

/** V8 checks a cache by the length of its source alone: the name holds the rest. */
function ownCachePath(file, version) {
  const { size, mtimeMs } = statSync(file);
  const base = process.env.XDG_CACHE_HOME;
  const folder = base !== undefined && isAbsolute(base) ? base : join(homedir(), '.cache');
  const mark = [version, size, Math.round(mtimeMs), process.version, process.arch].join('-');
  return join(folder, 'ks', `${basename(file)}-${mark}.cache`);
}

function readIf(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** After the run, so that what ran is in it. A folder that cannot be written costs start-up time, nothing else. */
function keepAtExit(script, path) {
  process.once('exit', () => {
    try {
      if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const draft = `${path}.${process.pid}`;
      writeFileSync(draft, script.createCachedData(), { mode: 0o644 });
      renameSync(draft, path);
    } catch {}
  });
}

module.exports = { loadBundle };
