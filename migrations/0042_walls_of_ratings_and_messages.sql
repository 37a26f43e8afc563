-- Row-level security also for what people said of the service, and for what is sent to them: sealed as all of it is, nobody was
-- kept from the rows themselves but by the operations.

alter table rating enable row level security;
create policy rating_reach on rating
  using (exists (select 1 from rating_invitation as invitation
    where invitation.case_id = rating.case_id and invitation.round = rating.round
      and (invitation.party_id = actor_party() or survivor_of(invitation.party_id) = actor_party()
        or actor_reaches(invitation.division))));
alter table rating_addition enable row level security;
create policy rating_addition_reach on rating_addition
  using (exists (select 1 from rating where rating.id = rating_addition.rating_id));
alter table rating_answer enable row level security;
create policy rating_answer_reach on rating_answer
  using (exists (select 1 from rating where rating.id = rating_answer.rating_id));

-- Whoever does something lays down the message about it, often to somebody out of their reach; nobody reads another's.
alter table outbound_message enable row level security;
create policy outbound_message_reach on outbound_message
  using (party_id = actor_party() or actor_reaches(division));
create policy outbound_message_laid_down on outbound_message for insert with check (true);
comment on column outbound_message.division is 'Where its party is; the root where it is nobody''s yet, such as a first log-in code';
