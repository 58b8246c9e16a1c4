/**
 * Long data URLs of a JSON text, taken out before it is parsed and put back as bytes when it is sent on: a picture of
 * 15 MiB would else be decoded, parsed, written and encoded, and each of these fills memory of its own with it.
 */

/** What was taken out, by the mark that stands in its place. */
export type Detached = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

export interface DetachedJson {
  /** The JSON with a mark in the place of each long piece of base64. */
  readonly text: string;
  readonly detached: Detached;
}

/** Bytes of base64 that are detached out; what is shorter costs less than its place in the books. */
export const SHORTEST = 64 * 1024;
/** So much of it stays where it is: by its first bytes a format is told. */
const KEPT = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
/** A type and its parameters are shorter. */
const LONGEST_HEAD = 200;
const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
const DATA = ascii('data:');
const BASE64 = ascii(';base64,');

const isBase64 = new Uint8Array(256);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=') {
  isBase64[letter.charCodeAt(0)] = 1;
}

/**
 * Only what is base64 to the last letter is taken out; whatever has an escape, a space or anything else in it stays.
 * @param json UTF-8
 * @param secret what no text can hold by chance
 */
export function detach(json: Uint8Array<ArrayBuffer>, secret: string): DetachedJson {
  const detached = new Map<string, Uint8Array<ArrayBuffer>>();
  let text = '';
  let done = 0;
  for (let quote = json.indexOf(QUOTE); quote >= 0; quote = json.indexOf(QUOTE, quote + 1)) {
    // Behind a backslash it is part of a string, and not its beginning.
    if (json[quote - 1] === BACKSLASH || !stands(DATA, json, quote + 1)) continue;
    const data = json.subarray(0, quote + LONGEST_HEAD).indexOf(COMMA, quote) + 1;
    if (data === 0 || !stands(BASE64, json, data - BASE64.length)) continue;
    const from = data + KEPT;
    const end = endOfBase64(json, data);
    if (json[end] !== QUOTE || end - from < SHORTEST) continue;
    const mark = `~${secret}.${detached.size}~`;
    detached.set(mark, json.subarray(from, end));
    text += decode(json.subarray(done, from)) + mark;
    done = end;
    quote = end;
  }
  return { text: text + decode(json.subarray(done)), detached };
}

const stands = (word: readonly number[], json: Uint8Array, at: number): boolean =>
  word.every((letter, index) => json[at + index] === letter);

/** Four letters at a time: one by one it was the half of what a picture of 15 MiB cost. */
function endOfBase64(json: Uint8Array<ArrayBuffer>, from: number): number {
  let at = from;
  while ((json.byteOffset + at) % 4 !== 0 && isBase64[json[at] ?? 0] === 1) at++;
  if ((json.byteOffset + at) % 4 === 0) {
    const fours = new Uint32Array(json.buffer, json.byteOffset + at, (json.length - at) >>> 2);
    const isPair = pairsOfBase64();
    let count = 0;
    for (let four = fours[0] ?? 0; isPair[four & 0xffff] === 1 && isPair[four >>> 16] === 1; four = fours[count] ?? 0) {
      count++;
    }
    at += count * 4;
  }
  while (isBase64[json[at] ?? 0] === 1) at++;
  return at;
}

let pairs: Uint8Array | undefined;

/** Whether two letters are both of base64, by the number that they are together; the same in either order of bytes. */
function pairsOfBase64(): Uint8Array {
  pairs ??= new Uint8Array(0x1_00_00).map((_, pair) => (isBase64[pair & 0xff] ?? 0) & (isBase64[pair >>> 8] ?? 0));
  return pairs;
}

/** Drops a byte order mark, which can only stand at the very beginning: every other piece begins with a quote. */
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/**
 * The text in UTF-8 with everything in its place again, in pieces so that nothing is copied. The text is looked through once,
 * for what all marks begin with: there may be a thousand of them.
 */
export function attach(text: string, detached: Detached): readonly Uint8Array<ArrayBuffer>[] {
  const encoder = new TextEncoder();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const [first] = detached.keys();
  // At least its first letter: nothing is found everywhere, for ever.
  const beginning = first?.slice(0, Math.max(1, first.lastIndexOf('.') + 1)) ?? '';
  let done = 0;
  for (let at = first === undefined ? -1 : text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1)) {
    const mark = text.slice(at, text.indexOf('~', at + beginning.length) + 1);
    const bytes = detached.get(mark);
    if (bytes === undefined) continue;
    pieces.push(encoder.encode(text.slice(done, at)), bytes);
    done = at + mark.length;
  }
  return [...pieces, encoder.encode(text.slice(done))];
}

/** Whether two requests whose texts are the same mean the same. */
export function sameDetached(a: Detached | undefined, b: Detached | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.size === b.size && [...a].every(([mark, bytes]) => sameBytes(bytes, b.get(mark)));
}

const sameBytes = (a: Uint8Array, b: Uint8Array | undefined): boolean =>
  a.length === b?.length && a.every((byte, index) => byte === b[index]);
