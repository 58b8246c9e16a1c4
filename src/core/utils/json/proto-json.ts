/** JSON as Google writes its messages, and as mirrors of its API do. */

/** Longer texts hold pictures, and those who write them write JSON. */
const LONGEST_MENDED = 1024 * 1024;
/** Strings, to be left alone, and the floats that JSON has no letters for, where they stand bare. */
const BARE_FLOATS = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/**
 * Reads bare `NaN` and `Infinity`, too, as the strings that ProtoJSON writes for them.
 * @throws {SyntaxError} for what is no JSON.
 */
export function parseProtoJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (text.length > LONGEST_MENDED || !/NaN|Infinity/.test(text)) throw error;
    return JSON.parse(text.replace(BARE_FLOATS, (token) => (token.startsWith('"') ? token : `"${token}"`)));
  }
}

/** The number for a float of ProtoJSON, which writes three of them as words. */
export const protoFloat = (value: number | string): number => Number(value);

/** The words for floats. */
export const FLOAT_WORDS: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity']);
