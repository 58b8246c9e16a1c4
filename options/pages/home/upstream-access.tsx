import { useStores } from '../../state/stores.ts';
import { HostAccess } from '../../ui/host-access.tsx';
import { VertexAccess } from '../../ui/vertex-access.tsx';

/** Says when the browser keeps Hajimi from calling Gemini: Firefox lets a person take that permission away any time. */
export function UpstreamAccess() {
  const views = useStores().settings.list.data.value;
  const url = views?.find((view) => view.name === 'geminiBaseUrl')?.value;
  return (
    <>
      {typeof url === 'string' && <HostAccess url={url} />}
      <VertexAccess />
    </>
  );
}
