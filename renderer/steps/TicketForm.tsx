import { Checkbox, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { noFields, type TicketFields, ticketFieldLimit } from '../../electron/core/report/ticket-fields.ts';
import type { TicketFormat } from '../../electron/core/report/ticket-format.ts';
import { fieldWords } from '../../electron/core/wording/ticket-fields-text.ts';
import { text } from '../text.ts';
import type { Actions } from '../wizard/session.ts';
import type { ReportStep } from '../wizard/wizard.ts';

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(180px, 1fr))',
    columnGap: tokens.spacingHorizontalM,
  },
  formats: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', margin: 0, padding: 0, border: 'none' },
  legend: {
    float: 'left',
    padding: 0,
    paddingInlineEnd: tokens.spacingHorizontalM,
    fontWeight: tokens.fontWeightSemibold,
  },
});

const names = ['number', 'window', 'requester', 'approver'] as const satisfies readonly (keyof TicketFields)[];

/** In the order in which they are offered. */
export const offeredFormats = ['html', 'pdf', 'md', 'json', 'txt'] as const satisfies readonly TicketFormat[];

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
          <Field key={name} label={fieldWords[name]}>
            <Input
              defaultValue={fields[name]}
              maxLength={ticketFieldLimit}
              disabled={now.waiting !== null && now.waiting.what !== 'ticket'}
              onBlur={({ target: { value } }) => {
                if (value !== fields[name]) void act.redact(now.redaction, { ...fields, [name]: value });
              }}
            />
          </Field>
        ))}
      </div>
      <fieldset className={styles.formats}>
        <legend className={styles.legend}>{text.report.formats}</legend>
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
      </fieldset>
    </>
  );
}
