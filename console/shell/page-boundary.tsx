import { Component, type ReactNode } from 'react';
import { ProblemMessage } from '../components/problem-message.tsx';

interface Failure {
  readonly error: unknown;
}

/** What a page can't render, or can't load because a new build has taken its place, is told in its place. */
export class PageBoundary extends Component<
  { readonly children: ReactNode },
  { readonly failure: Failure | null }
> {
  override state: { readonly failure: Failure | null } = { failure: null };

  static getDerivedStateFromError(error: unknown) {
    return { failure: { error } };
  }

  override render() {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return <ProblemMessage error={failure.error} onRetry={() => location.reload()} />;
  }
}
