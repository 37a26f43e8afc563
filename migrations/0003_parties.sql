-- Parties (服务对象): persons and later enterprises, their sealed personal data and their facts.
-- The row-level policies of these tables stand in 0011, where the cases they look at exist.

create table party (
  id uuid primary key,
  kind text not null check (kind in ('person', 'enterprise')),
  division text collate "C" not null,
  created_at timestamptz not null
);
create index party_division on party (division);
comment on table party is 'Whoever a case is for; holds no personal data itself';
grant select, insert, update on party to :app_role;

create table person (
  party_id uuid primary key references party (id),
  division text collate "C" not null,
  wrapped_key bytea,
  name_cipher bytea,
  phone_cipher bytea,
  identity_kind text check (identity_kind in ('residentId')),
  identity_cipher bytea,
  name_index text,
  phone_index text unique,
  identity_index text,
  verification text not null default 'none' check (verification in ('none', 'declared', 'verified')),
  verified_by uuid,
  verified_at timestamptz,
  version int not null default 1,
  check ((verification = 'verified') = (verified_at is not null))
);
create unique index person_identity on person (identity_index) where verification = 'verified';
create index person_identity_any on person (identity_index);
create index person_name on person (name_index);
comment on table person is 'Personal data, each value sealed by the key of its person; dropping wrapped_key erases them all';
comment on column person.name_index is 'Blind index (HMAC) of the exact name; likewise phone_index and identity_index';
comment on column person.verification is 'Real name: none, declared by the person, or verified by a clerk at the window';
grant select, insert, update on person to :app_role;

create table fact (
  id bigint generated always as identity primary key,
  party_id uuid not null references party (id),
  key text not null,
  value jsonb not null,
  valid_from date not null,
  valid_to date,
  source text not null check (source in ('declared', 'paper', 'register', 'case')),
  source_ref text,
  recorded_at timestamptz not null,
  recorded_by uuid
);
create index fact_party on fact (party_id, key, id desc);
create trigger fact_append_only before update or delete on fact for each row execute function forbid_change();
create trigger fact_kept before truncate on fact for each statement execute function forbid_change();
comment on table fact is 'What is known of a party: append-only, typed by the dictionary, without identifiers; the newest row of a key counts';
comment on column fact.source is 'declared by the party, read off a paper by a clerk, taken from a register, or the result of a case';
grant select, insert on fact to :app_role;

-- A person is found by exact value only. These run as the owner because the asker may not yet see the row; they give ids alone.
create function find_person_by_phone(wanted text) returns table (party_id uuid, division text)
  language sql stable security definer
  begin atomic
    select person.party_id, person.division from person where person.phone_index = wanted;
  end;
create function find_person_by_identity(wanted text) returns table (party_id uuid, division text)
  language sql stable security definer
  begin atomic
    select person.party_id, person.division from person where person.identity_index = wanted;
  end;
revoke execute on function find_person_by_phone(text), find_person_by_identity(text) from public;
grant execute on function find_person_by_phone(text), find_person_by_identity(text) to :app_role;
