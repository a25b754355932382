import { Field, Input, makeStyles, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { findTopics, helpGroups } from '../../electron/core/help/find-topics.ts';
import type { HelpGroup } from '../../electron/core/help/topic.ts';
import { text } from '../text.ts';
import { Button } from '../ui/Button.tsx';
import { HelpTopicView } from '../ui/HelpTopicView.tsx';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { Page } from '../ui/Page.tsx';
import { ProblemBar } from '../ui/ProblemBar.tsx';
import { Section } from '../ui/Section.tsx';
import { questionTopics } from '../view/help-questions.ts';
import type { Aside } from '../wizard/aside.ts';
import type { Actions } from '../wizard/session.ts';

const useStyles = makeStyles({
  find: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS, maxWidth: '32rem' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

// Object.keys forgets that these are the groups.
const groups = Object.keys(helpGroups) as HelpGroup[];

/** Offline help: its topics by groups, found by words. */
export function Help(props: { readonly help: Extract<Aside, { page: 'help' }>; readonly act: Actions }) {
  const styles = useStyles();
  const [query, setQuery] = useState('');
  const { help, act } = props;
  const all = help.topics === null ? [] : [...help.topics, ...questionTopics];
  const found = findTopics(all, query);
  const count = text.help.found(found.length, all.length);
  return (
    <Page
      heading={text.help.heading}
      lead={text.help.lead}
      start={<Button onClick={() => act.closeAside()}>{text.frame.close}</Button>}
    >
      <ProblemBar problem={help.problem} />
      {help.topics === null ? (
        help.problem === null ? (
          <Skeleton aria-label={text.help.heading}>
            <SkeletonItem size={48} />
          </Skeleton>
        ) : null
      ) : (
        <>
          <div className={styles.find}>
            <Field label={text.help.search} hint={text.help.searchHint}>
              <Input type="search" value={query} onChange={(_event, { value }) => setQuery(value)} />
            </Field>
            <Text size={200} className={styles.quiet}>
              {count}
            </Text>
          </div>
          <LiveRegion
            message={query.trim() === '' ? '' : found.length === 0 ? `${count}. ${text.help.nothing}` : count}
          />
          {found.length > 0 ? null : (
            <div className={styles.find}>
              <Text>{text.help.nothing}</Text>
              <div>
                <Button onClick={() => setQuery('')}>{text.help.showAll}</Button>
              </div>
            </div>
          )}
          {groups.map((group) => {
            const topics = found.filter((topic) => topic.group === group);
            return topics.length === 0 ? null : (
              <Section key={group} title={helpGroups[group]}>
                <div>
                  {topics.map((topic) => (
                    // What a search leaves alone is opened by it.
                    <HelpTopicView
                      key={`${topic.id}${found.length === 1}`}
                      topic={topic}
                      open={found.length === 1}
                      act={{ copy: act.copy, openLink: (link) => void act.openLink(link) }}
                    />
                  ))}
                </div>
              </Section>
            );
          })}
        </>
      )}
    </Page>
  );
}
