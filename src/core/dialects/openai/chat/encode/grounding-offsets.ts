/**
 * Finds a place in the message's content from a place in Gemini's parts. Google counts UTF-8 bytes within one part;
 * OpenAI's clients count characters (Unicode code points) of the whole content.
 */

/** A stretch of the content. `part` is the index of the Gemini part it came from; absent for what we wrote ourselves. */
interface Stretch {
  text: string;
  readonly part?: number;
}

export interface Segment {
  readonly partIndex?: number;
  readonly startIndex?: number;
  readonly endIndex?: number;
  readonly text?: string;
}

/** Code points from the content's beginning; `end` is exclusive. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export interface ContentMap {
  /** Text that was just appended to the content. Stretches of one part join, so that a stream maps like a whole answer. */
  add(text: string, part?: number): void;
  /** Where the segment is. A segment that fits nowhere is held to the part's bounds. */
  find(segment: Segment): Place;
  /** The whole content. */
  whole(): Place;
}

export function createContentMap(): ContentMap {
  const stretches: Stretch[] = [];

  const before = (stretch: Stretch): number => {
    let points = 0;
    for (const earlier of stretches) {
      if (earlier === stretch) break;
      points += countPoints(earlier.text);
    }
    return points;
  };
  const place = (stretch: Stretch, start: number, end: number): Place => {
    const base = before(stretch);
    return { start: base + countPoints(stretch.text, 0, start), end: base + countPoints(stretch.text, 0, end) };
  };
  const whole = (): Place => ({ start: 0, end: stretches.reduce((sum, { text }) => sum + countPoints(text), 0) });

  return {
    add(text, part) {
      const last = stretches.at(-1);
      if (last !== undefined && part !== undefined && last.part === part) last.text += text;
      else stretches.push(part === undefined ? { text } : { text, part });
    },
    find({ partIndex = 0, startIndex = 0, endIndex = Number.POSITIVE_INFINITY, text = '' }) {
      const own = stretches.find((stretch) => stretch.part === partIndex);
      const start = own === undefined ? 0 : unitAtByte(own.text, startIndex);
      const end = own === undefined ? 0 : Math.max(start, unitAtByte(own.text, endIndex));
      if (own !== undefined && (text === '' || own.text.slice(start, end) === text)) return place(own, start, end);
      // Google's part index counts thoughts or not, and in streams means little: where it misleads, trust the words.
      for (const stretch of text === '' ? [] : stretches) {
        const found = stretch.text.indexOf(text);
        if (found >= 0) return place(stretch, found, found + text.length);
      }
      return own === undefined ? whole() : place(own, start, end);
    },
    whole,
  };
}

/** Index of the UTF-16 unit at which the given UTF-8 byte offset lies; the text's length when it is beyond. */
function unitAtByte(text: string, byte: number): number {
  let bytes = 0;
  let unit = 0;
  while (unit < text.length && bytes < byte) {
    const point = text.codePointAt(unit) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    unit += point > 0xffff ? 2 : 1;
  }
  return unit;
}

function countPoints(text: string, from = 0, to = text.length): number {
  let points = 0;
  for (let unit = from; unit < to; points++) unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  return points;
}
