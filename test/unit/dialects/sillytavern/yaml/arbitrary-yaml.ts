/** Documents of the YAML that goes into SillyTavern's boxes, in the spellings that people and models choose. */
import fc from 'fast-check';

/** A value that knows how to write itself behind a key or a dash at this column, or at the root at -1. */
type Written = (column: number) => string;

const pad = (column: number): string => ' '.repeat(Math.max(0, column));

/** Chinese and its wide space, a no-break space and a picture: none of them is white space of YAML. */
const word = fc.constantFrom(
  ...[
    'a',
    'top_k',
    'x-y',
    'stop',
    'https://x.invalid:8/v1',
    'C#',
    'a:b',
    "it's",
    'say "hi"',
    '-1x',
    '?b',
    ':c',
    '中文',
  ],
  ...[
    '\u3000宽',
    'no\u00a0break',
    '😀',
    'null',
    'true',
    '#',
    '- x',
    '2024-01-01',
    '[',
    '{}',
    'a, b',
    '</s>',
    '|',
    'x\\y',
  ],
);
const number = fc.constantFrom('1', '-0.5', '.5', '1e3', '1.', '0x1F', '0o17', '+7', '007', '1_000', '.inf', '-.INF');
const literal = fc.constantFrom('~', 'null', 'Null', 'true', 'FALSE', 'yes', 'off', 'tRue');
/** A text that begins and goes on as one without quotes may. */
const plainWord = fc
  .oneof({ weight: 3, arbitrary: fc.constantFrom('a', 'temperature', '中文', 'C#', 'a:b', '-1x', 'x\\y') }, word)
  .filter((text) => !/^[[{|#'"]|^- |: |^[?:-]$/.test(text) && text !== '');
const flowSafe = (text: string): boolean => !/[,[\]{}]/.test(text);

const blankLines = fc.constantFrom('', '', '', '\n', '\n\n', '\n  ', '\n# comment', '\n   # deep: comment');
const lineEnd = fc.constantFrom('', '', '', ' ', '  # comment', '\t# tab', ' #');

const plain: fc.Arbitrary<Written> = fc
  .tuple(
    fc.oneof(plainWord, number, literal),
    fc.array(
      fc.tuple(
        fc.constantFrom(' ', '  ', '\n', '\n', '\n\n', ' \n'),
        word.filter((w) => !w.startsWith('#')),
      ),
    ),
    fc.integer({ min: 1, max: 4 }),
    lineEnd,
  )
  .map(([first, more, step, end]) => (column) => {
    const gap = (between: string) => (between.includes('\n') ? between + pad(column + step) : between);
    return ` ${first}${more.map(([between, text]) => gap(between) + text).join('')}${end}`;
  });

const quotedPieces = fc.array(
  fc.oneof(
    word,
    fc.constantFrom(' ', '  ', '\t', '\n', '\n\n', ' \n', '\n \n', '# no', ': ', "''", '\\n', '\\"', '\\u4e2d', '\\ '),
    fc.constantFrom('\\x41', '\\U0001F600', '\\ud83d\\ude00', '\\\n', '\\\n\n', '\\\t', '\\/', '\\e', '\\q'),
  ),
  { maxLength: 6 },
);

const quoted: fc.Arbitrary<Written> = fc
  .tuple(quotedPieces, fc.boolean(), fc.integer({ min: 1, max: 3 }), lineEnd)
  .map(([pieces, isDouble, step, end]) => (column) => {
    const text = pieces.join('');
    const inner = isDouble ? text.replace(/(?<!\\)"/g, '\\"') : text.replace(/'/g, "''");
    const quote = isDouble ? '"' : "'";
    return ` ${quote}${inner.replace(/\n(?!\n)/g, `\n${pad(column + step)}`)}${quote}${end}`;
  });

const blockText: fc.Arbitrary<Written> = fc
  .record({
    style: fc.constantFrom('|', '>'),
    chomp: fc.constantFrom('', '-', '+'),
    isWide: fc.boolean(),
    step: fc.integer({ min: 1, max: 4 }),
    lines: fc.array(
      fc.tuple(
        fc.constantFrom(0, 0, 0, 1, 2),
        fc.oneof(word, fc.constantFrom('', '', '# text', 'k: v', '\ttab', '- i')),
      ),
      { maxLength: 6 },
    ),
    comment: fc.constantFrom('', '', ' # comment'),
  })
  .map(({ style, chomp, isWide, step, lines, comment }) => (column) => {
    const indent = Math.max(0, column) + step;
    const written = lines.map(([extra, text]) => `\n${text === '' ? pad(extra * 2) : pad(indent + extra) + text}`);
    return ` ${style}${isWide ? step : ''}${chomp}${comment}${written.join('')}`;
  });

const flowScalar = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(plainWord.filter(flowSafe), number, literal) },
  { weight: 2, arbitrary: word.map((text) => JSON.stringify(text)) },
  word.map((text) => `'${text.replaceAll("'", "''")}'`),
);
const flowGap = fc.constantFrom('', '', ' ', '\n', ' # in between\n', '\n\n', '\t');

const { flow } = fc.letrec<{ flow: string; value: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, flowScalar, tie('flow')),
  flow: fc
    .record({
      isMapping: fc.boolean(),
      items: fc.array(fc.tuple(flowScalar, tie('value'), fc.constantFrom('', ' ', '\n'), fc.boolean()), {
        maxLength: 3,
      }),
      gap: flowGap,
      last: fc.constantFrom('', '', ','),
    })
    .map(({ isMapping, items, gap, last }) => {
      const write = ([key, value, space, isBare]: [string, string, string, boolean]) => {
        if (!isMapping) return isBare ? `${key}: ${value}` : value;
        return isBare ? key : `${key}: ${space}${value}`;
      };
      const inner = items.map(write).join(`,${gap || ' '}`);
      const [open, close] = isMapping ? '{}' : '[]';
      return `${open}${gap}${inner}${items.length > 0 ? last : ''}${gap}${close}`;
    }),
}));

