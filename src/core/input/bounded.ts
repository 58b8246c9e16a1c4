/** Lists and tables of what comes in: how many entries there are is looked at before any of them. */
import * as v from 'valibot';

/** Twice as many keys as anybody was seen with. */
export const MOST_KEYS = 20_000;

/** A list of at most so many. */
export const list = <S extends v.GenericSchema>(item: S, most: number) =>
  v.pipe(v.array(v.unknown()), v.maxLength(most), v.array(item));

/** Values by name, at most so many. */
export const table = <S extends v.GenericSchema>(value: S, most: number) =>
  v.pipe(v.record(v.string(), v.unknown()), v.maxEntries(most), v.record(text(1000), value));

/** A text of at most so many characters. */
export const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
