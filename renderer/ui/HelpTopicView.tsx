import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { HelpPart, HelpTopic } from '../../electron/core/help/topic.ts';
import type { CitationId } from '../../electron/core/plan/operation.ts';
import { text } from '../text.ts';
import { CommandBox } from './CommandBox.tsx';
import { Disclosure } from './Disclosure.tsx';
import { SourceLink } from './SourceLink.tsx';

const useStyles = makeStyles({
  topic: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    rowGap: tokens.spacingVerticalS,
    maxWidth: '72ch',
    padding: `0 0 ${tokens.spacingVerticalM} 20px`,
    overflowWrap: 'anywhere',
  },
  items: { display: 'flex', flexDirection: 'column', rowGap: '4px', margin: 0, paddingInlineStart: '20px' },
});

interface Acts {
  readonly copy: (value: string) => Promise<boolean>;
  readonly openLink: (link: CitationId) => void;
}

function Part({ part, of, act }: { readonly part: HelpPart; readonly of: string; readonly act: Acts }) {
  const styles = useStyles();
  switch (part.kind) {
    case 'text':
      return <Text>{part.text}</Text>;
    case 'steps':
      return (
        <ol className={styles.items}>
          {part.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ol>
      );
    case 'list':
      return (
        <ul className={styles.items}>
          {part.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
    case 'commands':
      return <CommandBox of={text.help.commands(of)} commands={part.items} copy={act.copy} />;
    default:
      return part satisfies never;
  }
}

/** One topic: its title opens it. */
export function HelpTopicView(props: { readonly topic: HelpTopic; readonly open: boolean; readonly act: Acts }) {
  const styles = useStyles();
  const { topic, open, act } = props;
  return (
    <Disclosure label={topic.title} level={3} open={open}>
      <div className={styles.topic}>
        {topic.parts.map((part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a topic never change their order
          <Part key={at} part={part} of={topic.title} act={act} />
        ))}
        {topic.sources.map((source) => (
          <SourceLink key={source} link={source} open={act.openLink} />
        ))}
      </div>
    </Disclosure>
  );
}