const inFlow: fc.Arbitrary<Written> = fc
  .tuple(flow, fc.integer({ min: 1, max: 3 }), fc.boolean(), lineEnd)
  .map(([text, step, isBelow, end]) => (column) => {
    const indented = text.replaceAll('\n', `\n${pad(column + step)}`);
    // The last bracket may stand right below the key.
    return ` ${isBelow ? indented.replace(/\n *([\]}])$/, `\n${pad(column)}$1`) : indented}${end}`;
  });

const key = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('a', 'top_k', 'b c', '中文', '1', '0x10', 'true', '~', 'x:y', '-k', 'k#', '__proto__'),
  },
  fc.constantFrom('"quoted"', '"a: b"', "'it''s'", '"\\u4e2d"', '""'),
);

const { node } = fc.letrec<{ node: Written; mapping: Written; sequence: Written }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    plain,
    fc.constant<Written>(() => ''),
    quoted,
    blockText,
    inFlow,
    tie('mapping'),
    tie('sequence'),
  ),
  mapping: fc
    .tuple(
      fc.uniqueArray(fc.tuple(key, tie('node'), blankLines, fc.constantFrom('', '', ' ')), {
        minLength: 1,
        maxLength: 4,
        selector: ([name]) => name,
      }),
      fc.integer({ min: 1, max: 4 }),
      lineEnd,
    )
    .map(([entries, step, end]) => (column) => {
      const own = column < 0 ? 0 : column + step;
      return (
        end +
        entries.map(([name, value, blank, space]) => `${blank}\n${pad(own)}${name}${space}:${value(own)}`).join('')
      );
    }),
  sequence: fc
    .tuple(
      fc.array(fc.tuple(tie('node'), blankLines, fc.boolean()), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 0, max: 3 }),
      lineEnd,
    )
    .map(([items, step, end]) => (column) => {
      const own = column < 0 ? 0 : column + step;
      return (
        end +
        items
          .map(([value, blank, isCompact]) => {
            const text = value(own);
            // `- a: 1` in place of a dash on a line of its own.
            const compact = isCompact
              ? text.replace(/^\n( +)(?=\S)/, (_, inner: string) => inner.slice(own + 1) || ' ')
              : text;
            return `${blank}\n${pad(own)}-${compact}`;
          })
          .join('')
      );
    }),
}));

const withUnixBreaks: fc.Arbitrary<string> = fc
  .tuple(node, fc.constantFrom('', '', '\n', '\n\n', '\n# end'), fc.constantFrom('', '', '---\n', '# head\n'))
  .map(([write, end, head]) => `${head}${write(-1).replace(/^[ \n]+/, '')}${end}`);

const asWritten = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.boolean()).map(([unix, isWindows]) => (isWindows ? unix.replaceAll('\n', '\r\n') : unix));

/** Nine of ten are YAML; the others fail by chance, where a text means something where it stands. */
export const yamlDocument = asWritten(withUnixBreaks);

const tokens = [
  ...[
    'a',
    '1',
    'c d',
    ': ',
    ':',
    '- ',
    '-',
    '\n',
    '\n',
    '\n  ',
    '\n ',
    '  ',
    ' ',
    '"',
    "'",
    '#',
    ' #',
    '|',
    '>',
    '|-',
    '>+',
  ],
  ...['{', '}', '[', ']', ',', '\t', '~', 'true', '---', '...', '\\', '?', '0.5', '.', '&x', '*x', '!t ', '%', '@'],
];

/** Anything at all. */
export const yamlTokens = asWritten(
  fc.array(fc.constantFrom(...tokens), { maxLength: 9 }).map((some) => some.join('')),
);

/** A document with some letters put in, taken out or replaced. */
export const brokenYaml = asWritten(
  fc
    .tuple(
      withUnixBreaks,
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.constantFrom('', ...tokens)), { minLength: 1, maxLength: 2 }),
    )
    .map(([text, changes]) =>
      changes.reduce((changed, [place, length, token]) => {
        const at = place % (changed.length + 1);
        return changed.slice(0, at) + token + changed.slice(at + length);
      }, text),
    ),
);
