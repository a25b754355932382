import { ProgressBar } from '@fluentui/react-components';

const still = matchMedia('(prefers-reduced-motion: reduce)');

/**
 * How much of some work is done, 0 to 1; null where nobody knows, and then a part of the bar runs along it. Where Windows
 * asks for no animation that part stands: Fluent would have it pulse.
 */
export function Progress({ label, share }: { readonly label: string; readonly share: number | null }) {
  return (
    <ProgressBar
      aria-label={label}
      style={{ width: 160 }}
      {...(share === null ? {} : { value: share })}
      {...(still.matches ? { indeterminateMotion: null } : {})}
    />
  );
}
