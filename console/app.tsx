import { FluentProvider, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { ApiProblem } from './api/http.ts';
import { Loading } from './components/loading.tsx';
import { PageBoundary } from './shell/page-boundary.tsx';
import { PreferencesProvider, usePreferences } from './shell/preferences.tsx';
import { SessionProvider } from './shell/session-provider.tsx';
import { Shell } from './shell/shell.tsx';
import { LanguageContext } from './texts.tsx';

const CompaniesPage = lazy(() => import('./pages/companies/companies-page.tsx'));
const OverviewPage = lazy(() => import('./pages/overview/overview-page.tsx'));
const ConnectPage = lazy(() => import('./pages/connect/connect-page.tsx'));
const RegistrationsPage = lazy(() => import('./pages/registrations/registrations-page.tsx'));
const RegistrationPage = lazy(() => import('./pages/registrations/registration-page.tsx'));
const ReplaysPage = lazy(() => import('./pages/replays/replays-page.tsx'));
const ReplayPage = lazy(() => import('./pages/replays/replay-page.tsx'));
const MailboxesPage = lazy(() => import('./pages/mailboxes/mailboxes-page.tsx'));
const TypesPage = lazy(() => import('./pages/types/types-page.tsx'));
const ActivityPage = lazy(() => import('./pages/activity/activity-page.tsx'));
const SettingsPage = lazy(() => import('./pages/settings/settings-page.tsx'));
const NotFoundPage = lazy(() => import('./pages/not-found-page.tsx'));

/** What the service refuses it refuses again; where there is no answer it may be back in a moment. */
const mayPass = (error: unknown): boolean => !(error instanceof ApiProblem && error.status < 500);

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (failures, error) => failures < 2 && mayPass(error),
      refetchInterval: ({ state }) => (state.status === 'error' && mayPass(state.error) ? 5_000 : false),
      // The service may be on this machine, whatever the browser thinks of its network.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

export function App() {
  return (
    <PreferencesProvider>
      <QueryClientProvider client={queryClient}>
        <Themed />
      </QueryClientProvider>
    </PreferencesProvider>
  );
}

function Themed() {
  const { language, isDark } = usePreferences();
  return (
    <LanguageContext value={language}>
      <FluentProvider theme={isDark ? webDarkTheme : webLightTheme}>
        <SessionProvider>
          <Shell>
            <PlacedPages />
          </Shell>
        </SessionProvider>
      </FluentProvider>
    </LanguageContext>
  );
}

/** Of its own at each address: what one company or page has shown says nothing of the next. */
function PlacedPages() {
  const [path] = useLocation();
  return (
    <PageBoundary key={path}>
      <Suspense fallback={<Loading />}>
        <Pages />
      </Suspense>
    </PageBoundary>
  );
}

const inCompany = '/companies/:companyId';

function Pages() {
  return (
    <Switch>
      <Route path="/">
        <CompaniesPage />
      </Route>
      <Route path={inCompany}>{({ companyId }) => <OverviewPage companyId={companyId} />}</Route>
      <Route path={`${inCompany}/connect`}>{({ companyId }) => <ConnectPage companyId={companyId} />}</Route>
      <Route path={`${inCompany}/registrations`}>
        {({ companyId }) => <RegistrationsPage companyId={companyId} />}
      </Route>
      <Route path={`${inCompany}/registrations/:registrationId`}>
        {({ companyId, registrationId }) => (
          <RegistrationPage companyId={companyId} registrationId={decodeURIComponent(registrationId)} />
        )}
      </Route>
      <Route path={`${inCompany}/replays`}>{({ companyId }) => <ReplaysPage companyId={companyId} />}</Route>
      <Route path={`${inCompany}/replays/:replayId`}>
        {({ companyId, replayId }) => <ReplayPage companyId={companyId} replayId={replayId} />}
      </Route>
      <Route path={`${inCompany}/mailboxes`}>
        {({ companyId }) => <MailboxesPage companyId={companyId} />}
      </Route>
      <Route path={`${inCompany}/types`}>{({ companyId }) => <TypesPage companyId={companyId} />}</Route>
      <Route path={`${inCompany}/activity`}>
        {({ companyId }) => <ActivityPage companyId={companyId} />}
      </Route>
      <Route path={`${inCompany}/settings`}>
        {({ companyId }) => <SettingsPage companyId={companyId} />}
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}
