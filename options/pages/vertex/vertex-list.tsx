import type { KeyView } from '../../../src/contract/keys.ts';
import { t } from '../../state/language.ts';
import { KeyRow } from '../keys/key-row.tsx';
import { useHealth } from '../keys/use-health.ts';

/** More than anybody has; the page of all keys shows the rest. */
const shown = 100;

/** The express keys and service accounts of the pool. */
export function VertexList({ keys }: { keys: readonly KeyView[] }) {
  const ofVertex = keys.filter(({ kind }) => kind !== 'ai-studio').slice(0, shown);
  const health = useHealth(ofVertex.map(({ id }) => id));
  if (ofVertex.length === 0) return <p class="empty">{t('vertex.none')}</p>;
  return (
    <ul class="keys">
      {ofVertex.map((key) => (
        <KeyRow key={key.id} view={key} hours={health.value[key.id]} />
      ))}
    </ul>
  );
}
