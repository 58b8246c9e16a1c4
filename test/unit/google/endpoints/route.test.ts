import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../../../src/contract/settings/table.ts';
import { routeOf } from '../../../../src/core/google/endpoints/route.ts';
import { UpstreamFailure } from '../../../../src/core/pool/types.ts';
import { credentialOf } from '../../pool/state-of.ts';

const path = '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse';
const account = (project?: string) =>
  JSON.stringify({ client_email: 'robot@a.test', private_key: 'PRIVATE', project_id: project });

const studio = credentialOf('a', { kind: 'ai-studio', secret: 'AIza1' });
const express = credentialOf('b', { kind: 'vertex-express', secret: 'AQ.1', location: 'us-central1' });
const robot = credentialOf('c', { kind: 'service-account', secret: account('own') });

const route = (
  credential: typeof studio,
  own: Partial<Settings> = {},
  call: { path: string; body?: string } = { path },
) =>
  routeOf(
    {
      settings: () => ({ ...defaultSettings, ...own }),
      tokens: { get: async ({ id }) => `token of ${id}`, forget: () => undefined },
    },
    credential,
    call,
  );

const failureOf = async (calling: Promise<unknown>) => {
  const error = await calling.catch((thrown: unknown) => thrown);
  return error instanceof UpstreamFailure ? error.failure : undefined;
};

describe('a call', () => {
  it('with a key of AI Studio goes there, key in the header', async () => {
    expect(await route(studio, { geminiBaseUrl: 'https://g.test' })).toEqual({
      url: `https://g.test${path}`,
      baseUrl: 'https://g.test',
      secret: 'AIza1',
      headers: { 'x-goog-api-key': 'AIza1' },
    });
  });

  it('with an express key goes to the global endpoint, whatever location is set', async () => {
    expect(await route(express, { vertexLocation: 'europe-west1' })).toMatchObject({
      url: 'https://aiplatform.googleapis.com/v1beta1/publishers/google/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
      headers: { 'x-goog-api-key': 'AQ.1' },
    });
  });

  it('with an account shows a token, and never the account itself', async () => {
    const found = await route(robot);
    expect(found).toMatchObject({ secret: 'token of c', headers: { authorization: 'Bearer token of c' } });
    expect(JSON.stringify(found)).not.toContain('PRIVATE');
  });

  it.each([
    [studio, 'AIza1'],
    [robot, 'token of c'],
    [express, 'AQ.1'],
  ])('never has its secret in the URL', async (credential, secret) => {
    expect((await route(credential)).url).not.toContain(secret);
  });
});

describe("an account's place", () => {
  it.each<[string, Partial<typeof robot>, Partial<Settings>, string]>([
    ['is its own', {}, {}, 'https://aiplatform.googleapis.com/v1beta1/projects/own/locations/global/'],
    [
      'is that of the settings before its own',
      {},
      { vertexProjectId: 'set', vertexLocation: 'europe-west1' },
      'https://europe-west1-aiplatform.googleapis.com/v1beta1/projects/set/locations/europe-west1/',
    ],
    [
      'is what was set for it before all',
      { project: 'mine', location: 'us-east1' },
      { vertexProjectId: 'set', vertexLocation: 'europe-west1' },
      'https://us-east1-aiplatform.googleapis.com/v1beta1/projects/mine/locations/us-east1/',
    ],
    [
      'is that of the settings where what was set for it is empty',
      { project: '', location: '' },
      { vertexProjectId: 'set', vertexLocation: 'europe-west1' },
      'https://europe-west1-aiplatform.googleapis.com/v1beta1/projects/set/locations/europe-west1/',
    ],
  ])('%s', async (_, credential, settings, start) => {
    const { url } = await route({ ...robot, ...credential }, settings);
    expect(url.startsWith(start), url).toBe(true);
  });

  it('must have a project', async () => {
    const failure = await failureOf(route({ ...robot, secret: account() }));
    expect(failure).toMatchObject({ scope: 'key', cause: 'key-restricted' });
  });
});

describe('what only AI Studio serves', () => {
  it.each([express, robot])('does not blame a credential of Vertex', async (credential) => {
    const failure = await failureOf(route(credential, {}, { path: '/v1beta/files/abc' }));
    expect(failure).toMatchObject({ scope: 'upstream', status: 404 });
  });

  it('is asked of AI Studio as it stands', async () => {
    const { url, body } = await route(studio, {}, { path: '/v1beta/files/abc?x=1', body: '{}' });
    expect([url, body]).toEqual([`${defaultSettings.geminiBaseUrl}/v1beta/files/abc?x=1`, '{}']);
  });
});
