-- Accounts (账号), sessions (会话), one-time codes (验证码) and what an account may do where.

create table account (
  id uuid primary key,
  kind text not null check (kind in ('person', 'staff')),
  party_id uuid unique references party (id),
  login text unique,
  name text,
  password_hash text,
  totp_cipher bytea,
  totp_last_step bigint not null default 0,
  state text not null default 'active' check (state in ('active', 'disabled')),
  created_at timestamptz not null,
  check ((kind = 'person') = (party_id is not null)),
  check ((kind = 'staff') = (login is not null and password_hash is not null and name is not null))
);
comment on table account is 'Who can log in: persons by phone and one-time code, staff by password and TOTP';
comment on column account.name is 'Working name of a staff member, shown beside what they do; null for persons';
comment on column account.totp_last_step is 'Time step of the last code accepted, so that none works twice';
grant select, insert, update on account to :app_role;

create table role_grant (
  id uuid primary key,
  account_id uuid not null references account (id),
  role text not null,
  division text collate "C" not null,
  office_id uuid references office (id),
  valid_from date not null,
  valid_to date
);
create index role_grant_account on role_grant (account_id);
comment on table role_grant is 'A role held in a division and everything below it, from an office';
grant select, insert, update on role_grant to :app_role;

create table session (
  id uuid primary key,
  token_hash text not null unique,
  account_id uuid not null references account (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_account on session (account_id) where ended_at is null;
comment on table session is 'Sessions; only the hash of the token is kept';
grant select, insert, update on session to :app_role;

create table login_code (
  id uuid primary key,
  phone_index text not null,
  code_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  tries int not null default 0 check (tries <= 10),
  used_at timestamptz
);
create index login_code_phone on login_code (phone_index, created_at desc);
comment on table login_code is 'One-time codes sent to phones, hashed';
grant select, insert, update on login_code to :app_role;

create table attempt (
  key text not null,
  at timestamptz not null
);
create index attempt_key on attempt (key, at desc);
comment on table attempt is 'Tries to log in, by account and by address (hashed): at most ten in a quarter of an hour';
grant select, insert, delete on attempt to :app_role;
