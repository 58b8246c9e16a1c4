/** Rooms of the core import downwards, and the pool’s machine is entered by its face. */
// covers: src/core
import { describe, expect, test } from 'vitest';
import { arrowsBetween, coreFiles, roomOf, rooms, roomsInCircles, upwards } from '../../tools/rooms.ts';
import { files, offences, startsWith, under } from './offences.ts';

describe('rooms of the core', () => {
  const arrows = arrowsBetween(coreFiles(), 'type');

  test('are all in the table, which has no other', () => {
    const found = new Set(coreFiles().map(({ path }) => roomOf(path)));
    expect([...found].sort()).toEqual([...rooms].sort());
    expect(arrows.length).toBeGreaterThan(rooms.length);
  });

  test('import downwards, by value and by type', () => expect(upwards(arrows)).toEqual([]));
});

test('files of the pool import each other in no circle, by value or by type', () => {
  const arrows = under('src/core/pool/').flatMap(({ path, imports }) =>
    imports.map((target) => ({ from: path, to: target, imports: [] })),
  );
  expect(arrows.length).toBeGreaterThan(50);
  expect(roomsInCircles(arrows)).toEqual([]);
});

describe("the pool's state machine", () => {
  const machine = 'src/core/pool/machine/';
  const face = `${machine}machine.ts`;

  test('is entered by its face', () => {
    const outside = files.filter(({ path }) => !path.startsWith(machine));
    expect(outside.filter(({ imports }) => imports.includes(face)).length).toBeGreaterThan(4);
    expect(offences(outside, (target) => !target.startsWith(machine) || target === face)).toEqual([]);
  });

  test('knows nothing of the pool around it', () => {
    const below = startsWith(machine, 'src/core/utils/', 'src/core/records.ts', 'src/contract/');
    expect(offences(under(machine), below)).toEqual([]);
    // Nor do its parts go out by the face to come in again.
    expect(under(machine).filter(({ imports }) => imports.includes(face))).toEqual([]);
  });
});
