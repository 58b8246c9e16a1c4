/** What the soak keeps asking, in a page as in Node: it must carry all it needs, for only its text gets into a page. */

export interface Traffic {
  /** Of the chat completions. */
  readonly url: string;
  readonly password: string;
  readonly model: string;
  /** How long, in ms. */
  readonly ms: number;
}

/** How many requests ended in which way. */
export interface Ends {
  readonly whole: number;
  readonly stream: number;
  readonly large: number;
  readonly left: number;
  readonly failed: number;
  /** None of these: the soak is not what it should be. */
  readonly odd: number;
}

/** Eight clients with whole answers, streams, streams that are left in their middle, failures, and pictures of 2 MiB. */
export async function mixedTraffic({ url, password, model, ms }: Traffic): Promise<Ends> {
  const ends = { whole: 0, stream: 0, large: 0, left: 0, failed: 0, odd: 0 };
  const until = Date.now() + ms;
  const picture = `data:image/png;base64,${'iVBORw0K'.repeat(256 * 1024)}`;
  let asked = 0;

  const post = (content: unknown, more: object = {}, signal?: AbortSignal) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${password}` },
      body: JSON.stringify({ model, messages: [{ role: 'user', content }], ...more }),
      ...(signal && { signal }),
    });

  const kinds = {
    async whole(words: string) {
      return (await (await post(words)).text()).includes('@@');
    },
    async stream(words: string) {
      return (await (await post(words, { stream: true })).text()).includes('[DONE]');
    },
    async large(words: string) {
      const image = { type: 'image_url', image_url: { url: picture } };
      return (await (await post([{ type: 'text', text: words }, image])).text()).includes('@@');
    },
    async left(words: string) {
      const leaving = new AbortController();
      const { body } = await post(words, { stream: true }, leaving.signal);
      await body?.getReader().read();
      leaving.abort();
      return true;
    },
    async failed(words: string) {
      const answer = await post(words, { model: `${model}-mock429` });
      await answer.text();
      return answer.status >= 400;
    },
  };
  const mix = ['whole', 'stream', 'whole', 'left', 'stream', 'large', 'whole', 'stream', 'failed', 'left'] as const;

  async function client(): Promise<void> {
    while (Date.now() < until) {
      const number = asked++;
      const kind = mix[number % mix.length] ?? 'whole';
      const isRight = await kinds[kind](`question ${number}`).catch(() => false);
      ends[isRight ? kind : 'odd']++;
    }
  }

  await Promise.all(Array.from({ length: 8 }, client));
  return ends;
}
