import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { CertificateRegular } from '@fluentui/react-icons';
import type { Observation } from '../../electron/core/connectivity/observation.ts';
import { text } from '../text.ts';
import { type ChainNode, chainOf } from '../view/chain.ts';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  branch: { paddingInlineStart: '18px' },
  nested: {
    marginInlineStart: '9px',
    paddingInlineStart: '14px',
    borderLeft: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  node: { display: 'flex', columnGap: tokens.spacingHorizontalS, paddingBlock: '3px' },
  icon: {
    display: 'inline-flex',
    flexShrink: 0,
    fontSize: '18px',
    color: tokens.colorNeutralForeground3,
    paddingTop: '1px',
  },
  body: { minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase100 },
});

const day = (iso: string): string => iso.slice(0, 10);

function Certificate(props: { readonly node: ChainNode; readonly note: string | null }) {
  const styles = useStyles();
  const { node } = props;
  const facts = [
    node.certificate?.issuerCn == null || node.certificate.selfSigned
      ? null
      : text.verify.issuedBy(node.certificate.issuerCn),
    node.certificate === null ? null : text.verify.validTo(day(node.certificate.notAfter)),
    text.verify[node.from],
    props.note,
  ].filter((fact) => fact !== null);
  return (
    <div className={styles.node}>
      <span className={styles.icon} aria-hidden="true">
        <CertificateRegular />
      </span>
      <div className={styles.body}>
        <Text weight="semibold">{node.name}</Text>
        <Text size={200} block className={styles.quiet}>
          {facts.join(' · ')}
        </Text>
        <Text block className={mergeClasses(styles.quiet, styles.mono)}>
          {text.verify.fingerprint} {node.sha256}
        </Text>
      </div>
    </div>
  );
}

function Branch(props: { readonly nodes: readonly ChainNode[]; readonly rootNote: string | null }) {
  const styles = useStyles();
  const [first, ...rest] = props.nodes;
  if (first === undefined) return null;
  return (
    <ul className={styles.list}>
      <li>
        <Certificate node={first} note={props.rootNote} />
        {rest.length === 0 ? null : (
          <div className={styles.nested}>
            <Branch nodes={rest} rootNote={null} />
          </div>
        )}
      </li>
    </ul>
  );
}

/** The certificates from the root down: which were sent, which were found here, and what the root is. */
export function ChainTree({ observation }: { readonly observation: Observation }) {
  const styles = useStyles();
  const { path, extra } = chainOf(observation);
  if (path.length === 0 && extra.length === 0) return <Text className={styles.quiet}>{text.verify.noChain}</Text>;
  const root = observation.trust?.root ?? null;
  const rootNote =
    root === null
      ? null
      : `${text.verify.rootStore[root.store]}, ${root.known === null ? text.verify.rootUnknown : text.verify.rootKnown}`;
  return (
    <>
      <Branch nodes={path} rootNote={rootNote} />
      {extra.length === 0 ? null : (
        <ul className={styles.list}>
          {extra.map((node) => (
            <li key={node.sha256}>
              <Certificate node={node} note={null} />
            </li>
          ))}
        </ul>
      )}
      {observation.presentedCut ? (
        <Text size={200} block className={styles.quiet}>
          {text.verify.chainCut(observation.presented.length)}
        </Text>
      ) : null}
    </>
  );
}
