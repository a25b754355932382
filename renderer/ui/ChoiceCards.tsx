import { Field, makeStyles, mergeClasses, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  field: { width: '100%' },
  cards: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))',
    gap: tokens.spacingHorizontalS,
    alignItems: 'stretch',
  },
  list: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS, alignItems: 'stretch' },
  card: {
    display: 'flex',
    alignItems: 'flex-start',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalS,
    paddingRight: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  chosen: {
    borderTopColor: tokens.colorBrandStroke1,
    borderRightColor: tokens.colorBrandStroke1,
    borderBottomColor: tokens.colorBrandStroke1,
    borderLeftColor: tokens.colorBrandStroke1,
    backgroundColor: tokens.colorNeutralBackground1Selected,
  },
  icon: {
    display: 'inline-flex',
    flexShrink: 0,
    fontSize: '24px',
    paddingTop: tokens.spacingVerticalS,
    color: tokens.colorNeutralForeground3,
  },
  hint: { color: tokens.colorNeutralForeground3 },
});

export interface Choice<V extends string> {
  readonly value: V;
  readonly title: string;
  readonly hint: string;
  readonly icon?: ReactNode;
}

/** A few choices as cards with a picture; a radio group for the keyboard and for screen readers. */
export function ChoiceCards<V extends string>(props: {
  readonly label: string;
  readonly choices: readonly Choice<V>[];
  readonly value: V | null;
  readonly fault: string | undefined;
  /** One below the other: choices that are compared by their words rather than their pictures. */
  readonly stacked?: boolean;
  readonly choose: (value: V) => void;
}) {
  const styles = useStyles();
  return (
    <Field
      className={styles.field}
      validationState={props.fault === undefined ? 'none' : 'error'}
      validationMessage={props.fault}
    >
      <RadioGroup
        aria-label={props.label}
        className={props.stacked === true ? styles.list : styles.cards}
        value={props.value ?? ''}
        onChange={(_, { value }) => {
          const chosen = props.choices.find((choice) => choice.value === value);
          if (chosen !== undefined) props.choose(chosen.value);
        }}
      >
        {props.choices.map(({ value, title, hint, icon }) => (
          <div key={value} className={mergeClasses(styles.card, props.value === value && styles.chosen)}>
            <Radio
              value={value}
              label={
                <>
                  <Text weight="semibold" block>
                    {title}
                  </Text>
                  <Text size={200} block className={styles.hint}>
                    {hint}
                  </Text>
                </>
              }
            />
            {icon === undefined ? null : (
              <span className={styles.icon} aria-hidden="true">
                {icon}
              </span>
            )}
          </div>
        ))}
      </RadioGroup>
    </Field>
  );
}
