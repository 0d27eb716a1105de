import { Checkbox, Field, makeStyles, tokens } from '@fluentui/react-components';
import { useId, useState } from 'react';
import { ActButton } from '../../components/act-button.tsx';
import { ArrowUploadRegular, DocumentTableRegular } from '../../components/icons.ts';
import { Section } from '../../components/section.tsx';
import { useFormats } from '../../formats.ts';
import { useTexts } from '../../texts.tsx';
import { contentTypeOf, exportFileEndings } from './export-file-kind.ts';
import type { Chosen } from './import-page.tsx';
import { importTexts } from './import-texts.ts';

const useStyles = makeStyles({
  place: {
    position: 'relative',
    display: 'grid',
    justifyItems: 'center',
    textAlign: 'center',
    gap: tokens.spacingVerticalXS,
    padding: tokens.spacingVerticalXXL,
    border: `2px dashed ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusLarge,
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-within': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  /** Over all of the place, unseen: a browser's own field takes files that are dropped, and the keyboard. */
  input: { position: 'absolute', inset: 0, opacity: 0, cursor: 'pointer', width: '100%', height: '100%' },
  name: { fontWeight: tokens.fontWeightSemibold },
  hint: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

interface Props {
  readonly companyId: string;
  readonly isBusy: boolean;
  /** Another file, or none: what came of the one before says nothing of it. */
  readonly onChoose: () => void;
  readonly onStart: (chosen: Chosen) => void;
}

export function ImportForm({ companyId, isBusy, onChoose, onStart }: Props) {
  const text = useTexts(importTexts);
  const [file, setFile] = useState<File | null>(null);
  const [skipInvalid, setSkipInvalid] = useState(false);
  const fault = file === null ? undefined : faultOf(file);
  return (
    <Section title={text.file}>
      <FilePlace
        file={file}
        fault={fault === undefined ? undefined : text[fault]}
        onFile={(chosen) => {
          setFile(chosen);
          onChoose();
        }}
      />
      <Field hint={text.skipHint}>
        <Checkbox
          label={text.skip}
          checked={skipInvalid}
          onChange={(_, { checked }) => setSkipInvalid(checked === true)}
        />
      </Field>
      <div>
        <ActButton
          companyId={companyId}
          appearance="primary"
          icon={<ArrowUploadRegular />}
          isBusy={isBusy}
          disabledFocusable={file === null || fault !== undefined}
          onClick={() => file !== null && fault === undefined && onStart({ file, skipInvalid })}
        >
          {text.start}
        </ActButton>
      </div>
    </Section>
  );
}

function faultOf({ name, size }: File): 'wrongKind' | 'empty' | undefined {
  if (contentTypeOf(name) === undefined) return 'wrongKind';
  return size === 0 ? 'empty' : undefined;
}

interface PlaceProps {
  readonly file: File | null;
  readonly fault: string | undefined;
  readonly onFile: (file: File | null) => void;
}

function FilePlace({ file, fault, onFile }: PlaceProps) {
  const text = useTexts(importTexts);
  const styles = useStyles();
  const formats = useFormats();
  const hintId = useId();
  return (
    <Field validationMessage={fault} {...(fault !== undefined && { validationState: 'error' as const })}>
      <div className={styles.place}>
        <DocumentTableRegular fontSize={32} aria-hidden />
        <span className={styles.name}>
          {file === null ? text.choose : text.chosen(file.name, formats.bytes(file.size))}
        </span>
        <span id={hintId} className={styles.hint}>
          {text.kinds}
        </span>
        <input
          type="file"
          className={styles.input}
          accept={exportFileEndings.join(',')}
          aria-label={file === null ? text.choose : text.chosen(file.name, formats.bytes(file.size))}
          aria-describedby={hintId}
          onChange={({ target }) => {
            onFile(target.files?.[0] ?? null);
            // Else the same file, mended and chosen again, would be no change to the browser.
            target.value = '';
          }}
        />
      </div>
    </Field>
  );
}
