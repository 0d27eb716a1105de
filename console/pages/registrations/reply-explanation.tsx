import type { ExplanationAnswer } from '#api/registration-explanation.ts';
import { Facts } from '../../components/facts.tsx';
import { Section } from '../../components/section.tsx';
import { useFormats } from '../../formats.ts';
import { useTexts } from '../../texts.tsx';
import { storyTexts } from './story-texts.ts';

const owners = { none: 'ownerNone', user: 'ownerUser', 'absence-sync': 'ownerOurs' } as const;

/** What becomes of the mailbox's automatic reply for this registration. */
export function ReplyExplanation({ reply }: { readonly reply: ExplanationAnswer['automaticReply'] }) {
  const text = useTexts(storyTexts);
  const formats = useFormats();
  if (reply === null)
    return (
      <Section title={text.automaticReply}>
        <p>{text.repliesOff}</p>
      </Section>
    );
  const { message, owner, from, to, reason } = reply;
  return (
    <Section title={text.automaticReply}>
      <p>{message}</p>
      <Facts
        facts={[
          [text.owner, text[owners[owner]]],
          [text.window, from && to && `${formats.dateTime(from)} – ${formats.dateTime(to)}`],
          [text.why, reason?.message],
          [text.wayOut, reason?.remedy],
        ]}
      />
    </Section>
  );
}
