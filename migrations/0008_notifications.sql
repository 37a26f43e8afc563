-- Notices (通知) in the person's own inbox, and messages sent out.

create table notice (
  id uuid primary key,
  party_id uuid not null references party (id),
  case_id uuid,
  title text not null,
  body text not null,
  created_at timestamptz not null,
  read_at timestamptz
);
create index notice_party on notice (party_id, created_at desc);
comment on table notice is 'In-app inbox; speaks of the case, never of names or numbers of persons';
grant select, insert, update on notice to :app_role;

create table outbound_message (
  id uuid primary key,
  medium text not null check (medium in ('sms', 'email')),
  purpose text not null,
  recipient_cipher bytea not null,
  body_cipher bytea not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  created_at timestamptz not null,
  sent_at timestamptz
);
create index outbound_message_queue on outbound_message (created_at) where state = 'queued';
create index outbound_message_recent on outbound_message (created_at desc);
comment on table outbound_message is 'Messages by SMS and e-mail, sealed; the demonstration mailbox shows them where DEMO is on';
grant select, insert, update on outbound_message to :app_role;
