/**
 * The YAML that people type into a box: mappings, sequences, JSON, quotes, texts of several lines, comments. Anchors,
 * tags, complex keys and several documents are refused. A library of the whole language would be a quarter of the
 * extension.
 */
import { readFlow } from './flow.ts';
import { matchAt, QUOTED, readPlain, readQuoted, YamlError } from './scalar.ts';

interface Line {
  readonly indent: number;
  /** Without indentation and comment; empty for a line that says nothing. */
  readonly text: string;
  /** As it was written. */
  readonly raw: string;
}

/** Deeper than anything that a person types. */
const DEEPEST = 100;

/** @throws {YamlError} for what is not YAML, or not what this reads. */
export function readYaml(source: string): unknown {
  const lines = source
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .map(readLine);
  const head = lines.findIndex(({ text }) => text !== '');
  if (lines[head]?.text === '---') lines.splice(0, head + 1);
  let at = 0;
  let depth = 0;

  /** The next line that says something. */
  function peek(): Line | undefined {
    while (lines[at]?.text === '') at++;
    const line = lines[at];
    if (line?.raw[line.indent] === '\t') throw new YamlError('A tab indents');
    return line;
  }

  /** A value that begins on a line of its own, indented by at least `indent`. */
  function readBlock(indent: number): unknown {
    const line = peek();
    if (line === undefined || line.indent < indent) return null;
    if (++depth > DEEPEST) throw new YamlError('Too deep');
    try {
      if (isItem(line.text)) return readSequence(line.indent);
      return splitKey(line.text) === undefined ? readFree(indent) : readMapping(line.indent);
    } finally {
      depth--;
    }
  }

  function readSequence(indent: number): unknown[] {
    const items: unknown[] = [];
    for (let line = peek(); line?.indent === indent && isItem(line.text); line = peek()) {
      const inner = line.text.slice(1).trimStart();
      if (inner === '') {
        at++;
        items.push(readBlock(indent + 1));
      } else if (isItem(inner) || splitKey(inner) !== undefined) {
        // What follows the dash is the first line of a block that stands where it stands.
        const shift = line.text.length - inner.length;
        lines[at] = { indent: indent + shift, text: inner, raw: ' '.repeat(indent + shift) + inner };
        items.push(readBlock(indent + 1));
      } else {
        items.push(readRest(inner, indent));
      }
    }
    refuseDeeper(indent);
    return items;
  }

  function readMapping(indent: number): unknown {
    const entries = new Map<string, unknown>();
    for (let line = peek(); line?.indent === indent; line = peek()) {
      const split = splitKey(line.text);
      if (split === undefined) throw new YamlError(`Not a key: ${line.text.slice(0, 20)}`);
      if (entries.has(split.key)) throw new YamlError(`Twice: ${split.key}`);
      if (split.rest !== '') entries.set(split.key, readRest(split.rest, indent));
      else {
        at++;
        const next = peek();
        // A sequence may stand right below its key.
        const below = next?.indent === indent && isItem(next.text) ? indent : indent + 1;
        entries.set(split.key, below === indent ? readSequence(indent) : readBlock(below));
      }
    }
    refuseDeeper(indent);
    return Object.fromEntries(entries);
  }

  function refuseDeeper(indent: number) {
    const next = peek();
    if (next !== undefined && next.indent > indent) throw new YamlError(`Indented too far: ${next.text.slice(0, 20)}`);
  }

  /** The value whose first words stand on the current line, behind a key or a dash; it may go on on deeper lines. */
  function readRest(first: string, indent: number): unknown {
    const block = /^([|>])([-+]?)(\d?)([-+]?)$/.exec(first);
    at++;
    if (block) {
      const [, style, chompBefore, width, chompAfter] = block;
      return readText(indent, style === '>', (chompBefore || chompAfter) ?? '', Number(width ?? 0));
    }
    const taken = [first];
    // The bracket that closes may stand below the key.
    const closing = /^[[{]/.test(first) ? /^[\]}]/ : undefined;
    const goesOn = ({ text, indent: own }: Line) => text === '' || own > indent || closing?.test(text);
    for (let line = lines[at]; line && goesOn(line); line = lines[at]) {
      taken.push(line.text);
      at++;
    }
    return readValue(taken);
  }

  /** A value on lines of its own that is no block. */
  function readFree(indent: number): unknown {
    const taken: string[] = [];
    for (let line = lines[at]; line && (line.text === '' || line.indent >= indent); line = lines[at]) {
      taken.push(line.text);
      at++;
    }
    return readValue(taken);
  }

  function readText(indent: number, folds: boolean, chomp: string, width: number): string {
    const taken: string[] = [];
    for (let line = lines[at]; line && (line.raw.trim() === '' || line.indent > indent); line = lines[at]) {
      taken.push(line.raw);
      at++;
    }
    const begin = width > 0 ? indent + width : indentOf(taken.find((raw) => raw.trim() !== '') ?? '');
    const text = taken.map((raw) => raw.slice(begin)).join('\n');
    let length = text.length;
    while (text[length - 1] === '\n') length--;
    const body = text.slice(0, length);
    const end = text.slice(length);
    const shown = folds ? fold(body) : body;
    if (chomp === '-' || body === '') return shown;
    return shown + (chomp === '+' ? `${end}\n` : '\n');
  }

  const value = readBlock(0);
  if (peek() !== undefined) throw new YamlError(`Not understood: ${peek()?.text.slice(0, 20)}`);
  return value;
}

