/**
 * An event-driven (SAX) parser of JSON that comes in pieces. It holds the names of the fields around the place where it is
 * and nothing else, so what passes through it may be of any length. Strict as RFC 8259 is: a reader at Google's that also
 * takes `{model: 'x'}` must not see a field that was not seen here.
 */
import { ProxyError } from '../../errors.ts';

export interface JsonHandler {
  /**
   * A field begins.
   * @param path names of the fields around it and its own, outermost first; empty those beyond `LONGEST_NAME`. Lives as long
   *   as the call.
   */
  onField?(path: readonly string[]): void;
  /**
   * A text, as a field's value or in a list that is one.
   * @param text undefined where it is longer than `LONGEST_TEXT`.
   */
  onText(text: string | undefined, path: readonly string[]): void;
}

export interface JsonParser {
  /** @throws {ProxyError} `invalid_json` */
  push(bytes: Uint8Array): void;
  /** @throws {ProxyError} `invalid_json` where the text is not over. Nothing at all is no error. */
  end(): void;
}

/** Bytes of a text as it is written, with its escapes. Names of models, files and fields are shorter. */
export const LONGEST_TEXT = 8 * 1024;
/** Characters of a field's name. Whoever looks at the names around a text shall not look at megabytes for each. */
export const LONGEST_NAME = 64;
/** Google reads no more than 100 messages within each other. */
const DEEPEST = 256;
/** Bytes of a number, `true`, `false` or `null`. */
const LONGEST_WORD = 1024;

const code = (character: string) => character.charCodeAt(0);
const [QUOTE, BACKSLASH, COLON, COMMA] = [code('"'), code('\\'), code(':'), code(',')];
const [BRACE, BRACE_END, BRACKET, BRACKET_END] = [code('{'), code('}'), code('['), code(']')];
const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const BOM: readonly number[] = [0xef, 0xbb, 0xbf];
const WORD = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** What may come next. */
type Expected = 'value' | 'value or ]' | 'field' | 'field or }' | ':' | ', or end' | 'nothing';

export function createJsonParser(handler: JsonHandler): JsonParser {
  let expected: Expected = 'value';
  /** Of the values that are open: whether it is an object. */
  const open: boolean[] = [];
  /** The current field of each object that is open. */
  const path: string[] = [];
  let lexing: 'text' | 'escape' | 'word' | undefined;
  const held = new Uint8Array(LONGEST_TEXT);
  /** Bytes of the text or word so far; more than are held where it is too long. */
  let length = 0;
  let escaped = false;
  let seen = 0;

  function hold(bytes: Uint8Array): void {
    if (length + bytes.length <= LONGEST_TEXT) held.set(bytes, length);
    length += bytes.length;
  }

  function begin(kind: 'text' | 'word'): void {
    lexing = kind;
    length = 0;
    escaped = false;
  }

  function valueIsOver(): void {
    expected = open.length === 0 ? 'nothing' : ', or end';
  }

  function endText(): void {
    lexing = undefined;
    const text = length > LONGEST_TEXT ? undefined : readText(held.subarray(0, length), escaped);
    if (expected === 'field' || expected === 'field or }') {
      path[path.length - 1] = text === undefined || text.length > LONGEST_NAME ? '' : text;
      expected = ':';
      handler.onField?.(path);
    } else {
      valueIsOver();
      handler.onText(text, path);
    }
  }

  function endWord(): void {
    lexing = undefined;
    if (length > LONGEST_WORD || !WORD.test(decode(held.subarray(0, length)))) throw malformed('unexpected word');
    valueIsOver();
  }

  function openValue(isObject: boolean): void {
    if (open.length >= DEEPEST) throw malformed('nested too deeply');
    open.push(isObject);
    if (isObject) path.push('');
    expected = isObject ? 'field or }' : 'value or ]';
  }

  function closeValue(isObject: boolean): void {
    const isEmpty = expected === (isObject ? 'field or }' : 'value or ]');
    if (open.pop() !== isObject || !(isEmpty || expected === ', or end')) throw malformed('unexpected bracket');
    if (isObject) path.pop();
    valueIsOver();
  }

  const takesValue = () => expected === 'value' || expected === 'value or ]';

  function structural(byte: number): void {
    const isField = expected === 'field' || expected === 'field or }';
    if (SPACES.has(byte)) return;
    if (byte === QUOTE && (isField || takesValue())) begin('text');
    else if (byte === COLON && expected === ':') expected = 'value';
    else if (byte === COMMA && expected === ', or end') expected = open.at(-1) ? 'field' : 'value';
    else if ((byte === BRACE || byte === BRACKET) && takesValue()) openValue(byte === BRACE);
    else if (byte === BRACE_END || byte === BRACKET_END) closeValue(byte === BRACE_END);
    else if (isWord(byte) && takesValue()) {
      begin('word');
      hold(Uint8Array.of(byte));
    } else if (seen > BOM.length || byte !== BOM[seen - 1]) throw malformed('unexpected character');
  }

  return {
    push(bytes) {
      const nextQuote = finder(bytes, QUOTE);
      const nextBackslash = finder(bytes, BACKSLASH);
      let at = 0;
      while (at < bytes.length) {
        if (lexing === 'escape') {
          hold(bytes.subarray(at, ++at));
          lexing = 'text';
        } else if (lexing === 'text') {
          const quote = nextQuote(at);
          const backslash = nextBackslash(at);
          const end = Math.min(quote, backslash);
          hold(bytes.subarray(at, end));
          at = end + 1;
          if (end === bytes.length) break;
          if (end === quote) endText();
          else {
            hold(bytes.subarray(end, at));
            escaped = true;
            lexing = 'escape';
          }
        } else {
          const byte = bytes[at] ?? 0;
          if (lexing === 'word' && !isWord(byte)) endWord();
          at++;
          seen++;
          if (lexing === 'word') hold(bytes.subarray(at - 1, at));
          else structural(byte);
        }
      }
    },
    end() {
      if (lexing === 'word') endWord();
      if (lexing !== undefined || (expected !== 'nothing' && seen > 0)) throw malformed('unexpected end');
    },
  };
}

const isWord = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  byte === 0x2b ||
  byte === 0x2d ||
  byte === 0x2e ||
  byte === 0x45;

/** Where a byte stands next, its length where nowhere. Asked for places that only grow, it looks at each byte once. */
function finder(bytes: Uint8Array, byte: number): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) {
      const at = bytes.indexOf(byte, from);
      found = at < 0 ? bytes.length : at;
    }
    return found;
  };
}

const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

function readText(raw: Uint8Array, escaped: boolean): string {
  const text = decode(raw);
  if (!escaped) return text;
  try {
    return JSON.parse(`"${text}"`);
  } catch {
    throw malformed('unknown escape');
  }
}

const malformed = (reason: string) => new ProxyError('invalid_json', { reason });
