// What the conformance run has done: each step with its outcome, and what could not be run and why.
import { execFileSync, spawnSync } from 'node:child_process';

export const outcomes = [];
export const skipped = [];

export const skip = (what, why) => skipped.push(`${what}: ${String(why).trim().split('\n').slice(-3).join(' ')}`);

/** Records one statement about what is seen. */
export const expectThat = (name, passed, output = '') => outcomes.push({ name, passed, output });

/** Runs a program; it passes when it ends with 0 and prints everything of `expect`, within so many `tries`, a pause apart. */
export function run(name, command, args, { input, expect = [], env = {}, cwd, tries = 1 } = {}) {
  const whole = { ...process.env, AWS_EC2_METADATA_DISABLED: 'true', ...env };
  const options = { encoding: 'utf8', input, timeout: 180_000, cwd, env: whole, stdio: ['pipe', 'pipe', 'pipe'] };
  for (let left = tries - 1; ; left--) {
    const { passed, output, shown } = attempt(command, args, options, expect);
    if (!passed && left > 0) {
      pause();
      continue;
    }
    expectThat(name, passed, shown);
    return output;
  }
}

function attempt(command, args, options, expect) {
  try {
    const output = execFileSync(command, args, options);
    const absent = expect.filter((wanted) => !output.includes(wanted));
    return { passed: absent.length === 0, output, shown: `${output}\nmissing: ${absent.join(' | ')}` };
  } catch (error) {
    return { passed: false, output: '', shown: `${error.stdout ?? ''}${error.stderr ?? ''}${error.message}` };
  }
}

/** What the program printed on both streams, however it ended. */
export function printed(command, args, input) {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', input, timeout: 180_000 });
  return `${stdout}${stderr}`;
}

/** DDL is asynchronous: cqlsh and the AWS CLI have no wait of their own. */
export const pause = (seconds = 2) => spawnSync('sleep', [String(seconds)]);

/** Prints everything; false when something failed. */
export function report() {
  for (const { name, passed, output } of outcomes) {
    console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`);
    if (!passed) console.log(output.replace(/^/gm, '     | '));
  }
  for (const reason of skipped) console.log(`skip ${reason}`);
  const failed = outcomes.filter(({ passed }) => !passed).length;
  console.log(`${outcomes.length - failed} passed, ${failed} failed`);
  return failed === 0;
}
