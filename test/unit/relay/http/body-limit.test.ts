import { describe, expect, it } from 'vitest';
import { limitBody } from '../../../../src/relay/http/body-limit.ts';

const KB = 1024;

function sending(pieces: number, headers: Record<string, string> = { 'transfer-encoding': 'chunked' }) {
  let pulls = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulls += 1;
        if (pulls > pieces) controller.close();
        else controller.enqueue(new Uint8Array(KB));
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: 'POST', headers, body, duplex: 'half' };
  const request = new Request('http://127.0.0.1/', init as RequestInit);
  return { request, pulls: () => pulls };
}

describe('limitBody', () => {
  it('reads nothing before it is asked for', async () => {
    const { request, pulls } = sending(2);
    const limited = limitBody(request, 4 * KB);
    await Promise.resolve();
    expect(pulls()).toBe(0);
    expect((await limited.arrayBuffer()).byteLength).toBe(2 * KB);
  });

  it('fails as soon as more came than is allowed, and reads no further', async () => {
    const { request, pulls } = sending(1000);
    await expect(limitBody(request, 4 * KB).text()).rejects.toMatchObject({ code: 'body_too_large' });
    expect(pulls()).toBe(5);
  });

  it('leaves alone what has a length', () => {
    const { request } = sending(1, { 'content-length': String(KB) });
    expect(limitBody(request, 4 * KB)).toBe(request);
  });

  it('keeps method, headers and signal', () => {
    const { request } = sending(1);
    const limited = limitBody(request, KB);
    expect([limited.method, limited.headers.get('transfer-encoding')]).toEqual(['POST', 'chunked']);
    expect(limited.signal).toBe(request.signal);
  });
});
