/** Google's sign-in for service accounts, and what Vertex says otherwise than AI Studio. */
import { generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import type { Content } from '../../src/core/google/wire.ts';
import { embedOne } from './embeddings.ts';
import type { RecordedRequest } from './record.ts';
import type { Reply } from './send.ts';

export interface VertexWorld {
  /** Undefined where the request is for the models. */
  answer(request: RecordedRequest): Reply | undefined;
  /** A new account whose JSON file this is. */
  createAccount(options?: { readonly project?: string }): { readonly email: string; readonly json: string };
  revoke(email: string): void;
  /** All tokens that were given out end now. */
  endTokens(): void;
  /** Seconds that new tokens hold. */
  lifetime: number;
}

interface Account {
  readonly publicKey: KeyObject;
  readonly keyId: string;
  revoked: boolean;
}

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';

export function createVertexWorld(): VertexWorld {
  const accounts = new Map<string, Account>();
  const tokens = new Set<string>();
  let count = 0;

  const world: VertexWorld = {
    lifetime: 3600,
    answer(request) {
      if (request.path.endsWith('/token')) return signIn(request);
      const isProject = request.path.includes('/projects/');
      if (isProject && !tokens.has(bearer(request))) return unauthenticated;
      if (request.method === 'predict' && request.model.includes('embedding')) return predicted(request);
      if (request.path.includes('/publishers/') && request.method === 'embedContent') return embedded(request);
      if (!request.path.endsWith('/publishers/google/models')) return undefined;
      return json({ publisherModels: [{ name: 'publishers/google/models/gemini-2.5-flash', versionId: 'default' }] });
    },
    createAccount({ project = 'fake-project' } = {}) {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const email = `robot-${++count}@${project}.iam.gserviceaccount.com`;
      const keyId = `key-${count}`;
      accounts.set(email, { publicKey, keyId, revoked: false });
      const file = {
        type: 'service_account',
        project_id: project,
        private_key_id: keyId,
        private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
        client_email: email,
        token_uri: 'https://attacker.invalid/token',
      };
      return { email, json: JSON.stringify(file) };
    },
    revoke(email) {
      const account = accounts.get(email);
      if (account !== undefined) account.revoked = true;
    },
    endTokens: () => tokens.clear(),
  };
  return world;

  function signIn(request: RecordedRequest): Reply {
    const form = new URLSearchParams(String(request.body));
    const problem =
      form.get('grant_type') === GRANT ? problemOf(form.get('assertion') ?? '', request) : 'Invalid grant type.';
    if (problem !== undefined) return json({ error: 'invalid_grant', error_description: problem }, 400);
    const token = `ya29.fake-token-${++count}`;
    tokens.add(token);
    return json({ access_token: token, expires_in: world.lifetime, token_type: 'Bearer' });
  }

  function problemOf(assertion: string, request: RecordedRequest): string | undefined {
    const [head = '', payload = '', signature = ''] = assertion.split('.');
    const { alg, kid } = decoded(head);
    const { iss, aud, scope, iat, exp } = decoded(payload);
    const account = accounts.get(String(iss));
    if (account === undefined || account.revoked) return 'Invalid grant: account not found';
    const signed = Buffer.from(`${head}.${payload}`);
    const isGenuine = verify('RSA-SHA256', signed, account.publicKey, Buffer.from(signature, 'base64url'));
    if (alg !== 'RS256' || kid !== account.keyId || !isGenuine) return 'Invalid JWT Signature.';
    if (aud !== `http://${request.headers.host}${request.path}` || scope !== SCOPE)
      return 'Invalid JWT: Failed audience check.';
    return Number(exp) - Number(iat) > 3600 ? 'Invalid JWT: Token must be a short-lived token (60 minutes)' : undefined;
  }
}

interface Predict {
  readonly instances?: ReadonlyArray<{ readonly content?: string }>;
  readonly parameters?: { readonly outputDimensionality?: number };
}

/** One text a call, as gemini-embedding-001 takes it. */
function predicted(request: RecordedRequest): Reply {
  const { instances = [], parameters = {} } = request.body as Predict;
  if (instances.length !== 1)
    return json({ error: { code: 400, message: 'One instance only', status: 'INVALID_ARGUMENT' } }, 400);
  const [{ content = '' } = {}] = instances;
  const { embedding } = embedOne({ content: { parts: [{ text: content }] }, ...parameters }) as { embedding: object };
  return json({ predictions: [{ embeddings: { ...embedding, statistics: { token_count: 3 } } }] });
}

function embedded(request: RecordedRequest): Reply {
  const { content, embedContentConfig } = request.body as { content: Content; embedContentConfig: object };
  return json({ ...embedOne({ content, ...embedContentConfig }), usageMetadata: { promptTokenCount: 3 } });
}

const bearer = ({ headers }: RecordedRequest): string => headers.authorization?.replace(/^Bearer /, '') ?? '';

const decoded = (part: string): Record<string, unknown> => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return {};
  }
};

const json = (body: object, status = 200): Reply => ({
  status,
  contentType: 'application/json; charset=UTF-8',
  chunks: [JSON.stringify(body)],
});

const unauthenticated = json(
  {
    error: {
      code: 401,
      message: 'Request had invalid authentication credentials. Expected OAuth 2 access token.',
      status: 'UNAUTHENTICATED',
    },
  },
  401,
);
