-- One person registered twice (疑似重复): merged by reference and un-merged. No row of either is rewritten; what belongs to the merged
-- one stays where it is, sealed by its own key, and is reached through the survivor.

create table party_merge (
  id uuid primary key,
  merged_id uuid not null references party (id),
  survivor_id uuid not null references party (id),
  reason text not null check (length(reason) >= 2),
  merged_by uuid not null references account (id),
  merged_at timestamptz not null,
  undone_reason text check (length(undone_reason) >= 2),
  undone_by uuid references account (id),
  undone_at timestamptz,
  check (merged_id <> survivor_id),
  check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (undone_reason is null))
);
create unique index party_merge_open on party_merge (merged_id) where undone_at is null;
create index party_merge_survivor on party_merge (survivor_id) where undone_at is null;
comment on table party_merge is 'Persons found to be one: the merged one is served as the survivor while the row is not undone; un-merging (撤销合并) only marks it';
grant select, insert, update on party_merge to :app_role;

create table not_duplicate (
  one_id uuid not null references party (id),
  other_id uuid not null references party (id),
  reason text not null check (length(reason) >= 2),
  settled_by uuid not null references account (id),
  settled_at timestamptz not null,
  primary key (one_id, other_id),
  check (one_id < other_id)
);
comment on table not_duplicate is 'Pairs that looked like duplicates and were found to be two persons; they leave the worklist';
grant select, insert on not_duplicate to :app_role;

create function survivor_of(wanted uuid) returns uuid language sql stable
  begin atomic
    select coalesce(
      (select party_merge.survivor_id from party_merge where party_merge.merged_id = wanted and party_merge.undone_at is null), wanted);
  end;
comment on function survivor_of(uuid) is 'As whom a party is served: the survivor of a merge, or itself.';

create function merged_with(wanted uuid) returns setof uuid language sql stable rows 2
  begin atomic
    select survivor_of(wanted)
    union all
    select party_merge.merged_id from party_merge
    where party_merge.survivor_id = survivor_of(wanted) and party_merge.undone_at is null;
  end;
comment on function merged_with(uuid) is 'All parties that are one person with this one, itself among them.';
grant execute on function survivor_of(uuid), merged_with(uuid) to :app_role;

-- The second wall opens what is one: to the person by whichever log-in, and to staff who serve one of them.
create or replace function actor_serves(wanted uuid) returns boolean language sql stable security definer
  begin atomic
    select exists (select 1 from service_case where party_id = wanted and actor_reaches(division))
      or exists (
        select 1 from merged_with(wanted) as one (id)
        where one.id <> wanted and (
          one.id = actor_party()
          or exists (select 1 from party where party.id = one.id and actor_reaches(party.division))
          or exists (select 1 from service_case where service_case.party_id = one.id and actor_reaches(service_case.division))));
  end;
alter policy document_reach on document
  using (party_id = actor_party() or actor_reaches(division) or survivor_of(party_id) = actor_party());
alter policy letter_reach on letter
  using (party_id = actor_party() or actor_reaches(division) or survivor_of(party_id) = actor_party());
alter policy loan_reach on loan
  using (party_id = actor_party() or actor_reaches(division) or survivor_of(party_id) = actor_party());

-- Whoever is found by a number is found as the survivor.
create or replace function find_person_by_phone(wanted text) returns table (party_id uuid, division text)
  language sql stable security definer
  begin atomic
    select party.id, party.division from person join party on party.id = survivor_of(person.party_id)
    where person.phone_index = wanted;
  end;
create or replace function find_person_by_identity(wanted text) returns table (party_id uuid, division text)
  language sql stable security definer
  begin atomic
    select distinct party.id, party.division from person join party on party.id = survivor_of(person.party_id)
    where person.identity_index = wanted;
  end;
create or replace function find_verified_person(wanted text) returns table (party_id uuid, division text)
  language sql stable security definer
  begin atomic
    select party.id, party.division from person join party on party.id = survivor_of(person.party_id)
    where person.identity_index = wanted and person.verification = 'verified';
  end;

create table former_value (
  id uuid primary key,
  party_id uuid not null references party (id),
  field text not null check (field in ('name', 'phone', 'identity')),
  value_cipher bytea not null,
  value_index text not null,
  identity_kind text,
  case_id uuid,
  replaced_at timestamptz not null
);
create index former_value_party on former_value (party_id);
create index former_value_index on former_value (value_index);
comment on table former_value is 'What a person''s name, phone or identity paper was before a correction (更正), sealed by their key and found by blind index';
alter table former_value enable row level security;
create policy former_value_reach on former_value using (party_id = actor_party() or actor_serves(party_id)
  or exists (select 1 from party where party.id = former_value.party_id and actor_reaches(party.division)));
grant select, insert, delete on former_value to :app_role;
