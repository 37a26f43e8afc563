-- Figures (统计): what happened on each day, rolled up from the histories of cases, so that a year of a province is read at once.

create table figure_day (
  day date not null,
  division text collate "C" not null,
  service text not null,
  kind text not null check (kind in ('move', 'step', 'refusal', 'holding')),
  key text not null,
  days int not null,
  count int not null check (count > 0),
  late int not null check (late between 0 and count),
  primary key (day, division, service, kind, key, days)
);
comment on table figure_day is 'Roll-up of case_event and case_holding by day, division and service; rebuilt at any time with the same figures';
comment on column figure_day.key is 'move: from>to; step: the state that was left; refusal: the article; holding: applicant or the kind of office';
comment on column figure_day.days is 'step: working days used, without pauses; holding: working days used; else 0';
comment on column figure_day.late is 'step: how many took longer than the division''s limit of that day';
grant select, insert, delete on figure_day to :app_role;

create table figure_rolled (
  day date primary key,
  rolled_at timestamptz not null
);
comment on table figure_rolled is 'Days whose roll-up is whole; later ones are computed when asked for';
grant select, insert, delete on figure_rolled to :app_role;

create index case_event_at on case_event (at);
create index case_holding_until on case_holding (until) where until is not null;

create table policy_read (
  day date not null,
  policy_id uuid not null references policy (id),
  count int not null,
  primary key (day, policy_id)
);
comment on table policy_read is 'How often the page of each policy was read on each day; nobody is told apart';
grant select, insert, update on policy_read to :app_role;
