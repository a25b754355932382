import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { BesideText } from '../../electron/core/wording/other-agents-text.ts';
import { text } from '../text.ts';
import { CommandBox } from './CommandBox.tsx';
import { Disclosure } from './Disclosure.tsx';

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  row: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    overflowWrap: 'anywhere',
    ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  part: { marginTop: tokens.spacingVerticalS },
});

/** What has a proxy of its own beside Defender; the commands to look it up and to change it are folded away. */
export function BesideList(props: {
  readonly texts: readonly BesideText[];
  readonly copy: (value: string) => Promise<boolean>;
}) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {props.texts.map(({ id, name, text: said, commands }) => (
        <li key={id} className={styles.row}>
          <Text weight="semibold">{name}</Text>
          <Text>{said}</Text>
          <Disclosure label={text.detect.besideCommands(commands.shell)}>
            {(['show', 'set', 'clear'] as const).map((what) =>
              commands[what].length === 0 ? null : (
                <div key={what} className={styles.part}>
                  <Text size={200} block>
                    {text.detect.besideCommand[what]}
                  </Text>
                  <CommandBox
                    of={`${name}, ${text.detect.besideCommand[what]}`}
                    commands={commands[what]}
                    copy={props.copy}
                  />
                </div>
              ),
            )}
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}
