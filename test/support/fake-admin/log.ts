import type { FailureCause } from '../../../src/contract/keys.ts';
import type { AttemptRecord, RequestDetails } from '../../../src/contract/log.ts';

/** Made-up requests of the last minute. */
export function fakeLog(now: number): RequestDetails[] {
  const request = (n: number, more: Partial<RequestDetails>): RequestDetails => ({
    id: `r${n}`,
    startedAt: now - n * 9000,
    endedAt: now - n * 9000 + 2340,
    firstByteAt: now - n * 9000 + 830,
    client: 'https://chat.example',
    method: 'POST',
    path: '/v1/chat/completions',
    model: 'gemini-2.5-flash',
    status: 200,
    attempts: [attempt(n, now)],
    usage: { input: 812, output: 240, thoughts: 90, cached: 0 },
    ...more,
  });
  return [
    request(1, {}),
    request(2, {
      attempts: [attempt(5, now, 'key-invalid'), attempt(3, now, 'day-quota'), attempt(1, now)],
      bodies: {
        request: '{"model":"gemini-2.5-flash","messages":[{"role":"user","content":"你好"}]}',
        converted: '{"contents":[{"role":"user","parts":[{"text":"你好"}]}]}',
        upstream: '{"candidates":[{"content":{"parts":[{"text":"你好！"}]}}]}\n',
        answer: '{"choices":[{"message":{"content":"你好！"}}]}',
      },
    }),
    request(3, { client: '127.0.0.1', cutShort: true }),
    request(4, { status: 429, attempts: [], error: resting, errorCode: 'keys_cooling' }),
    request(5, { fromCache: true, attempts: [] }),
    request(6, {
      startedAt: now - 30 * 3_600_000,
      endedAt: now - 30 * 3_600_000 + 2_000,
      firstByteAt: now - 30 * 3_600_000 + 900,
    }),
  ];
}

const resting = {
  en: 'All keys are resting. The first is usable again in 34 s.',
  zh: '所有密钥都在冷却，34 秒后恢复第一个。',
};

const attempt = (n: number, at: number, cause?: FailureCause): AttemptRecord => ({
  credentialId: n.toString(16).padStart(16, '0'),
  label: n === 1 ? 'main project' : '',
  startedAt: at - 2000,
  endedAt: at - 1200,
  ...(cause && {
    failure: { cause, scope: 'key', status: 429, code: 'X', message: 'In Google’s own words.', quotas: [] },
  }),
});
