/** Sources of an answer: Google's grounding and citations to OpenAI's `url_citation`s. */
import type { Candidate, GroundingMetadata } from '../../../../google/wire.ts';
import type { Annotation } from '../../wire-response.ts';
import type { ContentMap, Place } from './grounding-offsets.ts';

export interface Source {
  readonly url: string;
  readonly title: string;
}

interface Citation {
  readonly startIndex?: number;
  readonly endIndex?: number;
  readonly uri?: string;
  readonly title?: string;
}

/**
 * One annotation per claim and source; sources that support no claim by name are said of the whole answer where there
 * are no claims at all. Empty when Google only searched.
 */
export function encodeAnnotations(
  candidate: Pick<Candidate, 'groundingMetadata' | 'citationMetadata'>,
  content: ContentMap,
): Annotation[] {
  return [...grounding(candidate.groundingMetadata, content), ...citations(candidate.citationMetadata, content)];
}

function grounding(metadata: GroundingMetadata | undefined, content: ContentMap): Annotation[] {
  const sources = (metadata?.groundingChunks ?? []).map(sourceOf);
  const supports = metadata?.groundingSupports ?? [];
  if (supports.length === 0) return sources.flatMap((source) => annotate(source, content.whole()));
  return supports.flatMap(({ segment = {}, groundingChunkIndices = [] }) => {
    const place = content.find(segment);
    return groundingChunkIndices.flatMap((index) => annotate(sources[index], place));
  });
}

function citations(metadata: Candidate['citationMetadata'], content: ContentMap): Annotation[] {
  // `citationSources` is the field's name in the v1beta REST reference, `citations` in the SDK's types.
  const list = metadata?.citations ?? metadata?.citationSources;
  if (!Array.isArray(list)) return [];
  return (list as Citation[]).flatMap(({ uri, title, ...segment }) =>
    annotate(uri === undefined ? undefined : { url: uri, title: title ?? uri }, content.find(segment)),
  );
}

/** Where the answer comes from, in Google's order; a page may be there more than once. */
export const sourcesOf = (metadata: GroundingMetadata | undefined): Source[] =>
  (metadata?.groundingChunks ?? []).map(sourceOf).filter((source) => source !== undefined);

/** Web pages, places, documents and images have the same fields under different names. */
function sourceOf(chunk: NonNullable<GroundingMetadata['groundingChunks']>[number]): Source | undefined {
  for (const kind of [chunk.web, chunk.maps, chunk.retrievedContext, chunk.image]) {
    if (typeof kind !== 'object' || kind === null) continue;
    const { uri, sourceUri, title } = kind as Record<string, unknown>;
    const url = uri ?? sourceUri;
    if (typeof url === 'string') return { url, title: typeof title === 'string' ? title : url };
  }
  return undefined;
}

function annotate(source: Source | undefined, { start, end }: Place): Annotation[] {
  if (source === undefined) return [];
  return [{ type: 'url_citation', url_citation: { ...source, start_index: start, end_index: end } }];
}
