-- Imports (导入) from spreadsheets: what was read, row by row, and what became of it.

create table import_batch (
  id uuid primary key,
  kind text not null,
  division text collate "C" not null,
  state text not null default 'checking'
    check (state in ('checking', 'ready', 'writing', 'done', 'failed', 'cancelled')),
  version int not null default 1,
  mode text check (mode in ('all', 'good')),
  created_by uuid not null references account (id),
  created_at timestamptz not null,
  finished_at timestamptz,
  file_cipher bytea,
  sheet_cipher bytea,
  mapping jsonb not null,
  total int not null default 0,
  done int not null default 0,
  fault text,
  check ((state in ('writing', 'done') and mode is not null) or state not in ('writing', 'done'))
);
create index import_batch_recent on import_batch (division, created_at desc, id desc);
comment on table import_batch is 'One spreadsheet being imported; name and content sealed, and forgotten some days after its end';
comment on column import_batch.mode is 'all: every row or none; good: the rows without faults';
comment on column import_batch.done is 'Rows checked or written so far, of total';
alter table import_batch enable row level security;
create policy import_batch_reach on import_batch using (actor_reaches(division));
grant select, insert, update on import_batch to :app_role;

create table import_row (
  batch_id uuid not null references import_batch (id),
  line int not null,
  state text not null check (state in ('good', 'bad', 'skipped', 'written')),
  reason text not null default '',
  result_id text,
  primary key (batch_id, line),
  check ((state in ('bad', 'skipped')) = (reason <> ''))
);
create index import_row_state on import_row (batch_id, state, line);
comment on table import_row is 'Each line of a spreadsheet by its number there: whether it can be imported, why not, what it became; no personal data';
comment on column import_row.result_id is 'What the row was written as, for example the party registered';
grant select, insert, update, delete on import_row to :app_role;
