-- Sending (发送): tries with growing pauses, quiet hours (免打扰), the person's own settings, and templates edited by staff.

alter table outbound_message
  add column subject_cipher bytea,
  add column party_id uuid references party (id),
  add column case_id uuid,
  add column division text collate "C",
  add column urgent boolean not null default false,
  add column tries int not null default 0,
  add column next_try_at timestamptz not null default now(),
  add column claimed_until timestamptz,
  add column expires_at timestamptz,
  add column quiet_from int,
  add column quiet_until int,
  add column fault text,
  drop constraint outbound_message_state_check,
  add constraint outbound_message_state_check check (state in ('queued', 'sending', 'sent', 'failed')),
  add constraint outbound_message_claim check ((state = 'sending') = (claimed_until is not null)),
  add constraint outbound_message_quiet check ((quiet_from is null) = (quiet_until is null));
alter table outbound_message alter column next_try_at drop default;
drop index outbound_message_queue;
drop index outbound_message_recent;
create index outbound_message_due on outbound_message (next_try_at) where state in ('queued', 'sending');
create index outbound_message_recent on outbound_message (created_at desc, id desc);
create index outbound_message_place on outbound_message (division, created_at desc, id desc);
create index outbound_message_party on outbound_message (party_id);
comment on table outbound_message is 'Messages by SMS and e-mail, sealed, and what came of sending them; kept for some days, then deleted';
comment on column outbound_message.purpose is 'Code of the template it was written by';
comment on column outbound_message.claimed_until is 'A process is sending it; after this instant another one may';
comment on column outbound_message.quiet_from is 'Minute of the day in China from which the recipient is not to be disturbed, until quiet_until; null: at any time';
comment on column outbound_message.fault is 'Kind of the last fault; never what a gateway said, which may quote the recipient';
grant delete on outbound_message to :app_role;

create table notice_setting (
  party_id uuid primary key references party (id),
  muted text[] not null default '{}',
  email_cipher bytea,
  quiet_from int check (quiet_from between 0 and 1439),
  quiet_until int check (quiet_until between 0 and 1439),
  version int not null default 1,
  changed_at timestamptz not null,
  check ((quiet_from is null) = (quiet_until is null))
);
alter table notice_setting enable row level security;
create policy notice_setting_own on notice_setting using (party_id = actor_party());
comment on table notice_setting is 'What a person wants to be told by which medium and when; the e-mail address, once confirmed, sealed by their key';
comment on column notice_setting.muted is 'Topic and medium that are switched off, such as case.email';
grant select, insert, update on notice_setting to :app_role;

create table email_code (
  id uuid primary key,
  party_id uuid not null references party (id),
  email_cipher bytea not null,
  code_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  tries int not null default 0 check (tries <= 10),
  used_at timestamptz
);
create index email_code_party on email_code (party_id, created_at desc);
alter table email_code enable row level security;
create policy email_code_own on email_code using (party_id = actor_party());
comment on table email_code is 'One-time codes that confirm an e-mail address, hashed; the address sealed by the person''s key';
grant select, insert, update on email_code to :app_role;

-- By what a party can be told, sealed: whoever tells them of a case need not reach their data otherwise.
create function find_contact(wanted uuid)
  returns table (
    division text, wrapped_key bytea, phone_cipher bytea, email_cipher bytea, muted text[], quiet_from int, quiet_until int,
    has_setting boolean
  )
  language sql stable security definer
  begin atomic
    select party.division, person.wrapped_key, person.phone_cipher, notice_setting.email_cipher, notice_setting.muted,
      notice_setting.quiet_from, notice_setting.quiet_until, notice_setting.party_id is not null
    from party
      left join person on person.party_id = party.id
      left join notice_setting on notice_setting.party_id = party.id
    where party.id = wanted;
  end;
revoke execute on function find_contact(uuid) from public;
grant execute on function find_contact(uuid) to :app_role;

create table notice_template (
  id uuid primary key,
  code text not null,
  version int not null,
  texts jsonb,
  state text not null check (state in ('draft', 'released', 'replaced', 'discarded')),
  remark text not null default '',
  edited_by uuid not null references account (id),
  edited_at timestamptz not null,
  released_by uuid references account (id),
  released_at timestamptz,
  unique (code, version),
  check (state not in ('released', 'replaced') or (released_by is not null and released_at is not null)),
  check (released_by <> edited_by)
);
create unique index notice_template_draft on notice_template (code) where state = 'draft';
create unique index notice_template_released on notice_template (code) where state = 'released';
comment on table notice_template is 'Wordings of notices that staff have edited; one editor writes, another releases';
comment on column notice_template.texts is 'The text of each part; null: back to the wording that the platform brings';
grant select, insert, update on notice_template to :app_role;
