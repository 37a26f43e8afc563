-- A person is found by exact value (blind index) about as fast as by a plain column: a function in SQL that nothing can be merged into
-- is planned anew at every call, one in PL/pgSQL once in a connection; and whoever survived a merge is joined, not asked for by row.

create or replace function find_person_by_phone(wanted text) returns table (party_id uuid, division text)
  language plpgsql stable security definer set search_path from current as $$
begin
  return query
    select party.id, party.division from person
    left join party_merge on party_merge.merged_id = person.party_id and party_merge.undone_at is null
    join party on party.id = coalesce(party_merge.survivor_id, person.party_id)
    where person.phone_index = wanted;
end $$;
create or replace function find_person_by_identity(wanted text) returns table (party_id uuid, division text)
  language plpgsql stable security definer set search_path from current as $$
begin
  return query
    select distinct party.id, party.division from person
    left join party_merge on party_merge.merged_id = person.party_id and party_merge.undone_at is null
    join party on party.id = coalesce(party_merge.survivor_id, person.party_id)
    where person.identity_index = wanted;
end $$;
create or replace function find_verified_person(wanted text) returns table (party_id uuid, division text)
  language plpgsql stable security definer set search_path from current as $$
begin
  return query
    select party.id, party.division from person
    left join party_merge on party_merge.merged_id = person.party_id and party_merge.undone_at is null
    join party on party.id = coalesce(party_merge.survivor_id, person.party_id)
    where person.identity_index = wanted and person.verification = 'verified';
end $$;
