-- Who holds a case (经办人), who answers for it from first to last (首问负责), and how long each has had it.

alter table service_case
  add column assignee_id uuid references account (id),
  add column waiting_reason text,
  add column holding int not null default 0,
  add column first_account_id uuid references account (id),
  add column first_office_id uuid references office (id),
  add check (assignee_id is null or holder = 'office');
create index service_case_assignee on service_case (assignee_id, due_on, id) where ended_at is null and assignee_id is not null;
create index service_case_office on service_case (office_id, due_on, id) where ended_at is null and holder = 'office';
create index service_case_deadline on service_case ((coalesce(due_on, date '9999-12-31')), id);
comment on column service_case.assignee_id is 'Staff member who has it now; null while it waits in the office''s pool';
comment on column service_case.waiting_reason is 'Why it waits in the pool';
comment on column service_case.holding is 'Number of its newest row in case_holding';
comment on column service_case.first_account_id is 'First staff member who took it in or touched it (首问负责): stays until the end';
comment on column service_case.first_office_id is 'Office of the first-responsible';

create table case_holding (
  case_id uuid not null references service_case (id),
  sequence int not null,
  round int not null,
  state text not null,
  holder text not null check (holder in ('applicant', 'office')),
  office_id uuid references office (id),
  account_id uuid references account (id),
  deputy_for uuid references account (id),
  cause text not null check (cause in ('opened', 'moved', 'assigned', 'claimed', 'takenOver', 'handedOn', 'reassigned', 'absence', 'returned', 'handOver')),
  reason text,
  since timestamptz not null,
  until timestamptz,
  workdays_used int,
  ended_by uuid,
  primary key (case_id, sequence),
  check (until >= since),
  check ((until is null) = (workdays_used is null)),
  check (account_id is null or holder = 'office')
);
create unique index case_holding_open on case_holding (case_id) where until is null;
create index case_holding_account on case_holding (account_id, since desc) where account_id is not null;
create index case_holding_deputy on case_holding (deputy_for) where until is null and deputy_for is not null;
comment on table case_holding is 'The relay clock (办件接力): who held each case, from when to when, and the working days each used';
comment on column case_holding.deputy_for is 'The absent person in whose stead this one holds it';
comment on column case_holding.reason is 'Why it changed hands, or why it waits in the pool';
comment on column case_holding.ended_by is 'Account whose act ended this holding; another than the holder acted in their stead';
grant select, insert, update on case_holding to :app_role;

insert into case_holding (case_id, sequence, round, state, holder, office_id, cause, since)
  select id, 1, round, state, holder, office_id, 'moved', held_since from service_case where holder <> 'none';
update service_case set holding = 1 where holder <> 'none';
update service_case set first_office_id = office_id where office_id is not null;
