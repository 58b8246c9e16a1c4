import { expect, test } from 'vitest';
import { createKeyCheck } from '../../../../options/state/key-check.ts';
import type { KeyCheckProgress } from '../../../../src/contract/keys.ts';

const idle: KeyCheckProgress = { running: false, total: 0, done: 0, works: 0, fails: 0, inconclusive: 0 };

function opened(answers: KeyCheckProgress[]) {
  const seen: Array<readonly string[] | undefined> = [];
  let ended = 0;
  const next = async () => answers.shift() ?? idle;
  const check = createKeyCheck(
    {
      check: next,
      startCheck: ({ ids }) => {
        seen.push(ids);
        return next();
      },
      cancelCheck: next,
    },
    () => {
      ended++;
    },
    async () => undefined,
  );
  return { check, seen, ended: () => ended };
}

test('a run is followed to its end, once', async () => {
  const running = { ...idle, running: true, total: 2 };
  const { check, seen, ended } = opened([running, { ...running, done: 1, works: 1 }, { ...idle, total: 2, done: 2 }]);
  await check.start(['a', 'b']);
  expect(seen).toEqual([['a', 'b']]);
  expect(check.progress.value).toMatchObject({ running: false, done: 2 });
  expect(ended()).toBe(1);
  check.dismiss();
  expect(check.progress.value).toBeUndefined();
});

test('only a run that is on is joined', async () => {
  const { check, ended } = opened([{ ...idle, total: 5, done: 5 }]);
  await check.follow();
  expect(check.progress.value).toBeUndefined();
  expect(ended()).toBe(0);
});
