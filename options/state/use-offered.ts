import { useEffect, useMemo } from 'preact/hooks';
import { offeredModels } from './offered.ts';
import { createResource, type Resource } from './resource.ts';
import { useStores } from './stores.ts';

/** The models that a frontend is offered, asked for when the page opens. */
export function useOffered(): Resource<readonly string[]> {
  const { api } = useStores();
  const models = useMemo(() => createResource(() => offeredModels(api.tryOut)), [api]);
  useEffect(() => void models.refresh(), [models]);
  return models;
}
