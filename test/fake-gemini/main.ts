/** `npx tsx test/fake-gemini/main.ts --port 9100`: the fake Gemini by itself, to point a relay or an extension at. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startFakeGemini } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9100' },
    'chunk-delay': { type: 'string', default: '60' },
    /** Where to write the JSON of a service account that the fake knows. */
    account: { type: 'string' },
  },
});

const fake = await startFakeGemini({ port: Number(values.port), chunkDelay: Number(values['chunk-delay']) });
if (values.account !== undefined) await writeFile(values.account, fake.vertex.createAccount().json, { mode: 0o600 });
console.log(`Fake Gemini at ${fake.url}: every key works.`);
console.log(`GEMINI_BASE_URL=${fake.url} VERTEX_BASE_URL=${fake.url} GOOGLE_TOKEN_URL=${fake.url}/token`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void fake.close());
