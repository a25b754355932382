import { makeStyles } from '@fluentui/react-components';

const useStyles = makeStyles({
  region: {
    position: 'absolute',
    top: 0,
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/** Says results to those who do not see them, without interrupting. */
export function LiveRegion({ message }: { readonly message: string }) {
  const styles = useStyles();
  return (
    <div className={styles.region} role="status" aria-live="polite">
      {message}
    </div>
  );
}
