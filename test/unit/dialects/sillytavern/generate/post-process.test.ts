import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { postProcess } from '../../../../../src/core/dialects/sillytavern/generate/post-process.ts';

interface Vector {
  readonly name: string;
  readonly type: string;
  readonly input: unknown;
  readonly output: unknown;
}

/** Recorded from a running SillyTavern 1.19.0. */
const recorded = JSON.parse(
  readFileSync(new URL('../../../../fixtures/sillytavern/postprocess-vectors.json', import.meta.url), 'utf8'),
) as { vectors: Vector[]; user_name: string; char_name: string; group_names: string[] };
const names = { user: recorded.user_name, character: recorded.char_name, group: recorded.group_names };

/**
 * SillyTavern stands a random word in for each picture and does not find it again where it has put a name in front: the
 * picture is lost and the word is sent to the model. Here the picture stays.
 */
function withoutLostPicture({ name, type, output }: Vector): unknown {
  if (name !== 'images' || type !== 'single') return output;
  const [message] = output as [{ content: { text?: string }[] }];
  const content = message.content.map((part) => ({ ...part }));
  const last = content.at(-1);
  if (last?.text === undefined || !/User: [\w+/]{43}=$/.test(last.text))
    throw new Error('another vector than recorded');
  last.text = last.text.replace(/[\w+/]{43}=$/, '');
  return [
    { ...message, content: [...content, { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }] },
  ];
}

test('all recorded prompts are there', () => expect(recorded.vectors.length).toBe(104));

test.each(recorded.vectors)('$name, $type', (vector) => {
  expect(postProcess(vector.input, vector.type, names)).toEqual(withoutLostPicture(vector));
});

test('no mode, or one that nobody knows, leaves the prompt alone', () => {
  const messages = [{ role: 'user', content: 'a', name: 'Ann' }];
  for (const mode of ['', undefined, 'constructor', 'new']) expect(postProcess(messages, mode, names)).toBe(messages);
});
