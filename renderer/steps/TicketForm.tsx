import { Checkbox, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { noFields, type TicketFields, ticketFieldLimit } from '../../electron/core/report/ticket-fields.ts';
import type { TicketFormat } from '../../electron/core/report/ticket-format.ts';
import { fieldWords } from '../../electron/core/wording/ticket-fields-text.ts';
import { text } from '../text.ts';
import { BoxGroup } from '../ui/BoxGroup.tsx';
import type { Actions } from '../wizard/session.ts';
import { isOccupied, type ReportStep } from '../wizard/wizard.ts';

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(180px, 1fr))',
    columnGap: tokens.spacingHorizontalM,
    // What is said below one field makes no other one higher.
    alignItems: 'start',
  },
});

const names = ['number', 'window', 'requester', 'approver'] as const satisfies readonly (keyof TicketFields)[];

/** In the order in which they are offered. */
export const offeredFormats = ['html', 'pdf', 'md', 'json', 'txt'] as const satisfies readonly TicketFormat[];

/** From so many characters on it is said how many more there can be. */
const nearlyFull = ticketFieldLimit - 50;

/** One text. What is longer than it can be is cut while it is typed or pasted, so the field says where that is. */
function TicketField(props: {
  readonly label: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly left: (value: string) => void;
}) {
  const [length, setLength] = useState(props.value.length);
  const full = length >= ticketFieldLimit;
  return (
    <Field
      label={props.label}
      validationState={full ? 'warning' : 'none'}
      validationMessage={full ? text.report.fieldFull(ticketFieldLimit) : undefined}
      hint={!full && length >= nearlyFull ? text.report.fieldLeft(ticketFieldLimit - length) : undefined}
    >
      <Input
        defaultValue={props.value}
        maxLength={ticketFieldLimit}
        disabled={props.disabled}
        onChange={(_, { value }) => setLength(value.length)}
        onBlur={({ target: { value } }) => props.left(value)}
      />
    </Field>
  );
}

/** What the change board files the ticket under. A field counts once it is left, so that the preview does not jump. */
export function TicketForm(props: {
  readonly now: ReportStep;
  readonly formats: readonly TicketFormat[];
  readonly choose: (formats: readonly TicketFormat[]) => void;
  readonly act: Actions;
}) {
  const styles = useStyles();
  const { now, formats, choose, act } = props;
  const fields = now.fields ?? noFields;
  return (
    <>
      <div className={styles.fields}>
        {names.map((name) => (
          <TicketField
            key={name}
            label={fieldWords[name]}
            value={fields[name]}
            disabled={isOccupied(now)}
            left={(value) => {
              if (value !== fields[name]) void act.redact(now.redaction, { ...fields, [name]: value });
            }}
          />
        ))}
      </div>
      <BoxGroup label={text.report.formats}>
        {offeredFormats.map((format) => (
          <Checkbox
            key={format}
            label={text.report.format[format]}
            checked={formats.includes(format)}
            onChange={(_, { checked }) =>
              choose(offeredFormats.filter((each) => (each === format ? checked === true : formats.includes(each))))
            }
          />
        ))}
      </BoxGroup>
    </>
  );
}
