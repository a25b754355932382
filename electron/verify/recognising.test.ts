import { expect, test } from 'vitest';
import type { Trust } from '../core/connectivity/observation.ts';
import { recognising } from './recognising.ts';
import { shippedCatalogue } from './shipped-catalogue.ts';

const own = 'ab'.repeat(32);
const catalogue = {
  ...shippedCatalogue(),
  roots: {
    'new-root': {
      cn: 'New Root',
      sha1: 'AB'.repeat(20),
      sha256: own.toUpperCase(),
      notAfter: '2040-01-01T00:00:00Z',
      inNodeBundle: false,
    },
  },
};

const judged = async (sha256: string, known: string | null): Promise<Trust['root']> => {
  const root = { cn: 'New Root', sha256, store: 'public', known } as const;
  const engine = recognising({ judge: async () => ({ trusted: true, errors: [], path: [], root }) }, catalogue);
  return (await engine.judge([], 'contoso.com')).root;
};

test('a root of the catalogue is known by its SHA-256, whatever it is called', async () => {
  expect(await judged(own, null)).toMatchObject({ known: 'new-root' });
  expect(await judged('cd'.repeat(32), null)).toMatchObject({ known: null });
});

test('what the machine knows already stays', async () => {
  expect(await judged(own, 'digicert-global-root-g2')).toMatchObject({ known: 'digicert-global-root-g2' });
});
