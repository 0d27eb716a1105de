import { Link } from '@fluentui/react-components';
import type { ComponentProps } from 'react';
import { useLocation } from 'wouter';

type Props = Omit<ComponentProps<'a'>, 'href' | 'ref'> & { readonly to: string };

/** A link within the console: it keeps what is loaded, and opens elsewhere as any link does. */
export function AppLink({ to, onClick, children, ...rest }: Props) {
  const [, navigate] = useLocation();
  return (
    <Link
      inline
      href={to}
      {...rest}
      onClick={(event) => {
        onClick?.(event);
        const isPlain =
          event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
        if (!isPlain || event.defaultPrevented) return;
        event.preventDefault();
        navigate(to);
      }}
    >
      {children}
    </Link>
  );
}
