-- The case spine (办件): one table for every service, one append-only history.

create table flow_step (
  service text not null,
  version int not null,
  state text not null,
  is_end boolean not null,
  primary key (service, version, state)
);
comment on table flow_step is 'Allowed states of each version of each flow, written at start from the flows themselves';
grant select on flow_step to :app_role;

create table flow_action (
  service text not null,
  version int not null,
  action text not null,
  from_state text not null,
  to_state text not null,
  primary key (service, version, action, from_state, to_state),
  foreign key (service, version, to_state) references flow_step (service, version, state)
);
comment on table flow_action is 'Allowed actions of each flow; from_state is empty for the opening of a case';
grant select on flow_action to :app_role;

create sequence case_number_sequence;
grant usage on sequence case_number_sequence to :app_role;

create table service_case (
  id uuid primary key,
  number text not null unique,
  service text not null,
  flow_version int not null,
  state text not null,
  party_id uuid not null references party (id),
  division text collate "C" not null,
  channel text not null check (channel in ('online', 'window', 'phone', 'visit', 'kiosk', 'wechat')),
  round int not null default 1,
  version int not null default 1,
  holder text not null check (holder in ('applicant', 'office', 'none')),
  office_id uuid references office (id),
  held_since timestamptz not null,
  clock_limit int,
  clock_used int not null default 0,
  clock_started_on date,
  due_on date,
  performed jsonb not null default '{}',
  history_hash text not null,
  opened_at timestamptz not null,
  submitted_at timestamptz,
  ended_at timestamptz,
  foreign key (service, flow_version, state) references flow_step (service, version, state)
);
create index service_case_inbox on service_case (state, due_on, id) where ended_at is null;
create index service_case_division on service_case (division, state, due_on, id) where ended_at is null;
create index service_case_recent on service_case (opened_at desc, id desc);
create index service_case_party on service_case (party_id, opened_at desc);
create unique index service_case_one_open on service_case (party_id, service) where ended_at is null;
comment on table service_case is 'One row for each case of any service (办件)';
comment on column service_case.performed is 'Account that last performed each action in this round, so that nobody decides on what they accepted';
comment on column service_case.clock_used is 'Working days used in this step before the clock was last stopped';
comment on column service_case.history_hash is 'Hash of the newest history entry: the head of this case''s chain';
grant select, insert, update on service_case to :app_role;

create table case_event (
  id bigint generated always as identity primary key,
  case_id uuid not null references service_case (id),
  sequence int not null,
  round int not null,
  service text not null,
  flow_version int not null,
  action text not null,
  from_state text not null,
  to_state text not null,
  actor_id uuid,
  actor_role text not null,
  office_id uuid,
  channel text not null,
  detail jsonb not null default '{}',
  at timestamptz not null,
  previous_hash text not null,
  hash text not null,
  xid xid8 not null default pg_current_xact_id(),
  unique (case_id, sequence),
  foreign key (service, flow_version, action, from_state, to_state)
    references flow_action (service, version, action, from_state, to_state)
);
create index case_event_xid on case_event (xid);
create trigger case_event_append_only before update or delete on case_event for each row execute function forbid_change();
create trigger case_event_kept before truncate on case_event for each statement execute function forbid_change();
comment on table case_event is 'History of each case, chained by hash; reasons and gaps stand in detail, personal data never';
grant select, insert on case_event to :app_role;

-- The second wall: rows of personal data open only to their party and to staff whose division reaches them,
-- by where the person lives or by a case in that reach.
create function actor_serves(wanted uuid) returns boolean language sql stable security definer
  begin atomic
    select exists (select 1 from service_case where party_id = wanted and actor_reaches(division));
  end;
revoke execute on function actor_serves(uuid) from public;
grant execute on function actor_serves(uuid) to :app_role;

alter table person enable row level security;
create policy person_reach on person
  using (party_id = actor_party() or actor_reaches(division) or actor_serves(party_id));
alter table fact enable row level security;
create policy fact_reach on fact
  using (party_id = actor_party() or actor_serves(party_id)
    or exists (select 1 from party where party.id = fact.party_id and actor_reaches(party.division)));
alter table judgement enable row level security;
create policy judgement_reach on judgement
  using (party_id = actor_party() or actor_serves(party_id));
alter table document enable row level security;
create policy document_reach on document
  using (party_id = actor_party() or actor_reaches(division));
