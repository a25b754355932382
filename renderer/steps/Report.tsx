import { Checkbox, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { ArrowUndoRegular, CopyRegular, SaveRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { TicketFormat } from '../../electron/core/report/ticket-format.ts';
import { text } from '../text.ts';
import { BoxGroup } from '../ui/BoxGroup.tsx';
import { Button } from '../ui/Button.tsx';
import { Disclosure } from '../ui/Disclosure.tsx';
import { Page } from '../ui/Page.tsx';
import { Notice, ProblemBar } from '../ui/ProblemBar.tsx';
import { moment } from '../view/time.ts';
import type { Actions } from '../wizard/session.ts';
import { canUndo, isOccupied, isRecord, type ReportStep } from '../wizard/wizard.ts';
import { FilesForOthers } from './FilesForOthers.tsx';
import { offeredFormats, TicketForm } from './TicketForm.tsx';

const useStyles = makeStyles({
  hint: { color: tokens.colorNeutralForeground3 },
  paper: {
    boxSizing: 'border-box',
    width: '100%',
    flexGrow: 1,
    minHeight: '360px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  making: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
  },
  files: { overflowWrap: 'anywhere' },
});

const choices = ['accountNames', 'machineNames', 'addresses', 'tenantHosts'] as const;

/** "Hand it in": the ticket as it will be saved, what to leave out of it, and the way back. */
export function Report({ now, act }: { readonly now: ReportStep; readonly act: Actions }) {
  const styles = useStyles();
  const [formats, setFormats] = useState<readonly TicketFormat[]>(offeredFormats);
  const [copied, setCopied] = useState<string | null>(null);
  const busy = isOccupied(now);
  // A field that is left by pressing one of these makes the ticket anew; what was pressed waits for that.
  const shut = busy || (now.waiting === null && now.ticket === null);
  return (
    <Page
      fill
      heading={text.report.heading}
      lead={
        isRecord(now) && now.outcome !== null ? text.report.recordLead(moment(now.outcome.startedAt)) : text.report.lead
      }
      start={
        <>
          <Button disabled={busy} onClick={() => void act.back()}>
            {text.frame.back}
          </Button>
          <Button disabled={busy} onClick={() => void act.startOver()}>
            {text.report.startOver}
          </Button>
        </>
      }
      end={
        <>
          {canUndo(now.outcome) ? (
            <Button icon={<ArrowUndoRegular />} disabled={busy} onClick={() => void act.undo()}>
              {now.waiting?.what === 'undo' ? text.apply.puttingBack : text.report.undo}
            </Button>
          ) : null}
          <Button icon={<CopyRegular />} disabled={shut} onClick={() => void act.copyTicket().then(setCopied)}>
            {copied !== null && copied === now.ticket ? text.report.copied : text.report.copy}
          </Button>
          {formats.length === 0 ? <Text className={styles.hint}>{text.report.noFormat}</Text> : null}
          <Button
            appearance="primary"
            icon={<SaveRegular />}
            disabled={shut || formats.length === 0}
            onClick={() => void act.save(formats)}
          >
            {text.report.save}
          </Button>
        </>
      }
    >
      <ProblemBar problem={now.problem} again={text.report.undo} />
      {now.saved === null ? null : (
        <Notice intent="success" title={text.report.saved(now.saved.folder)}>
          <span className={styles.files}>{now.saved.files.join(', ')}</span>
        </Notice>
      )}
      <BoxGroup label={text.report.redaction}>
        {choices.map((name) => (
          <Checkbox
            key={name}
            label={text.report.redact[name]}
            checked={now.redaction[name]}
            disabled={busy}
            onChange={(_, { checked }) => void act.redact({ ...now.redaction, [name]: checked === true })}
          />
        ))}
        <Text size={200} className={styles.hint}>
          {text.report.always}
        </Text>
      </BoxGroup>
      <Disclosure label={text.report.details}>
        <TicketForm now={now} formats={formats} choose={setFormats} act={act} />
      </Disclosure>
      {now.plan.operations.length === 0 || now.plan.blockers.length > 0 ? null : (
        <Disclosure label={text.exports.title}>
          <FilesForOthers plan={now.plan} act={act} />
        </Disclosure>
      )}
      {now.ticket === null ? (
        <div className={`${styles.paper} ${styles.making}`}>
          {now.waiting === null ? null : <Spinner label={text.report.making} />}
        </div>
      ) : (
        <iframe className={styles.paper} sandbox="" src={`app://ticket/${now.ticket}`} title={text.report.preview} />
      )}
    </Page>
  );
}
