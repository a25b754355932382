import { Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { CitationId } from '../../electron/core/plan/operation.ts';
import { citations } from '../../electron/core/wording/citations.ts';
import { text } from '../text.ts';

const useStyles = makeStyles({
  link: { fontSize: tokens.fontSizeBase200, textAlign: 'start' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** The page that says so. Where none does, that is said. The page never opens an address; main has them by name. */
export function SourceLink(props: { readonly link: CitationId; readonly open: (link: CitationId) => void }) {
  const styles = useStyles();
  const page = citations[props.link];
  if (page.url === null) {
    return (
      <Text size={200} className={styles.quiet}>
        {text.common.source}: {page.title}
      </Text>
    );
  }
  return (
    <Link as="button" inline className={styles.link} onClick={() => props.open(props.link)}>
      {text.common.source}: {page.title}
    </Link>
  );
}
