/** Where a call goes by the kind of its credential: the one table of Google's endpoint forms. */
import type { CredentialKind } from '../../../contract/keys.ts';

/** A call to a model, a look at one, or the list: `/v1beta/models/gemini-3.8-flash:generateContent?alt=sse`. */
export interface ModelPath {
  /** `v1`, `v1beta`, `v1alpha` or Vertex' `v1beta1`. */
  readonly version: string;
  /** As it stands in the path, percent-encoded; empty for the list. */
  readonly model: string;
  /** Empty for a look. */
  readonly method: string;
  /** With its question mark; empty where none. */
  readonly query: string;
}

export interface Place {
  /** Base URL of this side of Google, without a slash at the end. */
  readonly baseUrl: string;
  /** Google Cloud project; only the project form needs it. */
  readonly project: string;
  readonly location: string;
}

const MODEL_PATH =
  /^\/(v1|v1beta1?|v1alpha)\/(?:projects\/[^/]+\/locations\/[^/]+\/)?(?:publishers\/google\/)?models(?:\/([^/:?]+))?(?::(\w+))?(\?.*)?$/;

/** Reads AI Studio's form of a path, and Vertex' two; undefined for what concerns no base model. */
export function readModelPath(path: string): ModelPath | undefined {
  const [, version, model = '', method = '', query = ''] = MODEL_PATH.exec(path) ?? [];
  return version === undefined ? undefined : { version, model, method, query };
}

/** Versions by their name at AI Studio and at Vertex. */
const vertexVersion = (version: string): string => (version === 'v1' ? 'v1' : 'v1beta1');
const studioVersion = (version: string): string => (version === 'v1beta1' ? 'v1beta' : version);

const forms: Readonly<Record<CredentialKind, (version: string, place: Place) => string>> = {
  'ai-studio': (version) => `${studioVersion(version)}/models`,
  'vertex-express': (version) => `${vertexVersion(version)}/publishers/google/models`,
  'service-account': (version, { project, location }) =>
    `${vertexVersion(version)}/projects/${encodeURIComponent(project)}/locations/${location}/publishers/google/models`,
};

/** The URL of a model call for this kind of credential. */
export function modelUrl(kind: CredentialKind, call: ModelPath, place: Place): string {
  // Vertex lists and shows Google's models outside of any project.
  const form = kind !== 'ai-studio' && call.method === '' ? forms['vertex-express'] : forms[kind];
  const model = call.model === '' ? '' : `/${call.model}`;
  const method = call.method === '' ? '' : `:${call.method}`;
  return `${place.baseUrl}/${form(call.version, place)}${model}${method}${call.query}`;
}

const GLOBAL_HOST = 'https://aiplatform.googleapis.com';

/** Google serves each location under a host of its own; whoever set another base URL knows where it leads. */
export function vertexBaseUrl(setting: string, location: string): string {
  if (setting !== GLOBAL_HOST || location === 'global') return setting;
  const isMultiRegion = location === 'us' || location === 'eu';
  return isMultiRegion
    ? `https://aiplatform.${location}.rep.googleapis.com`
    : `https://${location}-aiplatform.googleapis.com`;
}

/** Methods of a model that Vertex answers: in the same words as AI Studio, or as `embeddings.ts` says them. */
const SHARED_METHODS: ReadonlySet<string> = new Set([
  '',
  'generateContent',
  'streamGenerateContent',
  'countTokens',
  'predict',
  'embedContent',
  'batchEmbedContents',
]);

/** Whether a Vertex credential can answer a call to AI Studio's API. */
export const isServedByVertex = (path: string): boolean => {
  const call = readModelPath(path);
  return call !== undefined && SHARED_METHODS.has(call.method);
};

/** Kinds of credentials that can answer this method of a model; undefined for all. */
export const kindsServing = (method: string): readonly CredentialKind[] | undefined =>
  SHARED_METHODS.has(method) ? undefined : ['ai-studio'];
