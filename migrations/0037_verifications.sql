-- Verifications (核验) of seals and histories, started at the workbench: how far each has come, and what it found.

create table verification_run (
  id uuid primary key,
  state text not null default 'running' check (state in ('running', 'done', 'failed', 'cancelled')),
  version int not null default 1,
  division text collate "C" not null,
  started_by uuid not null references account (id),
  started_at timestamptz not null,
  finished_at timestamptz,
  turn int not null default 0,
  seen_at timestamptz,
  total bigint not null default 0,
  done bigint not null default 0,
  seals bigint,
  found bigint,
  findings jsonb not null default '[]',
  fault text,
  check ((state = 'running') = (finished_at is null)),
  check ((state = 'done') = (found is not null)),
  check ((state = 'failed') = (fault is not null))
);
create unique index verification_run_one_at_a_time on verification_run ((true)) where state = 'running';
comment on table verification_run is 'One reading of all seals and histories, asked for by an auditor; no personal data';
comment on column verification_run.division is 'Of the auditor who asked: who reaches it sees the verification; the chain it reads is one for all';
comment on column verification_run.turn is 'Rises each time a process takes it up; one that was taken for dead writes nothing any more';
comment on column verification_run.seen_at is 'When the process that reads last told how far it is; null: nobody reads yet';
comment on column verification_run.done is 'Entries checked so far, of total as counted at the start';
comment on column verification_run.found is 'How many things were not as they were sealed';
comment on column verification_run.findings is 'The first of them: where, what, and its place in seal or history';
grant select, insert, update on verification_run to :app_role;
create trigger verification_run_kept before delete on verification_run for each row execute function forbid_change();