function readLine(raw: string): Line {
  return { indent: indentOf(raw), text: withoutComment(raw.trim()), raw };
}

const indentOf = (raw: string): number => raw.length - raw.replace(/^ +/, '').length;

const isItem = (text: string): boolean => text === '-' || text.startsWith('- ');

/** `key: rest`; undefined for anything else. */
function splitKey(text: string): { readonly key: string; readonly rest: string } | undefined {
  const quoted = matchAt(QUOTED, text, 0);
  const key = quoted ?? plainKey(text);
  if (key === undefined) return undefined;
  const after = text.slice(key.length).trimStart();
  if (!/^:(?:\s|$)/.test(after)) return undefined;
  return { key: quoted === undefined ? key : readQuoted(quoted), rest: after.slice(1).trim() };
}

/** What stands before the first colon that ends a key. */
function plainKey(text: string): string | undefined {
  if (!/^[^[\]{}"'#&*!|>%@`,\s]/.test(text)) return undefined;
  const colon = text.slice(1).search(/:(?:\s|$)/);
  return colon < 0 ? undefined : text.slice(0, colon + 1).trimEnd();
}

/** Lines of one value: in brackets or quotes, or words that make one line. */
function readValue(lines: readonly string[]): unknown {
  const text = lines.join('\n').trim();
  if (/^[[{"']/.test(text)) return readFlow(text);
  if (lines.some((line) => splitKey(line) !== undefined)) throw new YamlError('A key within a text');
  return readPlain(fold(text));
}

/** Lines that follow each other make one line, empty ones a line break. */
const fold = (text: string): string =>
  text.replace(/([^\n])\n(\n*)(?=[^\n])/g, (_, last: string, more: string) => last + (more || ' '));

/** `#` begins a comment at the beginning and behind white space, unless it is in quotes. */
function withoutComment(text: string): string {
  if (!text.includes('#')) return text;
  let at = 0;
  while (at < text.length) {
    const letter = text[at] ?? '';
    const before = text[at - 1];
    if (letter === '#' && (before === undefined || /\s/.test(before))) break;
    const mayOpen = (letter === '"' || letter === "'") && (before === undefined || /[\s,[{:]/.test(before));
    at += (mayOpen ? matchAt(QUOTED, text, at)?.length : undefined) ?? 1;
  }
  return text.slice(0, at).trimEnd();
}
