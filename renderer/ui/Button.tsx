import { type ButtonProps, Button as FluentButton } from '@fluentui/react-components';
import { type FocusEvent, useState } from 'react';

/**
 * A button that keeps the focus while what it began goes on: it is out of use as long, and in its place for the keyboard
 * all the same. One that is out of use without having had the focus is left out by the Tab key, as everywhere.
 */
export function Button({ disabled = false, ...props }: ButtonProps) {
  const [focused, setFocused] = useState(false);
  return (
    <FluentButton
      {...props}
      disabled={disabled && !focused}
      disabledFocusable={disabled && focused}
      onFocus={() => setFocused(true)}
      // Of a window that another one covers, such as a question for a folder, the focus stays where it is.
      onBlur={({ currentTarget }: FocusEvent<HTMLElement>) => setFocused(document.activeElement === currentTarget)}
    />
  );
}
