import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** As a platform has it that has these. */
async function giveWayWith(globals: Readonly<Record<string, unknown>>) {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  return (await import('../../../src/core/utils/give-way.ts')).giveWay;
}

test.each<[string, Record<string, unknown>, (run: () => void) => unknown]>([
  ['Node', {}, setImmediate],
  ['a browser without a scheduler', { setImmediate: undefined }, (run) => setTimeout(run, 0)],
])('lets who came before have their turn in %s', async (_, globals, later) => {
  const giveWay = await giveWayWith(globals);
  const order: string[] = [];
  later(() => order.push('other'));
  await giveWay();
  order.push('own');
  expect(order).toEqual(['other', 'own']);
});

test('takes the way of the browser where there is one', async () => {
  const scheduler = {
    turns: 0,
    async yield() {
      this.turns++;
    },
  };
  const giveWay = await giveWayWith({ scheduler });
  await giveWay();
  expect(scheduler.turns).toBe(1);
});
