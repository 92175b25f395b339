// What the clients need, made once in the user's cache folder: Python environments, npm packages, Go and Maven builds.
// Each maker gives what was made, or says why it could not be.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ks', 'conformance');
const here = import.meta.dirname;

const pythonPackages = {
  main: ['cassandra-driver==3.30.0', 'cqlsh==6.2.2', 'boto3', 'awscli==1.46.*', 'cassandra-sigv4==4.0.2'],
  expansion: ['cqlsh-expansion==0.9.6'],
  // its module has the name of cassandra-driver's
  scylla: ['scylla-driver==3.29.12', 'acsylla==1.2.0'],
};
const nodePackages = ['cassandra-driver@4.10.0', 'express-cassandra@2.9.1', 'aws-sigv4-auth-cassandra-plugin@1.0.5'];

/** Undefined when it went well, else the last words. */
function attempt(command, args, options = {}) {
  const { status, stderr, error, stdout } = spawnSync(command, args, { encoding: 'utf8', ...options });
  return status === 0 ? undefined : `${stderr || stdout || error?.message || 'failed'}`;
}

/** Makes a folder's contents again only when what is wanted of it changed. */
function once(name, wanted, make) {
  const folder = join(cache, name);
  const mark = join(folder, 'made.json');
  const text = JSON.stringify(wanted);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === text) return { folder };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const missing = make(folder);
  if (missing !== undefined) return { missing };
  writeFileSync(mark, text);
  return { folder };
}

export function python(name) {
  const packages = pythonPackages[name];
  const made = once(`python-${name}`, packages, (folder) => {
    const environment = attempt('python3', ['-m', 'venv', folder]);
    return environment ?? attempt(join(folder, 'bin', 'pip'), ['-q', 'install', ...packages]);
  });
  return made.folder === undefined ? made : { bin: join(made.folder, 'bin') };
}

export const node = () =>
  once('node-packages', nodePackages, (folder) => {
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    return attempt('npm', ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', ...nodePackages], {
      cwd: folder,
    });
  });

/** The check program for gocql 1 or 2; Go keeps its own cache of what it has built. */
export function goProgram(version) {
  mkdirSync(join(cache, 'go'), { recursive: true });
  const program = join(cache, 'go', `checks${version}`);
  const tags = version === 2 ? ['-tags', 'v2'] : [];
  const missing = attempt('go', ['build', ...tags, '-o', program, '.'], { cwd: join(here, 'go') });
  return missing === undefined ? { program } : { missing };
}

/** The class path of the Java checks. */
export function javaProgram() {
  const folder = join(cache, 'java');
  mkdirSync(folder, { recursive: true });
  const goals = ['-q', '-B', `-Dbuild.folder=${folder}`, 'compile', 'dependency:copy-dependencies'];
  const at = { cwd: join(here, 'java') };
  // without asking the network first: what an earlier run fetched is enough
  const missing = attempt('mvn', ['-o', ...goals], at) && attempt('mvn', goals, at);
  return missing === undefined
    ? { classPath: `${join(folder, 'classes')}:${join(folder, 'dependency')}/*` }
    : { missing };
}
