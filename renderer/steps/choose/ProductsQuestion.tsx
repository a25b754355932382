import { Checkbox, Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import { clouds, geographies } from '../../../electron/core/plan/intent.ts';
import type { Snapshot } from '../../../electron/core/plan/snapshot.ts';
import { productName } from '../../../electron/core/wording/names.ts';
import { text } from '../../text.ts';
import { Question } from '../../ui/Question.tsx';
import { type DraftProduct, draftProducts } from '../../wizard/draft.ts';
import { faultSentence, type Interview } from './interview.ts';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalXXL, rowGap: tokens.spacingVerticalS },
  group: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, border: 'none' },
});

function found(product: DraftProduct, snapshot: Snapshot): boolean {
  switch (product) {
    case 'mdi':
      return snapshot.products.mdi.generation !== 'none';
    case 'mde':
      return snapshot.products.mde.installed;
    case 'mdav':
      return snapshot.products.mdav.installed;
    default:
      return product satisfies never;
  }
}

/** With what was found of it: the sensor's version decides where its proxy is written. */
function labelOf(product: DraftProduct, snapshot: Snapshot): string {
  const { generation } = snapshot.products.mdi;
  const more = product === 'mdi' && generation !== 'none' ? text.detect.generation[generation] : null;
  const note = found(product, snapshot) ? more : text.choose.notFound;
  return note === null
    ? productName(product)
    : `${productName(product)} (${note.charAt(0).toLowerCase()}${note.slice(1)})`;
}

/** Which products are in scope, and which of Microsoft's clouds they report to. */
export function ProductsQuestion({ interview }: { readonly interview: Interview }) {
  const styles = useStyles();
  const { draft, snapshot, change } = interview;
  return (
    <Question name="products" open={interview.open}>
      <Field
        validationState={faultSentence(interview, 'products') === undefined ? 'none' : 'error'}
        validationMessage={faultSentence(interview, 'products')}
        hint={text.choose.productsHint}
      >
        <fieldset className={styles.group} aria-label={text.choose.products}>
          {draftProducts.map((product) => (
            <Checkbox
              key={product}
              checked={draft.products[product]}
              label={labelOf(product, snapshot)}
              onChange={(_, { checked }) => change({ products: { ...draft.products, [product]: checked === true } })}
            />
          ))}
        </fieldset>
      </Field>
      <div className={styles.row}>
        <Field label={text.choose.cloud}>
          <Select
            value={draft.cloud}
            onChange={(_, { value }) => {
              const cloud = clouds.find((each) => each === value);
              if (cloud !== undefined) change({ cloud });
            }}
          >
            {clouds.map((cloud) => (
              <option key={cloud} value={cloud}>
                {text.choose.clouds[cloud]}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={text.choose.geography}>
          <Select
            value={draft.geography}
            onChange={(_, { value }) => {
              const geography = geographies.find((each) => each === value);
              if (geography !== undefined) change({ geography });
            }}
          >
            {geographies.map((geography) => (
              <option key={geography} value={geography}>
                {text.choose.geographies[geography]}
              </option>
            ))}
          </Select>
        </Field>
      </div>
    </Question>
  );
}
