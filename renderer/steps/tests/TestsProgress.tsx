import { Text } from '@fluentui/react-components';
import { text } from '../../text.ts';
import { Button } from '../../ui/Button.tsx';
import { Progress } from '../../ui/Progress.tsx';
import type { Actions } from '../../wizard/session.ts';
import type { Seen } from '../../wizard/wizard.ts';

/** How far the tests are, and how they are ended early. */
export function TestsProgress({ seen: { done, total, frame }, act }: { readonly seen: Seen; readonly act: Actions }) {
  return (
    <>
      {/* First, so that it does not move while the count beside it grows. */}
      <Button onClick={() => void act.cancel()}>{text.frame.cancel}</Button>
      <Progress label={text.verify.tests} share={total === 0 ? null : done / total} />
      <Text>{frame !== null && total === 0 ? text.verify.noneYet : text.verify.progress(done, total)}</Text>
    </>
  );
}
