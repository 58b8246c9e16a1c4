/** What the bench runs in a page. Each function must carry all it needs: only its text gets there. */

export interface Call {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  /** `IMAGE` stands for 15 MiB of base64. */
  readonly body?: string;
  /** What a right answer holds. */
  readonly holds: string;
}

/** Times of the calls to the end of their answers, one after the other, in ms. */
export async function timePairs({
  floor,
  ours,
  times,
}: {
  readonly floor: Call;
  readonly ours: Call;
  readonly times: number;
}): Promise<[floor: number[], ours: number[]]> {
  const filled = (body: string | undefined) => {
    if (!body?.includes('IMAGE')) return body;
    const image = Array.from({ length: 15 * 1024 }, (_, index) => index.toString(36).padStart(4, '0').repeat(256));
    return body.replace('IMAGE', image.join(''));
  };
  const headers = { 'content-type': 'application/json' };
  const prepared = [floor, ours].map(({ url, method = 'POST', body, holds }) => {
    const text = filled(body);
    const init = text === undefined ? { method } : { method, headers, body: text };
    return async () => {
      const start = performance.now();
      const response = await fetch(url, init);
      const answer = await response.text();
      const time = performance.now() - start;
      if (!response.ok || !answer.includes(holds)) throw new Error(`${response.status} ${answer.slice(0, 300)}`);
      return time;
    };
  });
  const taken: [number[], number[]] = [[], []];
  for (let pair = 0; pair < times; pair++) {
    // Whoever goes second finds what the first has warmed.
    const order = pair % 2 === 0 ? [0, 1] : [1, 0];
    for (const which of order) taken[which]?.push((await prepared[which]?.()) ?? Number.NaN);
  }
  return taken;
}

/** Time of so many calls one after the other, in ms. */
export async function timeMany({ url, times }: { readonly url: string; readonly times: number }) {
  const start = performance.now();
  for (let call = 0; call < times; call++) await (await fetch(url)).arrayBuffer();
  return performance.now() - start;
}
