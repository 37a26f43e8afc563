-- What belongs to a merged person is reached through the survivor: agencies (代办) too.

create or replace function agency_principal(wanted uuid, agent uuid, on_day date) returns uuid
  language sql stable security definer
  begin atomic
    select agency.principal_id from agency
      where agency.id = wanted and agency.agent_id in (select merged_with(agent)) and agency.state = 'confirmed'
        and agency.valid_from <= on_day and agency.valid_to >= on_day;
  end;
create or replace function agents_of(principal uuid, on_day date) returns table (party_id uuid)
  language sql stable security definer
  begin atomic
    select distinct survivor_of(agency.agent_id) from agency
      where agency.principal_id = principal and agency.state = 'confirmed'
        and agency.valid_from <= on_day and agency.valid_to >= on_day;
  end;

alter policy agency_reach on agency
  using (agent_id = actor_party() or principal_id = actor_party() or actor_reaches(division)
    or survivor_of(agent_id) = actor_party());
alter policy enterprise_reach on enterprise
  using (party_id = actor_party() or actor_reaches(division) or actor_serves(party_id)
    or exists (select 1 from agency
      where agency.principal_id = enterprise.party_id and survivor_of(agency.agent_id) = actor_party()
        and agency.state = 'confirmed'));
