import type { CredentialKind } from '../../src/contract/keys.ts';

/** Vertex answers under a host of each location, and the tokens for it come from yet another. */
export const vertexHosts = 'https://*.googleapis.com';

/** Whether keys of this kind are used there. */
export const isVertex = (kind: CredentialKind): boolean => kind !== 'ai-studio';
