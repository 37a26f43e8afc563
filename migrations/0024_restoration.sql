-- Restoring (恢复) and importing (导入): what a restore takes away from the seals is told by a signed row, and the numbers of
-- transactions that seals go by go on upwards in whichever cluster the rows come to lie.

create table restoration (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('restored', 'imported')),
  at timestamptz not null,
  detail jsonb not null,
  kept_hash text not null,
  abandoned_hash text not null,
  signature text not null
);
create trigger restoration_append_only before update or delete on restoration for each row execute function forbid_change();
create trigger restoration_kept before truncate on restoration for each statement execute function forbid_change();
comment on table restoration is 'Each restore or import of this database, signed by the key of the seals; by it verifying tells a restore from a cut tail';
comment on column restoration.detail is 'From which backup or export, and to which instant; no personal data';
comment on column restoration.kept_hash is 'Hash of the newest seal that was there afterwards; empty when there was none';
comment on column restoration.abandoned_hash is 'Hash of the newest seal known outside the database before it; the same as kept_hash when nothing was given up';
grant select, insert on restoration to :app_role;

create table transaction_offset (
  single boolean primary key default true check (single),
  value bigint not null
);
insert into transaction_offset (value) values (0);
comment on table transaction_offset is 'One row: what is added to this cluster''s transaction numbers, so that seals go on above those of the cluster the rows came from; set by an import alone';
grant select on transaction_offset to :app_role;

create function sealed_number(number xid8) returns xid8
  language sql stable parallel safe
  return ((number::text::bigint + (select value from transaction_offset))::text)::xid8;
comment on function sealed_number(xid8) is 'A transaction''s number as rows and seals hold it';
grant execute on function sealed_number(xid8) to :app_role;

alter table audit_entry alter column xid set default sealed_number(pg_current_xact_id());
alter table case_event alter column xid set default sealed_number(pg_current_xact_id());
alter table flow_event alter column xid set default sealed_number(pg_current_xact_id());
