-- What is taken from a kiosk to one's own phone (带到手机上继续): an address, for a few minutes, once.

create table handover (
  code_hash text primary key,
  path text not null check (path ~ '^/([^/]|$)'),
  account_id uuid,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index handover_expires on handover (expires_at);
comment on table handover is 'Addresses carried from a kiosk to a phone by a QR code (带到手机上继续): short-lived, good once, never a log-in';
comment on column handover.account_id is 'Who was logged in at the kiosk; only the same person may go on. Null where nobody was';
grant select, insert, update, delete on handover to :app_role;
