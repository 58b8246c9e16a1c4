/** The real SillyTavern in the real browser with the built extension; only Google is played. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bench, startBench } from '../support/bench.ts';
import { openSillyTavern, type Person } from './person.ts';
import { type SillyTavern, startSillyTavern } from './server.ts';

let bench: Bench;
let tavern: SillyTavern;
let page: Page;
let person: Person;
/** Paths of the page's calls that reached SillyTavern's server. */
const calledServer: string[] = [];

beforeAll(async () => {
  [bench, tavern] = await Promise.all([startBench(), startSillyTavern()]);
  page = await bench.context.newPage();
  page.on('request', (request) => calledServer.push(new URL(request.url()).pathname));
  person = await openSillyTavern(page, tavern.url);
}, 600_000);
beforeEach(() => bench.fake.reset());
afterAll(async () => {
  await bench?.close();
  await tavern?.close();
});

const asked = () =>
  bench.fake.requests.filter(({ method }) => method === 'generateContent' || method === 'streamGenerateContent');
const sent = () => asked().at(-1)?.body as { contents: { role: string }[] };

test('connects to the Custom source and shows the models', async () => {
  await person.connect('custom', 'https://hajimi.invalid/v1');
  const models = await person.choices('.model_custom_select');
  expect(models).toContain('gemini-2.5-flash');
  await person.set('#custom_model_id', 'gemini-2.5-flash');
});

test('"Test Message" is answered', async () => {
  await person.press('#test_api_button');
  await bench.fake.waitFor(({ method }) => method === 'generateContent');
  await page.locator('#toast-container .toast-success').first().waitFor();
});

test('a reply streams into the chat', async () => {
  await person.press('#rightNavDrawerIcon');
  await person.press('#rm_print_characters_block .character_select');
  await page.locator('#chat .mes').first().waitFor();
  await person.set('#stream_toggle', true);
  bench.fake.script({}, { text: ['The glade ', 'is quiet ', 'tonight.'], betweenChunks: 300 });
  await person.say('What do you hear?');
  await person.sees(/^The glade( is quiet)?$/);
  await person.reads('The glade is quiet tonight.');
  expect(asked().at(-1)?.method).toBe('streamGenerateContent');
});

test('Stop keeps what was written and ends the call to Google', async () => {
  bench.fake.script(
    {},
    { text: ['One ', 'two ', 'three ', 'four'], betweenChunks: 300, gap: { at: 3, ms: 3_600_000 } },
  );
  await person.say('Count!');
  await person.sees(/One two three/);
  await person.press('#mes_stop');
  await bench.fake.waitFor(({ aborted }) => aborted);
  await person.reads('One two three');
});

test('regenerates', async () => {
  bench.fake.script({}, { text: 'One two three.' });
  await person.press('#option_regenerate');
  await person.reads('One two three.');
});

test('continues, and writes what the person might say', async () => {
  bench.fake.script({}, { text: ' Four.' }, 1);
  await person.press('#option_continue');
  await person.sees(/three\.\s*Four\./);
  bench.fake.script({}, { text: 'I listen.' }, 1);
  await person.press('#option_impersonate');
  await page.waitForFunction(
    () => (document.querySelector('#send_textarea') as HTMLTextAreaElement).value === 'I listen.',
  );
});

test('a reply comes in one piece', async () => {
  await person.set('#stream_toggle', false);
  bench.fake.script({}, { text: 'All at once.' });
  await person.say('Again!');
  await person.reads('All at once.');
  expect(asked().at(-1)?.method).toBe('generateContent');
});

test('several swipes come at once', async () => {
  await person.set('#stream_toggle', true);
  await person.set('#n_openai', '2');
  bench.fake.script({}, { text: ['Either ', 'way.'], betweenChunks: 300 });
  await person.say('Two ways');
  await person.reads('Either way.');
  await page.waitForFunction(() => SillyTavern.getContext().chat.at(-1)?.swipes?.length === 2);
  await person.set('#n_openai', '1');
  await person.set('#stream_toggle', false);
});

test.each(['merge', 'merge_tools', 'semi', 'semi_tools', 'strict', 'strict_tools', 'single'])(
  'prompt post-processing %s is done',
  async (mode) => {
    await person.set('#custom_prompt_post_processing', mode);
    bench.fake.script({}, { text: `Done ${mode}.` });
    await person.say(`Try ${mode}`);
    await person.reads(`Done ${mode}.`);
    const roles = sent().contents.map(({ role }) => role);
    expect(roles.some((role, index) => role === roles[index - 1])).toBe(false);
    if (mode === 'single') expect(roles).toEqual(['user']);
  },
);

test.each([true, false])('429 is shown in a toast, streaming: %s', async (streams) => {
  await person.set('#stream_toggle', streams);
  await person.set('#custom_model_id', 'gemini-2.5-flash-lite');
  bench.fake.script({}, { error: 'minute-quota' });
  await person.say('Hello?');
  expect(await person.toast()).toMatch(/quota/i);
});

test('Google AI Studio with the virtual origin as its proxy connects, streams and answers whole', async () => {
  await person.connect('makersuite', 'https://hajimi.invalid/gemini');
  await person.set('#model_google_select', 'gemini-2.5-flash');
  await person.set('#stream_toggle', true);
  bench.fake.script({}, { text: ['From ', 'Google, ', 'streamed.'], betweenChunks: 100 }, 1);
  await person.say('Hello Google');
  await person.reads('From Google, streamed.');
  await person.set('#stream_toggle', false);
  bench.fake.script({}, { text: 'From Google.' }, 1);
  await person.say('And again');
  await person.reads('From Google.');
});

test('OpenAI with the virtual origin as its proxy connects and answers', async () => {
  await person.connect('openai', 'https://hajimi.invalid/v1');
  await person.set('#model_openai_select', 'gemini-2.5-flash');
  bench.fake.script({}, { text: 'Through the proxy.' });
  await person.say('Hello OpenAI');
  await person.reads('Through the proxy.');
});

test('its server was asked for no model, and everything else', () => {
  expect(calledServer.filter((path) => /\/chat-completions\/(?:status|generate)$/.test(path))).toEqual([]);
  expect(calledServer).toContain('/api/settings/save');
  expect(tavern.log()).not.toMatch(/hajimi\.invalid/);
});
