import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { CatalogueStamp } from '../../../electron/core/connectivity/catalogue-stamp.ts';
import { catalogueText } from '../../../electron/core/wording/catalogue-text.ts';
import { text } from '../../text.ts';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { ProblemBar } from '../../ui/ProblemBar.tsx';
import type { Actions, Basis } from '../../wizard/session.ts';

const useStyles = makeStyles({
  body: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS, maxWidth: '72ch' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Props {
  readonly basis: Basis | null;
  /** What the tests that are shown were made by; null before there are any. */
  readonly made: CatalogueStamp | null;
  readonly busy: boolean;
  readonly act: Actions;
}

function Choices({ basis, made, busy, act }: Props) {
  const styles = useStyles();
  const words = text.verify.basis;
  useEffect(() => void act.loadBasis(), [act]);
  if (basis === null) return null;
  const { catalogue, serviceTags } = basis.now;
  return (
    <div className={styles.body}>
      <ProblemBar problem={basis.problem} />
      {made === null ? null : <Text>{words.of(catalogueText(made))}</Text>}
      {made?.sha256 === catalogue.sha256 ? null : <Text weight="semibold">{words.next(catalogueText(catalogue))}</Text>}
      <Text>{serviceTags === null ? words.noTags : words.tags(serviceTags.cloud, serviceTags.changeNumber)}</Text>
      <div className={styles.buttons}>
        <Button size="small" disabled={busy} onClick={() => void act.chooseEndpoints('own')}>
          {words.own}
        </Button>
        {catalogue.origin === 'shipped' ? null : (
          <Button size="small" disabled={busy} onClick={() => void act.chooseEndpoints('shipped')}>
            {words.shipped}
          </Button>
        )}
        <Button size="small" disabled={busy} onClick={() => void act.chooseServiceTags('file')}>
          {words.file}
        </Button>
        {serviceTags === null ? null : (
          <Button size="small" disabled={busy} onClick={() => void act.chooseServiceTags('none')}>
            {words.none}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Which edition of the addresses is tested, and the files of one's own to test by. */
export function TestBasis(props: Props) {
  return (
    <Disclosure label={text.verify.basis.title}>
      <Choices {...props} />
    </Disclosure>
  );
}
