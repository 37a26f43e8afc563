import { QueryClientProvider } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, Navigate, Route, Routes } from 'react-router'
import { createClient } from './calls.ts'
import { type Desk, DesksContext, useDesks } from './desk.ts'
import { Frame } from './frame.tsx'
import { InboxPage } from './inbox/inbox-page.tsx'
import { LoginPage } from './login-page.tsx'
import { Missing, Waiting } from './notices.tsx'
import { handlesCases, hasRole, StaffOnly, useSession } from './session.tsx'
import { locale, readTheme } from './theme.ts'

const ImportPage = lazy(async () => ({ default: (await import('./imports/import-page.tsx')).ImportPage }))
const ImportsPage = lazy(async () => ({ default: (await import('./imports/imports-page.tsx')).ImportsPage }))
const ConsentTextsPage = lazy(async () => ({
  default: (await import('./administration/consent-texts-page.tsx')).ConsentTextsPage,
}))
const IntakePage = lazy(async () => ({ default: (await import('./intake-page.tsx')).IntakePage }))
const ModulePage = lazy(async () => ({ default: (await import('./module-page.tsx')).ModulePage }))
const PeoplePage = lazy(async () => ({ default: (await import('./people/people-page.tsx')).PeoplePage }))
const StaffNoticesPage = lazy(async () => ({
  default: (await import('./staff-notices-page.tsx')).StaffNoticesPage,
}))
const InstitutionsPage = lazy(async () => ({
  default: (await import('./administration/institutions-page.tsx')).InstitutionsPage,
}))
const StaffPage = lazy(async () => ({ default: (await import('./administration/staff-page.tsx')).StaffPage }))
const MemberPage = lazy(async () => ({ default: (await import('./administration/member-page.tsx')).MemberPage }))
const AbsencesPage = lazy(async () => ({
  default: (await import('./administration/absences-page.tsx')).AbsencesPage,
}))
const HandOverPage = lazy(async () => ({
  default: (await import('./administration/hand-over-page.tsx')).HandOverPage,
}))
const RotaPage = lazy(async () => ({ default: (await import('./administration/rota-page.tsx')).RotaPage }))
const RightsPage = lazy(async () => ({
  default: (await import('./administration/rights-page.tsx')).RightsPage,
}))
const ErasuresPage = lazy(async () => ({
  default: (await import('./administration/erasures-page.tsx')).ErasuresPage,
}))
const DuplicatesPage = lazy(async () => ({ default: (await import('./people/duplicates-page.tsx')).DuplicatesPage }))
const MergePage = lazy(async () => ({ default: (await import('./people/merge-page.tsx')).MergePage }))
const VerificationsPage = lazy(async () => ({
  default: (await import('./audit/verifications-page.tsx')).VerificationsPage,
}))
const AuditPage = lazy(async () => ({ default: (await import('./audit/audit-page.tsx')).AuditPage }))
const SetUpPage = lazy(async () => ({ default: (await import('./set-up-page.tsx')).SetUpPage }))
const RatingsPage = lazy(async () => ({ default: (await import('./ratings/ratings-page.tsx')).RatingsPage }))
const RatingPage = lazy(async () => ({ default: (await import('./ratings/rating-page.tsx')).RatingPage }))
const TemplatesPage = lazy(async () => ({ default: (await import('./messages/templates-page.tsx')).TemplatesPage }))
const TemplatePage = lazy(async () => ({ default: (await import('./messages/template-page.tsx')).TemplatePage }))
const LettersPage = lazy(async () => ({ default: (await import('./letters/letters-page.tsx')).LettersPage }))
const DeliveriesPage = lazy(async () => ({ default: (await import('./messages/deliveries-page.tsx')).DeliveriesPage }))
const StatisticsPage = lazy(async () => ({
  default: (await import('./statistics/statistics-page.tsx')).StatisticsPage,
}))
const PersonPage = lazy(async () => ({ default: (await import('./people/person-page.tsx')).PersonPage }))
const PersonFormerPage = lazy(async () => ({
  default: (await import('./people/person-former.tsx')).PersonFormerPage,
}))
const EnterprisesPage = lazy(async () => ({
  default: (await import('./enterprises/enterprises-page.tsx')).EnterprisesPage,
}))
const EnterprisePage = lazy(async () => ({
  default: (await import('./enterprises/enterprise-page.tsx')).EnterprisePage,
}))
const SessionsPage = lazy(async () => ({ default: (await import('./sessions-page.tsx')).SessionsPage }))

