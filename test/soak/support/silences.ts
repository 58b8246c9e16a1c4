/** Silent upstreams, waited for by a visible and a hidden tab of a browser that nobody is attached to. */
import { text } from 'node:stream/consumers';
import { startPageServer } from '../../e2e/support/page-server.ts';
import { startFakeGemini } from '../../fake-gemini/server.ts';
import { openUnattached, untilAnswered } from './unattached.ts';

/** What an upstream says, and when; all times in ms. */
export interface Silence {
  readonly text: readonly string[];
  readonly beforeHead?: number;
  readonly beforeFirstByte?: number;
  readonly betweenChunks?: number;
}

export interface Outcome {
  /** Status and whole text of each answer, or the error in its place, by the name of its silence. */
  readonly answers: Readonly<Record<'visible' | 'hidden', Readonly<Record<string, string>>>>;
  /** How often the upstream was asked: once for each answer, unless a worker died and the request was repeated. */
  readonly asked: number;
}

/** Both tabs stream all answers at once. Resolves when both have all of them; each tab stays what it was meanwhile. */
export async function waitOut(silences: Readonly<Record<string, Silence>>): Promise<Outcome> {
  const [fake, site] = await Promise.all([startFakeGemini(), startPageServer()]);
  for (const [name, silence] of Object.entries(silences)) {
    fake.script({ when: ({ body }) => JSON.stringify(body).includes(`question ${name}`) }, silence);
  }
  const report = (visibility: string) =>
    new Promise<Readonly<Record<string, string>>>((resolve) => {
      site.on(`/${visibility}`, (request, response) => {
        response.end();
        void text(request).then((body) => resolve(JSON.parse(body)));
      });
    });
  const reports = [report('visible'), report('hidden')] as const;
  const visible = site.add(`<script>${asking(Object.keys(silences))}</script>`);
  // A tab is hidden by the one that it opens.
  const hidden = site.add(`<script>
    document.addEventListener('visibilitychange', () => { ${asking(Object.keys(silences))} }, { once: true });
    window.open('${visible}', '', 'noopener');
  </script>`);

  const browser = await openUnattached(hidden, { url: fake.url, keys: ['AIzaSyIDLE_ONE', 'AIzaSyIDLE_TWO'] });
  const answers = await Promise.all(reports);
  await browser.close();
  await Promise.all([fake.close(), site.close()]);
  return {
    answers: { visible: answers[0], hidden: answers[1] },
    asked: fake.requests.filter(({ method }) => method === 'streamGenerateContent').length,
  };
}

/** A script that asks everything at once and reports to the path that is named after the tab's visibility at the end. */
const asking = (names: readonly string[]) => `
  async function ask(name) {
    // The tabs ask different questions: equal ones at the same time would be answered by one call.
    const messages = [{ role: 'user', content: 'question ' + name + ' of a tab that is ' + document.visibilityState }];
    const body = JSON.stringify({ model: 'gemini-2.5-flash', stream: true, messages });
    const response = await fetch('https://hajimi.invalid/v1/chat/completions', { method: 'POST', body });
    return response.status + ' ' + (await response.text());
  }
  const answering = ${JSON.stringify(names)}.map(async (name) => {
    ${untilAnswered}
    return [name, await ask(name).catch(String)];
  });
  Promise.all(answering).then((answers) =>
    fetch('/' + document.visibilityState, { method: 'POST', body: JSON.stringify(Object.fromEntries(answers)) }));
`;
