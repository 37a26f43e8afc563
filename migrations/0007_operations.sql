-- Idempotency keys (幂等键) of writes.

create table idempotency (
  actor_key text not null,
  key text not null check (length(key) between 8 and 200),
  operation text not null,
  request_hash text not null,
  response jsonb,
  created_at timestamptz not null,
  primary key (actor_key, key)
);
create index idempotency_age on idempotency (created_at);
comment on table idempotency is 'Each write claims its key in its own transaction; a repeat gets the first answer, which holds no personal data';
grant select, insert, update, delete on idempotency to :app_role;
