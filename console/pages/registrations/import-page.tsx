import { makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { importFile } from '../../api/operations.ts';
import { AppLink } from '../../components/app-link.tsx';
import { Page } from '../../components/page.tsx';
import { Section } from '../../components/section.tsx';
import { useFormats } from '../../formats.ts';
import { paths } from '../../shell/paths.ts';
import { useTexts } from '../../texts.tsx';
import { ImportFormat } from './import-format.tsx';
import { ImportForm } from './import-form.tsx';
import { ImportOutcome } from './import-outcome.tsx';
import { importTexts } from './import-texts.ts';
import { contentTypeOf } from './export-file-kind.ts';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    gap: tokens.spacingHorizontalXL,
    alignItems: 'start',
    '@media (max-width: 1100px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
});

export interface Chosen {
  readonly file: File;
  readonly skipInvalid: boolean;
}

/** A company's registrations from a file; the file itself stays in this page alone. */
export function ImportPage({ companyId }: { readonly companyId: string }) {
  const text = useTexts(importTexts);
  const styles = useStyles();
  const client = useQueryClient();
  const [sentShare, setSentShare] = useState(0);
  const run = useMutation({
    mutationFn: ({ file, skipInvalid }: Chosen) => {
      setSentShare(0);
      return importFile(companyId, file, contentTypeOf(file.name) ?? '', { skipInvalid }, setSentShare);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['registrations', companyId] }),
  });
  return (
    <Page
      title={text.title}
      lead={
        <>
          <AppLink to={paths.registrations(companyId)}>{text.back}</AppLink> · {text.lead}
        </>
      }
    >
      <div className={styles.columns}>
        <ImportForm
          companyId={companyId}
          isBusy={run.isPending}
          onChoose={run.reset}
          onStart={(chosen) => run.mutate(chosen)}
        />
        <ImportFormat />
      </div>
      {run.isPending && <Progress sentShare={sentShare} />}
      {run.variables && !run.isPending && (
        <ImportOutcome
          companyId={companyId}
          fileName={run.variables.file.name}
          answer={run.data ?? null}
          error={run.error}
          onRecordOthers={() => run.variables && run.mutate({ ...run.variables, skipInvalid: true })}
        />
      )}
    </Page>
  );
}

function Progress({ sentShare }: { readonly sentShare: number }) {
  const text = useTexts(importTexts);
  const formats = useFormats();
  const isSending = sentShare < 1;
  const label = isSending ? text.sending(formats.percent(sentShare)) : text.recording;
  return (
    <Section title={text.outcome}>
      <p>{label}</p>
      <ProgressBar aria-label={label} value={isSending ? sentShare : undefined} />
    </Section>
  );
}
