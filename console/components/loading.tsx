import { makeStyles, Spinner } from '@fluentui/react-components';
import { texts, useTexts } from '../texts.tsx';

const words = texts({ loading: 'Loading…' }, { loading: 'Henter…' });

const useStyles = makeStyles({ place: { padding: '3rem 0', display: 'grid', placeItems: 'center' } });

export function Loading() {
  const styles = useStyles();
  return (
    <div className={styles.place}>
      <Spinner label={useTexts(words).loading} />
    </div>
  );
}
