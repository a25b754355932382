import { Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { listed, productName } from '../../../electron/core/wording/names.ts';
import { text } from '../../text.ts';
import { Button } from '../../ui/Button.tsx';
import { Question } from '../../ui/Question.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import {
  type DraftProduct,
  draftProducts,
  hasOwnProxy,
  type OwnRoute,
  sameRoute,
  takesWay,
} from '../../wizard/draft.ts';
import { faultSentence, type Interview } from './interview.ts';

const useStyles = makeStyles({
  rows: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 240px), 1fr))',
    gap: tokens.spacingHorizontalL,
    width: '100%',
  },
  row: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    minWidth: 0,
  },
  apart: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  select: { width: '100%' },
  input: { width: '100%', minWidth: 0 },
  note: { color: tokens.colorNeutralForeground3 },
});

const kinds = ['same', 'keep', 'direct', 'static'] as const satisfies OwnRoute['kind'][];

function Row({ interview, product }: { readonly interview: Interview; readonly product: DraftProduct }) {
  const styles = useStyles();
  const { draft, snapshot, change } = interview;
  const own = draft.own[product];
  const set = (route: OwnRoute) => change({ own: { ...draft.own, [product]: route } });
  const name = productName(product);
  if (!hasOwnProxy(product, snapshot)) {
    return (
      <div>
        <Text weight="semibold" block>
          {name}
        </Text>
        <Text className={styles.note}>{text.choose.noOwnProxy}</Text>
      </div>
    );
  }
  const field = `own.${product}` as const;
  const fault = faultSentence(interview, field);
  const refused = own.kind === 'same' && draft.way !== null && !takesWay(product, draft.way, snapshot, draft);
  return (
    <div className={styles.row}>
      <Field label={name} hint={refused ? text.choose.notThisWay : undefined}>
        <Select
          className={styles.select}
          value={own.kind}
          onChange={(_, { value }) => {
            const kind = kinds.find((candidate) => candidate === value);
            if (kind !== undefined) set({ kind, text: own.text });
          }}
        >
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {text.choose.own[kind]}
            </option>
          ))}
        </Select>
      </Field>
      {own.kind === 'static' ? (
        <Field
          label={text.choose.ownProxy(name)}
          validationState={fault === undefined ? 'none' : 'error'}
          validationMessage={fault}
        >
          <Input
            className={styles.input}
            value={own.text}
            placeholder={text.choose.proxyPlaceholder}
            spellCheck={false}
            autoComplete="off"
            onChange={(_, { value }) => set({ kind: 'static', text: value })}
          />
        </Field>
      ) : null}
    </div>
  );
}

/** The same way for every product, or one of its own for each. */
export function OwnRoutes({ interview }: { readonly interview: Interview }) {
  const styles = useStyles();
  const inScope = draftProducts.filter((product) => interview.draft.products[product]);
  if (inScope.length === 0) return null;
  const apart = inScope.filter((product) => interview.draft.own[product].kind !== 'same');
  const together = () => interview.change({ own: { mdi: sameRoute, mde: sameRoute, mdav: sameRoute } });
  return (
    <Question name="perProduct" open={interview.open}>
      {apart.length === 0 ? null : (
        <div className={styles.apart}>
          <StateMark tone="info" wrap plain>
            {text.choose.notAll(listed(apart.map(productName)))}
          </StateMark>
          <Button size="small" onClick={together}>
            {text.choose.sameForAll}
          </Button>
        </div>
      )}
      <div className={styles.rows}>
        {inScope.map((product) => (
          <Row key={product} interview={interview} product={product} />
        ))}
      </div>
    </Question>
  );
}
