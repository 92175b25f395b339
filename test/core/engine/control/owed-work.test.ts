import { describe, expect, it } from 'vitest';
import { OwedWork } from '../../../../src/core/engine/control/owed-work.js';

/** `drops` pieces of removing, and `copies` of a restore that come first. */
function control(copies: number, drops: number) {
  const left = { copies, drops };
  return {
    left,
    owesWork: () => left.copies + left.drops > 0,
    restoring: () => left.copies > 0,
    maintain: async () => {
      if (left.copies > 0) left.copies--;
      else left.drops--;
      return left.copies + left.drops === 0;
    },
  };
}

describe('owed work', () => {
  it('takes a restore to its end in one step, and other work piece by piece', async () => {
    const owing = control(50, 3);
    const work = new OwedWork(owing, 10);
    await work.step();
    expect(owing.left).toEqual({ copies: 0, drops: 3 });
    await work.step();
    expect(owing.left.drops).toBe(2);
  });

  it('is done once at a time', async () => {
    const owing = control(0, 3);
    const work = new OwedWork(owing, 10);
    await Promise.all([work.step(), work.step(), work.step()]);
    expect(owing.left.drops).toBe(2);
  });

  it('gives a restore some pieces more at the end, and leaves the rest to others', async () => {
    const small = control(5, 5);
    await new OwedWork(small, 10).close();
    expect(small.left).toEqual({ copies: 0, drops: 5 });
    const large = control(1000, 0);
    const work = new OwedWork(large, 10);
    const running = work.step();
    await work.close();
    await running;
    expect(large.left.copies).toBeGreaterThan(900);
    await work.step();
    expect(large.left.copies).toBeGreaterThan(900);
  });

  it('tells of a failure to who asked for the step, and goes on the next time', async () => {
    const owing = control(1, 0);
    let fails = true;
    const work = new OwedWork(
      {
        ...owing,
        maintain: () => {
          if (!fails) return owing.maintain();
          fails = false;
          return Promise.reject(new Error('full'));
        },
      },
      10,
    );
    await expect(work.step()).rejects.toThrow('full');
    await work.step();
    expect(owing.left.copies).toBe(0);
  });
});
