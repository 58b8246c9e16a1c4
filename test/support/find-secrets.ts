/** Searches what a run has put out for secrets that are in use, in every form in which one could leave. */

/** Something that got out, and where: a header, a line of the log, one chunk of a stream. */
export interface Output {
  readonly where: string;
  readonly text: string;
}

export interface Secret {
  /** What it is called in a failure, which shall not print it. */
  readonly name: string;
  readonly value: string;
}

/** A piece that is shorter may be a word of anything; a secret must be twice as long. */
const shortestPiece = 10;

/**
 * `<secret> as <form> in <where>` for each find; empty when nothing got out.
 *
 * Searched for are the two halves of each secret: one of them is whole wherever it was cut in two, whatever stands between
 * the parts. Escapes of URLs and of JSON are taken away first; base64 is looked for at each of its three alignments.
 * @throws {Error} for a secret that is too short to be told from other text.
 */
export function findSecrets(secrets: readonly Secret[], outputs: readonly Output[]): string[] {
  const needles = secrets.flatMap(needlesOf);
  const found = outputs.flatMap(({ where, text }) =>
    viewsOf(text).flatMap((view) =>
      needles.filter(({ bytes }) => view.includes(bytes)).map(({ name, form }) => `${name} as ${form} in ${where}`),
    ),
  );
  return [...new Set(found)];
}

/** The lines of a PEM key, each a secret of its own: one of them is as good as lost. */
export const keyLines = (name: string, pem: string): Secret[] =>
  pem
    .split('\n')
    .filter((line) => line.length === 64)
    .map((value, index) => ({ name: `line ${index + 1} of ${name}`, value }));

interface Needle {
  readonly name: string;
  readonly form: 'text' | 'base64';
  readonly bytes: string;
}

function needlesOf({ name, value }: Secret): Needle[] {
  const middle = Math.floor(value.length / 2);
  if (middle < shortestPiece) throw new Error(`${name} is too short to be searched for`);
  return [value.slice(0, middle), value.slice(middle)].flatMap((half) => [
    { name, form: 'text', bytes: inUrlAlphabet(half) } as const,
    ...inBase64(half).map((bytes) => ({ name, form: 'base64', bytes }) as const),
  ]);
}

/** Without the characters at either end that depend on what stands beside it. */
function inBase64(text: string): string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64url');
    return encoded.slice(Math.ceil((before * 4) / 3), Math.floor(((before + bytes.length) * 4) / 3));
  });
}

/** The text as it is, and as it reads without its escapes. */
function viewsOf(text: string): string[] {
  const plain = withoutEscapes(text);
  // A form writes a space as `+`, and base64 may be broken into lines.
  const views = [text, plain, withoutEscapes(text.replaceAll('+', ' ')), plain.replace(/\s+/g, '')];
  return [...new Set(views.map(inUrlAlphabet))];
}

/** Base64 is written with `+` and `/`, or with `-` and `_`. */
const inUrlAlphabet = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

/** Twice: JSON stands within JSON, and a URL within a URL. */
const withoutEscapes = (text: string): string => unescapeOnce(unescapeOnce(text));

const unescapeOnce = (text: string): string =>
  text
    .replace(/\\u([\da-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\([\\"/])/g, '$1')
    .replace(/(?:%[\da-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString());
