-- Enterprises (企业, partnerships among them), and agents (代办人) who act for them with a paper.

create table enterprise (
  party_id uuid primary key references party (id),
  division text collate "C" not null,
  wrapped_key bytea,
  name text not null,
  credit_code text not null unique check (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  legal_form text not null
    check (legal_form in ('company', 'partnership', 'soleProprietorship', 'cooperative', 'otherForm')),
  industry text not null,
  registered_on date not null,
  staff int check (staff >= 0),
  verification text not null check (verification in ('declared', 'verified')),
  verified_by uuid,
  verified_at timestamptz,
  version int not null default 1,
  check ((verification = 'verified') = (verified_at is not null))
);
create index enterprise_division on enterprise (division, party_id);
create index enterprise_name on enterprise (name text_pattern_ops);
comment on table enterprise is 'Enterprises, partnerships included: what the register of companies says, and a key that seals their forms and judgements';
comment on column enterprise.credit_code is 'Unified social credit code (统一社会信用代码), GB 32100-2015';
comment on column enterprise.industry is 'Class of GB/T 4754-2017: a division, or a group where sizes differ within one';
comment on column enterprise.staff is 'People employed, as last told';
grant select, insert, update on enterprise to :app_role;

create table agency (
  id uuid primary key,
  agent_id uuid not null references party (id),
  principal_id uuid references party (id),
  division text collate "C" not null,
  name text not null,
  credit_code text not null,
  legal_form text not null,
  industry text not null,
  registered_on date not null,
  valid_from date not null,
  valid_to date not null,
  state text not null check (state in ('proposed', 'confirmed', 'declined', 'ended')),
  paper_id uuid references document (id),
  reason text,
  version int not null default 1,
  proposed_at timestamptz not null,
  proposed_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  check (valid_from <= valid_to),
  check (state in ('proposed', 'declined') or (principal_id is not null and paper_id is not null)),
  check ((state in ('confirmed', 'declined')) <= (decided_at is not null)),
  check ((state = 'ended') = (ended_at is not null))
);
create unique index agency_one_open on agency (agent_id, credit_code) where state in ('proposed', 'confirmed');
create index agency_principal on agency (principal_id);
create index agency_agent on agency (agent_id, id desc);
create index agency_waiting on agency (division, id) where state = 'proposed' and paper_id is not null;
comment on table agency is 'Who acts for which enterprise (代办), by which paper, until when: proposed, confirmed or declined by a clerk, ended by either';
comment on column agency.name is 'Name and register data of the enterprise as the agent told them; the enterprise itself is made when a clerk confirms';
comment on column agency.valid_to is 'Last day on which the agent may act';
grant select, insert, update on agency to :app_role;

-- An agency is open to its agent, to its principal and to the staff of its division; an enterprise also to its confirmed agents;
-- an agent as a person also to those who see their agency.
alter table agency enable row level security;
create policy agency_reach on agency
  using (agent_id = actor_party() or principal_id = actor_party() or actor_reaches(division));
alter table enterprise enable row level security;
create policy enterprise_reach on enterprise
  using (party_id = actor_party() or actor_reaches(division) or actor_serves(party_id)
    or exists (select 1 from agency
      where agency.principal_id = enterprise.party_id and agency.agent_id = actor_party() and agency.state = 'confirmed'));
create policy person_agent on person
  using (exists (select 1 from agency where agency.agent_id = person.party_id and actor_reaches(agency.division)));
create policy person_fellow_agent on person for select
  using (exists (select 1 from agency
    where agency.agent_id = person.party_id and agency.principal_id = actor_party() and agency.state = 'confirmed'));

-- These run as the owner because the asker may not yet see the row; they give ids alone.
create function find_enterprise_by_code(wanted text) returns table (party_id uuid, division text)
  language sql stable security definer
  begin atomic
    select enterprise.party_id, enterprise.division from enterprise where enterprise.credit_code = wanted;
  end;
create function agency_principal(wanted uuid, agent uuid, on_day date) returns uuid
  language sql stable security definer
  begin atomic
    select agency.principal_id from agency
      where agency.id = wanted and agency.agent_id = agent and agency.state = 'confirmed'
        and agency.valid_from <= on_day and agency.valid_to >= on_day;
  end;
create function agents_of(principal uuid, on_day date) returns table (party_id uuid)
  language sql stable security definer
  begin atomic
    select distinct agency.agent_id from agency
      where agency.principal_id = principal and agency.state = 'confirmed'
        and agency.valid_from <= on_day and agency.valid_to >= on_day;
  end;
revoke execute on function find_enterprise_by_code(text), agency_principal(uuid, uuid, date), agents_of(uuid, date) from public;
grant execute on function find_enterprise_by_code(text), agency_principal(uuid, uuid, date), agents_of(uuid, date) to :app_role;

alter table session add column agency_id uuid references agency (id);
comment on column session.agency_id is 'The agency by which the person acts for another in this session; none while they act for themselves';

-- A division's own rule bears the code of the wider one that it takes the place of, and counts its versions by itself.
alter table rule drop constraint rule_pkey, add primary key (code, division, version);
comment on table rule is 'Eligibility rules, versioned by division; a published version is never changed, a nearer division''s takes the place of a wider one''s';

alter table judgement add column purpose text not null default 'decision' check (purpose in ('decision', 'alternative'));
comment on column judgement.purpose is 'What stood beside a decision: the judgement it rests on, or what else was found to fit or to be near';

alter table loan add column kind text not null default 'person' check (kind in ('person', 'partnership', 'enterprise'));
comment on column loan.kind is 'Kind of applicant, which says by which rule and form';
