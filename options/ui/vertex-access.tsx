import { useStores } from '../state/stores.ts';
import { isVertex, vertexHosts } from '../state/vertex-access.ts';
import { HostAccess } from './host-access.tsx';

/** Says when the browser keeps Hajimi from calling Vertex although there is something to call it with. */
export function VertexAccess() {
  const { keys, settings } = useStores();
  const isOn = settings.list.data.value?.some(({ name, value }) => /^enableVertex/.test(name) && value === true);
  const hasKeys = keys.list.data.value?.some(({ kind }) => isVertex(kind));
  return isOn || hasKeys ? <HostAccess url={vertexHosts} /> : null;
}
