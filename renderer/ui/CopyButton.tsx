import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import { text } from '../text.ts';
import { Button } from './Button.tsx';

/**
 * Copies one text and says for two seconds that it did. `of` names what is copied, for those who do not see it; where the
 * button does not stand beside that, `label` says it to all.
 */
export function CopyButton(props: {
  readonly of: string;
  readonly label?: string;
  readonly copy: () => Promise<boolean>;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const click = () => {
    props.copy().then(setCopied, () => setCopied(false));
  };
  const shown = copied ? text.common.copied : (props.label ?? text.common.copy);
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={copied ? <CheckmarkRegular /> : <CopyRegular />}
      aria-label={props.label === undefined || copied ? `${shown}: ${props.of}` : shown}
      onClick={click}
    >
      {shown}
    </Button>
  );
}
