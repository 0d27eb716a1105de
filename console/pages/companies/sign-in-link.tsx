import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { makeSignInLink } from '../../api/operations.ts';
import { ActButton } from '../../components/act-button.tsx';
import { LinkRegular } from '../../components/icons.ts';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';
import { useFormats } from '../../formats.ts';
import { useTexts } from '../../texts.tsx';
import { companiesTexts, linkTexts } from './texts.ts';

const useStyles = makeStyles({ content: { display: 'grid', gap: tokens.spacingVerticalL } });

/** Lets an administrator sign somebody in where there is no identity provider. */
export function SignInLink() {
  const styles = useStyles();
  const text = useTexts(companiesTexts);
  const words = useTexts(linkTexts);
  const { time } = useFormats();
  // Gone with the dialog: the link is a key to the whole service.
  const link = useMutation({ mutationFn: makeSignInLink, gcTime: 0 });
  return (
    <>
      <ActButton
        companyId={null}
        icon={<LinkRegular />}
        isBusy={link.isPending}
        onClick={() => link.mutate()}
      >
        {text.makeLink}
      </ActButton>
      <Dialog
        open={link.data !== undefined || link.error !== null}
        onOpenChange={(_, { open, type }) => !open && type !== 'backdropClick' && link.reset()}
      >
        <DialogSurface>
          <DialogBody>
            <DialogTitle>{words.title}</DialogTitle>
            <DialogContent className={styles.content}>
              <ProblemMessage error={link.error} />
              {link.data && (
                <>
                  <p>{words.detail(time(link.data.expiresAt))}</p>
                  <ShownOnce label={words.link} value={link.data.url} />
                </>
              )}
            </DialogContent>
            <DialogActions>
              <Button onClick={() => link.reset()}>{text.close}</Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </>
  );
}
