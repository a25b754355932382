import { type ButtonProps, Button as FluentButton } from '@fluentui/react-components';
import { type FocusEvent, type KeyboardEvent, type MouseEvent, useState } from 'react';

/**
 * A button that keeps the focus while what it began goes on: it is out of use as long, and in its place for the keyboard
 * all the same. One that is out of use without having had the focus is left out by the Tab key, as everywhere.
 *
 * Only the first press of a double click counts, and of a key that is held down only its first: a new page has its
 * buttons where those of the page before it were, and nobody has read it yet. How fast a double click is, the system
 * says: the `detail` of a click is its number in a row at one place, and 0 for a key.
 */
export function Button({ disabled = false, ...props }: ButtonProps) {
  const [focused, setFocused] = useState(false);
  return (
    <FluentButton
      {...props}
      onClickCapture={(event: MouseEvent<HTMLElement>) => {
        if (event.detail < 2) return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onKeyDownCapture={(event: KeyboardEvent<HTMLElement>) => {
        if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
      }}
      disabled={disabled && !focused}
      disabledFocusable={disabled && focused}
      onFocus={() => setFocused(true)}
      // Of a window that another one covers, such as a question for a folder, the focus stays where it is.
      onBlur={({ currentTarget }: FocusEvent<HTMLElement>) => setFocused(document.activeElement === currentTarget)}
    />
  );
}
