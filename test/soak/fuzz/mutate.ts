/** Changes that keep most of a value's structure, so that they get past the first check. */
import type { Dice } from '../../support/dice.ts';

/** What nobody expects at that place. */
const oddities: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  ' ',
  'x',
  '\ud800',
  '\u0000',
  '__proto__',
  'constructor',
  'data:image/png;base64,@@@',
  'data:,',
  'http://[::1',
  'https://example.invalid/a.png',
  'x'.repeat(5_000),
  [],
  [[]],
  [null],
  {},
  { type: 'x' },
  { '': {} },
  JSON.parse('{"__proto__":{"a":1}}'),
  JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`),
];

/** A changed copy. @param others whole values from which pieces are taken over. */
export function mutate(value: unknown, dice: Dice, others: readonly unknown[]): unknown {
  const copy = structuredClone(value);
  const root = { root: copy };
  for (let changes = 1 + dice.below(3); changes > 0 && root.root !== undefined; changes--) change(root, dice, others);
  return root.root ?? null;
}

type Holder = Record<string, unknown>;

function change(root: Holder, dice: Dice, others: readonly unknown[]): void {
  const [holder, key] = anyPlace(root, dice);
  const before = holder[key];
  switch (dice.below(7)) {
    case 0:
    case 1:
      holder[key] = structuredClone(dice.pick(oddities));
      return;
    case 2:
      remove(holder, key);
      return;
    case 3:
      holder[key] = [before, before];
      return;
    case 4:
      if (isHolder(before) && !Array.isArray(before))
        before[dice.pick(['__proto__', 'extra', 'type', ''])] = before.type;
      else holder[`${key}x`] = before;
      return;
    case 5: {
      const [from, name] = anyPlace({ root: structuredClone(dice.pick(others)) }, dice);
      holder[key] = from[name];
      return;
    }
    default:
      holder[key] = typeof before === 'string' ? mutateText(before, dice) : String(before);
  }
}

function remove(holder: Holder, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** Each place as likely as any other, whatever its depth. */
function anyPlace(root: Holder, dice: Dice): readonly [Holder, string] {
  const places: Array<readonly [Holder, string]> = [];
  const visit = (holder: Holder) => {
    for (const key of Object.keys(holder)) {
      places.push([holder, key]);
      const inner = holder[key];
      if (isHolder(inner)) visit(inner);
    }
  };
  visit(root);
  return dice.pick(places);
}

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

/** Cut, doubled, or with a foreign character in it. */
export function mutateText(text: string, dice: Dice): string {
  const at = dice.below(text.length + 1);
  switch (dice.below(4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return (
        text.slice(0, at) + dice.pick(['\u0000', '"', '}', '\n\n', 'data: ', '\ufffd', '\\', '[', 'é']) + text.slice(at)
      );
    case 2:
      return text.slice(at) + text.slice(0, at);
    default:
      return text.slice(0, at) + text.slice(at + 1 + dice.below(20));
  }
}
