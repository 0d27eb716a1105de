import {
  Button,
  makeStyles,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  tokens,
} from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { listCompanies } from '../api/operations.ts';
import { caller } from '../api/http.ts';
import { readSession, signOut } from '../api/session.ts';
import { BuildingRegular, PersonRegular, SettingsRegular } from '../components/icons.ts';
import { ProblemMessage } from '../components/problem-message.tsx';
import { texts, useTexts, type Language } from '../texts.tsx';
import { paths } from './paths.ts';
import { usePreferences, type Theme } from './preferences.tsx';
import { useCompany } from './use-company.ts';
import { useSession } from './use-session.ts';

const words = texts(
  {
    companies: 'All companies',
    chooseCompany: 'Choose a company',
    look: 'Language and colours',
    language: 'Language',
    theme: 'Colours',
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
    account: (name: string) => `Signed in as ${name}`,
    signOut: 'Sign out',
  },
  {
    companies: 'Alle virksomheder',
    chooseCompany: 'Vælg virksomhed',
    look: 'Sprog og farver',
    language: 'Sprog',
    theme: 'Farver',
    system: 'Som systemet',
    light: 'Lyse',
    dark: 'Mørke',
    account: (name: string) => `Logget ind som ${name}`,
    signOut: 'Log ud',
  },
);

const useStyles = makeStyles({
  header: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 640px)': {
      gap: tokens.spacingHorizontalXS,
      padding: tokens.spacingHorizontalS,
    },
  },
  brand: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    fontWeight: tokens.fontWeightSemibold,
    fontSize: tokens.fontSizeBase400,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    marginRight: tokens.spacingHorizontalM,
    '@media (max-width: 640px)': { marginRight: 0 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  space: { flexGrow: 1 },
});

export function Header({ companyId }: { readonly companyId: string | null }) {
  const styles = useStyles();
  return (
    <header className={styles.header}>
      <Link href={paths.companies} className={styles.brand}>
        <img src="/icon.svg" alt="" width="24" height="24" />
        Absence Sync
      </Link>
      {companyId !== null && <CompanyMenu companyId={companyId} />}
      <div className={styles.space} />
      <LookMenu />
      <AccountMenu />
    </header>
  );
}

function CompanyMenu({ companyId }: { readonly companyId: string }) {
  const text = useTexts(words);
  const [, navigate] = useLocation();
  const current = useCompany(companyId);
  const all = useQuery({ queryKey: ['companies', 'menu'], queryFn: () => listCompanies({ limit: 20 }) });
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<BuildingRegular />}
          aria-label={`${text.chooseCompany}: ${current.data?.name ?? companyId}`}
        >
          {current.data?.name ?? companyId}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {all.data?.items.map(({ id, name }) => (
            <MenuItem key={id} onClick={() => navigate(paths.overview(id))}>
              {name}
            </MenuItem>
          ))}
          <MenuDivider />
          <MenuItem onClick={() => navigate(paths.companies)}>{text.companies}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function LookMenu() {
  const text = useTexts(words);
  const { language, theme, setLanguage, setTheme } = usePreferences();
  return (
    <Menu
      checkedValues={{ language: [language], theme: [theme] }}
      onCheckedValueChange={(_, { name, checkedItems: [chosen] }) => {
        if (name === 'language') setLanguage(chosen as Language);
        else setTheme(chosen as Theme);
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<SettingsRegular />} aria-label={text.look} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{text.language}</MenuGroupHeader>
            <MenuItemRadio name="language" value="da" lang="da">
              Dansk
            </MenuItemRadio>
            <MenuItemRadio name="language" value="en" lang="en">
              English
            </MenuItemRadio>
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{text.theme}</MenuGroupHeader>
            {(['system', 'light', 'dark'] as const).map((each) => (
              <MenuItemRadio key={each} name="theme" value={each}>
                {text[each]}
              </MenuItemRadio>
            ))}
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function AccountMenu() {
  const text = useTexts(words);
  const client = useQueryClient();
  const { actor } = useSession();
  const leaving = useMutation({
    mutationFn: () =>
      // Another tab may have signed in anew since: then the token is another one now.
      signOut().catch(async () => {
        caller.csrfToken = (await readSession()).csrfToken;
        await signOut();
      }),
    onSuccess: () => {
      // What one person has read is not there for the next.
      client.clear();
      location.assign('/');
    },
  });
  return (
    <>
      <ProblemMessage error={leaving.error} onRetry={() => leaving.mutate()} />
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<PersonRegular />} aria-label={text.account(actor?.name ?? '')} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuGroup>
              <MenuGroupHeader>{text.account(actor?.name ?? '')}</MenuGroupHeader>
              <MenuItem onClick={() => leaving.mutate()}>{text.signOut}</MenuItem>
            </MenuGroup>
          </MenuList>
        </MenuPopover>
      </Menu>
    </>
  );
}
