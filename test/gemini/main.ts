/** `npx tsx test/gemini/main.ts --port 9100`: the fake Gemini by itself, to point a relay or an extension at. */
import { parseArgs } from 'node:util';
import { startFakeGemini } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9100' },
    'chunk-delay': { type: 'string', default: '60' },
  },
});

const fake = await startFakeGemini({ port: Number(values.port), chunkDelay: Number(values['chunk-delay']) });
console.log(`Fake Gemini at ${fake.url}: every key works. GEMINI_BASE_URL=${fake.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void fake.close());
