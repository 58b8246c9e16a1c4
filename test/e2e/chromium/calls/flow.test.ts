import { expect, test } from 'vitest';
import { creditWindow } from '../../../../src/extension/protocol/frames.ts';
import { exchangePort } from '../../../../src/extension/protocol/port.ts';
import { startBench } from '../../support/bench.ts';

// Seen from the connection and not from the upstream: Chromium itself takes 60 MB off a socket that nobody reads.
test('without credit no more than the window crosses the connection; with credit all of it', async () => {
  const bench = await startBench();
  const [length, chunks] = [64 * 1024, 40];
  bench.fake.script(
    {},
    { raw: Array.from({ length: chunks }, () => 'x'.repeat(length)), contentType: 'text/event-stream' },
  );
  const page = await bench.owner.openPage();
  const seen = await page.evaluate(
    async ({ name, window }) => {
      const port = chrome.runtime.connect({ name });
      let bytes = 0;
      let ended = false;
      port.onMessage.addListener((frame) => {
        if (frame.kind === 'chunk') bytes += frame.bytes.length;
        if (frame.kind === 'end') ended = true;
      });
      const until = async (condition: () => boolean) => {
        while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
      };
      // A call that passes through byte by byte: what is generated goes through the answer engine.
      const url = 'https://hajimi.invalid/gemini/v1beta/models/gemini-2.5-flash:countTokens';
      const body = new TextEncoder().encode('{"contents":[]}');
      port.postMessage({ kind: 'open', method: 'POST', url, headers: [], body });
      await until(() => bytes >= window);
      let before: number;
      do {
        before = bytes;
        await new Promise((resolve) => setTimeout(resolve, 300));
      } while (bytes > before);
      port.postMessage({ kind: 'credit', bytes: 1e9 });
      await until(() => ended);
      return { withoutCredit: before, withCredit: bytes };
    },
    { name: exchangePort, window: creditWindow },
  );
  expect(seen.withoutCredit).toBeGreaterThanOrEqual(creditWindow);
  // The last piece may overdraw.
  expect(seen.withoutCredit).toBeLessThan(creditWindow + 1024 * 1024);
  expect(seen.withCredit).toBe(length * chunks);
  await bench.close();
});
