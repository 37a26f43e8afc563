-- Audit (审计): who did what, and the seals that make a later change visible.

create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_id uuid,
  actor_role text not null,
  operation text not null,
  subject_kind text,
  subject_id text,
  division text collate "C",
  channel text not null,
  trace_id text not null,
  detail jsonb not null default '{}',
  xid xid8 not null default pg_current_xact_id()
);
create index audit_entry_xid on audit_entry (xid);
create index audit_entry_subject on audit_entry (subject_id, id);
create trigger audit_entry_append_only before update or delete on audit_entry for each row execute function forbid_change();
create trigger audit_entry_kept before truncate on audit_entry for each statement execute function forbid_change();
comment on table audit_entry is 'One row for each write and each reading of personal data; append-only; holds no personal data';
comment on column audit_entry.xid is 'Transaction that wrote the row: the sealer takes rows whose transactions are all over';
grant select, insert on audit_entry to :app_role;

create table seal (
  id bigint generated always as identity primary key,
  from_xid xid8 not null,
  to_xid xid8 not null,
  rows jsonb not null,
  previous_hash text not null,
  hash text not null,
  signature text not null,
  sealed_at timestamptz not null
);
create trigger seal_append_only before update or delete on seal for each row execute function forbid_change();
create trigger seal_kept before truncate on seal for each statement execute function forbid_change();
comment on table seal is 'Each seal lists and signs every audited row written by the transactions from from_xid up to, not including, to_xid';
comment on column seal.rows is 'List of [table, id, SHA-256 of the canonical row]';
grant select, insert on seal to :app_role;