/** Where the day begins: the inbox, or for those whose work is not on cases their own desk. */
function Beginning() {
  const { data: session } = useSession()
  const home = useDesks().find((desk) => desk.home && hasRole(session, desk.home.role))?.home
  return <Navigate to={handlesCases(session) ? '/inbox' : (home?.path ?? '/statistics')} replace />
}

function Pages({ desks }: { desks: readonly Desk[] }) {
  return (
    <Routes>
      <Route path="/login" element={<LoginPage />} />
      <Route
        path="/set-up"
        element={
          <Suspense fallback={<Waiting what="页面" />}>
            <SetUpPage />
          </Suspense>
        }
      />
      <Route
        element={
          <StaffOnly>
            <Frame />
          </StaffOnly>
        }
      >
        <Route index element={<Beginning />} />
        <Route path="/inbox" element={<InboxPage />} />
        <Route path="/intake" element={<IntakePage />} />
        <Route path="/modules/:name" element={<ModulePage />} />
        <Route path="/staff-notices" element={<StaffNoticesPage />} />
        <Route path="/institutions" element={<InstitutionsPage />} />
        <Route path="/staff" element={<StaffPage />} />
        <Route path="/staff/:id" element={<MemberPage />} />
        <Route path="/staff/:id/hand-over" element={<HandOverPage />} />
        <Route path="/rota" element={<RotaPage />} />
        <Route path="/rights" element={<RightsPage />} />
        <Route path="/absences" element={<AbsencesPage />} />
        <Route path="/imports" element={<ImportsPage />} />
        <Route path="/imports/:id" element={<ImportPage />} />
        <Route path="/consent-texts" element={<ConsentTextsPage />} />
        <Route path="/statistics" element={<StatisticsPage />} />
        <Route path="/people" element={<PeoplePage />} />
        <Route path="/people/:id" element={<PersonPage />} />
        <Route path="/people/:id/former" element={<PersonFormerPage />} />
        <Route path="/ratings" element={<RatingsPage />} />
        <Route path="/ratings/:id" element={<RatingPage />} />
        <Route path="/people/:id/merge/:mergedId" element={<MergePage />} />
        <Route path="/audit" element={<AuditPage />} />
        <Route path="/audit/verifications" element={<VerificationsPage />} />
        <Route path="/erasures" element={<ErasuresPage />} />
        <Route path="/duplicates" element={<DuplicatesPage />} />
        <Route path="/notice-templates" element={<TemplatesPage />} />
        <Route path="/notice-templates/:code" element={<TemplatePage />} />
        <Route path="/letters" element={<LettersPage />} />
        <Route path="/deliveries" element={<DeliveriesPage />} />
        <Route path="/enterprises" element={<EnterprisesPage />} />
        <Route path="/enterprises/:id" element={<EnterprisePage />} />
        <Route path="/sessions" element={<SessionsPage />} />
        {desks
          .flatMap((desk) => desk.pages)
          .map(({ path, page: Page }) => (
            <Route key={path} path={path} element={<Page />} />
          ))}
        <Route path="*" element={<Missing says="可能是地址有误。" />} />
      </Route>
    </Routes>
  )
}

/** The server puts a nonce for this answer's Content-Security-Policy into the page; antd's styles carry it. */
const readNonce = () => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

/** Draws the workbench with the services that the composition root gives it. */
export function renderWorkbench(root: HTMLElement, desks: readonly Desk[]): void {
  createRoot(root).render(
    <StrictMode>
      <ConfigProvider
        csp={{ nonce: readNonce() }}
        locale={locale}
        theme={readTheme()}
        wave={{ disabled: true }}
        button={{ autoInsertSpace: false }}
      >
        <QueryClientProvider client={createClient()}>
          <DesksContext value={desks}>
            <BrowserRouter basename="/workbench">
              <Pages desks={desks} />
            </BrowserRouter>
          </DesksContext>
        </QueryClientProvider>
      </ConfigProvider>
    </StrictMode>,
  )
}
